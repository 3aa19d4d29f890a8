"""On which issues countries, blocs and speakers agree: a shaded matrix, and each pair with its issues."""

from django.http import HttpResponse
from django.utils import timezone

from articles.addresses import AgreementQuery
from articles.compare.agreement import FEWEST, by_likeness, memberships, pairs_of
from articles.compare.comparison import compare
from articles.compare.filters import ComparisonFilter
from articles.compare.sharing import title_of
from articles.models import Statement
from articles.views.access import HtmxRequest, misspelt, show_page
from articles.views.page_cache import public


@public(AgreementQuery)
def agreement_show(request: HtmxRequest) -> HttpResponse:
    """Takes the parameters of /compare/; every pair leads there."""
    filterset = ComparisonFilter(request.GET, Statement.objects.all())
    selection = filterset.selection
    if filterset.is_valid() and (elsewhere := misspelt(request, selection.query)):
        return elsewhere
    shown = compare(selection, timezone.now(), page=1)
    pairs = pairs_of(shown, memberships(selection))
    each = [pair for (one, _), pair in pairs.items() if one == pair.one and pair.shared]
    context = {
        "errors": filterset.form.errors,
        "query": selection.query,
        "shown": shown,
        "title": title_of(shown),
        "pairs": pairs,
        "columns": by_likeness(shown["columns"], pairs),
        "named": {column["id"]: column["name"] for column in shown["columns"]},
        "titles": {row["issue"]["slug"]: row["issue"]["title"] for row in shown["rows"]},
        "told": sorted(each, key=lambda pair: -len(pair.agreed) / len(pair.shared)),
        "fewest": FEWEST,
    }
    return show_page(request, "articles/compare/agreement_show.html", context)
