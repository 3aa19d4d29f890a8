"""Public pages change only with the record: who has one is told so, others get it from memory.

Editors, and all who are logged in, always get a page made for them at that moment.
"""

import hashlib
import logging
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpResponse, HttpResponseNotModified, QueryDict
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_etags

from articles.addresses import Query
from articles.language import spoken
from articles.models.record_version import MOST_WRITES, State, fold, state
from articles.views import memory, replicas
from articles.views.access import HtmxRequest, misspelt
from articles.views.time_limit import limited
from diplomacy.replicas import reading_from

CODE = ("articles", "diplomacy", "locale", "static", "templates")  # what pages are made by
RENDERINGS = ("HTTP_HX_REQUEST", "HTTP_HX_BOOSTED", "HTTP_HX_HISTORY_RESTORE_REQUEST")

View = Callable[..., Any]
Answer = Callable[[HtmxRequest], HttpResponseBase]
PAUSE = 60  # seconds after which folding is tried again
logger = logging.getLogger(__name__)
_known: tuple[float, State] | None = None
_folded_at = -float(PAUSE)


@dataclass(frozen=True, slots=True)
class Public:
    """Which parameters a public view takes, and whether it is a page: those have one address each."""

    query: type[Query]
    is_page: bool = True


def public(query: type[Query] | str = "", is_page: bool = True) -> Callable[[View], View]:
    """Says of a view that its answer depends on nothing but the record, the address and the day.

    ``query`` has the parameters that it takes; if that is one alone, its name will do.
    """
    taken = query if isinstance(query, type) else Query.taking(*query.split())

    def marked(view: View) -> View:
        view.public = Public(taken, is_page)  # type: ignore[attr-defined]
        return view

    return marked


class PublicPages:
    """Middleware, before which only htmx's stands: it answers before anything else has to work.

    Each page has one address, and a public view never sees another spelling of what was asked for: so that
    parameters that it does not take, or takes in any order, make no other page.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HtmxRequest) -> HttpResponseBase:
        view = _public(request.path_info) if request.method in ("GET", "HEAD") else None
        if view is None:
            return self.get_response(request)
        query = _query(request, view)
        if view.is_page and (elsewhere := misspelt(request, query)):
            return elsewhere
        _spell(request, query)
        if _is_cacheable(request, query):
            return self._kept(request, query)
        answer = self._made(request)
        return _for_one(answer) if settings.SESSION_COOKIE_NAME in request.COOKIES else answer

    def _kept(self, request: HtmxRequest, query: Query) -> HttpResponseBase:
        record = _recent()
        tag = f'W/"{_fingerprint(request, query, record)}"'
        if tag in parse_etags(request.META.get("HTTP_IF_NONE_MATCH", "")):
            return _marked(HttpResponseNotModified(), tag, record)
        return memory.pages.get(tag) or _keep(_marked(self._read(request, record), tag, record), tag)

    def _read(self, request: HtmxRequest, record: State) -> HttpResponseBase:
        """From a replica that holds this state of the record; what it cannot answer, the primary does."""
        if replica := replicas.holding(record.version):
            try:
                with reading_from(replica.alias):
                    answer = self._made(request)
            except DatabaseError:
                replica.lose()
                return self._made(request)
            if getattr(answer, "is_outage", False):
                replica.lose()
            elif answer.status_code in (200, 503):  # 503: it takes too long, as it would at the primary
                return answer
        return self._made(request)

    def _made(self, request: HtmxRequest) -> HttpResponseBase:
        with limited():
            return self.get_response(request)


@lru_cache(maxsize=1_000)
def _public(path: str) -> Public | None:
    try:
        return getattr(resolve(path).func, "public", None)
    except Resolver404:
        return None


def _query(request: HtmxRequest, view: Public) -> Query:
    return view.query(dict(request.GET.lists()) if request.META["QUERY_STRING"] else {})


def _spell(request: HtmxRequest, query: Query) -> None:
    """From here on the request is one for the canonical address."""
    spelling = str(query).removeprefix("?")
    if request.META["QUERY_STRING"] != spelling:
        request.META["QUERY_STRING"] = spelling
        request.GET = QueryDict(spelling)
    request.canonical = f"{request.path}{query}"


def _is_cacheable(request: HtmxRequest, query: Query) -> bool:
    if settings.FRESH_WITHIN is None or settings.SESSION_COOKIE_NAME in request.COOKIES:
        return False
    if "HTTP_AUTHORIZATION" in request.META:  # whether the token is good is not in memory
        return False
    return not query.one("as_of")  # whether a moment has come depends on the clock


def _recent() -> State:
    """The state of the record, at most ``FRESH_WITHIN`` seconds ago."""
    global _known
    now = time.monotonic()
    if _known is None or now - _known[0] >= settings.FRESH_WITHIN:
        _known = now, state()
        if _known[1].rows > MOST_WRITES * (2 if settings.FACET_INDEX_DIR else 1):
            _fold(now)
    return _known[1]


def _fold(now: float) -> None:
    """For a site without an index: with one, its builds fold before there are so many rows."""
    global _folded_at
    if now - _folded_at < PAUSE:
        return
    _folded_at = now
    try:
        fold()
    except DatabaseError:  # the page can be made all the same
        logger.exception("The table of writes could not be folded.")


def _fingerprint(request: HtmxRequest, query: Query, record: State) -> str:
    """Of everything that an answer depends on."""
    given = (record.version, _code(), timezone.now().date().isoformat(), *_asked(request, query))
    return hashlib.blake2b(repr(given).encode(), digest_size=16).hexdigest()


def _asked(request: HtmxRequest, query: Query) -> Iterator[object]:
    yield from (request.scheme, request.get_host(), request.path, str(query))
    yield from (request.META.get(header) for header in RENDERINGS)
    yield spoken()
    yield "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")


def _code() -> str:
    return _newest() if settings.DEBUG else _newest_at_start()


def _newest() -> str:
    """When the code was last changed: a new release gives new pages."""
    return str(max(_times(settings.BASE_DIR / folder) for folder in CODE))


_newest_at_start = cache(_newest)


def _times(folder: Path) -> float:
    found = (entry.stat().st_mtime for root, _, _ in os.walk(folder) for entry in os.scandir(root))
    return max(found, default=0.0)


def _marked(response: HttpResponseBase, tag: str, record: State) -> HttpResponseBase:
    if response.status_code in (200, 304):
        response["ETag"] = tag
        response["Last-Modified"] = http_date(record.written_at.timestamp())
        response["Cache-Control"] = "no-cache, public"
        patch_vary_headers(response, ["HX-Request", "Accept-Encoding"])
    return response


def _for_one(response: HttpResponseBase) -> HttpResponseBase:
    """A proxy must not hand to others what was made for somebody who is logged in."""
    response.headers.setdefault("Cache-Control", "no-cache, private")
    patch_vary_headers(response, ["Cookie"])
    return response


def _keep(response: HttpResponseBase, tag: str) -> HttpResponseBase:
    """Whole answers only: streams are long, and a redirect or an error is soon made again."""
    if response.status_code == 200 and isinstance(response, HttpResponse) and not response.cookies:
        memory.pages.keep(tag, response)
    return response
