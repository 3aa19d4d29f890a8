"""How often one client may ask for what costs more than a page from memory.

Each process counts for itself, in memory: to share the count would take a write for each request. So with two
processes up to twice as many are answered.
"""

import json
import time
from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from articles.addresses import address_of, network_of
from articles.formatting import count
from articles.language import gettext, ngettext, text
from articles.views import problems
from articles.views.access import show_page
from articles.views.problems import is_api
from articles.views.tokens import token_of

ASKS = {  # by the name of the address: what counts against which rate
    "statement_list": "search",
    "statement_suggest": "suggest",
    "statement_values": "search",
    "comparison_build": "search",
    "comparison_changes": "search",
    "agreement_show": "search",
    "shift_list": "search",
    "statement_feed": "search",
    "statement_json_feed": "search",
    "statement_export": "export",
    "comparison_export": "export",
    "comparison_evidence": "export",
    "statement_exchange": "export",
    "event_export": "export",
    "dataset_file": "export",
    "roll_call_list": "search",
    "comparison_card": "export",
    "comparison_share": "search",
}
SENDS = {
    **dict.fromkeys(("follow_statements", "follow_comparison", "follow_fixed"), "follow"),
    "comparison_share": "share",
    "statement_report": "report",
    "account_login": "login",
    "admin_login": "login",
}
WORDS = {
    "search": text("pages made by filters or a search"),
    "suggest": text("suggestions"),
    "export": text("files"),
    "share": text("fixed versions"),
    "report": text("reports of errors"),
    "api": text("answers of the API"),
    "token": text("answers of the API to a token"),
    "follow": text("requests to follow something"),
    "login": text("attempts to log in"),
}
OF_MEMBERS = 5  # times as much is for an account

counter = SlidingWindowCounterRateLimiter(MemoryStorage())
read_rate: Callable[[str], RateLimitItem] = cache(parse)


class Limits:
    """Middleware, after that which tells who is logged in; what comes from memory does not reach it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponseBase | None:
        name = request.resolver_match.url_name if request.resolver_match else None
        kind = "api" if is_api(request) else (SENDS if request.method == "POST" else ASKS).get(name or "")
        token = token_of(request) if kind == "api" else None
        kind = "token" if token else kind
        rate = settings.RATES.get(kind) if kind else None
        if not kind or not rate:
            return None
        client, times = (f"token {token.pk}", 1) if token else _client(request)
        most = read_rate(rate)
        if times > 1:
            most = type(most)(most.amount * times, most.multiples)
        if counter.hit(most, kind, client):
            return None
        seconds = max(1, round(counter.get_window_stats(most, kind, client).reset_time - time.time()))
        return refused(request, kind, most, seconds)


def _client(request: HttpRequest) -> tuple[str, int]:
    """Who is counted as one, and how many times the rate is theirs; an attempt to log in is of an address."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        return f"account {request.user.pk}", OF_MEMBERS
    return network_of(address_of(request.META)), 1


def refused(request: HttpRequest, kind: str, most: RateLimitItem, seconds: int) -> HttpResponse:
    """429, with how much is too much and when to ask again."""
    told = gettext(
        "No more than %(number)s %(things)s %(every)s are given to one client. Ask again in %(seconds)s."
    ) % {
        "number": most.amount,
        "things": gettext(WORDS[kind]),
        "every": _every(most),
        "seconds": count(seconds, "second"),
    }
    if request.headers.get("HX-Request"):
        response = HttpResponse(told, content_type="text/plain", status=429)
        response["HX-Reswap"] = "none"
        response["HX-Trigger"] = json.dumps({"unavailable": told})
    elif is_api(request):
        response = problems.refused(request, 429, told)
    else:
        response = show_page(request, "429.html", {"told": told, "title": gettext("Too often")}, status=429)
    response["Retry-After"], response["Cache-Control"] = str(seconds), "no-store"
    return response


def _every(most: RateLimitItem) -> str:
    """An hour, a minute; in 10 minutes."""
    unit, times = most.GRANULARITY.name, most.multiples
    if times == 1:
        return gettext(ONCE[unit])
    several = {
        "second": ngettext("in %(number)s seconds", "in %(number)s seconds", times),
        "minute": ngettext("in %(number)s minutes", "in %(number)s minutes", times),
        "hour": ngettext("in %(number)s hours", "in %(number)s hours", times),
        "day": ngettext("in %(number)s days", "in %(number)s days", times),
        "month": ngettext("in %(number)s months", "in %(number)s months", times),
        "year": ngettext("in %(number)s years", "in %(number)s years", times),
    }
    return several[unit] % {"number": times}


ONCE = {
    "second": text("a second"),
    "minute": text("a minute"),
    "hour": text("an hour"),
    "day": text("a day"),
    "month": text("a month"),
    "year": text("a year"),
}
