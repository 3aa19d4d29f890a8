"""RSS and Atom, also those that are not quite."""

import calendar
import datetime
import html
import io
import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any

from articles.importing.feeds.listed import Dated, Listing, listed, moment_of, newest
from articles.importing.files.entries import Flaw
from articles.text import normal

TAG = re.compile(r"<[^<>]*>")
BROKEN = "is a feed that cannot be read"


def read(text: str, address: str, most: int) -> Listing:
    import feedparser  # takes time to load

    headers = {"content-type": "application/xml; charset=utf-8", "content-location": address}
    stream = io.BytesIO(text.encode("utf-8", "replace"))  # a text would be taken for a name, and opened
    try:
        found = feedparser.parse(stream, response_headers=headers, sanitize_html=False)
        dated = [entry for entry in _entries(found, address) if entry]
    except Exception as error:  # the library reads what is broken, too, and that may be anything
        raise Flaw(f"{BROKEN} ({type(error).__name__}); give another address") from None
    if not dated and found.get("bozo"):
        raise Flaw(f"{BROKEN}; give another address")
    return Listing("feed", newest(dated, most), title=_plain(found.feed.get("title", "")))


def _entries(found: Any, address: str) -> Iterator[Dated | None]:
    language = str(found.feed.get("language") or "")
    for entry in found.entries:
        moment = _moment(entry)
        told = listed(
            address,
            _link(entry),
            _plain(entry.get("title", "")),
            moment.date() if moment else None,
            str(entry.get("language") or language),
        )
        yield Dated(told, moment) if told else None


def _link(entry: Any) -> str:
    """Its page; an identifier that is an address stands for it."""
    return str(entry.get("link") or entry.get("id") or "")


def _moment(entry: Any) -> datetime.datetime | None:
    """When it was published, else changed, by the clock of the site; in UTC if only that is understood."""
    for key in ("published", "updated"):
        said = str(entry.get(key) or "")
        try:
            found = moment_of(said) or (parsedate_to_datetime(said) if said else None)
        except (ValueError, IndexError):
            found = None
        if found:
            return found if found.tzinfo else found.replace(tzinfo=datetime.UTC)
        parsed = entry.get(f"{key}_parsed")
        if parsed:
            return datetime.datetime.fromtimestamp(calendar.timegm(parsed), datetime.UTC)
    return None


def _plain(title: Any) -> str:
    """The words of a title, which may be marked up."""
    return normal.line(html.unescape(TAG.sub("", str(title or ""))))
