"""Stances as columns, and where they turn: what holds for comparisons holds for an index; plain numpy."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

import numpy as np

from articles.index.postings import Array

PRECISIONS = ("unknown", "year", "month", "day")
STANCES = ("conditional", "neutral", "oppose", "support")  # in the order of the alphabet, as SQL lists
FAR = 2**22  # more than the ordinal of any day


@dataclass(frozen=True, slots=True)
class Stances:
    """A row for each statement and each position in it, in no order. Days are ordinals, 0 if not known."""

    issue: Array
    stance: Array
    statement: Array
    utterance: Array
    source: Array
    said_on: Array
    said_until: Array
    precision: Array

    @classmethod
    def joined(cls, several: Iterable["Stances"]) -> "Stances":
        every = list(several)
        if len(every) == 1:
            return every[0]
        return cls(*(np.concatenate([getattr(one, f.name) for one in every]) for f in fields(cls)))

    def __len__(self) -> int:
        return len(self.issue)

    def take(self, rows: Array) -> "Stances":
        return Stances(*(getattr(self, field.name)[rows] for field in fields(self)))

    @property
    def recency(self) -> Array:
        """As by_sql.Recency: it grows with the day, then with the id."""
        return (np.maximum(self.said_on, 1) - 1 << 40) + self.statement


@dataclass(frozen=True, slots=True)
class Changes:
    """Rows before and after each change; ``kept`` from each start to its end are the rows between."""

    before: Array
    after: Array
    kept: Array
    starts: Array
    ends: Array


def latest_reports(said: Stances) -> Stances:
    """Of the reports of an utterance the latest one, for each issue."""
    utterance = said.issue << 40 | said.utterance
    order = np.lexsort((said.recency, utterance))
    is_last = np.append(np.diff(utterance[order]) > 0, True)[: len(order)]
    return said.take(order[is_last])


def changes(said: Stances) -> Changes:
    """Of dated stands by issue, each in order of time.

    A moment of several stances makes no change by itself; it is kept beside the one around it.
    """
    kept, starts = _moments(said)
    ends = np.append(starts[1:], len(kept))
    clear = np.flatnonzero(~_is_mixed(said.stance[kept], starts))
    earlier, later = clear[:-1], clear[1:]
    before, after = kept[ends[earlier] - 1], kept[starts[later]]
    is_change = (said.issue[before] == said.issue[after]) & (said.stance[before] != said.stance[after])
    spans = ends[earlier][is_change], starts[later][is_change]
    return Changes(before[is_change], after[is_change], kept, *spans)


def _moments(said: Stances) -> tuple[Array, Array]:
    """The rows whose order is known, and at which of them a new moment begins.

    What may have been said together is one moment, unless its stances differ: then its days are, and what is
    known less exactly is left out.
    """
    is_new = _is_apart(said)
    starts, exact = np.flatnonzero(is_new), said.precision == PRECISIONS.index("day")
    by_day = _is_mixed(said.stance, starts) & np.logical_or.reduceat(exact, starts)
    together = np.cumsum(is_new) - 1
    kept = np.flatnonzero(~by_day[together] | exact)
    together, day = together[kept], said.said_on[kept]
    is_other = (np.diff(together) > 0) | (by_day[together[1:]] & (np.diff(day) > 0))
    return kept, np.flatnonzero(np.append(True, is_other))


def _is_apart(said: Stances) -> Array:
    """True for each row that cannot have been said together with any before it on the same issue."""
    begins, ends = said.issue * FAR + said.said_on, said.issue * FAR + said.said_until
    return np.append(True, begins[1:] > np.maximum.accumulate(ends)[:-1])


def _is_mixed(stance: Array, starts: Array) -> Array:
    """Whether the rows from each start to the next take several stances."""
    return np.minimum.reduceat(stance, starts) != np.maximum.reduceat(stance, starts)
