"""What the index tells a comparison: who said how much on which issue, and how, without reading rows."""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np

from articles.browse.coverage import Coverage
from articles.browse.covering import covered
from articles.compare.columns import LATEST_ID, Stances, Voices, united
from articles.compare.evidence import Figures, Place
from articles.compare.lines import entries
from articles.compare.selection import Selection
from articles.dates import MONTHS
from articles.index.postings import Array
from articles.index.segments import STANCES, months_of


@dataclass(frozen=True, slots=True)
class ByIndex:
    """Evidence as an index has it."""

    voices: Voices

    def cells(self) -> dict[Place, Figures]:
        issues = self.voices.issues
        return {
            (issues[issue], column.id, first): figures
            for column, said in self.voices.columns.items()
            for (issue, first), figures in _placed(said, self.voices.selection).figures()
        }

    def stances(self, found: dict[Place, Figures]) -> dict[Place, str]:
        issues = self.voices.issues
        return {
            (issues[issue], column.id, first): stance
            for column, said in self.voices.columns.items()
            for (issue, first), stance in _placed(said, self.voices.selection).stances()
        }

    def columns(self) -> dict[str, Figures]:
        voices = self.voices.columns.items()
        told = ((column.id, _told(said, self.voices.selection)) for column, said in voices)
        return {column: _in_all(said) for column, said in told if len(said)}

    def latest_of_members(self) -> dict[Place, dict[str, int]]:
        issues = self.voices.issues
        found: dict[Place, dict[str, int]] = defaultdict(dict)
        for column, country, said in self.voices.members():
            for (issue, first), recency in _placed(said, self.voices.selection).latest():
                found[issues[issue], column.id, first][country] = recency & LATEST_ID
        return found

    def basis(self) -> dict[Place, list[list[Any]]]:
        issues = self.voices.issues
        return {
            (issues[issue], column.id, first): entries
            for column, said in self.voices.columns.items()
            for (issue, first), entries in _placed(said, self.voices.selection).basis()
        }

    def lines(self) -> dict[Place, str]:
        issues = self.voices.issues
        return {
            (issues[issue], column.id, first): lines
            for column, said in self.voices.columns.items()
            for (issue, first), lines in _placed(said, self.voices.selection).lines()
        }

    def behind(self) -> int:
        voices = self.voices.columns.values()
        told = [_placed(said, self.voices.selection).said.statement for said in voices]
        return _different(np.concatenate(told)) if told else 0

    def undated(self) -> int:
        fitting, selection = self.voices.fitting, self.voices.selection
        of_all_time = Voices(fitting.index, replace(selection, after=None, before=None))
        parts = [part for part, _ in fitting.each()]
        found = [(part.said_on == 0) & (part.position.first < part.position.values) for part in parts]
        heard = united(parts, (masks for _, masks in of_all_time.masks()))
        return sum(int(np.count_nonzero(either & mask)) for either, mask in zip(heard, found, strict=True))

    def covered(self) -> Coverage:
        return Coverage(**covered(self.voices.fitting))


