"""What each column of a comparison said: its statements with their positions, without reading rows."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

import numpy as np

from articles.browse.filters.declared import COLUMNS
from articles.compare.selection import Column, Selection
from articles.index import maintenance
from articles.index.matching import Fitting
from articles.index.postings import Array, Subset
from articles.index.segments import STANCES, Segment
from articles.index.snapshot import Index
from articles.index.stances import Stances
from articles.index.told import Summary
from articles.models import Membership

Masks = list[Array]  # which rows of each part of an index
Said = tuple[Array, Array, Array]  # rows of a part, with the issue and the stance of each
LATEST_ID = 2**40 - 1  # the bits of a recency that are the statement's id
Span = tuple[datetime.date | None, datetime.date | None]  # from when to when; None is open


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
        chosen = self.selection
        things = (*chosen.countries, *chosen.blocs, *chosen.actors)
        pairs = zip(chosen.columns, things, strict=True)
        return {column: self._stances(self._said(column.kind, thing)) for column, thing in pairs}

    def members(self) -> Iterator[tuple[Column, str, Stances]]:
        """The columns of blocs, again for each of their members: by its ISO code."""
        blocs = (column for column in self.selection.columns if column.kind == "bloc")
        for column, bloc in zip(blocs, self.selection.blocs, strict=True):
            for country, said in self._by_members(bloc):
                yield column, country.pk, self._stances(said)

    def on(self, country: Any, issues: Array) -> Stances:
        """What a country said on these issues, by their codes."""
        return self._stances(self._by_country(country, issues))

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

    def _said(self, kind: str, thing: Any) -> list[Said]:
        if kind == "country":
            return self._by_country(thing, self._wanted)
        if kind == "bloc":
            return self._by_bloc(thing)
        pairs = zip(self.fitting.each(), self._of(kind, thing), strict=True)
        return [_positions(part, mask, self._wanted) for (part, _), mask in pairs]

    @property
    def _wanted(self) -> Array | None:
        """The codes of the issues asked for, if any are."""
        return self.fitting.codes("issue") if self.fitting.wanted["issue"] else None

    def _by_country(self, country: Any, issues: Array | None) -> list[Said]:
        codes = self.fitting.index.vocabulary["country"].those([country])
        return [_told(part, fit, codes, issues) for part, fit in self.fitting.each()]

    def _by_bloc(self, bloc: Any) -> list[Said]:
        """What any of its members said; what several said together counts once."""
        every = [said for _, said in self._by_members(bloc)]
        return [_united(part, several) for part, *several in zip(self._parts, *every, strict=True)]

    def _by_members(self, bloc: Any) -> Iterator[tuple[Any, list[Said]]]:
        """What was said for each of them while it belonged to the bloc."""
        for country, times in _members(bloc).items():
            own = zip(self._parts, self._by_country(country, self._wanted), strict=True)
            yield country, [_of_these_times(part, said, times) for part, said in own]

    def _of(self, kind: str, thing: Any) -> Masks:
        """Leaves out what another said of it: that is at second hand."""
        codes = self.fitting.index.vocabulary[kind].those([thing])
        return [fit.mask & part.spoken(kind, codes, firsthand=True) for part, fit in self.fitting.each()]

    def _of_bloc(self, bloc: Any) -> Masks:
        """The rows in which any of its members said anything while it belonged to the bloc."""
        return united(self._parts, (self._of_member(*member) for member in _members(bloc).items()))

    def _of_member(self, country: Any, times: list[Span]) -> Masks:
        own = zip(self._parts, self._of("country", country), strict=True)
        return [mask & _within(part, times) for part, mask in own]

    def _stances(self, said: list[Said]) -> Stances:
        return Stances.joined(part.stances(*own) for part, own in zip(self._parts, said, strict=True))


def voices_for(selection: Selection) -> Voices | None:
    """What an index tells of the selection, unless there is none, or another moment is asked for."""
    index = None if selection.as_of else maintenance.current()
    return Voices(index, selection) if index else None


def told(voices: Voices) -> Summary:
    """What was confirmed of what all countries told; kept with an index for as long as that is current."""
    return voices.fitting.kept("told", voices.fitting.index.told)


def united(parts: Iterable[Segment], several: Iterable[Masks]) -> Masks:
    """The rows that are in any of the masks."""
    found = [np.zeros(len(part), bool) for part in parts]
    for masks in several:
        found = [either | mask for either, mask in zip(found, masks, strict=True)]
    return found


def _members(bloc: Any) -> dict[Any, list[Span]]:
    """The countries that belong, or belonged, to a bloc, in the order of their codes; and when."""
    spans: dict[Any, list[Span]] = defaultdict(list)
    for membership in Membership.objects.filter(bloc=bloc).select_related("country").order_by("country"):
        spans[membership.country].append((membership.starts_on, membership.ends_on))
    return spans


def _within(part: Segment, spans: list[Span], rows: Any = slice(None)) -> Array:
    """Which of the rows may have been said at one of these times; the undated at any."""
    first, last = part.said_on[rows], part.said_until[rows]
    mask = first == 0
    for start, end in spans:
        mask |= (last >= (start.toordinal() if start else 0)) & (
            first <= (end or datetime.date.max).toordinal()
        )
    return mask


def _told(part: Segment, fit: Subset, countries: Array, issues: Array | None) -> Said:
    """What these countries said in the rows that fit, of one country on each issue oldest first."""
    size = part.issues
    places = np.concatenate([part.told.within(c * size, (c + 1) * size) for c in [*countries, -1]])
    if issues is not None:
        places = places[np.isin(part.told.groups[places] % size, issues)]
    entries = part.told.entries(places)
    entries = entries.take(fit.mask[entries.rows])
    return entries.rows, entries.groups % size, entries.stances


def _of_these_times(part: Segment, said: Said, spans: list[Span]) -> Said:
    mask = _within(part, spans, said[0])
    return said[0][mask], said[1][mask], said[2][mask]


def _united(part: Segment, several: list[Said]) -> Said:
    rows, issue, stance = (np.concatenate(columns) for columns in zip(*several, strict=True))
    _, first = np.unique(rows * part.issues + issue, return_index=True)
    return rows[first], issue[first], stance[first]


def _positions(part: Segment, mask: Array, issues: Array | None) -> Said:
    rows, positions = part.position.pairs(np.flatnonzero(mask))
    issue, stance = np.divmod(positions.astype(np.int64), len(STANCES))
    if issues is not None:
        wanted = np.isin(issue, issues)
        rows, issue, stance = rows[wanted], issue[wanted], stance[wanted]
    return rows.astype(np.int64), issue, stance
