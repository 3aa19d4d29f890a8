"""OpenAPI 3.1 of the API, from what its views say of themselves."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, inline_serializer
from rest_framework import serializers

from articles.api import shapes
from articles.api.problems import Problem
from articles.views.problems import MEDIA_TYPE

KEYS = {"articles", "positions", "roles", "statements", "utterances"}  # whose keys are numbers
REPEATED = {
    "country",
    "bloc",
    "actor",
    "issue",
    "stance",
    "kind",
    "source",
    "precision",
    "voice",
    "body",
    "parent",
}
CHOSEN_FROM = (
    "Statement", "Article", "Actor", "Role", "Country", "Bloc", "Issue", "Position", "Utterance",
)  # fmt: skip


class Schema(AutoSchema):
    """Of one view: its ``parameters``, what ``answer`` holds, and the problems that it may tell."""

    view: Any

    @property
    def writes(self) -> bool:
        return self.method == "POST"

    def get_operation_id(self) -> str:
        kind, _, key = self._path.partition("/")
        if self.writes:
            return {"articles": "add_article"}.get(self._path) or self._path.rpartition("/")[
                2
            ] + f"_of_{kind}"
        return f"get_{kind}_by_key" if key else f"get_{kind}"

    @property
    def _path(self) -> str:
        return str(self.path).removeprefix("/api/v1/")

    def get_tags(self) -> list[str]:
        return ["record"]

    def get_auth(self) -> list[dict[str, list[str]]]:
        return [{"token": []}] if self.writes else [{"token": []}, {}]

    def get_override_parameters(self) -> list[Any]:
        told = {} if self.writes else self.view.parameters
        taken = [_parameter(name, meaning) for name, meaning in told.items()]
        kind, _, key = self._path.partition("/")
        number = int if kind in KEYS else str
        return [*taken, OpenApiParameter("key", number, OpenApiParameter.PATH)] if key else taken

    def get_request_serializer(self) -> Any:
        return self.view.sent if self.writes else None

    def get_response_serializers(self) -> Any:
        statuses = self.view.refusals if self.writes else self.view.problems
        problems = {(status, MEDIA_TYPE): Problem for status in statuses}
        if self.writes:
            return {(status, "application/json"): self.view.made for status in self.view.done} | problems
        return {(200, "application/json"): self.view.answer(), **problems}


def _parameter(name: str, meaning: str) -> OpenApiParameter:
    if name == "size":
        return OpenApiParameter(name, int, description=meaning)
    return OpenApiParameter(name, str, description=meaning, many=name in REPEATED, explode=True)


def paged(shape: Any, counted: bool = False) -> Any:
    """A page of a list: where the next one is, and the things on this one."""
    fields: dict[str, Any] = {"count": serializers.IntegerField(help_text="Of all pages")} if counted else {}
    return inline_serializer(
        f"PageOf{shape.__name__.removesuffix('Serializer')}s",
        fields
        | {
            "next": serializers.URLField(allow_null=True, help_text="Of the next page; null on the last"),
            "results": shape(many=True),
        },
    )


class Anything(serializers.Serializer):
    """An object as docs/comparison.md describes it."""


def fields_may_be_missing(result: Any, **_: Any) -> Any:
    """A hook: whoever asks for some fields gets no others."""
    for name in CHOSEN_FROM:
        result["components"]["schemas"].get(name, {}).pop("required", None)
    return result


FACETS = inline_serializer(
    "Facets",
    {
        "count": serializers.IntegerField(help_text="Statements that fit"),
        "facets": shapes.FacetSerializer(many=True),
    },
)
FIXED = inline_serializer(
    "FixedComparison",
    {
        "checksum": serializers.CharField(help_text="SHA-256 of what was shown, as canonical JSON"),
        "shown": serializers.DictField(help_text="What was shown; docs/comparison.md has its shape"),
    },
)
