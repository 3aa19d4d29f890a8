"""Statements in the formats of other programs, streamed: annotations, networks, events."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from articles.addresses import FileQuery
from articles.browse.filterset import StatementFilter
from articles.browse.results import batches, results
from articles.exports import networks
from articles.exports.annotations import annotation_page
from articles.exports.graphml import graphml
from articles.exports.provenance import Provenance
from articles.exports.records import csv_lines
from articles.history.as_of import at_once
from articles.models import Statement
from articles.views.access import query_of
from articles.views.exports import refusal
from articles.views.jinja import absolute
from articles.views.page_cache import public
from articles.views.streams import stream

CHUNK = 200  # statements whose articles' texts are held at once
Whole = Callable[[str], str]


@public(FileQuery, is_page=False)
def statement_exchange(request: HttpRequest, kind: str) -> HttpResponseBase:
    """``statements.jsonld``, ``statements.graphml``, ``events.csv``: every statement that fits."""
    filterset = StatementFilter(request.GET, Statement.objects.all())
    if not filterset.is_valid():
        return refusal(filterset)
    content_type, name, make = KINDS[kind]
    lines = _of_one_moment(
        filterset, partial(make, filterset, _provenance(request), partial(absolute, request))
    )
    answer = stream(request, lines, content_type, name)
    if settings.RECORD_LICENCE_URL:
        answer["Link"] = f'<{settings.RECORD_LICENCE_URL}>; rel="license"'
    return answer


def _of_one_moment(filterset: StatementFilter, make: Callable[[], Iterator[str]]) -> Iterator[str]:
    with filterset.known(), at_once():
        yield from make()


def _provenance(request: HttpRequest) -> Provenance:
    address = absolute(request, f"/statements/{query_of(request)}")
    licence = settings.RECORD_LICENCE, settings.RECORD_LICENCE_URL
    return Provenance(settings.SITE_NAME, address, timezone.now(), *licence)


def _annotations(filterset: StatementFilter, told: Provenance, whole: Whole) -> Iterator[str]:
    return annotation_page(_statements(filterset), told, whole)


def _statements(filterset: StatementFilter) -> Iterator[Statement]:
    for ids in batches(results(filterset), CHUNK):
        found = Statement.objects.with_context().defer(None).prefetch_related("positions__issue").in_bulk(ids)
        yield from (found[pk] for pk in ids if pk in found)


def _graph(filterset: StatementFilter, told: Provenance, whole: Whole) -> Iterator[str]:
    return graphml(networks.nodes(filterset.qs, whole), networks.edges(filterset.qs), told)


def _events(filterset: StatementFilter, told: Provenance, whole: Whole) -> Iterator[str]:
    return csv_lines(networks.events(filterset.qs), delimiter=";")


KINDS: dict[str, tuple[str, str, Callable[..., Iterator[Any]]]] = {
    "jsonld": ("application/ld+json; charset=utf-8", "statements.jsonld", _annotations),
    "graphml": ("application/graphml+xml; charset=utf-8", "statements.graphml", _graph),
    "events": ("text/csv; charset=utf-8", "events.csv", _events),
}
"""Content type, name of the file, and what makes it of filters, provenance and addresses."""
