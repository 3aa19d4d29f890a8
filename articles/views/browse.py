"""Reading: lists, statements, articles, countries, blocs, actors, issues."""

from django.db.models import Count, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from articles.addresses import ListQuery
from articles.browse.cards import cards
from articles.browse.chips import canonical, chips
from articles.browse.facets import Facet
from articles.browse.filterset import SORTS, StatementFilter
from articles.browse.highlights import highlights
from articles.browse.rankings import EVERY_VOICE, found_by, ranked, speakers_for, with_counts
from articles.browse.remedies import elsewhere as elsewhere_covered
from articles.browse.remedies import remedies
from articles.browse.results import results
from articles.browse.suggestions import meant
from articles.compare.comparison import compare
from articles.compare.selection import Selection
from articles.compare.shifts import shifts
from articles.compare.timeline import most_heard, timeline
from articles.history.revisions import revisions
from articles.models import OFFICIAL, Actor, Article, Bloc, Country, Issue, Statement, Voice
from articles.models.statements import REVIEWED, VISIBLE
from articles.models.texts import ArticleQuerySet
from articles.text.passages import Mark, around, paragraphs
from articles.views.access import HtmxRequest, elsewhere, numbered, query_of, show, show_page
from articles.views.citing import citation_of, statement_reference
from articles.views.page_cache import public

OWN_SPEAKERS = 40  # on the page of a country
OWN_PAGE_ROWS = 10  # statements on the page of a country, an actor or an issue


@public()
def home(request: HttpRequest) -> HttpResponse:
    found = found_by()
    voices = {value: n for value, _, n in found.rows("voice")}
    context = {
        "coverage": found.coverage,
        "total": found.total,
        "others": sum(n for value, n in voices.items() if value not in OFFICIAL),
        "every_voice": f"?{EVERY_VOICE}",
        "latest": found.page(cards, size=4).rows,
        "countries": ranked(found, "country", 8),
        "issues": ranked(found, "issue", 8),
    }
    return show_page(request, "articles/browse/home.html", context)


@public(ListQuery)
def statement_list(request: HtmxRequest) -> HttpResponse:
    filterset = StatementFilter(request.GET, Statement.objects.all())
    typed, read, wanted = query_of(request).uncrowded(), filterset.read, filterset.wanted
    found = results(filterset)
    page, total, facets = found.page(cards), found.total, found.facets
    is_empty = not total and filterset.is_valid()
    context = {
        "filterset": filterset,
        "errors": filterset.form.errors,
        "orders": SORTS,
        "query": canonical(filterset, typed),
        "typed": typed,
        "read": read,
        "chips": chips(filterset, typed),
        "wanted": wanted,
        "facets": facets,
        "others": _others(filterset, facets),
        "every_voice": sorted(Voice.values),
        "page": page,
        "highlights": highlights([card.pk for card in page.rows], read.marked),
        "meant": meant(read, total) if filterset.is_valid() else [],
        "remedies": remedies(filterset, typed) if is_empty else [],
        "elsewhere": elsewhere_covered(filterset) if is_empty else None,
        "total": total,
        "months": found.months,
        "undated": found.undated,
        "coverage": found.coverage,
    }
    return show(request, "articles/browse/statement_list.html", context)


def _others(filterset: StatementFilter, facets: list[Facet]) -> int:
    """How many statements of other voices would fit but for the voices that are taken unasked."""
    if "voice" not in filterset.implied:
        return 0
    counted = (option for facet in facets if facet.name == "voice" for option in facet.options)
    return sum(option.count for option in counted if option.value not in OFFICIAL)


