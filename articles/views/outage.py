"""What readers are told while the database cannot be reached; the process itself goes on answering.

The first requests of an outage wait for the pool's time-out. From then on one request at a time tries again,
once a second, and all others are answered at once: so that no thread is missing for those that need no
database, health checks among them.
"""

import json
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psycopg
from csp.middleware import CSPMiddleware
from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware
from django.views.defaults import server_error

from articles.language import gettext, spoken, text
from articles.views.access import show_page
from articles.views.problems import is_api, refused
from diplomacy import replicas
from diplomacy.embedded import EmbeddedServerError

SECONDS = 5  # after which to ask again
PAUSE = 1.0  # seconds between two attempts of this process
ALIVE = ("/healthz", "/readyz", "/metrics", "/static/", "/.well-known/", "/robots.txt", "/favicon.ico")
GONE = ("08", "57P")  # SQL states: no connection; the server is stopping, was killed, or starts
AWAY = text(
    "The database cannot be reached at this moment. Nothing was changed; this page asks for it again."
)
TOO_LONG = text(
    "This takes longer than a page may. Narrow it by a filter or a shorter period, then ask again."
)
BROKEN = {"en": "500.html", "fr": "500.fr.html"}  # which need nothing, a catalogue least of all
SECRET = ("password", "otp")  # in the names of fields that are never written into a page
MOST_KEPT = 1_000_000  # characters of a form that are written back


@dataclass
class Line:
    """Whether this process reaches a database; threads share it."""

    pause: float = PAUSE
    is_down: bool = False
    next_attempt: float = 0.0

    def __post_init__(self) -> None:
        self.lock = threading.Lock()

    def may_try(self) -> bool:
        """True unless it is down and somebody tries, or tried a moment ago."""
        with self.lock:
            if not self.is_down:
                return True
            if time.monotonic() < self.next_attempt:
                return False
            self.next_attempt = time.monotonic() + self.pause
            return True

    def note(self, is_down: bool) -> None:
        with self.lock:
            self.is_down = is_down
            self.next_attempt = time.monotonic() + self.pause


line = Line()


class Outage:
    """Middleware, before all that may ask the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        within: Callable[[HttpRequest], HttpResponseBase] = _away
        layers: list[Any] = [XFrameOptionsMiddleware, CSPMiddleware, SecurityMiddleware]
        for layer in layers:
            within = layer(within)
        self.tell = within  # with the headers that other pages get from these

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(ALIVE):
            return self.get_response(request)
        if not line.may_try():
            return self.tell(request)
        response = self.get_response(request)
        if line.is_down and not getattr(response, "is_outage", False):
            line.note(is_down=False)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return answer(request, exception)


def answer(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """503 if the database is the reason, else None."""
    if isinstance(error, OperationalError) and isinstance(error.__cause__, psycopg.errors.QueryCanceled):
        return _told(request, TOO_LONG)
    if not is_away(error):
        return None
    if replicas.chosen() == DEFAULT_DB_ALIAS:  # else the primary is asked next
        line.note(is_down=True)
    return _away(request)


def is_away(error: BaseException | None) -> bool:
    """Whether the database could not be asked at all: another question would have failed as well."""
    if isinstance(error, EmbeddedServerError | InterfaceError):
        return True
    state = getattr(error.__cause__, "sqlstate", None) if error else None
    return isinstance(error, OperationalError) and (state is None or state.startswith(GONE))


def broken(request: HttpRequest) -> HttpResponseBase:
    """The page of errors (handler500): of those that a middleware met, too."""
    return answer(request, sys.exc_info()[1]) or server_error(request, BROKEN[spoken()])


def _away(request: HttpRequest) -> HttpResponse:
    response = _told(request, AWAY)
    response.is_outage = True  # type: ignore[attr-defined]
    return response


def _told(request: HttpRequest, reason: str) -> HttpResponse:
    reason = gettext(reason)
    if request.headers.get("HX-Request"):  # what was typed stays where it is
        response = HttpResponse(reason, content_type="text/plain", status=503)
        response["HX-Reswap"] = "none"
        response["HX-Trigger"] = json.dumps({"unavailable": reason.partition(". ")[0] + "."})
    elif is_api(request):
        response = refused(request, 503, reason)
    else:
        context = {"reason": reason, "again": _again(request), "seconds": SECONDS}
        response = show_page(request, "503.html", context, status=503)
    response["Retry-After"] = str(SECONDS)
    response["Cache-Control"] = "no-store"
    return response


def _again(request: HttpRequest) -> list[tuple[str, str]] | None:
    """The fields of a form that was sent, to be sent again; None if nothing was sent, or not all can be."""
    if request.method != "POST" or any(word in name.lower() for name in request.POST for word in SECRET):
        return None
    fields = [(name, str(value)) for name, values in request.POST.lists() for value in values]
    is_whole = not request.FILES and sum(len(value) for _, value in fields) <= MOST_KEPT
    return fields if is_whole else None
