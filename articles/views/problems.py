"""Errors as RFC 9457 problem details, for whoever asks below /api/."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

MEDIA_TYPE = "application/problem+json"
API = "/api/"


def is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith(API)


def details(status: int, detail: str, errors: dict[str, Any] | None = None) -> dict[str, Any]:
    told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return told | ({"errors": errors} if errors else {})


def refused(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    """A sentence: as problem details for a program, else as plain text."""
    if is_api(request):
        return JsonResponse(details(status, sentence), status=status, content_type=MEDIA_TYPE)
    return HttpResponse(f"{sentence}\n", status=status, content_type="text/plain")
