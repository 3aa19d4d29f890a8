"""What a filter finds: from the facet index if that is current, else by SQL; the same either way."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from articles.browse import by_sql
from articles.browse.by_index import Answer
from articles.browse.coverage import Coverage, coverage
from articles.browse.covering import covered
from articles.browse.facets import Facet, Row, Values, facet, facets, matching, values
from articles.browse.filters.declared import COLUMNS
from articles.browse.filterset import StatementFilter
from articles.browse.histogram import Chart, Dated
from articles.browse.paging import KEYS, PAGE_SIZE, Cursor, Page, Read, page_at, places, still_there
from articles.index import maintenance
from articles.index.matching import PERIOD, Fitting
from articles.index.ordering import Place
from articles.index.vocabulary import LISTED

EVERY = 2**31 - 1  # values of a facet
T = TypeVar("T")


class Results(Protocol):
    """Everything that the page of /statements/ tells of the statements that fit."""

    @property
    def total(self) -> int: ...
    @property
    def facets(self) -> list[Facet]: ...
    def rows(self, name: str, limit: int = EVERY) -> list[Row]:
        """The first values of one facet with their numbers, most frequent first."""

    def heard(self, name: str, things: Sequence[Any]) -> list[int]:
        """On how many statements each of these values of a facet is."""

    @property
    def months(self) -> Chart:
        """All time, whatever the period that is chosen."""

    @property
    def coverage(self) -> Coverage:
        """Of the articles published in the period that is asked for."""

    @property
    def undated(self) -> int:
        """How many would fit but for the period, because nobody knows their day."""

    def values(self, name: str, typed: str = "") -> Values:
        """All values of a facet whose names match."""

    def facet(self, name: str, typed: str = "") -> Facet:
        """One facet, with those of its values whose names match, if anything was typed."""

    def page(self, read: Read[T], size: int = PAGE_SIZE, after: Cursor | None = None) -> Page[T]:
        """What is read of the page behind ``after``, or of that which the filter asks for."""


def results(filterset: StatementFilter) -> Results:
    """From the index if that is current, the filter valid and of today, else by SQL."""
    index = maintenance.current() if filterset.is_valid() and not filterset.moment else None
    if index is None:
        return BySql(filterset)
    return ByIndex(filterset, Answer(Fitting(index, filterset.wanted, COLUMNS, filterset.implied)))


def batches(found: Results, size: int) -> Iterator[list[int]]:
    """The ids of all statements that fit, page by page, so that no more is held of a million than of one."""
    page = found.page(still_there, size)
    yield page.rows
    while page.next:
        page = found.page(still_there, size, Cursor.parse(page.next))
        yield page.rows


@dataclass(frozen=True, slots=True)
class BySql:
    filterset: StatementFilter

    @property
    def total(self) -> int:
        return self.filterset.qs.count()

    @property
    def facets(self) -> list[Facet]:
        return facets(self.filterset)

    def rows(self, name: str, limit: int = EVERY) -> list[Row]:
        return by_sql.rows(name, self.filterset, limit)[0]

    def heard(self, name: str, things: Sequence[Any]) -> list[int]:
        numbers = by_sql.numbers(name, self.filterset)
        return [numbers.get(getattr(thing, LISTED[name][1]), 0) for thing in things]

    @property
    def months(self) -> Chart:
        return _chart(self.filterset, Dated.of(self.filterset.narrowed(ignoring=PERIOD)))

    def values(self, name: str, typed: str = "") -> Values:
        return values(name, self.filterset, typed)

    def facet(self, name: str, typed: str = "") -> Facet:
        if not typed:
            return facet(name, self.filterset)
        return matching(typed, self.values(name, typed), facet(name, self.filterset, limit=0))

    @property
    def coverage(self) -> Coverage:
        return coverage(*(self.filterset.wanted.get(name) for name in PERIOD))

    @property
    def undated(self) -> int:
        bounded = any(self.filterset.wanted.get(name) for name in PERIOD)
        return self.filterset.narrowed(ignoring=PERIOD).undated().count() if bounded else 0

    def page(self, read: Read[T], size: int = PAGE_SIZE, after: Cursor | None = None) -> Page[T]:
        asked = self.filterset
        after = after or asked.wanted.get("cursor")
        found = places(asked.qs, asked.order, after, size + 1, asked.words)
        return page_at(found, asked.visible, read, size)


@dataclass(frozen=True, slots=True)
class ByIndex:
    filterset: StatementFilter
    answer: Answer

    @property
    def total(self) -> int:
        return self.answer.total

    @property
    def facets(self) -> list[Facet]:
        return facets(self.filterset, self.answer.rows)

    def rows(self, name: str, limit: int = EVERY) -> list[Row]:
        return self.answer.rows(name, limit)[0]

    def heard(self, name: str, things: Sequence[Any]) -> list[int]:
        return self.answer.numbers(name, [thing.pk for thing in things])

    @property
    def months(self) -> Chart:
        by_month, by_year = self.answer.months
        years = {year: n for year, n in by_year.items() if year}
        return _chart(self.filterset, Dated(by_month, years, by_year.get(0, 0)))

    def values(self, name: str, typed: str = "") -> Values:
        return values(name, self.filterset, typed, self.answer.numbers)

    def facet(self, name: str, typed: str = "") -> Facet:
        rows_of = self.answer.rows
        if not typed:
            return facet(name, self.filterset, rows_of)
        return matching(typed, self.values(name, typed), facet(name, self.filterset, rows_of, limit=0))

    @property
    def coverage(self) -> Coverage:
        return Coverage(**covered(self.answer.fitting))

    @property
    def undated(self) -> int:
        return self.answer.undated

    def page(self, read: Read[T], size: int = PAGE_SIZE, after: Cursor | None = None) -> Page[T]:
        """Read is what may be seen by now: what was rejected a moment ago is not shown."""
        sort, cursor = self.filterset.order, after or self.filterset.wanted.get("cursor")
        found = self.answer.places(sort, _place(cursor) if cursor else None, size + 1)
        return page_at([_cursor(place, sort) for place in found], self.filterset.visible, read, size)


def _place(cursor: Cursor) -> Place:
    day = cursor.value.toordinal() if isinstance(cursor.value, datetime.date) else cursor.value
    return day, cursor.id


def _cursor(place: Place, sort: str) -> Cursor:
    value = KEYS[sort][1]
    return Cursor(
        datetime.date.fromordinal(int(place[0])) if value is datetime.date else value(place[0]), place[1]
    )


def _chart(filterset: StatementFilter, dated: Dated) -> Chart:
    return Chart(dated, filterset.wanted.get("said_after"), filterset.wanted.get("said_before"))
