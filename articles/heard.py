"""Who and what is heard most, counted as the filters of /statements/ count."""

from typing import Any

from django.db.models import Model
from django.http import QueryDict

from articles.filters import StatementFilter
from articles.findings import Findings, findings
from articles.index.vocabulary import LISTED
from articles.models import Attribution, Country, Statement


def everything() -> Findings:
    """What the filters find when nothing is asked for: all published statements."""
    return findings(StatementFilter(QueryDict(), Statement.objects.all()))


def ranked(found: Findings, name: str, limit: int | None = None) -> list[Any]:
    """Countries, speakers or issues (``name`` is their filter's) with ``heard`` statements, most first."""
    return with_counts(name, [(value, n) for value, _, n in found.rows(name)[:limit]])


def speakers_for(country: Country) -> list[Any]:
    """Who spoke for a country, by the number of statements made for it."""
    found = findings(StatementFilter(QueryDict(f"country={country.pk}"), Statement.objects.all()))
    counted = [(value, n) for value, _, n in found.rows("actor")]
    own = set(Attribution.objects.filter(country=country).values_list("actor__slug", flat=True).distinct())
    return with_counts("actor", [(value, n) for value, n in counted if value in own])


def with_counts(name: str, counted: list[tuple[str, int]]) -> list[Any]:
    """The things of these values, in this order, each with its number of statements as ``heard``."""
    model, key, _ = LISTED[name]
    things = model.objects.in_bulk([value for value, _ in counted], field_name=key)
    return [_heard(things[value], number) for value, number in counted if value in things]


def _heard(thing: Model, number: int) -> Model:
    thing.heard = number  # type: ignore[attr-defined]
    return thing
