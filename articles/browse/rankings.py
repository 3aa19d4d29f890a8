"""Who and what is heard most, counted as the filters of /statements/ count."""

from collections.abc import Collection
from itertools import islice
from typing import Any

from django.http import QueryDict

from articles.browse.filterset import StatementFilter
from articles.browse.histogram import Dated
from articles.browse.results import EVERY, BySql, Results, results
from articles.index.vocabulary import LISTED
from articles.models import Actor, Attribution, Country, Source, Statement, Voice

EVERY_VOICE = "&".join(f"voice={voice}" for voice in sorted(Voice.values))  # the official ones and all others


def found_by(query: str = "") -> Results:
    """What the filters find, written as in an address: "country=RUS"; without any all that is published."""
    return results(StatementFilter(QueryDict(query), Statement.objects.all()))


def ranked(found: Results, name: str, limit: int = EVERY) -> list[Any]:
    """Countries, speakers or issues (``name`` is their filter's) with ``heard`` statements, most first."""
    return with_counts(name, [(value, n) for value, _, n in found.rows(name, limit)])


def dated_by_source(found: Results, sources: Collection[Source]) -> list[Dated]:
    """When what each of these sources reports was said; one query, or one look into the index for each."""
    if isinstance(found, BySql):
        told = Dated.of_each(found.filterset.qs.filter(article__source__in=sources), "article__source")
        return [told.get(source.pk) or Dated({}, {}) for source in sources]
    return [found_by(f"source={source.slug}").months.dated for source in sources]


def speakers_for(country: Country) -> list[Any]:
    """Who spoke for a country, by the number of statements made for it."""
    counted = [(value, n) for value, _, n in found_by(f"country={country.pk}").rows("actor")]
    made = Attribution.objects.filter(country=country).order_by()
    own = set(made.values_list("actor__slug", flat=True).distinct())
    return with_counts("actor", [(value, n) for value, n in counted if value in own])


def with_counts(name: str, counted: list[tuple[str, int]]) -> list[Any]:
    """The things of these values, in this order, each with its number of statements as ``heard``."""
    model, key, _ = LISTED[name]
    things = model.objects.in_bulk([value for value, _ in counted], field_name=key)
    return [_heard(things[value], number) for value, number in counted if value in things]


def _heard(thing: Any, number: int) -> Any:
    thing.heard = number
    return thing


def all_countries() -> list[Country]:
    """Every country with its number of statements; those that speak come first, most heard first."""
    counts = {value: n for value, _, n in found_by().rows("country")}
    countries = [_heard(country, counts.get(country.pk, 0)) for country in Country.objects.order_by("name")]
    return sorted(countries, key=lambda country: -country.heard)


def speakers(chosen: Collection[Actor], limit: int) -> list[Any]:
    """Those chosen, and those of official voices heard most but for states, which stand among the countries.

    Each with the number of its statements of any voice: a comparison shows all of whom it was asked for.
    """
    states = set(Actor.objects.filter(kind=Actor.Kind.STATE).values_list("slug", flat=True))
    official = (value for value, *_ in found_by().rows("actor", limit + len(states)))
    most_heard = list(islice((value for value in official if value not in states), limit))
    wanted = sorted({actor.slug for actor in chosen}.union(most_heard))
    actors = with_counts("actor", [(value, 0) for value in wanted])
    found = [_heard(*pair) for pair in zip(actors, found_by(EVERY_VOICE).heard("actor", actors), strict=True)]
    return sorted(found, key=lambda actor: (-actor.heard, actor.name))
