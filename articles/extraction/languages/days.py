"""When it was said, in French, Spanish and the like: weekdays, days of a month, today and yesterday."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

from articles.extraction.dates import When
from articles.extraction.records import Span

from .lexicon import Lexicon

DAY = timedelta(days=1)


@cache
def _pattern(code: str) -> re.Pattern[str] | None:
    from .lexicon import load

    raw = load(code).raw
    if "months" not in raw:
        return None
    parts = [
        raw["day_month"].replace("{months}", "|".join(raw["months"])),
        rf"(?P<weekday>{'|'.join(raw['weekdays'])})",
        rf"(?P<before_yesterday>{'|'.join(raw['before_yesterday'])})",
        rf"(?P<yesterday>{'|'.join(raw['yesterday'])})",
        rf"(?P<today>{'|'.join(raw['today'])})",
        *([raw["month_year"]] if "month_year" in raw else []),
    ]
    return re.compile(rf"\b(?:{'|'.join(parts)})\b", re.IGNORECASE)


def read(
    text: str, window: Span, cue: Span, outside: Iterable[Span], published: date | None, lexicon: Lexicon
) -> When | None:
    """The phrase nearest to the cue in its sentence and outside of what was said."""
    pattern = _pattern(lexicon.code)
    if pattern is None:
        return None
    blocked = list(outside)
    best: tuple[int, When] | None = None
    for match in pattern.finditer(text, *window):
        if any(start < match.end() and match.start() < end for start, end in blocked):
            continue
        day = _day(match, published, lexicon)
        distance = min(abs(match.start() - cue[1]), abs(cue[0] - match.end()))
        beyond = any(cue[1] <= start and end <= match.start() for start, end in blocked)
        if day is not None and not beyond and (best is None or distance < best[0]):
            best = distance, _when(day, match)
    return best[1] if best else None


def _when(day: date, match: re.Match[str]) -> When:
    if match.groupdict().get("in_month"):
        return When(day.isoformat()[:7], "month", "explicit", match.span())
    return When(day.isoformat(), "day", "explicit", match.span())


def at_another_time(text: str, sentence: Span, cue: Span, lexicon: Lexicon) -> bool:
    """ "Earlier X had said": not on the day told before."""
    low = text[sentence[0] : cue[1]].lower()
    return any(phrase in low for phrase in lexicon.raw.get("other_times", ()))


def then(text: str, sentence: Span, cue: Span, lexicon: Lexicon) -> bool:
    """ "On the same day X denied": the day is that of the statement before."""
    low = text[sentence[0] : cue[1]].lower()
    return any(phrase in low for phrase in lexicon.raw.get("then", ()))


def _day(match: re.Match[str], published: date | None, lexicon: Lexicon) -> date | None:
    if match["day"]:
        return _of_month(match, published, lexicon)
    if match.groupdict().get("in_month"):
        month = lexicon.raw["months_in"].index(match["in_month"].lower()) + 1
        return date(int(match["in_year"]), month, 1)
    if published is None:
        return None
    if match["weekday"]:
        wanted = [name.lower() for name in lexicon.raw["weekdays"]].index(match["weekday"].lower())
        return published - DAY * ((published.weekday() - wanted) % 7)
    if match["before_yesterday"]:
        return published - 2 * DAY
    return published - DAY if match["yesterday"] else published


def _of_month(match: re.Match[str], published: date | None, lexicon: Lexicon) -> date | None:
    """A day of a month; without its year the last such day before the article."""
    month = [name.lower() for name in lexicon.raw["months"]].index(match["month"].lower()) + 1
    year = match["year"]
    try:
        if year:
            return date(int(year), month, int(match["day"]))
        if published is None:
            return None
        found = date(published.year, month, int(match["day"]))
        return found if found <= published else found.replace(year=published.year - 1)
    except ValueError:
        return None
