"""Which encodings a client takes: what it refuses by a quality of 0 counts as not named."""

import re
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

REFUSED = re.compile(r"(?i)^[^;]+;\s*q\s*=\s*0(\.0*)?\s*$")


class TakenEncodings:
    """Middleware, before whatever compresses: Django's and WhiteNoise's look for the word gzip alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.META.get("HTTP_ACCEPT_ENCODING", "")
        if ";" in given:
            taken = [part for part in given.split(",") if not REFUSED.match(part.strip())]
            request.META["HTTP_ACCEPT_ENCODING"] = ",".join(taken)
        return self.get_response(request)
