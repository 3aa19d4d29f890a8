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
KINDS = {"direct": "quoted", "mixed": "partly quoted", "indirect": "paraphrased"}  # as Statement.Kind has it
OPENS = re.compile(r"""(^|[\s(\[{—–-])(["'])""")
STRAIGHT = {'"': ("“", "”"), "'": ("‘", "’")}
UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufffe\uffff]")  # XML holds none of them


def stance_mark(stance: str) -> str:
    """The shape that stands for a stance, so that colour is never the only sign; ? for what is none."""
    return MARKS.get(stance, "?")


def stance_verb(stance: str, number: int = 1) -> str:
    """What one, or so many, do: supports, support."""
    return (
        VERBS[stance]
        if number == 1
        else {"support": "support", "oppose": "oppose"}.get(stance, VERBS[stance])
    )


def years(first: datetime.date, last: datetime.date) -> str:
    """2017, or 2005 to 2017."""
    return f"{first.year}" if first.year == last.year else f"{first.year} to {last.year}"


def kind(value: str) -> str:
    """How words are reported: quoted, partly quoted, paraphrased; what is none of the kinds as it is."""
    return KINDS.get(value, value)


def curly(text: str) -> str:
    """The text with curly quotation marks for straight ones, as pages show it; files keep what is printed."""
    opened = OPENS.sub(lambda found: found[1] + STRAIGHT[found[2]][0], text)
    return opened.replace('"', "”").replace("'", "’")


def day(date: datetime.date | str | None, missing: str = "undated") -> str:
    """5 July 2017."""
    if isinstance(date, str):
        date = datetime.date.fromisoformat(date)
    return f"{date.day} {date:%B %Y}" if date else missing


def said(date: datetime.date | str | None, precision: str) -> str:
    """A date as exactly as it is known: 5 July 2017, July 2017, 2017, or "undated"."""
    if isinstance(date, str):
        date = datetime.date.fromisoformat(date)
    if date is None:
        return "undated"
    return {"day": day(date), "month": f"{date:%B %Y}", "year": f"{date.year}"}[precision]


def said_or_reported(date: datetime.date | None, precision: str, basis: str, reported: str) -> str:
    """When something was said, or "undated, reported 5 July 2017" if nothing but its article has a date.

    ``basis`` is one of Statement.Basis; ``reported`` is the day of the article in words, or "undated".
    """
    if date and basis != "article":
        return said(date, precision)
    return "undated" if reported == "undated" else f"undated, reported {reported}"


def dated_words(words: dict[str, Any]) -> str:
    """When the words of a comparison were said; some frozen ones do not tell what it is known from."""
    said_on, reported = words["said_on"], day(words["published_on"])
    date = datetime.date.fromisoformat(said_on) if said_on else None
    return said_or_reported(date, words["said_on_precision"], words.get("said_on_basis", ""), reported)


def when(date: datetime.date | str | None, precision: str) -> str:
    """The same within a sentence: on 5 July 2017, in July 2017, in 2017, "at a date not known"."""
    if date is None:
        return "at a date not known"
    return f"{'on' if precision == 'day' else 'in'} {said(date, precision)}"


def number(n: int) -> str:
    """12,345."""
    return f"{n:,}"


def count(n: int, one: str, many: str = "") -> str:
    """1 statement, 2 statements."""
    return f"{number(n)} {one if n == 1 else many or one + 's'}"


ARTICLE = re.compile(
    r"(?:United|Isle|Republic)\b|.*\b(?:Islands|Republic|Territory|Territories)$"
    r"|(?:Bahamas|Comoros|Gambia|Maldives|Netherlands|Philippines|Seychelles|EU|UN|European Union"
    r"|African Union|Holy See)$"
)


def the(name: Any) -> str:
    """A country, or a bloc of states, within a sentence: the United States, Russia."""
    return f"the {name}" if ARTICLE.match(str(name)) else str(name)


def sentence(text: str) -> str:
    """With a capital letter first, and the rest as it is."""
    return text[:1].upper() + text[1:]


def names(items: Sequence[Any]) -> str:
    """Russia, China and the United States."""
    words = [str(item) for item in items]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def percent(share: float) -> str:
    return f"{share:.0%}"


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


def iso_day(day: datetime.date | None, about: str) -> str | None:
    """YYYY-MM-DD, or YYYY-MM or YYYY where no more is known."""
    return day.isoformat() if day else about or None


def dated(published_on: datetime.date | None, about: str) -> str:
    """When an article was published: 5 July 2017, or July 2017 where only that is known, or undated."""
    return partial(about) if about else day(published_on)


def brief(words: str) -> str:
    """A date in words with the names of months cut to three letters: 30 Aug 2017."""
    return re.sub(r"\b([A-Z][a-z]{2})[a-z]+", r"\1", words)


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
