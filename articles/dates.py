"""Days known only in part: 2017, 2017-07, 2017-07-05."""

import calendar
import datetime
import re
from dataclasses import dataclass

from articles.language import gettext

PATTERN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
PRECISIONS = ("year", "month", "day")
EARLIEST = 1800  # of the years that can be typed; 0217 is a slip for 2017


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
            raise ValueError(
                gettext("“%(text)s” is not a date: write YYYY, YYYY-MM or YYYY-MM-DD.") % {"text": text}
            )
        month, day = (int(part) if part else None for part in match.groups()[1:])
        try:
            return cls._of(int(match[1]), month, day)
        except ValueError:
            raise ValueError(gettext("“%(text)s” is not a day of the calendar.") % {"text": text}) from None

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


def latest_year() -> int:
    """The last that can be typed: things are announced for the next one."""
    return datetime.date.today().year + 1


FRENCH = {
    **{"janvier": 1, "février": 2, "fevrier": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7},
    **{"août": 8, "aout": 8, "septembre": 9, "octobre": 10, "novembre": 11, "décembre": 12, "decembre": 12},
    **{"janv": 1, "févr": 2, "fevr": 2, "avr": 4, "juil": 7, "sept": 9, "déc": 12},
}
"""Months as a French page writes them; read whatever the language of the page is."""
NAMES = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)  # in English, whatever the locale of the machine
DAY, NAME, YEAR = (
    r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|er)?",
    r"(?P<month>[A-Za-zéû]{3,9})\.?",
    r"(?P<year>[0-9]{4})",
)
IN_WORDS = [
    re.compile(rf"{DAY}\s+{NAME},?\s+{YEAR}", re.ASCII),  # 5 July 2017
    re.compile(rf"{NAME}\s+{DAY},?\s+{YEAR}", re.ASCII),  # July 5, 2017
    re.compile(rf"{NAME},?\s+{YEAR}", re.ASCII),  # July 2017
]


def typed(text: str) -> Period:
    """A date that somebody typed: as ``Period.parse`` reads it, or 5 July 2017, July 2017, last year.

    ValueError also for a year that nobody can mean.
    """
    figures = _in_figures(" ".join(text.split()))
    if not PATTERN.fullmatch(figures):
        told = gettext("“%(text)s” is not a date: write 2017, July 2017, 5 July 2017 or 2017-07-05.")
        raise ValueError(told % {"text": text})
    period = Period.parse(figures)
    if not EARLIEST <= period.first.year <= latest_year():
        told = gettext("“%(text)s” lies outside the years %(first)s to %(last)s.")
        raise ValueError(told % {"text": text, "first": EARLIEST, "last": latest_year()})
    return period


def canonical(text: str) -> str:
    """The one way in which addresses write a date that was typed; what is none stays as it is."""
    try:
        return str(typed(text))
    except ValueError:
        return text


RECENT_IN_FRENCH = {
    "aujourd'hui": "today", "hier": "yesterday", "ce mois": "this month", "le mois dernier": "last month",
    "cette année": "this year", "l'an dernier": "last year", "l'année dernière": "last year",
}  # fmt: skip


def recent(words: str) -> Period | None:
    """Today, yesterday, this or last month, this or last year; None for other words."""
    today = datetime.date.today()
    before = today.replace(day=1) - datetime.timedelta(days=1)
    words = words.lower().replace("’", "'")
    found = {
        "today": (today.year, today.month, today.day),
        "yesterday": ((past := today - datetime.timedelta(days=1)).year, past.month, past.day),
        "this month": (today.year, today.month, None),
        "last month": (before.year, before.month, None),
        "this year": (today.year, None, None),
        "last year": (today.year - 1, None, None),
    }.get(RECENT_IN_FRENCH.get(words, words))
    return Period._of(*found) if found else None


def _in_figures(text: str) -> str:
    """The date with its month as a number, if that is told by a name or the first three letters of one."""
    if near := recent(text):
        return str(near)
    match = next(filter(None, (pattern.fullmatch(text) for pattern in IN_WORDS)), None)
    month = match["month"].lower() if match else ""
    named = [FRENCH[month]] if month in FRENCH else []
    named += [n for n, name in enumerate(NAMES, 1) if month and name.startswith(month)]
    if not match or not named:
        return text
    day = match.groupdict().get("day")
    return f"{match['year']}-{named[0]:02}" + (f"-{int(day):02}" if day else "")


def reach(after: Period, before: Period) -> tuple[str, str]:
    """The ends as a filter takes them: open where they lie outside the years that can be typed.

    What bears a mistyped year is within, and can be found and mended.
    """
    first, last = Period.parse(f"{EARLIEST}"), Period.parse(f"{latest_year()}")
    return (
        str(min(after, last, key=lambda end: end.first)) if after.first >= first.first else "",
        str(max(before, first, key=lambda end: end.last)) if before.last <= last.last else "",
    )


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


@dataclass(frozen=True, slots=True)
class Stretches:
    """The first days of years, quarters or months in a row, each made when it is asked for."""

    months: range

    @classmethod
    def between(cls, first: datetime.date, last: datetime.date, by: str) -> "Stretches":
        """``first`` is one of them, ``last`` lies in the last."""
        return cls(range(first.year * 12 + first.month - 1, last.year * 12 + last.month, MONTHS[by]))

    def __len__(self) -> int:
        return len(self.months)

    def __getitem__(self, n: int) -> datetime.date:
        year, month = divmod(self.months[n], 12)
        return datetime.date(year, month + 1, 1)
