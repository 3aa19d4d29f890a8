"""A list of articles, whatever kind it is; the content tells which."""

import codecs
import re
import zlib

from articles.importing.feeds import list_pages, sitemaps, syndication
from articles.importing.feeds.listed import Listing
from articles.importing.files.charsets import decoded
from articles.importing.files.entries import Flaw
from articles.importing.files.web_page import declared, markup

MOST = 200
MAX_BYTES = 25_000_000
GZIP = b"\x1f\x8b\x08"
FEEDS, SITEMAPS, PAGES = ("rss", "feed", "rdf"), ("urlset", "sitemapindex"), ("html", "head", "body")
ROOT = re.compile(rf"<(?:\w+:)?({'|'.join((*FEEDS, *SITEMAPS, *PAGES))})\b", re.IGNORECASE)
HEAD = 5_000  # characters in which the root stands, after comments and declarations
DECLARES = re.compile(r"<!ENTITY", re.IGNORECASE)


def read_list(data: bytes, address: str, charset: str = "", most: int = MOST) -> Listing:
    """What is listed at the address, ``most`` articles; Flaw if it is no list, or one that may do harm.

    ``charset`` is the one the site named.
    """
    data = _unpacked(data)
    root = _root(data)
    if not root:
        raise Flaw(
            "is no list of articles; give the address of a feed, a sitemap or a page with links to them"
        )
    if root in PAGES:
        return list_pages.read(markup(data, charset), address, most)
    text = decoded(data, charset or declared(data) or "utf-8")
    if DECLARES.search(text):
        raise Flaw("declares entities, as no list of articles needs; give another address")
    if root in FEEDS:
        return syndication.read(text, address, most)
    read = sitemaps.read if root == "urlset" else sitemaps.read_index
    return read(data, address, most)


def _unpacked(data: bytes) -> bytes:
    """Sitemaps are often kept packed (sitemap.xml.gz)."""
    if data.startswith(GZIP):
        try:
            data = zlib.decompressobj(wbits=31).decompress(data, MAX_BYTES + 1)
        except zlib.error:
            raise Flaw("is packed, and cannot be unpacked; give another address") from None
    if len(data) > MAX_BYTES:
        raise Flaw(f"has more than {MAX_BYTES:,} bytes; give the address of a shorter list")
    return data


def _root(data: bytes) -> str:
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = data[: 2 * HEAD].decode("utf-16" if wide else "latin-1", "replace")
    found = ROOT.search(re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL))
    return found[1].lower() if found else ""
