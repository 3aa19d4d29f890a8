"""One article of a list, and the list."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urldefrag, urljoin, urlsplit

from articles.addresses import is_web
from articles.dates import EARLIEST, latest_year
from articles.text import normal

LONGEST_ADDRESS, LONGEST_TITLE = 1_000, 500  # characters, as articles have them
DATED = re.compile(r"/(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?=\D|$)")
LANGUAGE = re.compile(r"([a-z]{2})(?:[-_].*)?", re.IGNORECASE)
LONG_AGO = datetime.datetime.min.replace(tzinfo=datetime.UTC)


@dataclass(frozen=True, slots=True)
class Listed:
    """An article as a list tells of it; ``language`` is an ISO 639-1 code. What is not told is empty."""

    address: str
    title: str = ""
    published_on: datetime.date | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list holds, newest first as far as it tells.

    ``further`` are addresses of lists that it names: the sitemaps of an index, the feeds of a page.
    """

    kind: Literal["feed", "sitemap", "index of sitemaps", "page"]
    entries: tuple[Listed, ...] = ()
    further: tuple[str, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Dated:
    """Something listed with the moment by which it is put in order; without one it comes last."""

    listed: Listed
    moment: datetime.datetime | None = None


def newest(found: Iterable[Dated], most: int) -> tuple[Listed, ...]:
    """Each address once, newest first; those of one moment, or of none, in the order of the list."""
    first: dict[str, Dated] = {}
    for dated in found:
        first.setdefault(dated.listed.address, dated)
    in_order = sorted(first.values(), key=lambda dated: dated.moment or LONG_AGO, reverse=True)
    return tuple(dated.listed for dated in in_order[:most])


def listed(
    base: str, address: str, title: str = "", day: datetime.date | None = None, language: str = ""
) -> Listed | None:
    """The entry; None if its address is none that an article can have. The address may tell the day, too."""
    absolute = joined(base, address) if address.strip() else ""
    if not absolute:
        return None
    line = normal.line(title.replace("\0", ""))
    code = LANGUAGE.fullmatch(language.strip())
    return Listed(
        absolute,
        line if len(line) <= LONGEST_TITLE else "",
        day if day and EARLIEST <= day.year <= latest_year() else _day_in(absolute),
        code[1].lower() if code else "",
    )


def joined(base: str, address: str) -> str:
    """The whole address without its fragment; empty if it is that of no page."""
    try:
        absolute = urldefrag(urljoin(base, address.strip()))[0]
        has_host = bool(urlsplit(absolute).hostname)
    except ValueError:
        return ""
    is_sound = has_host and is_web(absolute) and "\0" not in absolute and len(absolute) <= LONGEST_ADDRESS
    return absolute if is_sound else ""


def moment_of(text: str) -> datetime.datetime | None:
    """A moment in the form of ISO 8601, at UTC if it names no zone; None for anything else."""
    try:
        found = datetime.datetime.fromisoformat(text.strip())
        return found if found.tzinfo else found.replace(tzinfo=datetime.UTC)
    except ValueError:
        return None


def _day_in(address: str) -> datetime.date | None:
    found = DATED.search(urlsplit(address).path)
    try:
        day = datetime.date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
    return day if day and EARLIEST <= day.year <= latest_year() else None
