"""Which countries, speakers, issues and other values of filters somebody means who types parts of names."""

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce

from articles.models import Actor, ActorAlias, Bloc, Country, CountryName, Issue, Position, Source, Statement

MOST_WORDS = 8  # each is looked for in every name


@dataclass(frozen=True, slots=True)
class Known:
    """A value that a filter can have: its key in the database, as addresses write it, and its name."""

    key: Any
    value: str
    label: str


def known(name: str, typed: str = "") -> list[Known]:
    """The values of a filter whose names match, in the order of their labels; all if nothing is typed.

    Every word that was typed must begin a word of one and the same name; case and accents do not matter.
    """
    words = words_of(typed)
    if name in CHOICES:
        return [Known(*row) for row in _chosen(CHOICES[name], words)]
    things, value, label = THINGS[name]
    rows = _matching(things(), MATCHES[name], words).order_by(label, value)
    return [Known(*row) for row in rows.values_list("pk", value, label)]


def words_of(typed: str) -> list[str]:
    """What stands between spaces and signs: U.S., O'Brien and RFE/RL are two words each."""
    # Letters and digits alone, which mean nothing else to a regular expression.
    return re.findall(r"\w+", unicodedata.normalize("NFC", typed))[:MOST_WORDS]


Match = Callable[[Sequence[str]], Q]
Things = Callable[[], QuerySet]


def _chosen(choices: Collection[tuple[str, str]], words: Sequence[str]) -> list[tuple[str, str, str]]:
    begins = [re.compile(rf"\b{word}", re.IGNORECASE) for word in words]
    rows = [(value, value, label) for value, label in choices if all(b.search(label) for b in begins)]
    return sorted(rows, key=lambda row: row[2])


def _matching(things: QuerySet, match: Match, words: Sequence[str]) -> QuerySet:
    """Those that were not merged into another; whatever finds the other finds them by it."""
    if "merged_into" not in {field.name for field in things.model._meta.fields}:
        return things.filter(match(words)) if words else things
    if not words:
        return things.filter(merged_into=None)
    into = things.filter(match(words)).values(into=Coalesce("merged_into", "pk"))
    return things.model._default_manager.filter(pk__in=into)


def _begun(words: Sequence[str], *names: str) -> Q:
    """All words in one of these names."""
    return reduce(or_, (reduce(and_, (_has(word, name) for word in words)) for name in names))


def _has(word: str, name: str) -> Q:
    return Q(**{f"{name}__plain__regex": rf"\m{word}"})


def _actor(words: Sequence[str]) -> Q:
    by_alias = ActorAlias.objects.filter(_begun(words, "name")).values("actor_id")
    return _begun(words, "name") | Q(pk__in=by_alias)


def _country(words: Sequence[str]) -> Q:
    by_name = CountryName.objects.filter(_begun(words, "name")).values("country_id")
    by_code = Q(iso3__iexact=words[0]) | Q(iso2__iexact=words[0]) if len(words) == 1 else Q()
    return _begun(words, "name") | Q(pk__in=by_name) | by_code


def _issues() -> QuerySet:
    joined = Func(F("phrases"), Value(" "), function="array_to_string", output_field=TextField())
    return Issue.objects.alias(joined=joined)


CHOICES: dict[str, list[tuple[str, str]]] = {
    "stance": [(value, str(label)) for value, label in Position.Stance.choices],
    "kind": [(value, str(label)) for value, label in Statement.Kind.choices],
}
THINGS: dict[str, tuple[Things, str, str]] = {
    "country": (Country.objects.all, "iso3", "name"),
    "bloc": (Bloc.objects.all, "slug", "name"),
    "actor": (Actor.objects.all, "slug", "name"),
    "issue": (_issues, "slug", "title"),
    "source": (Source.objects.all, "slug", "name"),
}
MATCHES: dict[str, Match] = {
    "country": _country,
    "bloc": lambda words: _begun(words, "name"),
    "actor": _actor,
    "issue": lambda words: _begun(words, "title", "joined"),
    "source": lambda words: _begun(words, "name", "domain"),
}
