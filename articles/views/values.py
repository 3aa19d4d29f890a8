"""All values of one filter of /statements/, to be searched by name."""

from django.http import Http404, HttpResponse
from django.utils.cache import patch_vary_headers

from articles.addresses import ValuesQuery
from articles.browse.filters.declared import COUNTED
from articles.browse.filterset import StatementFilter
from articles.browse.results import results
from articles.models import Statement
from articles.views.access import HtmxRequest, numbered, show_page, wants_fragment
from articles.views.page_cache import public


@public(ValuesQuery)
def statement_values(request: HtmxRequest, name: str) -> HttpResponse:
    """A page of all values; for the box beside the filters, the few that match best."""
    if name not in COUNTED:
        raise Http404
    query = ValuesQuery(dict(request.GET.lists())).uncrowded()
    answer = (_found if wants_fragment(request) else _all)(request, name, query)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def _found(request: HtmxRequest, name: str, query: ValuesQuery) -> HttpResponse:
    found = results(_filterset(request)).facet(name, query.one("find"))
    context = {"facet": found, "more": f"{request.path}{query}"}
    return show_page(request, "articles/browse/_options.html", context)


def _all(request: HtmxRequest, name: str, query: ValuesQuery) -> HttpResponse:
    filterset = _filterset(request)
    values = results(filterset).values(name, query.one("find"))
    context = {
        "filterset": filterset,
        "errors": filterset.form.errors,
        "name": name,
        "one": COUNTED[name].title.lower(),
        "many": COUNTED[name].plural,
        "query": query,
        "values": values,
        "page": numbered(request, values),
    }
    return show_page(request, "articles/browse/statement_values.html", context)


def _filterset(request: HtmxRequest) -> StatementFilter:
    return StatementFilter(request.GET, Statement.objects.all())
