"""What files say of articles, from what was read to an article found sound."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from articles.addresses import is_web
from articles.dates import EARLIEST, Period, latest_year
from articles.text import normal

MAX_TEXT_BYTES = 2_000_000
REQUIRED = ("title", "source")
KNOWN = ("text", *REQUIRED, "published_on", "date", "url", "archived_url", "language", "domain", "file")
LONGEST = {
    "title": 500, "source": 200, "url": 1000, "archived_url": 1000, "language": 10, "domain": 200,
}  # characters  # fmt: skip
ADDRESSES = ("url", "archived_url")
LONGEST_SHOWN = 80  # characters of a value that is no address; data: goes on for long


class Flaw(ValueError):
    """What is wrong with a file or an article and how to mend it, in one sentence."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file, or a line of one, that cannot be imported, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class UnknownKeys:
    """The keys or columns of a file that no article has; what they hold is not read."""

    name: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What a file says of its one article; ``values`` as in metadata, with ``text``.

    ``author`` and ``made_on`` are hints only: who wrote a file is no source, and it may be made long after
    what it holds was published.
    """

    values: Mapping[str, Any]
    author: str = ""
    made_on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What is said of one article: where it stands, all that is told, the file that has its keys."""

    name: str
    told: Told
    said_in: str


@dataclass(frozen=True, slots=True)
class ArticleText:
    """One article found sound, in its normal form. ``name`` says where: "a.txt", "b.jsonl line 3".

    ``language`` is an ISO 639-1 code, or empty: then it is told by the text. ``published_about`` is a month
    or a year (2017-07, 2017) where the day is not known.
    """

    name: str
    text: str
    title: str
    source: str
    published_on: datetime.date | None = None
    url: str = ""
    archived_url: str = ""
    language: str = ""
    domain: str = ""
    published_about: str = ""

    def __post_init__(self) -> None:
        """Here, so that places found in the text are places in what is stored, whoever made it."""
        object.__setattr__(self, "text", normal.text(self.text))
        object.__setattr__(self, "title", normal.line(self.title))
        object.__setattr__(self, "source", normal.label(self.source))

    @property
    def published(self) -> Period | None:
        if self.published_on:
            return Period.parse(self.published_on.isoformat())
        return Period.parse(self.published_about) if self.published_about else None

    @property
    def sha256(self) -> str:
        return normal.sha256(self.text)


@dataclass(frozen=True, slots=True)
class Proposal:
    """An article as far as its file tells; what is sound but missing is empty, for an editor to complete."""

    name: str
    text: str
    title: str = ""
    source: str = ""
    published: Period | None = None
    url: str = ""
    archived_url: str = ""
    language: str = ""
    domain: str = ""
    author: str = ""
    made_on: datetime.date | None = None

    @property
    def published_on(self) -> datetime.date | None:
        """The day of publication, if it is known to the day."""
        is_day = self.published and self.published.precision == "day"
        return self.published.first if self.published and is_day else None

    @property
    def missing(self) -> tuple[str, ...]:
        """Which of title and source the file does not tell."""
        return tuple(key for key in REQUIRED if not getattr(self, key))

    def article(self) -> ArticleText:
        """The same as an article; Flaw if something is missing."""
        if self.missing:
            raise Flaw(f"the metadata lacks {' and '.join(self.missing)}")
        return ArticleText(
            name=self.name,
            text=self.text,
            title=self.title,
            source=self.source,
            published_on=self.published_on,
            published_about=str(self.published) if self.published and not self.published_on else "",
            url=self.url,
            archived_url=self.archived_url,
            language=self.language,
            domain=self.domain,
        )


def proposal(entry: Entry) -> Proposal:
    """What was told, checked; Flaw if there is no text or a value is of no use."""
    values = entry.told.values
    return Proposal(
        name=entry.name,
        text=_text(values),
        title=_word(values, "title"),
        source=_word(values, "source"),
        published=_published(values),
        url=_address(values, "url"),
        archived_url=_address(values, "archived_url"),
        language=_word(values, "language"),
        domain=_word(values, "domain"),
        author=entry.told.author,
        made_on=entry.told.made_on,
    )


def of_itself(text: str, **values: str | datetime.date | None) -> dict[str, Any]:
    """What a file says of itself, without what no article can have: nobody typed it, so nobody can mend it.

    A title or a source too long, an address that is none and a day of another age are left out.
    """
    said: dict[str, Any] = {"text": text}
    for key, value in values.items():
        if isinstance(value, datetime.date):
            value = value.isoformat() if EARLIEST <= value.year <= latest_year() else ""
        line = normal.line((value or "").replace("\0", ""))
        if line and len(line) <= LONGEST.get(key, 500) and (key not in ADDRESSES or is_web(line)):
            said[key] = line
    return said


def day_of(text: str | None) -> datetime.date | None:
    """The day at the beginning of a text in the form YYYY-MM-DD, if there is one."""
    try:
        return datetime.date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def _text(values: Mapping[str, Any]) -> str:
    given = values.get("text")
    text = normal.text(given) if isinstance(given, str) else ""
    if not text:
        raise Flaw("holds no text")
    if "\0" in text:
        raise Flaw("the text holds a NUL character, so it is not text")
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > MAX_TEXT_BYTES:
        raise Flaw(f"the text has {size:,} bytes; at most {MAX_TEXT_BYTES:,} are read: split it")
    return text.encode("utf-8", "replace").decode()


def _word(values: Mapping[str, Any], key: str) -> str:
    value = values.get(key) or ""
    longest = LONGEST.get(key, 500)
    if not isinstance(value, str):
        raise Flaw(f"{key} must be text, not {type(value).__name__}")
    if len(value) > longest:
        raise Flaw(f"{key} is longer than {longest} characters")
    if "\0" in value:
        raise Flaw(f"{key} holds a NUL character; take it out")
    return " ".join(value.encode("utf-8", "replace").decode().split())


def _address(values: Mapping[str, Any], key: str) -> str:
    url = _word(values, key)
    if url and not is_web(url):
        shown = url if len(url) <= LONGEST_SHOWN else f"{url[:LONGEST_SHOWN]}…"
        raise Flaw(f"{key} is “{shown}”; write one with http:// or https:// and no spaces, or leave it out")
    return url


def _published(values: Mapping[str, Any]) -> Period | None:
    """The day, month or year of ``published_on``, or of ``date`` if that is missing."""
    key = "published_on" if _word(values, "published_on") else "date"
    value = _word(values, key)
    if not value:
        return None
    try:
        period = Period.parse(value)
    except ValueError:
        raise Flaw(f"{key} is “{value}”; write YYYY-MM-DD, or leave it out") from None
    if not EARLIEST <= period.first.year <= latest_year():
        years = f"{EARLIEST} to {latest_year()}"
        raise Flaw(f"{key} is “{value}”, outside the years {years}; mend it, or leave it out")
    return period
