"""Days known only in part: 2017, 2017-07, 2017-07-05."""

import calendar
import datetime
import re
from dataclasses import dataclass

PATTERN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
PRECISIONS = ("year", "month", "day")


@dataclass(frozen=True, slots=True)
class Period:
    """All the days a partial date may mean, from ``first`` to ``last``, both included."""

    first: datetime.date
    last: datetime.date
    precision: str

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read YYYY, YYYY-MM or YYYY-MM-DD; ValueError for anything else."""
        match = PATTERN.fullmatch(text.strip())
        if not match:
            raise ValueError(f"“{text}” is not a date: write YYYY, YYYY-MM or YYYY-MM-DD.")
        month, day = (int(part) if part else None for part in match.groups()[1:])
        try:
            return cls._of(int(match[1]), month, day)
        except ValueError:
            raise ValueError(f"“{text}” is not a day of the calendar.") from None

    @classmethod
    def _of(cls, year: int, month: int | None, day: int | None) -> "Period":
        first = datetime.date(year, 1 if month is None else month, 1 if day is None else day)
        if month is None:
            return cls(first, first.replace(month=12, day=31), "year")
        if day is None:
            return cls(first, first.replace(day=calendar.monthrange(year, month)[1]), "month")
        return cls(first, first, "day")

    def __str__(self) -> str:
        return self.first.isoformat()[: {"year": 4, "month": 7, "day": 10}[self.precision]]


MONTHS = {"year": 12, "quarter": 3, "month": 1}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A year, quarter or month: its name, and the periods that a filter takes for its two ends."""

    name: str
    after: Period
    before: Period

    @classmethod
    def starting(cls, first: datetime.date, by: str) -> "Stretch":
        """The year, quarter or month (``by``) that begins on this day."""
        end = first.month + MONTHS[by] - 1
        quarter = f"Q{end // 3} {first.year}"
        name = {"year": f"{first.year}", "quarter": quarter, "month": f"{first:%B %Y}"}[by]
        if by == "year":
            return cls(name, year := Period.parse(f"{first.year:04}"), year)
        return cls(name, Period._of(first.year, first.month, None), Period._of(first.year, end, None))


def stretches(first: datetime.date, last: datetime.date, by: str) -> list[datetime.date]:
    """The first days of years, quarters or months in a row: ``first`` is one, ``last`` lies in the last."""
    step = MONTHS[by]
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month, step)
    return [datetime.date(month // 12, month % 12 + 1, 1) for month in months]
