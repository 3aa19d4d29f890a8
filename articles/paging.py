"""Keyset pages: the next page starts after the last row seen, so rows that arrive meanwhile shift nothing."""

import datetime
from dataclasses import dataclass

from django.db.models import Q

from articles.models import Statement
from articles.models.statements import StatementQuerySet

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class Cursor:
    """The place of one statement in a list: its date and id, written "2017-07-05.42"."""

    listed_on: datetime.date
    id: int

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """ValueError for anything that str() of a Cursor does not give."""
        day, _, number = text.partition(".")
        if not number.isascii() or not number.isdigit() or len(number) > 18:
            raise ValueError(f"“{text}” is not a place in this list.")
        return cls(datetime.date.fromisoformat(day), int(number))

    @classmethod
    def of(cls, statement: Statement) -> "Cursor":
        return cls(statement.listed_on, statement.pk)

    def __str__(self) -> str:
        return f"{self.listed_on.isoformat()}.{self.id}"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of statements, and where the next begins; empty when this is the last."""

    statements: list[Statement]
    next: str


def page_of(
    statements: StatementQuerySet, sort: str = "newest", after: Cursor | None = None, size: int = PAGE_SIZE
) -> Page:
    """The page after the cursor, or the first."""
    ordered = statements.oldest_first() if sort == "oldest" else statements.newest_first()
    rows = list(ordered.filter(_beyond(after, sort))[: size + 1])
    return Page(rows[:size], str(Cursor.of(rows[size - 1])) if len(rows) > size else "")


def page_at(statements: StatementQuerySet, places: list[Cursor], size: int = PAGE_SIZE) -> Page:
    """The page of the statements at these places; one more than ``size`` tells that there is a next page."""
    found = statements.in_bulk([place.id for place in places[:size]])
    rows = [found[place.id] for place in places[:size] if place.id in found]  # one may be gone by now
    return Page(rows, str(places[size - 1]) if len(places) > size else "")


def _beyond(cursor: Cursor | None, sort: str) -> Q:
    if cursor is None:
        return Q()
    side = "gt" if sort == "oldest" else "lt"
    later = Q(**{f"listed_on__{side}": cursor.listed_on})
    same_day = Q(**{"listed_on": cursor.listed_on, f"pk__{side}": cursor.id})
    # The first condition alone lets PostgreSQL start within the index.
    return Q(**{f"listed_on__{side}e": cursor.listed_on}) & (later | same_day)
