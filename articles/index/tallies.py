"""What the index tells a comparison: who said how much on which issue, and how, without reading rows."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from articles.index.answers import Answer
from articles.index.postings import Array
from articles.index.segments import STANCES, Segment
from articles.index.snapshot import Index
from articles.selection import Selection

Figures = dict[str, Any]
Place = tuple[int, str, datetime.date | None]  # as in figures; without stretches of time there is no date
KINDS = {"country": "countries", "actor": "actors"}  # of columns that can be told, and where they are chosen


def can_tell(selection: Selection) -> bool:
    """Neither blocs, whose members differ, nor stretches of time, nor another moment."""
    return not (selection.blocs or selection.by or selection.as_of)


def cells(index: Index, selection: Selection) -> dict[Place, Figures]:
    """The figures of each issue and column on which anything was said, as figures.CELL has them."""
    issues = index.vocabulary["issue"].keys
    return {
        (issues[issue], column, None): figures
        for column, said in _columns(index, selection)
        for issue, figures in said.by_issue()
    }


def columns(index: Index, selection: Selection) -> dict[str, Figures]:
    """The figures of each column that said anything, as figures.COUNTS has them."""
    return {column: said.in_all() for column, said in _columns(index, selection) if len(said.issue)}


@dataclass(frozen=True, slots=True)
class Stances:
    """A row for each statement of a column and each position in it, in no order."""

    issue: Array
    stance: Array
    statement: Array
    utterance: Array
    source: Array
    said_on: Array

    def in_all(self) -> Figures:
        return {
            "statements": len(np.unique(self.statement)),
            "utterances": len(np.unique(self.utterance)),
            "sources": len(np.unique(self.source)),
        }

    def by_issue(self) -> Iterator[tuple[int, Figures]]:
        """A statement has one position an issue, so its rows are counted."""
        size = int(self.issue.max(initial=-1)) + 1
        statements = np.bincount(self.issue, minlength=size)
        utterances, sources = (_distinct(self.issue, each, size) for each in (self.utterance, self.source))
        stances = [_distinct(self.issue[self.stance == n], self._utterance_of(n), size) for n in range(4)]
        first, last, recency = self._extremes(size)
        for issue in np.flatnonzero(statements).tolist():
            yield (
                issue,
                {
                    "statements": int(statements[issue]),
                    "utterances": int(utterances[issue]),
                    "sources": int(sources[issue]),
                    **{name: int(counts[issue]) for name, counts in zip(STANCES, stances, strict=True)},
                    "first": _day(first[issue]) if last[issue] else None,
                    "last": _day(last[issue]),
                    "recency": int(recency[issue]),
                },
            )

    def _utterance_of(self, stance: int) -> Array:
        return self.utterance[self.stance == stance]

    def _extremes(self, size: int) -> tuple[Array, Array, Array]:
        """By issue, the first and the last day, and the greatest Recency (see figures)."""
        first, last, recency = np.full(size, 2**31), np.zeros(size, np.int64), np.zeros(size, np.int64)
        dated = self.said_on > 0
        np.minimum.at(first, self.issue[dated], self.said_on[dated])
        np.maximum.at(last, self.issue, self.said_on)
        np.maximum.at(recency, self.issue, (np.maximum(self.said_on, 1) - 1 << 40) + self.statement)
        return first, last, recency


def _day(ordinal: Any) -> datetime.date | None:
    return datetime.date.fromordinal(int(ordinal)) if ordinal else None


def _distinct(places: Array, values: Array, size: int) -> Array:
    """How many different values each place has."""
    keys = np.sort(places.astype(np.int64) << 40 | values)
    return np.bincount(keys[np.diff(keys, prepend=-1) > 0] >> 40, minlength=size)


def _columns(index: Index, selection: Selection) -> Iterator[tuple[str, Stances]]:
    period = {"said_after": selection.after, "said_before": selection.before, "review": selection.review}
    for column in selection.columns:
        [thing] = [each for each in getattr(selection, KINDS[column.kind]) if _key(each) == column.key]
        answer = Answer(index, {**period, column.kind: [thing], "issue": selection.issues})
        parts = [_stances(part, fit.mask, column.kind, answer) for part, fit in answer.fitting()]
        yield column.id, Stances(*(np.concatenate(arrays) for arrays in zip(*parts, strict=True)))


def _key(thing: Any) -> str:
    return getattr(thing, "iso3", None) or thing.slug


def _stances(part: Segment, mask: Array, kind: str, answer: Answer) -> tuple[Array, ...]:
    mask = mask.copy()
    mask[getattr(part, f"echoed_{kind}").having(answer.codes(kind))] = False
    rows, positions = part.position.pairs(np.flatnonzero(mask))
    issue, stance = np.divmod(positions.astype(np.int64), len(STANCES))
    if answer.wanted["issue"]:
        wanted = np.isin(issue, answer.codes("issue"))
        rows, issue, stance = rows[wanted], issue[wanted], stance[wanted]
    columns = (part.ids, part.utterance, part.source.first, part.said_on)
    return issue, stance, *(column[rows].astype(np.int64) for column in columns)
