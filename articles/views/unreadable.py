"""What readers are told while something cannot be read, and is expected to be soon."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from articles.history.as_of import Unreadable
from articles.language import gettext
from articles.views.access import show_page

SECONDS = 5  # after which to ask again


class PastUnreadable:
    """Middleware: 503 with the reason when the record as of a moment cannot be read now."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Unreadable):
            return None
        answer = show_page(request, "503.html", {"reason": gettext(str(exception))}, status=503)
        answer["Retry-After"] = str(SECONDS)
        return answer
