"""What is refused before it is read, and what browsers are told not to give to the pages."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

OPEN = 1_000_000  # bytes that somebody may send who has no session
NOTHING = ", ".join(
    f"{feature}=()"
    for feature in (
        *("accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope"),
        *("magnetometer", "microphone", "midi", "payment", "usb", "xr-spatial-tracking"),
    )
)


class Guard:
    """Middleware: 413 for more bytes than somebody may send; a policy of permissions for each page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        most = _most(request)
        if _length(request) > most:
            response: HttpResponseBase = HttpResponse(
                f"At most {most:,} bytes can be sent at once: send less, or in parts.\n",
                content_type="text/plain",
                status=413,
            )
        else:
            response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", NOTHING)
        return response


def _most(request: HttpRequest) -> int:
    return settings.UPLOAD_MOST if settings.SESSION_COOKIE_NAME in request.COOKIES else OPEN


def _length(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
