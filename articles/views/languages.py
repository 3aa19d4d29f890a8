"""In which language a reader is answered: the one chosen in the footer, else the browser's, else English."""

from collections.abc import Callable
from contextlib import nullcontext
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.cache import never_cache

from articles.language import LANGUAGES, SOURCE, speaking

COOKIE = "language"
REDIRECTS = (301, 302, 303, 307, 308)  # which lead to the same place in any language
YEAR = 365 * 24 * 60 * 60
ENGLISH_ONLY = (
    "/api/",
    "/admin/",
    "/review/",
    "/static/",
    "/feeds/",
    "/metrics",
    "/healthz",
    "/readyz",
    "/oembed",
)
"""For programs and editors: beside files, whose last name has an ending."""


class Spoken:
    """Middleware, before all that writes texts: pages are in the reader's language, all else in English."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_spoken(request.path_info):
            return self.get_response(request)
        code = language_of(request)
        with speaking(code), nullcontext() if code == SOURCE else translation.override(code):
            response = self.get_response(request)
        if response.status_code not in REDIRECTS:
            response.headers.setdefault("Content-Language", code)
            patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return response


@lru_cache(maxsize=1_000)
def is_spoken(path: str) -> bool:
    """Whether a page for readers stands at this address, or would tell them that there is none."""
    return not path.startswith(ENGLISH_ONLY) and "." not in path.rpartition("/")[2]


def language_of(request: HttpRequest) -> str:
    """One of LANGUAGES; for what is no page of readers English, whatever was chosen."""
    if not is_spoken(request.path_info):
        return SOURCE
    chosen = request.COOKIES.get(COOKIE)
    return chosen if chosen in LANGUAGES else _preferred(request.META.get("HTTP_ACCEPT_LANGUAGE", "")[:200])


@lru_cache(maxsize=1_000)
def _preferred(accepted: str) -> str:
    """The first of ours that a browser names: fr-CA is French."""
    named = (code.partition("-")[0] for code, quality in parse_accept_lang_header(accepted) if quality)
    return next((code for code in named if code in LANGUAGES), SOURCE)


@never_cache
def language_choose(request: HttpRequest, code: str) -> HttpResponse:
    """Keeps the choice for a year, and leads back to the page on which it was made."""
    if code not in LANGUAGES:
        raise Http404
    response = redirect(_back(request))
    response.set_cookie(COOKIE, code, max_age=YEAR, secure=settings.HTTPS, httponly=True, samesite="Lax")
    return response


def _back(request: HttpRequest) -> str:
    """The page that the browser says it comes from, with its filters; else the path that the link names."""
    came, told = request.META.get("HTTP_REFERER", ""), request.GET.get("next", "")
    for address in (came, told):
        if address and url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure()):
            parts = urlsplit(address)
            if parts.path and not parts.path.startswith("/language/"):
                return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return reverse("home")
