"""Which countries, speakers, issues and other values of filters somebody means who types parts of names."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

MOST_WORDS = 8  # each is looked for in every name


@dataclass(frozen=True, slots=True)
class Known:
    """A value that a filter can have: its key in the database, as addresses write it, and its name."""

    key: Any
    value: str
    label: str


def words_of(typed: str) -> list[str]:
    """What stands between spaces and signs: U.S., O'Brien and RFE/RL are two words each."""
    # Letters and digits alone, which mean nothing else to a regular expression.
    return re.findall(r"\w+", unicodedata.normalize("NFC", typed))[:MOST_WORDS]


Match = Callable[[Sequence[str]], Q]
Find = Callable[[Sequence[str]], list[Known]]


def choices(labels: Mapping[str, str]) -> Find:
    """Finds values that are fixed, by words that begin as those typed, in the order of their labels."""

    def find(words: Sequence[str]) -> list[Known]:
        begins = [re.compile(rf"\b{word}", re.IGNORECASE) for word in words]
        found = [Known(v, v, label) for v, label in labels.items() if all(b.search(label) for b in begins)]
        return sorted(found, key=lambda each: each.label)

    return find


def things(
    every: Callable[[], QuerySet],
    match: Match,
    value: str,
    label: str,
    only: Callable[[Any], QuerySet] = lambda rows: rows,
) -> Find:
    """Finds rows of a table, in the order of their labels; all if nothing is typed. ``only`` leaves some out.

    Every word that was typed must begin a word of one and the same name; case and accents do not matter.
    """

    def find(words: Sequence[str]) -> list[Known]:
        rows = only(_matching(every(), match, words)).order_by(label, value)
        return [Known(*row) for row in rows.values_list("pk", value, label)]

    return find


def begun(words: Sequence[str], *names: str) -> Q:
    """All words in one of these names."""
    return reduce(or_, (reduce(and_, (_has(word, name) for word in words)) for name in names))


def _has(word: str, name: str) -> Q:
    return Q(**{f"{name}__plain__regex": rf"\m{word}"})


def _matching(rows: QuerySet, match: Match, words: Sequence[str]) -> QuerySet:
    """Those that were not merged into another; whatever finds the other finds them by it."""
    if "merged_into" not in {field.name for field in rows.model._meta.fields}:
        return rows.filter(match(words)) if words else rows
    if not words:
        return rows.filter(merged_into=None)
    into = rows.filter(match(words)).values(into=Coalesce("merged_into", "pk"))
    return rows.model._default_manager.filter(pk__in=into)
