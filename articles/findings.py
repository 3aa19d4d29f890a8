"""What a filter finds: from the facet index if that is current, else by SQL; the same either way."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from articles.charts import Chart, Dated
from articles.facets import Facet, Values, facet, facets, matching, values
from articles.filters import StatementFilter
from articles.index import keeping
from articles.index.answers import PERIOD, Answer
from articles.models.statements import StatementQuerySet
from articles.paging import PAGE_SIZE, Cursor, Page, page_at, page_of

Cards = Callable[[StatementQuerySet], StatementQuerySet]


class Findings(Protocol):
    """Everything that the page of /statements/ tells of the statements that fit."""

    @property
    def total(self) -> int: ...
    @property
    def facets(self) -> list[Facet]: ...
    @property
    def months(self) -> Chart:
        """All time, whatever the period that is chosen."""

    @property
    def undated(self) -> int:
        """How many would fit but for the period, because nobody knows their day."""

    def values(self, name: str, typed: str = "") -> Values:
        """All values of a facet whose names match."""

    def facet(self, name: str, typed: str = "") -> Facet:
        """One facet, with those of its values whose names match, if anything was typed."""

    def page(self, cards: Cards, size: int = PAGE_SIZE) -> Page:
        """The page that the filter asks for, with what ``cards`` adds to the statements."""


def findings(filterset: StatementFilter) -> Findings:
    index = keeping.current() if filterset.is_valid() else None
    return ByIndex(filterset, Answer(index, filterset.wanted)) if index else BySql(filterset)


@dataclass(frozen=True, slots=True)
class BySql:
    filterset: StatementFilter

    @property
    def total(self) -> int:
        return self.filterset.qs.count()

    @property
    def facets(self) -> list[Facet]:
        return facets(self.filterset)

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
    def undated(self) -> int:
        bounded = any(self.filterset.wanted.get(name) for name in PERIOD)
        return self.filterset.narrowed(ignoring=PERIOD).undated().count() if bounded else 0

    def page(self, cards: Cards, size: int = PAGE_SIZE) -> Page:
        wanted = self.filterset.wanted
        return page_of(cards(self.filterset.qs), wanted.get("sort") or "newest", wanted.get("cursor"), size)


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

    @property
    def months(self) -> Chart:
        by_month, by_year = self.answer.months()
        undated = by_year.pop(0, 0)
        return _chart(self.filterset, Dated(by_month, by_year, undated))

    def values(self, name: str, typed: str = "") -> Values:
        return values(name, self.filterset, typed, self.answer.numbers)

    def facet(self, name: str, typed: str = "") -> Facet:
        rows_of = self.answer.rows
        if not typed:
            return facet(name, self.filterset, rows_of)
        return matching(typed, self.values(name, typed), facet(name, self.filterset, rows_of, limit=0))

    @property
    def undated(self) -> int:
        return self.answer.undated

    def page(self, cards: Cards, size: int = PAGE_SIZE) -> Page:
        """Read once more through the filter: what was rejected a moment ago is not shown."""
        wanted = self.filterset.wanted
        cursor = wanted.get("cursor")
        after = (cursor.listed_on.toordinal(), cursor.id) if cursor else None
        places = self.answer.places(wanted.get("sort") or "newest", after, size + 1)
        listed = [Cursor(datetime.date.fromordinal(day), pk) for day, pk in places]
        return page_at(cards(self.filterset.qs), listed, size)


def _chart(filterset: StatementFilter, dated: Dated) -> Chart:
    return Chart(dated, filterset.wanted.get("said_after"), filterset.wanted.get("said_before"))
