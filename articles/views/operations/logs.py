"""Which request an entry of the log belongs to, how long it took, and what was slow in it."""

import logging
import re
import time
import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from diplomacy import logs

GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")  # what a proxy may call a request
slow = logging.getLogger("demarche.slow")
requests = logging.getLogger("demarche.requests")


class RequestLog:
    """Middleware, before all others: names each request, tells its time and what was slow."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        name = given if settings.PROXIES and GIVEN.fullmatch(given) else uuid.uuid4().hex
        token = logs.request.set(name)
        began = time.perf_counter()
        try:
            with connection.execute_wrapper(tell_slow):
                response = self.get_response(request)
            response["X-Request-ID"] = name
            if requests.isEnabledFor(logging.INFO):
                requests.info(
                    "%s %s %s",
                    request.method,
                    request.path,
                    response.status_code,
                    extra=_more(response, began),
                )
            return response
        finally:
            logs.request.reset(token)


def _more(response: HttpResponseBase, began: float) -> dict[str, Any]:
    return {"more": {"status": response.status_code, "ms": round((time.perf_counter() - began) * 1000, 1)}}


def tell_slow(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Around each question: a warning with its SQL, without values, if it takes ``SLOW_MS`` or more."""
    began = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        ms = (time.perf_counter() - began) * 1000
        if ms >= settings.SLOW_MS:
            slow.warning(
                "%.0f ms: %s", ms, " ".join(str(sql).split())[:2000], extra={"more": {"ms": round(ms)}}
            )
