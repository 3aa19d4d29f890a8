"""Fetch one page: what it is, where it was found, and its bytes; or one sentence that says why not."""

import datetime
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import Message
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from django.conf import settings
from urllib3.exceptions import DecodeError
from urllib3.response import BaseHTTPResponse

from articles.importing.fetching.connecting import Deadline, answered
from articles.importing.fetching.failures import NotFetched
from articles.importing.fetching.hosts import Allowed, Resolver, Target, looked_up, resolve, target_of

NAME = "Demarche"
"""What the site is called where robots.txt names it."""
VERSION = "0.1"
ENDINGS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "message/rfc822": ".eml",
}
"""Types of what may hold an article, and how a file of that type ends."""
LISTS = (
    *("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml"),
    *("application/gzip", "application/x-gzip"),  # sitemap.xml.gz
)
"""Types of what may list articles; so may a page."""
UNTOLD = (
    *("application/octet-stream", "binary/octet-stream", "application/x-pdf"),
    *("application/force-download", "application/x-download", "application/download"),
)
"""Types that tell nothing; then the content does."""
MAGIC = {b"%PDF-": "application/pdf", b"PK\x03\x04": next(t for t, e in ENDINGS.items() if e == ".docx")}
PACKED = ("", "identity", "gzip", "x-gzip", "deflate")
CHUNK = 65_536
MOST_SECONDS_AFTER = 7 * 24 * 3600
REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Limits:
    seconds: float = 30
    bytes: int = 25_000_000
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Seen:
    """What an earlier answer said by which the site knows whether the page has changed since."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """What was found. ``address`` is where; ``redirects`` are the addresses that led there, in order.

    ``content_type`` is in small letters and without parameters; ``charset`` is what the site names, or
    empty. With ``is_unchanged`` there are no data: the page is as it was when it was ``seen``.
    """

    address: str
    content_type: str = ""
    charset: str = ""
    data: bytes = b""
    seen: Seen = Seen()
    redirects: tuple[str, ...] = ()
    is_unchanged: bool = False


def fetch(
    address: str,
    *,
    seen: Seen | None = None,
    limits: Limits = Limits(),
    resolver: Resolver = resolve,
    allow: Allowed = frozenset(),
    tls: ssl.SSLContext | None = None,
    any_type: bool = False,
    permit: Callable[[str], None] | None = None,
) -> Page:
    """The page at the address, as any reader without an account gets it; NotFetched with the reason.

    Names are looked up once for each request, all their IP addresses are checked, and the connection goes
    to one of these. ``permit`` is asked before each request, those of redirects too, and may raise
    NotFetched (``Robots.check``). ``allow`` and ``tls`` are for tests.
    """
    deadline = Deadline(limits.seconds)
    passed: list[str] = []
    while True:
        target = target_of(address, allow)
        if permit:
            permit(target.address)
        ips = looked_up(target, resolver, allow)
        with answered(target, ips, _headers(target, seen), deadline, tls) as response:
            further = _further(response, target)
            if further is None:
                return _page(response, target, tuple(passed), seen, limits, any_type)
        passed.append(target.address)
        if len(passed) > limits.redirects:
            raise NotFetched(
                f"The address leads on more than {limits.redirects} times. "
                "Open it in a browser, and take the address that it ends at."
            )
        address = further


def user_agent() -> str:
    """Who fetches, with the address of this site if it has one."""
    return f"{NAME}/{VERSION}" + (f" (+{settings.SITE_URL}/)" if settings.SITE_URL else "")


def _headers(target: Target, seen: Seen | None) -> dict[str, str]:
    headers = {
        "Host": target.host_header,
        "User-Agent": user_agent(),
        "Accept": "text/html, application/xhtml+xml, application/pdf, application/rss+xml, */*;q=0.5",
        "Accept-Encoding": "gzip, deflate",
        "Connection": "close",
    }
    if seen and seen.etag:
        headers["If-None-Match"] = _line(seen.etag)
    if seen and seen.last_modified:
        headers["If-Modified-Since"] = _line(seen.last_modified)
    return headers


def _line(value: str) -> str:
    """A header as it can be sent; sites may break one into lines."""
    return " ".join(value.encode("latin-1", "ignore").decode("latin-1").split())


def _further(response: BaseHTTPResponse, target: Target) -> str | None:
    """Where a redirect leads; None if it is none."""
    if response.status not in REDIRECTS:
        return None
    location = response.headers.get("location", "")
    if not location:
        raise NotFetched(
            f"{target.host} leads on without saying where ({response.status}).", status=response.status
        )
    try:  # browsers take letters beyond ASCII as UTF-8, and a space as %20
        told = location.encode("latin-1").decode().strip().replace(" ", "%20")
        return urljoin(target.address, told)
    except ValueError:
        raise NotFetched(
            f"{target.host} leads on to an address that is none.", status=response.status
        ) from None


def _page(
    response: BaseHTTPResponse,
    target: Target,
    passed: tuple[str, ...],
    seen: Seen | None,
    limits: Limits,
    any_type: bool,
) -> Page:
    if response.status == 304 and seen:
        return Page(target.address, seen=seen, redirects=passed, is_unchanged=True)
    if response.status not in (200, 203):
        raise _failure(response, target.host)
    told = _told(response.headers)
    kind, charset = told.get_content_type(), str(told.get_content_charset() or "")
    if not told["content-type"] or kind in UNTOLD:
        kind = ""
    if not any_type and kind and kind not in ENDINGS and kind not in LISTS:
        raise NotFetched(f"The address leads to {kind}, which is no page, PDF or document that can be read.")
    data = _body(response, target.host, limits.bytes)
    now = Seen(response.headers.get("etag", ""), response.headers.get("last-modified", ""))
    return Page(target.address, kind or _by_content(data), charset, data, now, passed)


def _told(headers: Mapping[str, str]) -> Message:
    told = Message()
    if "content-type" in headers:
        told["content-type"] = headers["content-type"].replace("\n", " ").replace("\r", " ")
    return told


def _by_content(data: bytes) -> str:
    """The type of what a site sends without naming its type."""
    for magic, kind in MAGIC.items():
        if data.startswith(magic):
            return kind
    return "text/html" if data.lstrip()[:1] == b"<" else "text/plain"


def _body(response: BaseHTTPResponse, host: str, most: int) -> bytes:
    """What was sent, unpacked; never more of it is held than may be had."""
    packed = response.headers.get("content-encoding", "").strip().lower()
    if packed not in PACKED:
        raise NotFetched(f"{host} sends its page packed in a way that is not read ({packed[:40]}).")
    too_long = NotFetched(f"The page has more than {most:,} bytes. Save its text, and upload that.")
    data = bytearray()
    try:
        while chunk := response.read(CHUNK):
            data += chunk
            if len(data) > most:
                raise too_long
    except DecodeError:
        raise NotFetched(
            f"{host} sends a page that cannot be unpacked. Save its text, and upload that."
        ) from None
    return bytes(data)


def _failure(response: BaseHTTPResponse, host: str) -> NotFetched:
    status = response.status
    after = _seconds(response.headers.get("retry-after", ""))
    save = "Save the page in a browser, and upload the file."
    match status:
        case 401 | 402 | 407:
            return NotFetched(f"{host} asks for a login ({status}). {save}", status=status)
        case 403 | 451:
            return NotFetched(f"{host} does not let this page be fetched ({status}). {save}", status=status)
        case 404 | 410:
            return NotFetched(f"{host} has no page at this address ({status}). Check it.", status=status)
        case 408 | 425 | 429 | 503:
            when = "later" if after is None else f"in {after} seconds"
            return NotFetched(f"{host} is too busy ({status}). Try again {when}.", True, status, after)
        case _ if status >= 500:
            return NotFetched(
                f"{host} has a fault of its own ({status}). Try again later.", True, status, after
            )
    return NotFetched(f"{host} gives no page for this address ({status}). {save}", status=status)


def _seconds(text: str) -> int | None:
    """How long Retry-After asks to wait, told in seconds or as a moment."""
    try:
        if text.strip().isdecimal():
            seconds = int(text.strip()[:9])
        else:
            now = datetime.datetime.now(datetime.UTC)
            seconds = int((parsedate_to_datetime(text) - now).total_seconds())
    except (ValueError, TypeError):
        return None
    return min(max(seconds, 0), MOST_SECONDS_AFTER)
