"""Pages that the site is measured against: one that only says hello, and a list as a tutorial builds it."""

import django_filters
from django.contrib.postgres.search import SearchQuery
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from articles.dates import Period
from articles.models import Actor, Bloc, Country, Issue, Position, Source, Statement

FACETS = {
    "country": "attributions__country__name",
    "bloc": "attributions__country__memberships__bloc__name",
    "stance": "positions__stance",
    "issue": "positions__issue__title",
    "actor": "attributions__actor__name",
    "kind": "kind",
    "source": "article__source__name",
}
PAGE = """<!doctype html><title>Statements</title><form>{{ filter.form.as_p }}</form><h1>{{ page.paginator.count }}</h1>
{% for name, values in facets %}<h2>{{ name }}</h2><ul>{% for value in values %}<li>{{ value.0 }} {{ value.1 }}</li>{% endfor %}</ul>{% endfor %}
{% for statement in page %}<p>{% for a in statement.attributions.all %}{{ a.actor }} {% endfor %}{{ statement.said_on }}</p>
<blockquote>{{ statement.quote }}</blockquote><p>{{ statement.article.source }}{% for p in statement.positions.all %} {{ p.stance }} {{ p.issue }}{% endfor %}</p>{% endfor %}"""  # noqa: E501


def _of(field: str, model: type, key: str) -> django_filters.ModelMultipleChoiceFilter:
    return django_filters.ModelMultipleChoiceFilter(
        field_name=f"{field}__{key}", queryset=model.objects.all(), to_field_name=key
    )


class PlainFilter(django_filters.FilterSet):
    country = _of("attributions__country", Country, "iso3")
    bloc = _of("attributions__country__memberships__bloc", Bloc, "slug")
    actor = _of("attributions__actor", Actor, "slug")
    issue = _of("positions__issue", Issue, "slug")
    source = _of("article__source", Source, "slug")
    stance = django_filters.MultipleChoiceFilter(
        field_name="positions__stance", choices=Position.Stance.choices
    )
    kind = django_filters.MultipleChoiceFilter(choices=Statement.Kind.choices)
    said_after = django_filters.CharFilter(method="after")
    said_before = django_filters.CharFilter(method="before")
    q = django_filters.CharFilter(method="words")

    def after(self, statements: QuerySet, name: str, value: str) -> QuerySet:
        return statements.filter(said_until__gte=Period.parse(value).first)

    def before(self, statements: QuerySet, name: str, value: str) -> QuerySet:
        return statements.filter(said_on__lte=Period.parse(value).last)

    def words(self, statements: QuerySet, name: str, value: str) -> QuerySet:
        return statements.filter(words_vector=SearchQuery(value, config="demarche", search_type="websearch"))


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Hello, world.")


def plain(request: HttpRequest) -> HttpResponse:
    states = (
        ["accepted", "checked", "suggested"]
        if request.GET.get("review") == "all"
        else ["accepted", "checked"]
    )
    filterset = PlainFilter(request.GET, Statement.objects.filter(review__in=states))
    found = filterset.qs.distinct()
    facets = [
        (name, [(row[field], row["n"]) for row in _counted(filterset.qs, field)])
        for name, field in FACETS.items()
    ]
    sign = "" if request.GET.get("sort") == "oldest" else "-"
    rows = found.select_related("article__source").prefetch_related("attributions__actor", "positions__issue")
    page = Paginator(rows.order_by(f"{sign}listed_on", f"{sign}id"), 25).get_page(request.GET.get("page"))
    context = {"filter": filterset, "facets": facets, "page": page}
    return HttpResponse(engines["django"].from_string(PAGE).render(context, request))


def _counted(statements: QuerySet, field: str) -> QuerySet:
    return statements.order_by().values(field).annotate(n=Count("pk", distinct=True)).order_by("-n")[:200]


urlpatterns = [path("hello/", hello), path("statements/", plain)]
