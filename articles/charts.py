"""Charts as plain figures; the templates draw them as SVG with a table behind it."""

import datetime
from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import TruncMonth

from articles.models.statements import StatementQuerySet

WIDEST = 60  # months drawn; a longer period is cut to the latest ones


@dataclass(frozen=True, slots=True)
class Month:
    """Statements made in one month; ``share`` of the tallest month, 0 to 1."""

    first: datetime.date
    count: int
    share: float

    @property
    def value(self) -> str:
        return f"{self.first:%Y-%m}"


def months_of(statements: StatementQuerySet) -> list[Month]:
    """One Month for each month from the first to the last statement, months of silence among them."""
    rows = statements.filter(said_on_precision__in=["day", "month"]).order_by()
    return drawn(dict(rows.annotate(m=TruncMonth("said_on")).values_list("m").annotate(n=Count("pk"))))


def drawn(counts: dict[datetime.date, int]) -> list[Month]:
    """Months in a row, from numbers of statements by the first day of their month."""
    if not counts:
        return []
    tallest = max(counts.values())
    months = _months(min(counts), max(counts))[-WIDEST:]
    return [Month(first, counts.get(first, 0), counts.get(first, 0) / tallest) for first in months]


def _months(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    start, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return [datetime.date(n // 12, n % 12 + 1, 1) for n in range(start, end + 1)]
