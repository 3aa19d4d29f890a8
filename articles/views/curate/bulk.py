"""Accepting several suggestions of an article at once: after a preview that lists what will be confirmed."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from articles.curate import verbs
from articles.formatting import kind, said_or_reported
from articles.models import Article, Statement
from articles.views.access import for_editors, show_page
from articles.views.curate.rows import Row, rows_of

FIELDS = {"speaker": "Speaker", "country": "For", "said": "Said", "kind": "Reported", "position": "Position"}


def values_of(row: Row) -> dict[str, list[str]]:
    """What stands in each field (keys of FIELDS), in words."""
    one = row.statement
    rows = one.speakers
    return {
        "speaker": [r.actor.name for r in rows] or ["nobody"],
        "country": [r.country.name if r.country else "no country" for r in rows] or ["no country"],
        "said": [said_or_reported(one.said_on, one.said_on_precision, one.said_on_basis, one.article.dated)],
        "kind": [kind(one.kind)],
        "position": [f"{p.issue.title}: {p.verb}" for p in one.positions.all()] or ["no position"],
    }


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def review_bulk(request: HttpRequest, pk: int) -> HttpResponse:
    """The suggestions with nothing to check; those whose values all stay ticked are accepted."""
    article = get_object_or_404(Article.objects.select_related("source"), pk=pk)
    rows = rows_of(article, request.user)
    plain = [row for row in rows if not row.is_decided and not row.checks and not row.is_flagged]
    if request.method == "POST":
        return _decide(request, article, plain)
    return _show(request, article, rows, plain)


def _show(request: HttpRequest, article: Article, rows: list[Row], plain: list[Row]) -> HttpResponse:
    values = {row.statement.pk: values_of(row) for row in plain}
    counts = {
        name: Counter(v for own in values.values() for v in dict.fromkeys(own[name])).most_common()
        for name in FIELDS
    }
    context: dict[str, Any] = {
        "article": article,
        "plain": plain,
        "left": [row for row in rows if not row.is_decided and row not in plain],
        "total": len(rows),
        "fields": FIELDS,
        "counts": counts,
        "values": values,
        "versions": {row.statement.pk: verbs.version(row.statement) for row in plain},
        "messages": messages.get_messages(request),
    }
    return show_page(request, "articles/curate/review_bulk.html", context)


def _decide(request: HttpRequest, article: Article, plain: list[Row]) -> HttpResponse:
    """Accept what was in the preview, ticked by itself and by each of its values, and is as it was then."""
    ticked = {name: set(request.POST.getlist(name)) for name in FIELDS}
    chosen, shown = set(request.POST.getlist("id")), dict(_versions(request))
    rows = [row for row in plain if str(row.statement.pk) in chosen]
    changed = [row for row in rows if verbs.version(row.statement) != shown.get(str(row.statement.pk))]
    same = [row.statement.pk for row in rows if row not in changed and _is_ticked(row, ticked)]
    try:
        if not same:
            raise verbs.Refused("Nothing is ticked that is as it was shown; look again.")
        number = verbs.accept(Statement.objects.filter(pk__in=same), request.user)
    except verbs.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("review_bulk", article.pk)
    left = f" {len(changed)} had been changed meanwhile and still wait." if changed else ""
    messages.success(request, f"Accepted {number} at once.{left}")
    return redirect("review_desk", article.pk)


def _is_ticked(row: Row, ticked: dict[str, set[str]]) -> bool:
    return all(set(own) <= ticked[name] for name, own in values_of(row).items())


def _versions(request: HttpRequest) -> list[tuple[str, str]]:
    pairs = (text.partition(":")[::2] for text in request.POST.getlist("version"))
    return [(key, version) for key, version in pairs]
