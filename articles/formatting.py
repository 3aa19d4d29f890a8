"""How figures, days and stances are put into words, in the language that holds; used as template filters."""

import datetime
import json
import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from articles.dates import Period
from articles.language import gettext, is_source, ngettext, pgettext, spoken, text

MARKS = {"support": "▲", "oppose": "▼", "conditional": "◆", "neutral": "○", "divided": "≠"}
VERBS = {
    "support": text("supports"),
    "oppose": text("opposes"),
    "conditional": text("conditional"),
    "neutral": text("neutral"),
    "divided": text("divided"),  # a bloc's members take different stances
}
OF_CLAIMS = {"support": text("affirms"), "oppose": text("disputes")}  # of an issue that is a claim of fact
KINDS = {  # as Statement.Kind has it
    "direct": text("quoted"),
    "mixed": text("partly quoted"),
    "indirect": text("paraphrased"),
}
MONTHS = (
    *(text("January"), text("February"), text("March"), text("April"), text("May"), text("June")),
    *(text("July"), text("August"), text("September"), text("October"), text("November")),
    text("December"),
)
OPENS = re.compile(r"""(^|[\s(\[{—–-])(["'])""")
STRAIGHT = {'"': ("“", "”"), "'": ("‘", "’")}
UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufffe\uffff]")  # XML holds none of them


def stance_mark(stance: str) -> str:
    """The shape that stands for a stance, so that colour is never the only sign; ? for what is none."""
    return MARKS.get(stance, "?")


def is_claim(issue: Any) -> bool:
    """Whether it is a claim of fact: of an issue, of what says so of its own, or of one that was fixed."""
    return bool(issue.get("is_claim") if isinstance(issue, dict) else getattr(issue, "is_claim", False))


def stance_word(stance: str, issue: Any = None) -> str:
    """The one place that tells what a stance is called, in English: opposes, or of a claim disputes."""
    return (OF_CLAIMS if is_claim(issue) else {}).get(stance, VERBS[stance])


def stance_verb(stance: str, number: int = 1, issue: Any = None) -> str:
    """What one, or so many, do: supports, support; affirms, affirm."""
    if number == 1:
        return gettext(stance_word(stance, issue))
    claims = {"support": pgettext("several", "affirm"), "oppose": pgettext("several", "dispute")}
    if is_claim(issue) and stance in claims:
        return claims[stance]
    several = {
        "support": pgettext("several", "support"),
        "oppose": pgettext("several", "oppose"),
        "conditional": pgettext("several", "conditional"),
        "neutral": pgettext("several", "neutral"),
        "divided": pgettext("several", "divided"),
    }
    return several[stance]


def stance_verbs(stance: str, issues: Iterable[Any]) -> str:
    """What it is called on these issues, for a legend: supports / affirms."""
    kinds = {is_claim(issue) for issue in issues} or {False}
    return " / ".join(dict.fromkeys(stance_verb(stance, issue={"is_claim": kind}) for kind in sorted(kinds)))


def years(first: datetime.date, last: datetime.date) -> str:
    """2017, or 2005 to 2017."""
    return f"{first.year}" if first.year == last.year else span(str(first.year), str(last.year))


def span(first: str, last: str) -> str:
    """5 July 2017 to 3 August 2017."""
    return gettext("%(first)s to %(last)s") % {"first": first, "last": last}


def kind(value: str) -> str:
    """How words are reported: quoted, partly quoted, paraphrased; what is none of the kinds as it is."""
    return gettext(KINDS[value]) if value in KINDS else value


def curly(text: str) -> str:
    """The text with curly quotation marks for straight ones, as pages show it; files keep what is printed."""
    opened = OPENS.sub(lambda found: found[1] + STRAIGHT[found[2]][0], text)
    return opened.replace('"', "”").replace("'", "’")


def day(date: datetime.date | str | None, missing: str = text("undated")) -> str:
    """5 July 2017; ``missing``, a marked text, where there is none."""
    if isinstance(date, str):
        date = datetime.date.fromisoformat(date)
    if date is None:
        return gettext(missing) if missing else missing
    if is_source():
        return f"{date.day} {MONTHS[date.month - 1]} {date.year}"
    named = {"day": date.day, "month": gettext(MONTHS[date.month - 1]), "year": date.year}
    return (
        gettext("1 %(month)s %(year)s") if date.day == 1 else gettext("%(day)s %(month)s %(year)s")
    ) % named


