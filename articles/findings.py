"""What a filter finds: from the facet index if that is current, else by SQL; the same either way."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from articles.charts import Month, drawn, months_of
from articles.coverage import Coverage, coverage
from articles.facets import Facet, Row, counted, facets
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
    def rows(self, name: str) -> list[Row]:
        """The values of one facet with their numbers, most frequent first."""

    @property
    def months(self) -> list[Month]: ...
    @property
    def coverage(self) -> Coverage:
        """Of the articles published in the period that is asked for."""

    @property
    def undated(self) -> int:
        """How many would fit but for the period, because nobody knows their day."""

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

    def rows(self, name: str) -> list[Row]:
        return counted(name, self.filterset)

    @property
    def months(self) -> list[Month]:
        return months_of(self.filterset.qs)

    @property
    def coverage(self) -> Coverage:
        return coverage(*(self.filterset.wanted.get(name) for name in PERIOD))

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
        return facets(self.filterset, self.rows)

    def rows(self, name: str) -> list[Row]:
        return self.answer.rows(name)

    @property
    def months(self) -> list[Month]:
        counts = self.answer.months()
        return drawn({datetime.date(month // 12, month % 12 + 1, 1): n for month, n in counts.items()})

    @property
    def coverage(self) -> Coverage:
        return Coverage(**self.answer.covered())

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
