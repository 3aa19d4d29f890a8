"""Periods in what was typed: July 2017, since 2015, 2016-2017, before 5 July 2017, last year, last week."""

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from articles.dates import NAMES, Period, latest_year, recent
from articles.dates import typed as typed_date

SHORT = "|".join(rf"{name[:3]}(?:{name[3:]})?" if name[:3] != "sep" else "sept?(?:ember)?" for name in NAMES)
MONTH = rf"(?:{SHORT})\.?"
YEAR, DAY = r"(?:1[89]|20|21)\d\d", r"\d{1,2}(?:st|nd|rd|th)?"
DATE = (
    rf"(?:{DAY} {MONTH},? {YEAR}|{MONTH} {DAY},? {YEAR}|{MONTH},? {YEAR}"
    rf"|{YEAR}-\d\d-\d\d|{YEAR}-\d\d(?!\d)|{YEAR}|today|yesterday|(?:this|last) (?:month|year))"
)
TO = r"(?: ?[-–—] ?| to | until | till | through )"
WITHIN = r"(?:(?:in|on|during|of|from|for) )?"
EDGE, END = r"(?<![\w.,-])", r"(?![\w-]|\.\w)"
NUMBERED = re.compile(r"(?:resolutions?|unscr|res\.?|no\.?|number|article|session) $", re.IGNORECASE)
Ends = tuple[Period | None, Period | None]


@dataclass(frozen=True, slots=True)
class Found:
    """A period with its place in the text; an end that is open is None."""

    start: int
    end: int
    after: Period | None
    before: Period | None


def _span(match: re.Match[str]) -> Ends:
    return typed_date(match[1]), typed_date(match[2])


def _days(match: re.Match[str]) -> Ends:
    """5-7 July 2017."""
    return typed_date(f"{match[1]} {match[3]}"), typed_date(f"{match[2]} {match[3]}")


def _months(match: re.Match[str]) -> Ends:
    """July to August 2017."""
    return typed_date(f"{match[1]} {match[3]}"), typed_date(f"{match[2]} {match[3]}")


def _quarter(match: re.Match[str]) -> Ends:
    last = 3 * int(match[1])
    return Period.parse(f"{match[2]}-{last - 2:02}"), Period.parse(f"{match[2]}-{last:02}")


def _since(match: re.Match[str]) -> Ends:
    return typed_date(match[1]), None


def _after(match: re.Match[str]) -> Ends:
    """What is said after a month is not said in it."""
    found = typed_date(match[1])
    return _like(found, found.last + datetime.timedelta(days=1)), None


def _until(match: re.Match[str]) -> Ends:
    return None, typed_date(match[1])


def _before(match: re.Match[str]) -> Ends:
    found = typed_date(match[1])
    return None, _like(found, found.first - datetime.timedelta(days=1))


def _within(match: re.Match[str]) -> Ends:
    found = typed_date(match[1])
    return found, found


def _week(match: re.Match[str]) -> Ends:
    """From Monday to Sunday."""
    today = recent("today")
    assert today
    monday = today.first - datetime.timedelta(days=today.first.weekday() + (7 if match[1] == "last" else 0))
    days = (monday, monday + datetime.timedelta(days=6))
    first, last = (Period.parse(day.isoformat()) for day in days)
    return first, last


def _like(period: Period, day: datetime.date) -> Period:
    """The year, month or day in which a day lies, whichever the period is."""
    return Period.parse(day.isoformat()[: {"year": 4, "month": 7, "day": 10}[period.precision]])


FORMS: list[tuple[re.Pattern[str], Callable[[re.Match[str]], Ends]]] = [
    (re.compile(rf"{EDGE}{form}{END}", re.IGNORECASE), read)
    for form, read in [
        (rf"(?:from )?({DATE}){TO}({DATE})", _span),
        (rf"between ({DATE}) and ({DATE})", _span),
        (rf"{WITHIN}({DAY}){TO}({DAY}) ({MONTH},? {YEAR})", _days),
        (rf"{WITHIN}({MONTH}){TO}({MONTH}),? ({YEAR})", _months),
        (rf"{WITHIN}q([1-4]),? ({YEAR})", _quarter),
        (rf"(?:since|from) ({DATE})(?: on(?:wards?)?)?", _since),
        (rf"after ({DATE})", _after),
        (rf"(?:until|till|up to|through) ({DATE})", _until),
        (rf"before ({DATE})", _before),
        (r"(this|last) week", _week),
        (rf"{WITHIN}({DATE})", _within),
    ]
]


def periods(text: str) -> list[Found]:
    """Those that can be one period together, in the order of the text; each end is told once."""
    found: list[Found] = []
    for each in sorted(_all(text), key=lambda each: (each.start, each.start - each.end)):
        is_new = all(each.start >= other.end or each.end <= other.start for other in found)
        tells = [name for name in ("after", "before") if getattr(each, name)]
        if is_new and not any(getattr(other, name) for other in found for name in tells):
            found.append(each)
    return found


def _all(text: str) -> Iterator[Found]:
    for form, read in FORMS:
        for match in form.finditer(text):
            if NUMBERED.search(text[: match.start()]):
                continue
            try:
                after, before = read(match)
            except ValueError:  # 31 June, or a year that nobody can mean
                continue
            if _is_meant(after, before):
                yield Found(match.start(), match.end(), after, before)


def _is_meant(*ends: Period | None) -> bool:
    return all(end is None or end.first.year <= latest_year() for end in ends)
