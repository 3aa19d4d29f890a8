"""What is refused before it is read, and what browsers are told not to give to the pages."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase

from articles.formatting import number
from articles.language import gettext
from articles.views.problems import is_api, refused

SAFE = ("GET", "HEAD")
SENT_TO = (
    "/admin/",
    "/account/",
    "/review/",
    "/compare/share/",
    "/report/",
    "/follow/",
)  # forms; all other pages are only read
OPEN = 1_000_000  # bytes that somebody may send who has no session
NOTHING = ", ".join(
    f"{feature}=()"
    for feature in (
        *("accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope"),
        *("magnetometer", "microphone", "midi", "payment", "usb", "xr-spatial-tracking"),
    )
)


class Guard:
    """Middleware: 413 for more bytes than somebody may send, 405 for what no page is for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        most = _most(request)
        methods = (*SAFE, "POST") if request.path_info.startswith(SENT_TO) else SAFE
        if _length(request) > most:
            told = gettext("At most %(number)s bytes can be sent at once: send less, or in parts.") % {
                "number": number(most)
            }
            response: HttpResponseBase = refused(request, 413, told)
        elif request.method not in methods and not is_api(request):  # it says so itself
            response = HttpResponseNotAllowed(methods)
        else:
            response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", NOTHING)
        return response


def _most(request: HttpRequest) -> int:
    if is_api(request) and "HTTP_AUTHORIZATION" in request.META:
        return settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return settings.UPLOAD_MOST if settings.SESSION_COOKIE_NAME in request.COOKIES else OPEN


def _length(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
