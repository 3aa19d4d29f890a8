"""Keyset pages: the next page starts after the last row seen, so rows that arrive meanwhile shift nothing."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Q

from articles.language import gettext
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
            raise ValueError(gettext("“%(text)s” is not a place in this list.") % {"text": text})
        return cursor

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


T = TypeVar("T")
# Reads what a page shows of the statements of these ids, in their order, as far as they are in the query.
Read = Callable[[StatementQuerySet, list[int]], list[T]]


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """What was read of the statements of one page, and where the next begins; empty when this is the last."""

    rows: list[T]
    next: str


def ordered(statements: StatementQuerySet, sort: str = "newest", words: str = "") -> StatementQuerySet:
    """All of them in one of the four orders; relevance is that of the words."""
    if sort == "relevance":
        return statements.most_relevant_first(words)
    if sort == "confidence":
        return statements.most_certain_first()
    return statements.oldest_first() if sort == "oldest" else statements.newest_first()


def places(
    statements: StatementQuerySet,
    sort: str = "newest",
    after: Cursor | None = None,
    limit: int = PAGE_SIZE,
    words: str = "",
) -> list[Cursor]:
    """The first places of a list, or those after the cursor."""
    beyond = ordered(statements, sort, words).filter(_beyond(after, sort))
    return [Cursor(*place) for place in beyond.values_list(KEYS[sort][0], "pk")[:limit]]


def page_at(
    places: list[Cursor], statements: StatementQuerySet, read: Read[T], size: int = PAGE_SIZE
) -> Page[T]:
    """What is read of the statements there; one place more than ``size`` tells that there is a next page."""
    rows = read(statements, [place.id for place in places[:size]])
    return Page(rows, str(places[size - 1]) if len(places) > size else "")


def still_there(statements: StatementQuerySet, ids: list[int]) -> list[int]:
    """Reads no more of a page than which statements are on it."""
    found = set(statements.filter(pk__in=ids).order_by().values_list("pk", flat=True))
    return [pk for pk in ids if pk in found]


def _beyond(cursor: Cursor | None, sort: str) -> Q:
    if cursor is None:
        return Q()
    key, side = KEYS[sort][0], "gt" if sort == "oldest" else "lt"
    later = Q(**{f"{key}__{side}": cursor.value})
    same = Q(**{key: cursor.value, f"pk__{side}": cursor.id})
    # The first condition alone lets PostgreSQL start within the index.
    return Q(**{f"{key}__{side}e": cursor.value}) & (later | same)