@dataclass(frozen=True, slots=True)
class Placed:
    """Stances with the place of each: a number for its issue and stretch of time, below ``size``.

    Of stretches only those are numbered in which anything was said; ``numbers`` tells which these are.
    """

    said: Stances
    place: Array
    size: int
    numbers: Array | None = None
    stretches: int = 1
    lowest: int = 0
    step: int = 0

    def figures(self) -> Iterator[tuple[tuple[int, datetime.date | None], Figures]]:
        """Of each place. A statement has one position an issue, so its rows are counted."""
        statements, (utterances, stances) = np.bincount(self.place, minlength=self.size), self._heard()
        first, last, recency = self._extremes()
        places = np.flatnonzero(statements)
        first = np.where(last > 0, first, 0)
        columns = {
            **{"statements": statements, "utterances": utterances, "sources": self._sources()},
            **dict(zip(STANCES, stances.T, strict=True)),
            **{"first": first, "last": last, "recency": recency},
        }
        for place, *row in zip(places.tolist(), *(c[places].tolist() for c in columns.values()), strict=True):
            figures = dict(zip(columns, row, strict=True))
            figures["first"], figures["last"] = _day(figures["first"]), _day(figures["last"])
            yield self._name(place), figures

    def latest(self) -> Iterator[tuple[tuple[int, datetime.date | None], int]]:
        """The greatest recency of each place."""
        *_, recency = self._extremes()
        for place in np.flatnonzero(np.bincount(self.place, minlength=self.size)).tolist():
            yield self._name(place), int(recency[place])

    def stances(self) -> Iterator[tuple[tuple[int, datetime.date | None], str]]:
        """The stance that has the greatest recency of each place."""
        own, (*_, recency) = self.said.recency, self._extremes()
        rows = np.flatnonzero(own == recency[self.place])
        for place, stance in zip(self.place[rows].tolist(), self.said.stance[rows].tolist(), strict=True):
            yield self._name(place), STANCES[stance]

    def basis(self) -> Iterator[tuple[tuple[int, datetime.date | None], list[list[Any]]]]:
        """What each place holds, as [id, stance, first day], oldest first."""
        said, starts = self._in_order()
        known, of = np.unique(said.said_on, return_inverse=True)
        days = [day and day.isoformat() for day in map(_day, known.tolist())]
        stances = [STANCES[stance] for stance in said.stance.tolist()]
        told = zip(said.statement.tolist(), stances, map(days.__getitem__, of.tolist()), strict=True)
        entries = [list(entry) for entry in told]
        for place, start, end in starts:
            yield self._name(place), entries[start:end]

    def lines(self) -> Iterator[tuple[tuple[int, datetime.date | None], str]]:
        """The same as JSON without spaces."""
        said, starts = self._in_order()
        text, begins = entries(said)
        for place, start, end in starts:
            yield self._name(place), f"[{text[begins[start] : begins[end] - 1]}]"

    def _in_order(self) -> tuple[Stances, list[tuple[int, int, int]]]:
        """By place, oldest first; each place, where its stances start and where they end."""
        said, places = self.said, self.place
        if not self._is_in_order():
            order = np.lexsort((said.statement, said.said_on, places))
            said, places = said.take(order), places[order]
        starts = np.flatnonzero(np.diff(places, prepend=-1)).tolist()
        bounds = pairwise([*starts, len(places)])
        return said, [(int(places[start]), start, end) for start, end in bounds]

    def _is_in_order(self) -> bool:
        """As an index has what countries told, if nothing has changed since."""
        columns = (self.place, self.said.said_on, self.said.statement)
        place, day, statement = (np.diff(column) for column in columns)
        later = (day > 0) | ((day == 0) & (statement >= 0))
        return bool(((place > 0) | ((place == 0) & later)).all())

    def _name(self, place: int) -> tuple[int, datetime.date | None]:
        """The issue's code, and the first day of the stretch."""
        number = place if self.numbers is None else int(self.numbers[place])
        issue, stretch = divmod(number, self.stretches)
        month = (self.lowest + stretch) * self.step
        return issue, datetime.date(month // 12, month % 12 + 1, 1) if self.step else None

    def _sources(self) -> Array:
        """How many different sources each place has."""
        keys = _once(self.place << 40 | self.said.source)
        return np.bincount(keys >> 40, minlength=self.size)

    def _heard(self) -> tuple[Array, Array]:
        """How many different utterances each place has, and how many take each stance; sorted only once."""
        number = len(STANCES)
        keys = _once((self.place << 40 | self.said.utterance) * number + self.said.stance)
        heard, stance = np.divmod(keys, number)
        stances = np.bincount((heard >> 40) * number + stance, minlength=self.size * number)
        utterances = np.bincount(heard[np.diff(heard, prepend=-1) > 0] >> 40, minlength=self.size)
        return utterances, stances.reshape(-1, number)

    def _extremes(self) -> tuple[Array, Array, Array]:
        """By place, the first and the last day, and the greatest recency."""
        first, last = np.full(self.size, 2**31), np.zeros(self.size, np.int64)
        recency = np.zeros(self.size, np.int64)
        dated = self.said.said_on > 0
        np.minimum.at(first, self.place[dated], self.said.said_on[dated])
        np.maximum.at(last, self.place, self.said.said_on)
        np.maximum.at(recency, self.place, self.said.recency)
        return first, last, recency


def _told(said: Stances, selection: Selection) -> Stances:
    """What a table by stretches of time can hold has a day."""
    return said.take(said.said_on > 0) if selection.by else said


def _placed(said: Stances, selection: Selection) -> Placed:
    if not selection.by:
        return Placed(said, said.issue, int(said.issue.max(initial=-1)) + 1)
    said, step = _told(said, selection), MONTHS[selection.by]
    rows, stretch = _stretches(*_months(said, selection), step)
    lowest = int(stretch.min(initial=2**31))
    number = int(stretch.max(initial=lowest)) - lowest + 1
    numbers, place = np.unique(said.issue[rows] * number + stretch - lowest, return_inverse=True)
    return Placed(said.take(rows), place, len(numbers), numbers, number, lowest, step)


def _months(said: Stances, selection: Selection) -> tuple[Array, Array]:
    """The first and the last month in which each may have been said, within the period."""
    first, last = said.said_on, said.said_until
    if selection.after:
        first = np.maximum(first, selection.after.first.toordinal())
    if selection.before:
        last = np.minimum(last, selection.before.last.toordinal())
    return months_of(first), months_of(last)


def _stretches(first: Array, last: Array, step: int) -> tuple[Array, Array]:
    """Rows and the numbers of the stretches of so many months that each reaches into."""
    first, last = first // step, last // step
    lengths = last - first + 1
    rows = np.repeat(np.arange(len(first)), lengths)
    return rows, np.arange(len(rows)) - np.repeat(np.cumsum(lengths) - lengths - first, lengths)


def _in_all(said: Stances) -> Figures:
    return {
        "statements": _different(said.statement),
        "utterances": _different(said.utterance),
        "sources": _different(said.source),
    }


def _once(keys: Array) -> Array:
    """Sorted, each once; several times faster than numpy's unique."""
    keys = np.sort(keys)
    return keys[np.diff(keys, prepend=-1) > 0]


def _different(numbers: Array) -> int:
    """How many different ids these are; marking them takes a tenth of sorting them."""
    seen = np.zeros(int(numbers.max(initial=0)) + 1, bool)
    seen[numbers] = True
    return int(np.count_nonzero(seen))


def _day(ordinal: Any) -> datetime.date | None:
    return datetime.date.fromordinal(int(ordinal)) if ordinal else None
