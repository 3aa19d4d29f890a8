"""Public pages change only with the record: who has one is told so, others get it from memory.

Editors, and all who are logged in, always get a page made for them at that moment.
"""

import hashlib
import os
import time
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_etags

from articles.index.writes import State, state
from articles.views import memory

CODE = ("articles", "diplomacy", "static", "templates")  # what pages are made by
RENDERINGS = ("HTTP_HX_REQUEST", "HTTP_HX_BOOSTED", "HTTP_HX_HISTORY_RESTORE_REQUEST")

View = Callable[..., Any]
Answer = Callable[[HttpRequest], HttpResponseBase]
_known: tuple[float, State] | None = None


def public(view: View) -> View:
    """Says of a view that its answer depends on nothing but the record, the address and the day."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


class PublicPages:
    """Middleware, the outermost: it answers before anything else has to work."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _is_cacheable(request):
            return self.get_response(request)
        record = _recent()
        tag = f'W/"{_fingerprint(request, record)}"'
        if tag in parse_etags(request.META.get("HTTP_IF_NONE_MATCH", "")):
            return _marked(HttpResponseNotModified(), tag, record)
        return memory.pages.get(tag) or _keep(_marked(self.get_response(request), tag, record), tag)


def _is_cacheable(request: HttpRequest) -> bool:
    if settings.FRESH_WITHIN is None or request.method not in ("GET", "HEAD"):
        return False
    if settings.SESSION_COOKIE_NAME in request.COOKIES or "as_of" in request.GET:
        return False  # whether a moment has come depends on the clock
    return _is_public(request.path_info)


@lru_cache(maxsize=10_000)
def _is_public(path: str) -> bool:
    try:
        return getattr(resolve(path).func, "is_public", False)
    except Resolver404:
        return False


def _recent() -> State:
    """The state of the record, at most ``FRESH_WITHIN`` seconds ago."""
    global _known
    now = time.monotonic()
    if _known is None or now - _known[0] >= settings.FRESH_WITHIN:
        _known = now, state()
    return _known[1]


def _fingerprint(request: HttpRequest, record: State) -> str:
    """Of everything that an answer depends on."""
    given = (record.version, _code(), timezone.now().date().isoformat(), *_asked(request))
    return hashlib.blake2b(repr(given).encode(), digest_size=16).hexdigest()


def _asked(request: HttpRequest) -> Iterator[object]:
    """Parameters in one order, so that two spellings of a view are one page; their values keep theirs."""
    yield from (request.scheme, request.get_host(), request.path, sorted(request.GET.lists()))
    yield from (request.META.get(header) for header in RENDERINGS)
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


def _keep(response: HttpResponseBase, tag: str) -> HttpResponseBase:
    """Whole answers only: streams are long, and a redirect or an error is soon made again."""
    if response.status_code == 200 and isinstance(response, HttpResponse) and not response.cookies:
        memory.pages.keep(tag, response)
    return response
