"""When it was said: phrases near the cue, read against the article's date and the cue's tense."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from .records import Basis, Precision, Span

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
SHORT = {name: number for number, name in enumerate(MONTHS, 1)}
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
YEAR = r"(?:(?:,| of)?\s+(?P<year>(?:19|20)\d\d)\b)?"
WEEKDAY = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
NEARBY = (
    r"[Tt]he day before yesterday|[Yy]esterday|[Tt]oday|[Tt]onight|[Ll]ast night|[Ee]arlier in the day"
    r"|(?:[Ee]arlier|[Ll]ater) (?:today|that day|in the day)"
    r"|(?:[Tt]his|[Oo]n the same) (?:morning|afternoon|evening|day)"
)
VAGUE = r"(?:[Ee]arlier |[Ll]ater )?(?:[Tt]his|[Ll]ast) (?:spring|summer|autumn|fall|winter)"
SOME_TIME = r"[Rr]ecently|[Pp]reviously|[Rr]epeatedly|[Ii]n the past"
PATTERNS = (
    ("iso", r"\b(?P<year>(?:19|20)\d\d)-(?P<mon>\d\d)-(?P<day>\d\d)\b"),
    ("full", MONTH + r"\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?\b" + YEAR + r"(?!\d|:)"),
    ("full", r"\b(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?" + MONTH + YEAR),
    ("weekday", r"\b(?P<which>last |next |this )?" + WEEKDAY + r"\b(?!['’]s)"),
    ("near", rf"\b(?P<near>{NEARBY})\b(?!['’]s)"),
    (
        "ago",
        r"\b(?P<count>[Aa]|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|\d{1,3}) (?P<unit>day|week|month|year)s?"
        r" (?:ago|earlier)\b",
    ),
    ("month of", rf"\b{MONTH},? (?:of )?(?P<which>this|last) year\b(?!['’]s)"),
    ("month", r"\b(?:[Ii]n|[Ll]ast|[Ee]arly|[Ll]ate|[Ss]ince) " + MONTH + YEAR + r"(?! \d)"),
    ("relative", r"\b(?:[Ee]arlier |[Ll]ater )?(?P<which>[Tt]his|[Ll]ast) (?P<unit>month|year)\b(?!['’]s)"),
    ("week", r"\b(?:[Ee]arlier |[Ll]ater )?(?P<which>[Tt]his|[Ll]ast) (?:week|weekend)\b(?!['’]s)"),
    ("vague", rf"\b(?:{VAGUE})\b(?!['’]s)"),
    ("some time", rf"\b(?:{SOME_TIME})\b"),
    ("year", r"\b[Ii]n (?P<year>(?:19|20)\d\d)\b"),
)
PHRASES = tuple((name, re.compile(pattern)) for name, pattern in PATTERNS)
BACK = {"yesterday": 1, "last night": 1, "the day before yesterday": 2}  # days; other near words mean today
COUNTS = {"a": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
OF_A_TERM = re.compile(r"\b(?:by|until|till|before|through|since|to)(?: [^,.;:]{0,25},)? $", re.IGNORECASE)
REACH = 260  # characters around the cue in which a phrase may belong to it
DAY = timedelta(days=1)
LONG_AGO = timedelta(days=270)  # a day so far back is told with its year


@dataclass(frozen=True, slots=True)
class When:
    """``said_on`` with its precision and basis, and the place of the phrase in the text."""

    said_on: str | None
    precision: Precision
    basis: Basis
    phrase: Span | None = None


NEVER = When(None, "unknown", "none")


def of_article(published_on: date | None) -> When:
    return NEVER if published_on is None else When(published_on.isoformat(), "day", "article")


def never(at: int) -> bool:
    return False


def read(
    text: str,
    window: Span,
    cue: Span,
    outside: Iterable[Span],
    published_on: date | None,
    past: bool = True,
    before: date | None = None,
    is_aside: Callable[[int], bool] = never,
) -> When | None:
    """The date phrase nearest to ``cue`` in ``window``, not inside ``outside`` (the content).

    "A day earlier" counts from ``before``, the day told last, if there is one. A term ("by 30 June") is no
    day of speech, nor is a day to come, nor, of who "says" something, another year than the article's. None
    when there is no phrase. ``is_aside`` tells of a place whether it is one where something else is dated.
    """
    blocked = list(outside)
    best: tuple[bool, int, When] | None = None
    for start, end, name, match in _phrases(text, window):
        if any(s < end and start < e for s, e in blocked):
            continue
        if OF_A_TERM.search(text, max(window[0], start - 40), start) or is_aside(start):
            continue
        anchor = before if before and match.group().endswith("earlier") else published_on
        when = _value(name, match, anchor, past, (start, end))
        distance = start - cue[1] if start >= cue[1] else cue[0] - end
        if when is None or (published_on is not None and _is_of_another_time(when, published_on, past)):
            continue
        rank = name == "some time", distance  # "recently" only where nothing else is told
        if distance <= REACH and (best is None or rank < best[:2]):
            best = (*rank, when)
    return best[2] if best else None


def _is_of_another_time(when: When, published_on: date, past: bool) -> bool:
    if when.said_on is None:
        return False
    if when.precision in ("year", "month") and not past and when.said_on[:4] != published_on.isoformat()[:4]:
        return True
    latest = published_on + DAY if when.precision == "day" else published_on
    return when.said_on > latest.isoformat()


def latest(
    text: str,
    window: Span,
    outside: Iterable[Span],
    published_on: date | None,
    is_aside: Callable[[int], bool] = never,
) -> When | None:
    """The last phrase in ``window`` that gives a day and is neither inside ``outside`` nor an aside."""
    blocked = [span for span in outside if span[0] < window[1] and window[0] < span[1]]
    for start, end, name, match in sorted(_phrases(text, window), key=lambda hit: -hit[0]):
        if any(s < end and start < e for s, e in blocked) or is_aside(start):
            continue
        when = _value(name, match, published_on, True, (start, end))
        if when is not None and when.precision == "day":
            return when
    return None


def dated(phrase: str, published_on: date | None) -> str | None:
    """What a phrase that dates a statement means in an article of that day, as YYYY, YYYY-MM or YYYY-MM-DD.

    No phrase means the day itself. None where nobody knows.
    """
    if not phrase:
        return published_on.isoformat() if published_on else None
    for _, _, name, match in _phrases(phrase, (0, len(phrase))):
        return READERS[name](match, published_on, True)[0]
    return None


def _phrases(text: str, window: Span) -> list[tuple[int, int, str, re.Match[str]]]:
    start, end = window
    hits: list[tuple[int, int, str, re.Match[str]]] = []
    for name, pattern in PHRASES:
        for match in pattern.finditer(text, start, end):
            if not any(s < match.end() and match.start() < e for s, e, _, _ in hits):
                hits.append((match.start(), match.end(), name, match))
    return hits


def _value(name: str, match: re.Match[str], today: date | None, past: bool, span: Span) -> When | None:
    said_on, precision = READERS[name](match, today, past)
    if precision is None:
        return None
    return When(said_on, precision, "explicit", span)


Reading = tuple[str | None, Precision | None]
UNKNOWN: Reading = (None, "unknown")


def _iso(match: re.Match[str], today: date | None, past: bool) -> Reading:
    return _day(int(match["year"]), int(match["mon"]), int(match["day"]))


def _day(year: int, month: int, day: int) -> Reading:
    try:
        return date(year, month, day).isoformat(), "day"
    except ValueError:
        return None, None


def _month_number(match: re.Match[str]) -> int:
    return SHORT[match["month"].lower()[:3]]


def _full(match: re.Match[str], today: date | None, past: bool) -> Reading:
    month, day = _month_number(match), int(match["day"])
    if match["year"]:
        return _day(int(match["year"]), month, day)
    if today is None:
        return UNKNOWN  # a day without its year is not a date
    said_on, precision = _day(today.year, month, day)
    if said_on is None or not past or said_on <= today.isoformat():
        return said_on, precision
    said_on, precision = _day(today.year - 1, month, day)
    is_long_ago = said_on is not None and today - date.fromisoformat(said_on) > LONG_AGO
    return (None, None) if is_long_ago else (said_on, precision)


def _weekday(match: re.Match[str], today: date | None, past: bool) -> Reading:
    if today is None:
        return UNKNOWN
    wanted = DAYS.index(match["weekday"].lower())
    ago = (today.weekday() - wanted) % 7
    which = (match["which"] or "").strip()
    if which == "next":
        return (today + DAY * ((wanted - today.weekday()) % 7 or 7)).isoformat(), "day"
    if which == "last" and ago == 0:
        ago = 7
    return (today - DAY * ago).isoformat(), "day"


def _near(match: re.Match[str], today: date | None, past: bool) -> Reading:
    if today is None:
        return UNKNOWN
    words = match["near"].lower()
    return (today - DAY * BACK.get(words, 0)).isoformat(), "day"


def _ago(match: re.Match[str], today: date | None, past: bool) -> Reading:
    if today is None:
        return UNKNOWN
    word = match["count"].lower()
    count = COUNTS[word] if word in COUNTS else int(word)
    unit = match["unit"]
    try:
        if unit == "day":
            return (today - DAY * count).isoformat(), "day"
        if unit == "week":
            return (today - DAY * 7 * count).isoformat()[:7], "month"
        months = today.year * 12 + today.month - 1 - (count if unit == "month" else 12 * count)
        year = f"{months // 12:04d}"
        return (f"{year}-{months % 12 + 1:02d}", "month") if unit == "month" else (year, "year")
    except (OverflowError, ValueError):
        return UNKNOWN


def _month(match: re.Match[str], today: date | None, past: bool) -> Reading:
    number = _month_number(match)
    if match["year"]:
        return f"{match['year']}-{number:02d}", "month"
    if today is None:
        return UNKNOWN
    year = today.year - 1 if past and number > today.month else today.year
    return f"{year:04d}-{number:02d}", "month"


def _relative(match: re.Match[str], today: date | None, past: bool) -> Reading:
    if today is None:
        return UNKNOWN
    last = match["which"].lower() == "last"
    if match["unit"] == "year":
        return f"{today.year - last:04d}", "year"
    months = today.year * 12 + today.month - 1 - last
    return f"{months // 12:04d}-{months % 12 + 1:02d}", "month"


def _month_of(match: re.Match[str], today: date | None, past: bool) -> Reading:
    if today is None:
        return UNKNOWN
    return f"{today.year - (match['which'] == 'last'):04d}-{_month_number(match):02d}", "month"


def _week(match: re.Match[str], today: date | None, past: bool) -> Reading:
    """The month, if all days that are meant lie in it."""
    if today is None:
        return UNKNOWN
    monday = today - DAY * (today.weekday() + 7 * (match["which"].lower() == "last"))
    months = {day.isoformat()[:7] for day in (monday, min(today, monday + 6 * DAY))}
    return (months.pop(), "month") if len(months) == 1 else UNKNOWN


def _vague(match: re.Match[str], today: date | None, past: bool) -> Reading:
    return UNKNOWN


def _year(match: re.Match[str], today: date | None, past: bool) -> Reading:
    return match["year"], "year"


READERS = {
    "iso": _iso, "full": _full, "weekday": _weekday, "near": _near, "ago": _ago, "month": _month,
    "month of": _month_of, "week": _week, "relative": _relative, "vague": _vague, "some time": _vague,
    "year": _year,
}  # fmt: skip
