"""How figures, days and stances are put into words; pure functions used as template filters."""

import datetime
import re
from collections.abc import Sequence
from typing import Any

from articles.dates import Period

MARKS = {"support": "▲", "oppose": "▼", "conditional": "◆", "neutral": "○", "divided": "≠"}
VERBS = {
    "support": "supports",
    "oppose": "opposes",
    "conditional": "conditional",
    "neutral": "neutral",
    "divided": "divided",  # a bloc's members take different stances
}
UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufffe\uffff]")  # XML holds none of them


def stance_mark(stance: str) -> str:
    """The shape that stands for a stance, so that colour is never the only sign; ? for what is none."""
    return MARKS.get(stance, "?")


def stance_verb(stance: str) -> str:
    return VERBS[stance]


def day(date: datetime.date | str | None, missing: str = "undated") -> str:
    """5 July 2017."""
    if isinstance(date, str):
        date = datetime.date.fromisoformat(date)
    return f"{date.day} {date:%B %Y}" if date else missing


def said(date: datetime.date | str | None, precision: str) -> str:
    """A date as exactly as it is known: 5 July 2017, July 2017, 2017, or "date not known"."""
    if isinstance(date, str):
        date = datetime.date.fromisoformat(date)
    if date is None:
        return "date not known"
    return {"day": day(date), "month": f"{date:%B %Y}", "year": f"{date.year}"}[precision]


def when(date: datetime.date | str | None, precision: str) -> str:
    """The same within a sentence: on 5 July 2017, in July 2017, in 2017, "at a date not known"."""
    if date is None:
        return "at a date not known"
    return f"{'on' if precision == 'day' else 'in'} {said(date, precision)}"


def number(n: int) -> str:
    """12 345, with a thin space that does not break."""
    return f"{n:,}".replace(",", "\u202f")


def count(n: int, one: str, many: str = "") -> str:
    """1 statement, 2 statements."""
    return f"{number(n)} {one if n == 1 else many or one + 's'}"


def names(items: Sequence[Any]) -> str:
    """Russia, China and the United States."""
    words = [str(item) for item in items]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def percent(share: float) -> str:
    return f"{share:.0%}".replace("%", "\u00a0%")


def age(seconds: float) -> str:
    """How long something has lasted, in the largest unit of which there is one: 40 seconds, 3 hours."""
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= length:
            return count(int(seconds // length), unit)
    return count(int(seconds), "second")


def moment(text: str) -> str:
    """22 November 2026, 10:00 UTC, from ISO 8601."""
    parsed = datetime.datetime.fromisoformat(text).astimezone(datetime.UTC)
    return f"{day(parsed.date())}, {parsed:%H:%M} UTC"


def partial(text: str) -> str:
    """2017-07 → July 2017; also 2017 and 2017-07-05."""
    parsed = Period.parse(text)
    return said(parsed.first, parsed.precision)


def dated(published_on: datetime.date | None, about: str) -> str:
    """When an article was published: 5 July 2017, or July 2017 where only that is known, or undated."""
    return partial(about) if about else day(published_on)


def period(after: str | None, before: str | None) -> str:
    """July 2017 to December 2017, since July 2017, until 2017; empty for all time."""
    if after and before:
        return partial(after) if after == before else f"{partial(after)} to {partial(before)}"
    if after:
        return f"since {partial(after)}"
    return f"until {partial(before)}" if before else ""


def one_line(text: str) -> str:
    """The words alone: no line breaks, tabs or control characters, which could end a field or a file."""
    return " ".join(UNWRITABLE.sub("", text).split())


def shorten(text: str, longest: int) -> str:
    """At most ``longest`` characters, cut between words where the words are not endless."""
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    words = head.rpartition(" ")[0]
    kept = words if len(words) > longest // 2 and text[longest - 1] != " " else head
    return kept.rstrip(" ,;:–—-") + "…"
