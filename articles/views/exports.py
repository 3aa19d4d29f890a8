"""The same lists for machines: a page of JSON, or the whole result as a stream."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.utils import timezone

from articles.addresses import ComparisonQuery, FileQuery
from articles.browse.filterset import StatementFilter
from articles.browse.paging import still_there
from articles.browse.results import Results, batches, results
from articles.compare.comparison import compare
from articles.compare.filters import ComparisonFilter
from articles.exports.parquet import is_available, parquet
from articles.exports.records import comparison_rows, csv_lines, json_lines, records, statement_rows
from articles.history.as_of import at_once
from articles.models import Statement
from articles.views.access import query_of
from articles.views.jinja import absolute
from articles.views.page_cache import public
from articles.views.streams import stream

CHUNK = 500


@public(FileQuery, is_page=False)
def statement_export(request: HttpRequest, kind: str) -> HttpResponse | StreamingHttpResponse:
    """``json``: one page with count and next; ``csv``, ``jsonl``, ``parquet``: every statement that fits."""
    if kind == "parquet" and not is_available():
        raise Http404("Parquet is not offered here: the extra pyarrow is not installed")
    filterset = StatementFilter(request.GET, Statement.objects.all())
    if not filterset.is_valid():
        return refusal(filterset)
    if kind == "json":
        with filterset.known():
            return _page(request, results(filterset))
    every = _every_record(filterset, partial(absolute, request))
    if kind == "csv":
        return stream(request, csv_lines(statement_rows(every)), "text/csv; charset=utf-8", "statements.csv")
    if kind == "parquet":
        return stream(request, parquet(every), "application/vnd.apache.parquet", "statements.parquet")
    return stream(request, json_lines(every), "application/x-ndjson", "statements.jsonl")


def _every_record(filterset: StatementFilter, whole: Callable[[str], str]) -> Iterator[dict[str, Any]]:
    """All of one moment, however long it takes: what editors change meanwhile neither moves nor leaves."""
    with filterset.known(), at_once():
        for ids in batches(results(filterset), CHUNK):
            yield from records(ids, whole)


def _page(request: HttpRequest, found: Results) -> JsonResponse:
    page = found.page(still_there)
    address = f"{request.path}{query_of(request).replace(cursor=page.next)}"
    following = absolute(request, address) if page.next else None
    rows = records(page.rows, partial(absolute, request))
    return JsonResponse({"count": found.total, "next": following, "results": rows})


@public(ComparisonQuery, is_page=False)
def comparison_export(request: HttpRequest, kind: str) -> HttpResponse | StreamingHttpResponse:
    """``json``: what /compare/ shows; ``csv``: one row for each issue and column."""
    filterset = ComparisonFilter(request.GET, Statement.objects.all())
    if not filterset.is_valid():
        return refusal(filterset)
    shown = compare(filterset.selection, timezone.now())
    if kind == "json":
        return JsonResponse(shown)
    if kind == "csv":
        rows = comparison_rows(shown, partial(absolute, request))
        return stream(request, csv_lines(rows), "text/csv; charset=utf-8", "comparison.csv")
    raise Http404


def refusal(filterset: Any) -> JsonResponse:
    """400, with a list of messages for each parameter that is not understood."""
    return JsonResponse({"errors": filterset.form.errors}, status=400)
