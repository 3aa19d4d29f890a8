"""Comparing: build a view, share it, show what was shared."""

from functools import partial
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from articles.addresses import ComparisonQuery, Query, number
from articles.browse.rankings import all_countries, found_by, speakers
from articles.compare.changes_since import changes_since, changes_soon
from articles.compare.comparison import compare, page_rows, paged
from articles.compare.filters import ComparisonFilter
from articles.compare.findings import finding
from articles.compare.fixed_timelines import kept, shown_again
from articles.compare.selection import Selection
from articles.compare.sharing import content_checksum, freeze, of_then, title_of
from articles.compare.timeline import beside
from articles.compare.words import Shown
from articles.exports.quotation import collection, script
from articles.exports.references import summary
from articles.models import Bloc, Comparison, Issue, Statement
from articles.views.access import HtmxRequest, misspelt, of_shared, query_of, show, show_page, wants_fragment
from articles.views.citing import citation_of, comparison_reference
from articles.views.embedding import iframe
from articles.views.jinja import absolute
from articles.views.page_cache import public
from articles.views.streams import stream

ISSUES = 60  # offered to choose from
SPEAKERS = 24  # offered to choose from; any other by their page


@public(ComparisonQuery)
def comparison_build(request: HtmxRequest) -> HttpResponse:
    filterset = ComparisonFilter(request.GET, Statement.objects.all())
    selection = filterset.selection
    page = number(request.GET.get("page", "")) or 1
    query = selection.query.into(ComparisonQuery)
    if filterset.is_valid() and (elsewhere := misspelt(request, query.replace(page=str(page)))):
        return elsewhere
    shown = compare(selection, timezone.now(), page=page) | {"then": query.one("as_of")}
    context = {
        "filterset": filterset,
        "errors": filterset.form.errors,
        "selection": selection,
        "query": query,
        "typed": query_of(request).uncrowded(),
        "shown": shown,
        "places": _places(shown, query),
        "finding": finding(shown),
        "countries": all_countries(),
        "blocs": Bloc.objects.all(),
        "speakers": speakers(selection.actors, SPEAKERS),
        **_issues_to_choose(selection),
        "title": title_of(shown),
        "timelines": beside(selection, shown),
    }
    return show(request, "articles/compare/comparison_build.html", context)


def _issues_to_choose(selection: Selection) -> dict[str, Any]:
    """Those chosen, and those heard most; how many others there are."""
    most_heard = [value for value, *_ in found_by().rows("issue", ISSUES)]
    current = Issue.objects.current()
    listed = current.filter(Q(slug__in=most_heard) | Q(pk__in=[issue.pk for issue in selection.issues]))
    issues = list(listed if current.count() > ISSUES else current)
    return {"issues": issues, "unlisted_issues": current.count() - len(issues)}


def _places(shown: Shown, query: Query) -> dict[str, str]:
    """Where the words of each issue stand, by its slug: on this page or on another."""
    if shown["by"]:  # the words themselves stand side by side
        return {}
    size, rows = page_rows(shown), shown["rows"]
    own, pages = shown["page"], range(1, -(-len(rows) // size) + 1)
    addresses = {n: "" if n == own else str(query.replace(page=str(n))) or "?" for n in pages}
    slugs = (row["issue"]["slug"] for row in rows)
    return {slug: f"{addresses[n // size + 1]}#w-{slug}" for n, slug in enumerate(slugs)}


class ShareForm(forms.Form):
    """What the sharer may add, and the fingerprint of what the sharer saw."""

    title = forms.CharField(max_length=200, required=False)
    note = forms.CharField(max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    seen = forms.CharField(max_length=100, widget=forms.HiddenInput, required=False)


@require_http_methods(["GET", "POST"])
def comparison_share(request: HttpRequest) -> HttpResponse:
    """Ask for a title and a note, then freeze what was seen; never something else than what was seen."""
    filterset = ComparisonFilter(request.GET, Statement.objects.all())
    selection = filterset.selection
    if not selection.columns:
        return redirect(f"{reverse('comparison_build')}{query_of(request)}")
    shown = compare(selection, timezone.now(), with_lines=request.method == "POST")
    if told := beside(selection, shown):
        shown["timelines"] = kept(told)
    seen = content_checksum(shown)
    form = ShareForm(request.POST or None, initial={"title": title_of(shown)})
    has_moved = form.is_valid() and form.cleaned_data["seen"] != seen
    if form.is_valid() and not has_moved:
        title, note = form.cleaned_data["title"], form.cleaned_data["note"]
        return redirect(freeze(shown, selection.query, title, note, request.user))
    preview = paged(shown, 1)
    places = {row["issue"]["slug"]: "#words" for row in shown["rows"]}
    context = {
        "form": form,
        "shown": preview,
        "places": places,
        "query": selection.query,
        "seen": seen,
        "has_moved": has_moved,
        "timelines": told,
    }
    status = 409 if has_moved else 422 if form.is_bound else 200
    return show_page(request, "articles/compare/comparison_share.html", context, status)


@of_shared
def comparison_show(request: HttpRequest, comparison: Comparison) -> HttpResponse:
    shown = of_then(comparison, number(request.GET.get("page", "")) or 1)
    context = {
        "comparison": comparison,
        "shown": shown,
        "places": _places(shown, Query.taking("page")({})),
        "changes": changes_soon(comparison, timezone.now()),
        "summary": summary(comparison),
        "citation": citation_of(comparison_reference(request, comparison), "comparison_cite", comparison.key),
        "iframe": iframe(request, comparison),
        "linked": _linked(request, comparison, shown),
        "timelines": shown_again(comparison.table),
    }
    return show_page(request, "articles/compare/comparison_show.html", context)


def _linked(request: HttpRequest, comparison: Comparison, shown: Shown) -> SafeString:
    """What its page shows, for machines that read pages."""
    whole = partial(absolute, request)
    address, licence = whole(comparison.get_absolute_url()), settings.RECORD_LICENCE_URL
    return script(collection(shown, comparison.title, address, licence, whole))


@of_shared
def comparison_changes(request: HtmxRequest, comparison: Comparison) -> HttpResponse:
    """What has changed since, for a comparison of so many statements that its page does not wait for it."""
    context = {"comparison": comparison, "changes": changes_since(comparison, timezone.now())}
    name = "_comparison_changes" if wants_fragment(request) else "comparison_changes"
    return show_page(request, f"articles/compare/{name}.html", context)


@of_shared
def comparison_evidence(request: HttpRequest, comparison: Comparison) -> HttpResponse | StreamingHttpResponse:
    """The statements behind each cell, a line of JSON each; their SHA-256 is in what was shown."""
    lines = comparison.evidence.splitlines(keepends=True)
    return stream(request, lines, "application/x-ndjson", f"{comparison.key}-evidence.jsonl")


@of_shared
def comparison_json(request: HttpRequest, comparison: Comparison) -> JsonResponse:
    """What was shared, with its checksum, for machines; the statements behind it are a file of their own."""
    shared = {"checksum": comparison.checksum, "shown": comparison.shown}
    if "evidence" in comparison.shown:
        shared["evidence"] = absolute(request, reverse("comparison_evidence", args=[comparison.key]))
    return JsonResponse(shared)
