"""Reading: lists, statements, articles, countries, blocs, actors, issues."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from articles.comparison import compare
from articles.coverage import coverage
from articles.filters import SORTS, StatementFilter
from articles.findings import findings
from articles.highlights import highlights
from articles.models import Actor, Article, Bloc, Country, Issue, Statement
from articles.models.statements import REVIEWED, VISIBLE, StatementQuerySet
from articles.passages import Mark, around, paragraphs
from articles.revisions import revisions
from articles.selection import Selection
from articles.shifts import shifts
from articles.suggestions import suggestions
from articles.timeline import most_heard, timeline
from articles.views.access import HtmxRequest, elsewhere, numbered, query_of, show, show_page
from articles.views.citing import citation_of, statement_reference

OWN_PAGE_ROWS = 10  # statements on the page of a country, an actor or an issue


def home(request: HttpRequest) -> HttpResponse:
    published = Statement.objects.published()
    context = {
        "coverage": coverage(),
        "total": published.count(),
        "latest": _cards(published.newest_first())[:4],
        "countries": _most_heard(Country.objects.all(), "attributions__statement")[:8],
        "issues": _most_heard(Issue.objects.all(), "positions__statement")[:8],
    }
    return show_page(request, "articles/browse/home.html", context)


def statement_list(request: HtmxRequest) -> HttpResponse:
    filterset = StatementFilter(request.GET, Statement.objects.all())
    wanted = filterset.wanted
    found = findings(filterset)
    page, total = found.page(_cards), found.total
    context = {
        "filterset": filterset,
        "errors": filterset.form.errors,
        "orders": SORTS,
        "query": query_of(request),
        "wanted": wanted,
        "facets": found.facets,
        "page": page,
        "highlights": highlights(page.statements, filterset.words),
        "suggestions": suggestions(filterset.words, total),
        "total": total,
        "months": found.months,
        "undated": found.undated,
        "coverage": coverage(wanted.get("said_after"), wanted.get("said_before")),
    }
    return show(request, "articles/browse/statement_list.html", context)


def statement_detail(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    statements = _cards(Statement.objects.with_suggestions()).select_related("parent", "reviewed_by")
    statement = get_object_or_404(statements, pk=pk)
    marks = [Mark(start, end, statement.pk) for start, end in statement.fragments]
    reports = _cards(statement.utterance.statements.filter(review__in=VISIBLE)).exclude(pk=pk)
    context = {
        "statement": statement,
        "passage": around(statement.article.text, marks),
        "reports": list(reports),
        "citation": citation_of(statement_reference(request, statement), "statement_cite", pk),
        "revisions": revisions(statement) if statement.is_reviewed else [],
    }
    return elsewhere(request, statement) or show_page(
        request, "articles/browse/statement_detail.html", context
    )


def article_list(request: HttpRequest) -> HttpResponse:
    articles = Article.objects.select_related("source").with_counts().newest_first()
    context = {"page": numbered(request, articles), "coverage": coverage()}
    return show_page(request, "articles/browse/article_list.html", context)


def article_detail(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    article = get_object_or_404(Article.objects.select_related("source").with_counts(), pk=pk)
    shown = VISIBLE if request.GET.get("review") == "all" else REVIEWED
    statements = {s.pk: s for s in _cards(article.statements.filter(review__in=shown)).order_by("starts_at")}
    marks = [Mark(start, end, s.pk) for s in statements.values() for start, end in s.fragments]
    context = {
        "article": article,
        "statements": statements,
        "with_suggestions": shown == VISIBLE,
        "paragraphs": paragraphs(article.text, marks),
    }
    return elsewhere(request, article) or show_page(request, "articles/browse/article_detail.html", context)


def country_list(request: HttpRequest) -> HttpResponse:
    heard = _most_heard(Country.objects.all(), "attributions__statement")
    context = {"countries": heard, "blocs": Bloc.objects.all()}
    return show_page(request, "articles/browse/country_list.html", context)


def country_detail(request: HttpRequest, iso3: str) -> HttpResponse:
    country = get_object_or_404(Country, pk=iso3.upper())
    statements = Statement.objects.published().by_country(country.pk)
    selection = Selection((country,))
    context = {
        **_own(statements),
        "country": country,
        "blocs": country.memberships.select_related("bloc").order_by("bloc__name", "starts_on"),
        "own": selection.query,
        "shown": compare(selection, timezone.now()),
        "shifts": shifts(selection),
        "others": _most_heard(Country.objects.exclude(pk=country.pk), "attributions__statement")[:3],
        "speakers": _most_heard(
            Actor.objects.current().filter(attributions__country=country), "attributions__statement"
        ),
    }
    return elsewhere(request, country) or show_page(request, "articles/browse/country_detail.html", context)


def bloc_list(request: HttpRequest) -> HttpResponse:
    counted = Bloc.objects.annotate(countries=Count("memberships__country", distinct=True))
    return show_page(request, "articles/browse/bloc_list.html", {"blocs": counted})


def bloc_detail(request: HttpRequest, slug: str) -> HttpResponse:
    bloc = get_object_or_404(Bloc, slug=slug)
    selection = Selection(blocs=(bloc,))
    context = {
        **_own(Statement.objects.published().by_bloc(bloc.slug)),
        "bloc": bloc,
        "memberships": bloc.memberships.select_related("country"),
        "own": selection.query,
        "shown": compare(selection, timezone.now()),
    }
    return show_page(request, "articles/browse/bloc_detail.html", context)


def actor_list(request: HttpRequest) -> HttpResponse:
    actors = Actor.objects.current().select_related("country")
    heard = _most_heard(actors, "attributions__statement")
    return show_page(request, "articles/browse/actor_list.html", {"page": numbered(request, heard)})


def actor_detail(request: HttpRequest, slug: str) -> HttpResponse:
    actor = get_object_or_404(Actor.objects.select_related("merged_into", "country"), slug=slug)
    actor = actor.merged_into or actor
    selection = Selection(actors=(actor,))
    context = {
        **_own(Statement.objects.published().by_actor(actor.slug)),
        "actor": actor,
        "roles": actor.roles.select_related("country"),
        "aliases": actor.aliases.all(),
        "own": selection.query,
        "shown": compare(selection, timezone.now()),
        "shifts": shifts(selection),
    }
    return elsewhere(request, actor) or show_page(request, "articles/browse/actor_detail.html", context)


def issue_list(request: HttpRequest) -> HttpResponse:
    heard = _most_heard(Issue.objects.all(), "positions__statement")
    return show_page(request, "articles/browse/issue_list.html", {"issues": heard})


def issue_detail(request: HttpRequest, slug: str) -> HttpResponse:
    issue = get_object_or_404(Issue.objects.select_related("parent", "merged_into"), slug=slug)
    if issue.merged_into:
        return redirect(issue.merged_into, permanent=True)
    statements = Statement.objects.published().on_issue(issue.slug)
    heard = Country.objects.filter(attributions__statement__in=statements).distinct()
    selection = Selection(tuple(heard), (issue,))
    shown = compare(selection, timezone.now())
    context = {
        **_own(statements),
        "issue": issue,
        "shown": shown,
        "timeline": timeline(most_heard(selection, shown)),
        "shifts": shifts(selection),
    }
    return show_page(request, "articles/browse/issue_detail.html", context)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return show_page(request, "404.html", {}, status=404)


def _cards(statements: StatementQuerySet) -> StatementQuerySet:
    return statements.for_cards().with_other_reports()


def _own(statements: StatementQuerySet) -> dict[str, object]:
    return {"statements": _cards(statements.newest_first())[:OWN_PAGE_ROWS], "total": statements.count()}


def _most_heard(things, statement: str):
    """Things with their number of published ``statements``, most first; none without any."""
    published = Q(**{f"{statement}__review__in": REVIEWED})
    counted = things.annotate(heard=Count(statement, filter=published, distinct=True)).filter(heard__gt=0)
    return counted.order_by("-heard", *things.model._meta.ordering)