@public()
def statement_detail(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    visible = Statement.objects.with_suggestions()
    statements = visible.with_context().defer(None).select_related("parent", "reviewed_by")
    statement = statements.filter(pk=pk).first()
    if statement is None:
        return gone(request, Article.objects.filter(statements__pk=pk), "statement")
    marks = [Mark(start, end, statement.pk) for start, end in statement.fragments]
    of_the_same = visible.filter(utterance=statement.utterance_id).exclude(pk=pk)
    # All of them could be seen a moment ago; the card must be there, whatever was decided since.
    card, *reports = cards(Statement.objects.all(), [pk, *of_the_same.values_list("pk", flat=True)])
    outer = statement.parent
    context = {
        "statement": statement,
        "outer": outer if outer and outer.review in VISIBLE else None,
        "card": card,
        "passage": around(statement.article.text, marks),
        "reports": reports,
        "citation": citation_of(statement_reference(request, statement), "statement_cite", pk),
        "revisions": revisions(statement) if statement.is_reviewed else [],
    }
    return elsewhere(request, statement) or show_page(
        request, "articles/browse/statement_detail.html", context
    )


@public("page")
def article_list(request: HttpRequest) -> HttpResponse:
    leading = Article.objects.published().leading()
    page = numbered(request, leading.newest_first().values_list("pk", flat=True))
    articles = Article.objects.filter(pk__in=list(page)).select_related("source").defer("text").with_counts()
    context = {"page": page, "articles": articles.newest_first(), "coverage": found_by().coverage}
    return show_page(request, "articles/browse/article_list.html", context)


@public("review")
def article_detail(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    article = Article.objects.published().select_related("source").with_counts().filter(pk=pk).first()
    if article is None:
        return gone(request, Article.objects.filter(pk=pk), "article")
    shown = VISIBLE if request.GET.get("review") == "all" else REVIEWED
    found = article.statements.filter(review__in=shown).with_context().order_by("starts_at")
    statements = {statement.pk: statement for statement in found}
    marks = [Mark(start, end, s.pk) for s in statements.values() for start, end in s.fragments]
    context = {
        "article": article,
        "variants": Article.objects.published().variants_of(article).select_related("source").defer("text"),
        "statements": statements,
        "with_suggestions": shown == VISIBLE,
        "paragraphs": paragraphs(article.text, marks),
    }
    return elsewhere(request, article) or show_page(request, "articles/browse/article_detail.html", context)


@public()
def country_list(request: HttpRequest) -> HttpResponse:
    context = {"countries": ranked(found_by(), "country"), "blocs": Bloc.objects.all()}
    return show_page(request, "articles/browse/country_list.html", context)


@public()
def country_detail(request: HttpRequest, iso3: str) -> HttpResponse:
    country = get_object_or_404(Country, pk=iso3.upper())
    selection = Selection((country,))
    context = {
        **_own(f"country={country.pk}"),
        "country": country,
        "blocs": country.memberships.select_related("bloc").order_by("bloc__name", "starts_on"),
        "own": selection.query,
        "shown": compare(selection, timezone.now()),
        "shifts": shifts(selection),
        "others": [other for other in ranked(found_by(), "country", 4) if other != country][:3],
        "speakers": speakers_for(country)[:OWN_SPEAKERS],
    }
    return elsewhere(request, country) or show_page(request, "articles/browse/country_detail.html", context)


@public()
def bloc_list(request: HttpRequest) -> HttpResponse:
    counted = Bloc.objects.annotate(countries=Count("memberships__country", distinct=True))
    return show_page(request, "articles/browse/bloc_list.html", {"blocs": counted})


@public()
def bloc_detail(request: HttpRequest, slug: str) -> HttpResponse:
    bloc = get_object_or_404(Bloc, slug=slug)
    selection = Selection(blocs=(bloc,))
    context = {
        **_own(f"bloc={bloc.slug}"),
        "bloc": bloc,
        "memberships": bloc.memberships.select_related("country"),
        "own": selection.query,
        "shown": compare(selection, timezone.now()),
    }
    return show_page(request, "articles/browse/bloc_detail.html", context)


@public("page")
def actor_list(request: HttpRequest) -> HttpResponse:
    counted = [(value, n) for value, _, n in found_by(EVERY_VOICE).rows("actor")]
    page = numbered(request, counted)
    actors = with_counts("actor", list(page))
    prefetch_related_objects(actors, "country")
    return show_page(request, "articles/browse/actor_list.html", {"page": page, "actors": actors})


@public()
def actor_detail(request: HttpRequest, slug: str) -> HttpResponse:
    actor = get_object_or_404(Actor.objects.select_related("merged_into", "country", "bloc"), slug=slug)
    actor = actor.merged_into or actor
    selection = Selection(actors=(actor,))
    context = {
        **_own(f"actor={actor.slug}&{EVERY_VOICE}"),
        "more": f"?actor={actor.slug}&{EVERY_VOICE}",
        "actor": actor,
        "roles": actor.roles.select_related("country", "body"),
        "heads": actor.offices.select_related("actor") if actor.kind == Actor.Kind.BODY else [],
        "aliases": actor.aliases.all(),
        "own": selection.query,
        "shown": compare(selection, timezone.now()),
        "shifts": shifts(selection),
    }
    return elsewhere(request, actor) or show_page(request, "articles/browse/actor_detail.html", context)


@public()
def issue_list(request: HttpRequest) -> HttpResponse:
    issues = ranked(found_by(), "issue")
    return show_page(request, "articles/browse/issue_list.html", {"issues": issues})


@public()
def issue_detail(request: HttpRequest, slug: str) -> HttpResponse:
    issue = get_object_or_404(Issue.objects.select_related("parent", "merged_into"), slug=slug)
    if issue.merged_into:
        return redirect(issue.merged_into, permanent=True)
    heard = {value for value, _, _ in found_by(f"issue={issue.slug}").rows("country")}
    selection = Selection(tuple(Country.objects.filter(pk__in=heard)), (issue,))
    shown = compare(selection, timezone.now())
    context = {
        **_own(f"issue={issue.slug}"),
        "issue": issue,
        "shown": shown,
        "timeline": timeline(most_heard(selection, shown)),
        "shifts": shifts(selection),
    }
    return show_page(request, "articles/browse/issue_detail.html", context)


def gone(request: HttpRequest, articles: ArticleQuerySet, what: str) -> HttpResponse:
    """What stands at the address of an article that was withdrawn, or of what is said in it."""
    article = get_object_or_404(articles.filter(state=Article.State.WITHDRAWN).defer("text"))
    context = {"article": article, "what": what}
    return show_page(request, "articles/browse/article_gone.html", context, status=410)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return show_page(request, "404.html", {}, status=404)


def _own(query: str) -> dict[str, object]:
    found = found_by(query)
    return {"statements": found.page(cards, OWN_PAGE_ROWS).rows, "total": found.total}