def month(date: datetime.date) -> str:
    """July 2017."""
    if is_source():
        return f"{MONTHS[date.month - 1]} {date.year}"
    return gettext("%(month)s %(year)s") % {"month": gettext(MONTHS[date.month - 1]), "year": date.year}


def said(date: datetime.date | str | None, precision: str) -> str:
    """A date as exactly as it is known: 5 July 2017, July 2017, 2017, or "undated"."""
    if isinstance(date, str):
        date = datetime.date.fromisoformat(date)
    if date is None:
        return gettext("undated")
    if precision == "year":
        return f"{date.year}"
    return month(date) if precision == "month" else day(date)


def said_or_reported(date: datetime.date | None, precision: str, basis: str, reported: str) -> str:
    """When something was said, or "undated, reported 5 July 2017" if nothing but its article has a date.

    ``basis`` is one of Statement.Basis; ``reported`` is the day of the article in words, or "undated".
    """
    if date and basis != "article":
        return said(date, precision)
    if reported == (undated := gettext("undated")):
        return undated
    return gettext("undated, reported %(day)s") % {"day": reported}


def dated_words(words: dict[str, Any]) -> str:
    """When the words of a comparison were said; some frozen ones do not tell what it is known from."""
    said_on, reported = words["said_on"], day(words["published_on"])
    date = datetime.date.fromisoformat(said_on) if said_on else None
    return said_or_reported(date, words["said_on_precision"], words.get("said_on_basis", ""), reported)


def when(date: datetime.date | str | None, precision: str) -> str:
    """The same within a sentence: on 5 July 2017, in July 2017, in 2017, "at a date not known"."""
    if date is None:
        return gettext("at a date not known")
    told = gettext("on %(day)s") if precision == "day" else gettext("in %(period)s")
    return told % {"day" if precision == "day" else "period": said(date, precision)}


def number(n: int) -> str:
    """12,345."""
    return f"{n:,}" if is_source() else f"{n:,}".replace(",", pgettext("between thousands", ","))


def count(n: int, one: str, many: str = "") -> str:
    """1 statement, 2 statements.

    Both nouns are written out where it is called, so that docs/make_messages.py finds them, and makes the
    message "%(number)s statement" of them.
    """
    many = many or f"{one}s"
    if is_source():
        return f"{n:,} {one if n == 1 else many}"
    return ngettext(f"%(number)s {one}", f"%(number)s {many}", n) % {"number": number(n)}


@cache
def _places(code: str) -> dict[str, str]:
    """Names of countries in another language, by the English ones."""
    data = Path(__file__).parent / "extraction"
    english = json.loads((data / "data" / "countries.json").read_text(encoding="utf-8"))
    other = json.loads((data / "languages" / "data" / f"countries.{code}.json").read_text(encoding="utf-8"))
    found = ((row["name"], other.get(row["iso3"], {}).get("names", [])) for row in english)
    return {name: _usual(name, names) for name, names in found if names}


def _usual(english: str, names: list[str]) -> str:
    """The first of the names, but Hong Kong and Palestine where they are called so, too."""
    return english if english in names else next((n for n in names if not n.startswith("R.A.S.")), names[0])


def place(name: Any) -> str:
    """The name of a country in the language of the page; any other name as it is."""
    return str(name) if is_source() else _places(spoken()).get(str(name), str(name))


ARTICLE = re.compile(
    r"(?:United|Isle|Republic)\b|.*\b(?:Islands|Republic|Territory|Territories)$"
    r"|(?:Bahamas|Comoros|Gambia|Maldives|Netherlands|Philippines|Seychelles|EU|UN|European Union"
    r"|African Union|Holy See)$"
)


def the(name: Any) -> str:
    """A country, or a bloc of states, within a sentence: the United States, Russia.

    English alone puts its article here: sentences of other languages are made so that they need none.
    """
    if not is_source():
        return place(name)
    return f"the {name}" if ARTICLE.match(str(name)) else str(name)


