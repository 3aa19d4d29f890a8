"""Errors as RFC 9457 problem details."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import serializers
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from articles.history.as_of import Unreadable
from articles.views.problems import MEDIA_TYPE, details
from articles.views.unreadable import SECONDS


class Problem(serializers.Serializer):
    """What every answer of status 400 and above holds."""

    type = serializers.CharField(help_text="about:blank: the status says all there is to say of the kind")
    title = serializers.CharField(help_text="The status in words")
    status = serializers.IntegerField(help_text="The status")
    detail = serializers.CharField(help_text="What is wrong, in a sentence")
    errors = serializers.DictField(  # type: ignore[assignment]
        child=serializers.ListField(child=serializers.CharField()),
        required=False,
        help_text="Sentences for each parameter or field that is not understood",
    )


def problem(status: int, detail: str, errors: dict[str, Any] | None = None) -> Response:
    return Response(details(status, detail, errors), status=status, content_type=MEDIA_TYPE)


def handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to an exception of a view; None for what is not a matter of the request."""
    if isinstance(error, Unreadable):
        told = problem(503, str(error))
        told["Retry-After"] = str(SECONDS)
        return told
    answer = exception_handler(error, context)
    if answer is None:
        return None
    if isinstance(error, ValidationError):
        return problem(answer.status_code, "Some parameters are not understood.", _by_name(error.detail))
    if isinstance(error, Http404):
        detail = "There is nothing at this address."
    elif isinstance(error, PermissionDenied):
        detail = str(error) or "You may not do this."
    else:
        assert isinstance(error, APIException)
        detail = str(error.detail)
    told = problem(answer.status_code, detail)
    for name in ("WWW-Authenticate", "Retry-After", "Allow"):
        if name in answer:
            told[name] = answer[name]
    return told


def _by_name(detail: Any) -> dict[str, list[str]]:
    if not isinstance(detail, dict):
        return {"request": [str(sentence) for sentence in detail]}
    return {name: _sentences(found) for name, found in detail.items()}


def _sentences(found: Any) -> list[str]:
    """However deep they lie: fields of fields are named before their sentence."""
    if isinstance(found, dict):
        return [f"{name}: {sentence}" for name, inner in found.items() for sentence in _sentences(inner)]
    return [str(sentence) for sentence in found] if isinstance(found, list) else [str(found)]
