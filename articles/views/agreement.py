"""How far countries, blocs and speakers agree, as a table and as a drawing."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from articles.agreement import FEWEST, network, pairs_of
from articles.comparison import compare
from articles.filters import ComparisonFilter
from articles.models import Statement
from articles.sharing import title_of
from articles.views.access import show_page
from articles.views.cached import public


@public
def agreement_show(request: HttpRequest) -> HttpResponse:
    """Takes the parameters of /compare/; every pair leads there."""
    filterset = ComparisonFilter(request.GET, Statement.objects.all())
    # What they agree on counts, too, whenever it was said.
    selection = replace(filterset.selection, only_differing=False, by="")
    shown = compare(selection, timezone.now())
    pairs = pairs_of(shown)
    context = {
        "errors": filterset.form.errors,
        "query": selection.query,
        "shown": shown,
        "title": title_of(shown),
        "pairs": pairs,
        "drawn": [pair for (one, _), pair in pairs.items() if one == pair.one and pair.share is not None],
        "nodes": {node.id: node for node in network(shown["columns"])},
        "fewest": FEWEST,
    }
    return show_page(request, "articles/compare/agreement_show.html", context)