def sentence(text: str) -> str:
    """With a capital letter first, and the rest as it is."""
    return text[:1].upper() + text[1:]


def names(items: Sequence[Any]) -> str:
    """Russia, China and the United States."""
    words = [str(item) for item in items]
    if len(words) < 2:
        return "".join(words)
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def credit(speakers: Sequence[Any], channels: Sequence[Any] = ()) -> str:
    """Sergei Lavrov and Liu Jieyi, via Foreign Ministry; empty if nobody is known."""
    said = names(speakers)
    if not channels:
        return said
    via = gettext("via %(who)s") % {"who": names(channels)}
    return f"{said}, {via}" if said else via


def credited(words: dict[str, Any]) -> str:
    """Who said what a comparison quotes, and through whom."""
    return credit(
        [place(one["name"]) for one in words["speakers"]], list(map(place, words.get("channels", ())))
    )


def percent(share: float) -> str:
    return gettext("%(number)s%%") % {"number": f"{share:.0%}"[:-1]}


def age(seconds: float) -> str:
    """How long something has lasted, in the largest unit of which there is one: 40 seconds, 3 hours."""
    if seconds >= 86_400:
        return count(int(seconds // 86_400), "day")
    if seconds >= 3_600:
        return count(int(seconds // 3_600), "hour")
    if seconds >= 60:
        return count(int(seconds // 60), "minute")
    return count(int(seconds), "second")


def moment(text: str) -> str:
    """22 November 2026, 10:00 UTC, from ISO 8601."""
    parsed = datetime.datetime.fromisoformat(text).astimezone(datetime.UTC)
    return gettext("%(day)s, %(time)s UTC") % {"day": day(parsed.date()), "time": f"{parsed:%H:%M}"}


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
    """A date in words with the names of months cut short: 30 Aug 2017."""
    if is_source():
        return re.sub(r"\b([A-Z][a-z]{2})[a-z]+", r"\1", words)
    for name in MONTHS:
        words = re.sub(rf"\b{gettext(name)}\b", short_month(MONTHS.index(name) + 1), words)
    return words


def short_month(number: int) -> str:
    """Jan for 1."""
    short = (
        *(pgettext("short", "Jan"), pgettext("short", "Feb"), pgettext("short", "Mar")),
        *(pgettext("short", "Apr"), pgettext("short", "May"), pgettext("short", "Jun")),
        *(pgettext("short", "Jul"), pgettext("short", "Aug"), pgettext("short", "Sep")),
        *(pgettext("short", "Oct"), pgettext("short", "Nov"), pgettext("short", "Dec")),
    )
    return short[number - 1]


def quarter(number: int, year: int) -> str:
    """Q3 2017."""
    return gettext("Q%(quarter)s %(year)s") % {"quarter": number, "year": year}


def stretch(told: dict[str, str]) -> str:
    """The name of a year, quarter or month, of which a comparison keeps the English one."""
    if is_source():
        return told["name"]
    after, before = Period.parse(told["after"]), Period.parse(told["before"])
    if after == before:
        return partial(str(after))
    return quarter(before.first.month // 3, after.first.year)


def period(after: str | None, before: str | None) -> str:
    """July 2017 to December 2017, since July 2017, until 2017; empty for all time."""
    if after and before:
        return partial(after) if after == before else span(partial(after), partial(before))
    if after:
        return since(partial(after), is_day=Period.parse(after).precision == "day")
    return until(partial(before), is_day=Period.parse(before).precision == "day") if before else ""


def since(date: str, is_day: bool) -> str:
    told = pgettext("a day", "since %(date)s") if is_day else pgettext("a month or year", "since %(date)s")
    return told % {"date": date}


def until(date: str, is_day: bool) -> str:
    told = pgettext("a day", "until %(date)s") if is_day else pgettext("a month or year", "until %(date)s")
    return told % {"date": date}


def days(first: datetime.date, last: datetime.date) -> str:
    """5 July 2017 to 3 August 2017; one day if they are the same."""
    return day(first) if first == last else span(day(first), day(last))


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
