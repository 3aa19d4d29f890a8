"""What each column of a comparison said: its statements with their positions, without reading rows."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np

from articles.browse.filters.declared import COLUMNS
from articles.compare.selection import Column, Selection
from articles.index import maintenance
from articles.index.matching import Fitting
from articles.index.postings import Array
from articles.index.segments import STANCES, Segment
from articles.index.snapshot import Index
from articles.models import Membership

Masks = list[Array]  # which rows of each part of an index
LATEST_ID = 2**40 - 1  # the bits of a recency that are the statement's id
Span = tuple[datetime.date | None, datetime.date | None]  # from when to when; None is open


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

    def __len__(self) -> int:
        return len(self.issue)

    def take(self, rows: Array) -> "Stances":
        return Stances(*(getattr(self, field.name)[rows] for field in fields(self)))

    @property
    def recency(self) -> Array:
        """As by_sql.Recency: it grows with the day, then with the id."""
        return (np.maximum(self.said_on, 1) - 1 << 40) + self.statement


class Voices:
    """What those who are compared said, in all parts of an index."""

    def __init__(self, index: Index, selection: Selection) -> None:
        period = {"said_after": selection.after, "said_before": selection.before}
        self.fitting = Fitting(
            index, {**period, "review": selection.review, "issue": selection.issues}, COLUMNS
        )
        self.selection = selection

    @cached_property
    def columns(self) -> dict[Column, Stances]:
        return {column: self._stances(masks) for column, masks in self.masks()}

    def members(self) -> Iterator[tuple[Column, str, Stances]]:
        """The columns of blocs, again for each of their members: by its ISO code."""
        blocs = (column for column in self.selection.columns if column.kind == "bloc")
        for column, bloc in zip(blocs, self.selection.blocs, strict=True):
            for country, masks in self._of_members(bloc):
                yield column, country, self._stances(masks)

    def masks(self) -> Iterator[tuple[Column, Masks]]:
        """One column after the other: of a long record each mask takes a megabyte."""
        chosen = self.selection
        things = (*chosen.countries, *chosen.blocs, *chosen.actors)
        for column, thing in zip(chosen.columns, things, strict=True):
            yield column, self._of_bloc(thing) if column.kind == "bloc" else self._of(column.kind, thing)

    @property
    def issues(self) -> list[int]:
        """Primary keys, by code."""
        return self.fitting.index.vocabulary["issue"].keys

    @property
    def _parts(self) -> list[Segment]:
        return [part for part, _ in self.fitting.each()]

    def _of(self, kind: str, thing: Any) -> Masks:
        """Leaves out what another said of it: that is at second hand."""
        codes = self.fitting.index.vocabulary[kind].those([thing])
        return [fit.mask & part.spoken(kind, codes, firsthand=True) for part, fit in self.fitting.each()]

    def _of_bloc(self, bloc: Any) -> Masks:
        return united(self._parts, (masks for _, masks in self._of_members(bloc)))

    def _of_members(self, bloc: Any) -> Iterator[tuple[str, Masks]]:
        """What was said for each of them while it belonged to the bloc."""
        spans: dict[Any, list[Span]] = defaultdict(list)
        for membership in Membership.objects.filter(bloc=bloc).select_related("country").order_by("country"):
            spans[membership.country].append((membership.starts_on, membership.ends_on))
        for country, times in spans.items():
            own = zip(self.fitting.each(), self._of("country", country), strict=True)
            yield country.pk, [mask & _within(part, times) for (part, _), mask in own]

    def _stances(self, masks: Masks) -> Stances:
        pairs = zip(self.fitting.each(), masks, strict=True)
        arrays = [_positions(part, mask, self.fitting) for (part, _), mask in pairs]
        return Stances(*(np.concatenate(columns) for columns in zip(*arrays, strict=True)))


def voices_for(selection: Selection) -> Voices | None:
    """What an index tells of the selection, unless there is none, or another moment is asked for."""
    index = None if selection.as_of else maintenance.current()
    return Voices(index, selection) if index else None


def united(parts: Iterable[Segment], several: Iterable[Masks]) -> Masks:
    """The rows that are in any of the masks."""
    found = [np.zeros(len(part), bool) for part in parts]
    for masks in several:
        found = [either | mask for either, mask in zip(found, masks, strict=True)]
    return found


def _within(part: Segment, spans: list[Span]) -> Array:
    """Which may have been said at one of these times; the undated at any."""
    mask = part.said_on == 0
    for start, end in spans:
        mask |= (part.said_until >= (start.toordinal() if start else 0)) & (
            part.said_on <= (end or datetime.date.max).toordinal()
        )
    return mask


def _positions(part: Segment, mask: Array, asked: Fitting) -> tuple[Array, ...]:
    rows, positions = part.position.pairs(np.flatnonzero(mask))
    issue, stance = np.divmod(positions.astype(np.int64), len(STANCES))
    if asked.wanted["issue"]:
        wanted = np.isin(issue, asked.codes("issue"))
        rows, issue, stance = rows[wanted], issue[wanted], stance[wanted]
    columns = (part.ids, part.utterance, part.source.first, part.said_on, part.said_until, part.precision)
    return issue, stance, *(column[rows].astype(np.int64) for column in columns)
