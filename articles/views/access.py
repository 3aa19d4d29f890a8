"""What every view does the same way: choose page or fragment, keep one address for each thing."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any
from urllib.parse import parse_qsl

from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Page, Paginator
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django_htmx.middleware import HtmxDetails

from articles.addresses import Query
from articles.curate.inbox import count_new
from articles.models import Article, Comparison
from articles.models.texts import ArticleQuerySet

PAGE_ROWS = 100


class HtmxRequest(HttpRequest):
    """``canonical`` is the one address of a public page; no other request has it."""

    htmx: HtmxDetails
    canonical: str


def wants_fragment(request: HtmxRequest) -> bool:
    """True when htmx will put the answer into a page; boosted links and the Back button want a whole one."""
    htmx = request.htmx
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def show(request: HtmxRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Render ``folder/name.html``, or its fragment ``folder/_name.html`` when htmx asks."""
    folder, _, name = template.rpartition("/")
    is_fragment = wants_fragment(request)
    chosen = f"{folder}/_{name}" if is_fragment else template
    response = show_page(request, chosen, {**context, "is_fragment": is_fragment}, status)
    patch_vary_headers(response, ["HX-Request"])
    if is_fragment and not query_of(request).one(
        "cursor"
    ):  # further rows stay under the address of the first
        response["HX-Push-Url"] = request.canonical
    return response


def show_page(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Render a page that has no fragment of its own."""
    return render(request, template, context, using="jinja", status=status)


def misspelt(request: HtmxRequest, query: Query) -> HttpResponse | None:
    """A redirect to the one spelling of a view's address, if this is another; fragments tell it to htmx."""
    given = parse_qsl(request.META["QUERY_STRING"], keep_blank_values=True)
    if given == query.items() or wants_fragment(request):
        return None
    response = HttpResponsePermanentRedirect(f"{request.path}{query}")
    patch_vary_headers(response, ["HX-Request"])
    return response


def query_of(request: HttpRequest) -> Query:
    return Query(dict(request.GET.lists()))


def numbered(request: HttpRequest, things: Any, rows: int | None = None) -> Page:
    """The page of a list or query that ``?page=`` names; anything unknown leads to the first or last one."""
    return Paginator(things, rows or PAGE_ROWS).get_page(request.GET.get("page"))


def of_shared(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Gives the view the comparison of the key in its address; the tombstone if that was taken down."""

    @wraps(view)
    def with_comparison(request: HttpRequest, key: str, **kwargs: Any) -> HttpResponseBase:
        shared = Comparison.objects.select_related("takedown").defer("evidence")
        comparison = get_object_or_404(shared, key=key)
        if hasattr(comparison, "takedown"):
            context = {"takedown": comparison.takedown}
            return show_page(request, "articles/compare/comparison_gone.html", context, status=410)
        return view(request, comparison, **kwargs)

    return with_comparison


def elsewhere(request: HttpRequest, thing: Model) -> HttpResponse | None:
    """A redirect to the one address of the thing, if this is not it."""
    address = thing.get_absolute_url()  # type: ignore[attr-defined]
    if request.path == address:
        return None
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)


def for_editors(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Staff who may change statements; others are asked to log in, or refused."""

    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.inbox_count = partial(count_new, request.user)  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    permitted = permission_required("articles.change_statement", raise_exception=True)(wraps(view)(marked))
    return wraps(view)(never_cache(staff_member_required(permitted)))


def gone(request: HttpRequest, articles: ArticleQuerySet, what: str) -> HttpResponse:
    """What stands at the address of an article that was withdrawn, or of what is said in it."""
    article = get_object_or_404(articles.filter(state=Article.State.WITHDRAWN).defer("text"))
    context = {"article": article, "what": what}
    return show_page(request, "articles/browse/article_gone.html", context, status=410)
