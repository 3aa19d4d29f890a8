"""No text of the record holds a NUL character, and the database takes none: who sends one is told so."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from articles.language import gettext, text
from articles.views.problems import refused

NUL = "\x00"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
MESSAGE = text("There is a NUL character in what was sent; no text can hold one.")


class NoNul:
    """Middleware, after CSRF's, which has read the fields of a form by then; files are not looked at."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        query = request.META.get("QUERY_STRING", "")
        holds_one = NUL in request.path_info or "%00" in query
        return refused(request, 400, gettext(MESSAGE)) if holds_one else self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponseBase | None:
        is_form = request.method == "POST" and request.content_type in FORMS
        return refused(request, 400, gettext(MESSAGE)) if is_form and _holds_nul(request) else None


def _holds_nul(request: HttpRequest) -> bool:
    return any(NUL in text for name, values in request.POST.lists() for text in (name, *map(str, values)))
