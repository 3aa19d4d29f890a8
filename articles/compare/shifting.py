"""Where each column stood each time it spoke, and where it changed, without reading rows.

It finds what articles.compare.observations and articles.compare.shifts find row by row.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice

import numpy as np

from articles.compare.columns import Voices
from articles.index.postings import Array
from articles.index.stances import PRECISIONS, STANCES, Stances, changes, latest_reports

IN_A_ROW = ("issue", "utterance", "statement", "stance", "said_on", "said_until", "precision")
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
    for column, said in voices.columns.items():
        yield column.id, in_time(voices, said)


def in_time(voices: Voices, said: Stances) -> Stances:
    """The latest report of each utterance, oldest first; issues by primary keys."""
    found = latest_reports(replace(said, issue=np.array(voices.issues, np.int64)[said.issue]))
    return found.take(np.lexsort((found.statement, found.said_until, found.said_on)))


def turns(said: Stances, limit: int) -> tuple[list[Turn], int]:
    """The latest turns of a column, latest first, and how many there are in all."""
    dated = said.take(said.said_on > 0)
    dated = dated.take(np.argsort(dated.issue, kind="stable"))
    if not len(dated):
        return [], 0
    found = changes(dated)
    latest = np.lexsort((-dated.statement[found.after], -dated.said_on[found.after]))[:limit]
    columns = (column[latest].tolist() for column in (found.before, found.after, found.starts, found.ends))
    places = [(b, a, *found.kept[start:end]) for b, a, start, end in zip(*columns, strict=True)]
    return list(_turns(dated, places)), len(found.before)


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


def _turns(said: Stances, places: list[tuple[int, ...]]) -> Iterator[Turn]:
    """From the places of the rows before and after each, and of those between."""
    told = iter(_rows(said, np.array(list(chain(*places)), np.int64)))
    for before, after, *mixed in (islice(told, len(each)) for each in places):
        yield Turn(before, after, tuple(mixed))
