"""Sitemaps, those of news, and indexes of sitemaps (sitemaps.org)."""

from typing import Any

from articles.importing.feeds.listed import Dated, Listing, listed, moment_of, newest
from articles.importing.files import xml
from articles.importing.files.entries import Flaw


def read(data: bytes, address: str, most: int) -> Listing:
    """Only a sitemap of news tells when an article was published; others tell when a page changed."""
    return Listing("sitemap", newest(_all(data, address), most))


def read_index(data: bytes, address: str, most: int) -> Listing:
    found = newest(_all(data, address), most)
    return Listing("index of sitemaps", further=tuple(entry.address for entry in found))


def _all(data: bytes, address: str) -> list[Dated]:
    try:
        root = xml.parsed(data)
    except Flaw as flaw:
        raise Flaw(f"is a sitemap that {flaw}") from None
    return [entry for child in root if (entry := _entry(child, address))]


def _entry(element: Any, base: str) -> Dated | None:
    """What a <url> or a <sitemap> tells, and the <news> in it; pictures have titles of their own."""
    told: dict[str, str] = {}
    for child in element:
        for part in child.iter() if xml.local_name(child) == "news" else [child]:
            told.setdefault(xml.local_name(part), (part.text or "").strip())
    published = moment_of(told.get("publication_date", ""))
    day = published.date() if published else None
    found = listed(base, told.get("loc", ""), told.get("title", ""), day, told.get("language", ""))
    return Dated(found, published or moment_of(told.get("lastmod", ""))) if found else None
