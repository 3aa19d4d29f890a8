"""Keyset pages: the next page starts after the last row seen, so rows that arrive meanwhile shift nothing."""

import datetime
import re
from dataclasses import dataclass

from django.db.models import Q

from articles.models import Statement
from articles.models.statements import StatementQuerySet

PAGE_SIZE = 25
DAY, CONFIDENCE = r"(?P<day>\d{4}-\d\d-\d\d)", r"c(?P<confidence>[\d.e-]*)"
WRITTEN = re.compile(rf"(?:{DAY}|r(?P<relevance>\d{{1,7}})|{CONFIDENCE})\.(?P<id>\d{{1,18}})", re.ASCII)
# Of each order: what the list goes by, and of which type its values are.
KEYS: dict[str, tuple[str, type]] = {
    "newest": ("listed_on", datetime.date),
    "oldest": ("listed_on", datetime.date),
    "relevance": ("relevance", int),
    "confidence": ("certainty", float),
}


@dataclass(frozen=True, slots=True)
class Cursor:
    """The place of one statement in a list: the value that the list goes by, and the id.

    Written "2017-07-05.42" by date, "r60793.42" by relevance, "c0.75.42" by confidence, "c.42" without one.
    """

    value: datetime.date | int | float
    id: int

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """ValueError for anything that str() of a Cursor does not give."""
        try:
            cursor = _read(text)
        except ValueError:
            cursor = None
        if cursor is None or str(cursor) != text:
            raise ValueError(f"“{text}” is not a place in this list.")
        return cursor

    @classmethod
    def of(cls, statement: Statement, sort: str = "newest") -> "Cursor":
        """For a statement with the value that the order goes by."""
        return cls(getattr(statement, KEYS[sort][0]), statement.pk)

    def fits(self, sort: str) -> bool:
        """Whether it is a place in lists of this order."""
        return isinstance(self.value, KEYS[sort][1])

    def __str__(self) -> str:
        if isinstance(self.value, datetime.date):
            return f"{self.value.isoformat()}.{self.id}"
        if isinstance(self.value, int):
            return f"r{self.value}.{self.id}"
        return f"c{'' if self.value < 0 else self.value}.{self.id}"


def _read(text: str) -> Cursor | None:
    match = WRITTEN.fullmatch(text)
    if match is None:
        return None
    number = int(match["id"])
    if match["day"]:
        return Cursor(datetime.date.fromisoformat(match["day"]), number)
    if match["relevance"]:
        return Cursor(int(match["relevance"]), number)
    confidence = float(match["confidence"] or -1)
    return Cursor(confidence, number) if confidence <= 1 else None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of statements, and where the next begins; empty when this is the last."""

    statements: list[Statement]
    next: str


def ordered(statements: StatementQuerySet, sort: str = "newest", words: str = "") -> StatementQuerySet:
    """All of them in one of the four orders; relevance is that of the words."""
    if sort == "relevance":
        return statements.most_relevant_first(words)
    if sort == "confidence":
        return statements.most_certain_first()
    return statements.oldest_first() if sort == "oldest" else statements.newest_first()


def page_of(
    statements: StatementQuerySet,
    sort: str = "newest",
    after: Cursor | None = None,
    size: int = PAGE_SIZE,
    words: str = "",
) -> Page:
    """The page after the cursor, or the first."""
    rows = list(ordered(statements, sort, words).filter(_beyond(after, sort))[: size + 1])
    return Page(rows[:size], str(Cursor.of(rows[size - 1], sort)) if len(rows) > size else "")


def page_at(statements: StatementQuerySet, places: list[Cursor], size: int = PAGE_SIZE) -> Page:
    """The page of the statements at these places; one more than ``size`` tells that there is a next page."""
    found = statements.in_bulk([place.id for place in places[:size]])
    rows = [found[place.id] for place in places[:size] if place.id in found]  # one may be gone by now
    return Page(rows, str(places[size - 1]) if len(places) > size else "")


def _beyond(cursor: Cursor | None, sort: str) -> Q:
    if cursor is None:
        return Q()
    key, side = KEYS[sort][0], "gt" if sort == "oldest" else "lt"
    later = Q(**{f"{key}__{side}": cursor.value})
    same = Q(**{key: cursor.value, f"pk__{side}": cursor.id})
    # The first condition alone lets PostgreSQL start within the index.
    return Q(**{f"{key}__{side}e": cursor.value}) & (later | same)
