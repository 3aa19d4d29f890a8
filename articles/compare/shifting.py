"""Where each column stood each time it spoke, and where it changed, without reading rows.

It finds what articles.compare.observations and articles.compare.shifts find row by row.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice

import numpy as np

from articles.compare.columns import Stances, Voices
from articles.index.postings import Array
from articles.index.segments import PRECISIONS, STANCES

IN_A_ROW = ("issue", "utterance", "statement", "stance", "said_on", "said_until", "precision")
FAR = 2**22  # more than the ordinal of any day
# An issue, an utterance and a statement by primary key, the stance, the first and the last day on which it
# may have been said (None if nobody knows), the precision.
Row = tuple[int, int, int, str, datetime.date | None, datetime.date | None, str]


@dataclass(frozen=True, slots=True)
class Turn:
    """Two utterances in a row with different stances, and those between that took several at a time."""

    before: Row
    after: Row
    mixed: tuple[Row, ...]


def columns(voices: Voices) -> Iterator[tuple[str, Stances]]:
    """Of each column, by its id, a row for each utterance and issue, oldest first; issues by primary keys."""
    issues = np.array(voices.issues, np.int64)
    for column, said in voices.columns.items():
        found = _latest_reports(replace(said, issue=issues[said.issue]))
        yield column.id, found.take(np.lexsort((found.statement, found.said_until, found.said_on)))


def turns(said: Stances, limit: int) -> tuple[list[Turn], int]:
    """The latest turns of a column, latest first, and how many there are in all."""
    dated = said.take(said.said_on > 0)
    dated = dated.take(np.argsort(dated.issue, kind="stable"))
    if not len(dated):
        return [], 0
    before, after, between = _changes(dated)
    latest = np.lexsort((-dated.statement[after], -dated.said_on[after]))[:limit]
    return list(_turns(dated, [(before[n], after[n], *between[n]) for n in latest.tolist()])), len(before)


def last(said: Stances, dated: bool, limit: int) -> tuple[list[Row], int]:
    """The last so many of the dated or the undated rows, and how many there are."""
    places = np.flatnonzero((said.said_on > 0) == dated)
    return _rows(said, places[-limit:]), len(places)


def _rows(said: Stances, places: Array) -> list[Row]:
    own = said.take(places)
    return [
        (issue, utterance, statement, STANCES[stance], _day(first), _day(last), PRECISIONS[precision])
        for issue, utterance, statement, stance, first, last, precision in zip(
            *(getattr(own, name).tolist() for name in IN_A_ROW), strict=True
        )
    ]


def _day(ordinal: int) -> datetime.date | None:
    return datetime.date.fromordinal(ordinal) if ordinal else None


def _latest_reports(said: Stances) -> Stances:
    """Of the reports of an utterance the latest one, for each issue."""
    utterance = said.issue << 40 | said.utterance
    order = np.lexsort((said.recency, utterance))
    is_last = np.append(np.diff(utterance[order]) > 0, True)[: len(order)]
    return said.take(order[is_last])


def _turns(said: Stances, places: list[tuple[int, ...]]) -> Iterator[Turn]:
    """From the places of the rows before and after each, and of those between."""
    told = iter(_rows(said, np.array(list(chain(*places)), np.int64)))
    for before, after, *mixed in (islice(told, len(each)) for each in places):
        yield Turn(before, after, tuple(mixed))


def _changes(said: Stances) -> tuple[Array, Array, list[Array]]:
    """Rows before and after each change, and those between: of dated stands by issue, each in order of time.

    A moment of several stances makes no change by itself; it is kept beside the one around it.
    """
    kept, starts = _moments(said)
    ends = np.append(starts[1:], len(kept))
    clear = np.flatnonzero(~_is_mixed(said.stance[kept], starts))
    earlier, later = clear[:-1], clear[1:]
    before, after = kept[ends[earlier] - 1], kept[starts[later]]
    is_change = (said.issue[before] == said.issue[after]) & (said.stance[before] != said.stance[after])
    spans = zip(ends[earlier][is_change], starts[later][is_change], strict=True)
    return before[is_change], after[is_change], [kept[start:end] for start, end in spans]


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
