"""What statements can be about: all countries, blocs, speakers, issues and sources, as the database sorts."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from articles.index.postings import Array
from articles.models import Actor, Bloc, Country, Issue, Source

LISTED: dict[str, tuple[Any, str, str]] = {
    "country": (Country, "iso3", "name"),
    "bloc": (Bloc, "slug", "name"),
    "actor": (Actor, "slug", "name"),  # who was never heard is not among them
    "issue": (Issue, "slug", "title"),
    "source": (Source, "slug", "name"),
}


@dataclass(slots=True)
class Terms:
    """Values of one facet; the place of each is its code.

    They stand in the order of their labels, but for those that were ``appended`` since: then ``ranks`` has
    the place of each in that order.
    """

    keys: list[Any]
    values: list[str]
    labels: list[str]
    ranks: Array | None = None
    codes: dict[Any, int] = field(init=False)

    def __post_init__(self) -> None:
        self.codes = {key: code for code, key in enumerate(self.keys)}

    def __len__(self) -> int:
        return len(self.keys)

    def code(self, keys: Array) -> Array:
        """The codes of keys; KeyError if one is not in the vocabulary."""
        if not len(keys):
            return np.empty(0, np.int64)
        known = np.array(self.keys or [0], keys.dtype)
        order = np.argsort(known)
        places = order[np.minimum(np.searchsorted(known, keys, sorter=order), len(known) - 1)]
        if (known[places] != keys).any():
            raise KeyError("a value that is not in the vocabulary")
        return places

    def those(self, things: Any) -> Array:
        """The codes of model instances, or of choices; unknown ones are on no statement."""
        keys = (getattr(thing, "pk", thing) for thing in things)
        found = {self.codes[key] for key in keys if key in self.codes}
        return np.array(sorted(found), np.int64)


Vocabulary = dict[str, Terms]


def terms_of(values: Sequence[str], labels: Mapping[str, str]) -> Terms:
    """Of fixed values, in the order of their codes; they are listed in that of the alphabet, as by SQL."""
    order = {value: place for place, value in enumerate(sorted(values))}
    ranks = np.array([order[value] for value in values], np.int64)
    return Terms(list(values), list(values), [labels[value] for value in values], ranks)


def read() -> Vocabulary:
    return {name: _terms(*listed) for name, listed in LISTED.items()}


def renewed(known: Vocabulary) -> Vocabulary:
    """With the names that things bear now, and what was added; codes stay."""
    return {name: _renewed(known[name], terms) for name, terms in read().items()}


def _renewed(known: Terms, now: Terms) -> Terms:
    keys = [*known.keys, *(key for key in now.keys if key not in known.codes)]
    places = [now.codes.get(key, -1) for key in keys]
    old = zip(known.values, known.labels, strict=True)
    named = [
        (now.values[place], now.labels[place]) if place >= 0 else removed
        for place, removed in itertools.zip_longest(places, old)
    ]
    values, labels = (list(column) for column in zip(*named, strict=True)) if named else ([], [])
    return Terms(keys, values, labels, np.array(places, np.int64))


def _terms(model: Any, value: str, label: str) -> Terms:
    things = Actor.objects.filter(attributions__isnull=False).distinct() if model is Actor else model.objects
    rows = list(things.order_by(label, value).values_list("pk", value, label))
    keys, values, labels = ([row[n] for row in rows] for n in range(3))
    return Terms(keys, values, labels)
