"""Reading: lists, statements, articles, countries, blocs, actors, issues."""

import datetime
from collections import Counter
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models import Count, prefetch_related_objects
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from articles.addresses import ListQuery, Query
from articles.browse.cards import Card, cards
from articles.browse.chips import canonical, chips
from articles.browse.facets import Facet
from articles.browse.filterset import SORTS, StatementFilter
from articles.browse.highlights import highlights
from articles.browse.histogram import Chart
from articles.browse.rankings import EVERY_VOICE, dated_by_source, found_by, ranked, speakers_for, with_counts
from articles.browse.remedies import elsewhere as elsewhere_covered
from articles.browse.remedies import remedies
from articles.browse.results import results
from articles.browse.suggestions import meant
from articles.compare.comparison import compare
from articles.compare.divisions import Division, camps, most_divided, stands_of
from articles.compare.findings import headline
from articles.compare.selection import Selection
from articles.compare.shifts import shifts
from articles.compare.timeline import TOGETHER, most_heard, timelines
from articles.dates import Period
from articles.exports.quotation import quotation, script
from articles.extraction.blocks import split
from articles.history.revisions import revisions
from articles.models import OFFICIAL, Actor, Article, Bloc, Country, Issue, Statement, Voice
from articles.models.statements import REVIEWED, VISIBLE
from articles.text.passages import Mark, Paragraph, around, paragraphs
from articles.views.access import HtmxRequest, elsewhere, gone, numbered, query_of, show, show_page
from articles.views.citing import citation_of, statement_reference
from articles.views.curate.rows import Row
from articles.views.exchanges import references_of
from articles.views.jinja import absolute
from articles.views.page_cache import public
from articles.views.votes import voted_on

BESIDE = 6  # statements beside a statement
WEEK = datetime.timedelta(days=7)
SOURCES = 6  # on the first page
OWN_SPEAKERS = 40  # on the page of a country
DIVISIONS = 10  # on the first page
STANDS = 25  # issues on the page of a country
OWN_PAGE_ROWS = 10  # statements on the page of a country, an actor or an issue


@public()
def home(request: HttpRequest) -> HttpResponse:
    found = found_by()
    voices = {value: n for value, _, n in found.rows("voice")}
    countries = ranked(found, "country")
    divided, latest = most_divided(DIVISIONS), found.page(cards, size=3).rows
    span = found.months.dated.span  # of all sources, so that each is drawn on the same axis
    context = {
        "coverage": found.coverage,
        "total": found.total,
        "others": sum(n for value, n in voices.items() if value not in OFFICIAL),
        "every_voice": f"?{EVERY_VOICE}",
        "latest": latest,
        "countries": countries[:8],
        "spoken": len(countries),
        "issues_on_record": sum(1 for _ in found.rows("issue")),
        "sources": (sources := ranked(found, "source", SOURCES)),
        "strips": [Chart(dated, span=span) for dated in dated_by_source(found, sources)],
        "divided": divided,
        "headline": headline(divided[0]) if divided else "",
        "shifts": shifts(Selection(tuple(countries))),
        "examples": _examples(countries, divided, latest[:1]),
    }
    return show_page(request, "articles/browse/home.html", context)


def _examples(countries: list[Country], divided: list[Division], latest: list[Card]) -> list[str]:
    """What one may type, each of which finds something."""
    of_a_month = [
        f"{card.speakers[0].name} {card.said_on:%B %Y}" for card in latest if card.said_on and card.speakers
    ]
    opposing = [
        f"{stand.country.name} opposes {division.issue.title}"
        for division in divided[:1]
        for stand in division.taking("oppose")[:1]
    ]
    return [*of_a_month, *opposing, *(country.name for country in countries[:1])]


@public()
def shift_list(request: HttpRequest) -> HttpResponse:
    context = {"shifts": shifts(Selection(tuple(ranked(found_by(), "country"))))}
    return show_page(request, "articles/browse/shift_list.html", context)


@public(ListQuery)
def statement_list(request: HtmxRequest) -> HttpResponse:
    filterset = StatementFilter(request.GET, Statement.objects.all())
    with filterset.known():
        return show(request, "articles/browse/statement_list.html", _listed(request, filterset))


def _listed(request: HtmxRequest, filterset: StatementFilter) -> dict[str, Any]:
    """What the page shows. Of the past without facets and months, each of which would read all histories."""
    typed, read, wanted = query_of(request).uncrowded(), filterset.read, filterset.wanted
    found, is_past = results(filterset), bool(wanted.get("as_of"))
    page, total, facets = found.page(cards), found.total, [] if is_past else found.facets
    is_empty = not total and filterset.is_valid()
    return {
        "filterset": filterset,
        "errors": filterset.form.errors,
        "orders": SORTS,
        "query": canonical(filterset, typed),
        "typed": typed,
        "read": read,
        "in_words": None if is_past else _in_words(filterset, typed),
        "chips": chips(filterset, typed),
        "wanted": wanted,
        "facets": facets,
        "others": _others(filterset, facets),
        "every_voice": sorted(Voice.values),
        "page": page,
        "highlights": highlights([card.pk for card in page.rows], read.marked),
        "meant": meant(read, total) if filterset.is_valid() else [],
        "remedies": remedies(filterset, typed) if is_empty and not is_past else [],
        "elsewhere": elsewhere_covered(filterset) if is_empty else None,
        "total": total,
        "months": None if is_past else found.months,
        "undated": found.undated,
        "coverage": found.coverage,
    }


def _in_words(filterset: StatementFilter, typed: Query) -> Query | None:
    """What would search for the words of which names and periods were read, if that finds anything."""
    if not filterset.read.parts or not filterset.is_valid():
        return None
    query = typed.replace(q=filterset.read.as_words())
    asked = StatementFilter(QueryDict(str(query).removeprefix("?")), Statement.objects.all())
    return query if results(asked).total else None


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
        **_beside(card, statement.said),
        "linked": script(quotation(statement, settings.RECORD_LICENCE_URL, partial(absolute, request))),
        "passage": around(statement.article.text, marks),
        "reports": reports,
        "references": references_of(statement),
        "citation": citation_of(statement_reference(request, statement), "statement_cite", pk),
        "revisions": revisions(statement) if statement.is_reviewed else [],
    }
    return elsewhere(request, statement) or show_page(
        request, "articles/browse/statement_detail.html", context
    )


def _beside(card: Card, said: Period | None) -> dict[str, Any]:
    """What its first speaker, and what others within a week, said on the first issue it takes a stance on."""
    if not (card.stances and card.speakers):
        return {"issue": None, "own": [], "others": []}
    issue = card.stances[0]
    own = found_by(f"issue={issue.slug}&actor={card.speakers[0].slug}&{EVERY_VOICE}").page(cards, BESIDE).rows
    others: list[Card] = []
    if said:
        first, last = said.first - WEEK, said.last + WEEK
        near = found_by(f"issue={issue.slug}&said_after={first}&said_before={last}").page(cards, 3 * BESIDE)
        seen = {card.pk, *(one.pk for one in own)}
        others = [one for one in near.rows if one.pk not in seen][:BESIDE]
    return {"issue": issue, "own": own, "others": others}


@public("page")
def article_list(request: HttpRequest) -> HttpResponse:
    leading = Article.objects.published().leading()
    page = numbered(request, leading.newest_first().values_list("pk", flat=True))
    articles = Article.objects.filter(pk__in=list(page)).select_related("source").defer("text").with_counts()
    context = {"page": page, "articles": articles.newest_first(), "coverage": found_by().coverage}
    return show_page(request, "articles/browse/article_list.html", context)


@public("country review")
def article_detail(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """The text with its statements marked, in its margin and in a list; of some countries if asked."""
    article = Article.objects.published().select_related("source").with_counts().filter(pk=pk).first()
    if article is None:
        return gone(request, Article.objects.filter(pk=pk), "article")
    shown = VISIBLE if request.GET.get("review") == "all" else REVIEWED
    found = article.statements.filter(review__in=shown).with_context().order_by("starts_at", "pk")
    every = [Row(n, statement, is_flagged=False) for n, statement in enumerate(found, start=1)]
    for row in every:
        row.statement.article = article
    asked = set(request.GET.getlist("country"))
    rows = [row for row in every if not asked or asked & _countries(row).keys()]
    marks = [Mark(start, end, row.statement.pk) for row in rows for start, end in row.statement.fragments]
    context = {
        "article": article,
        "variants": Article.objects.published().variants_of(article).select_related("source").defer("text"),
        "statements": {row.statement.pk: row.statement for row in rows},
        "rows": rows,
        "by_key": {row.statement.pk: row for row in rows},
        "asked": asked,
        "countries": _counted(every),
        "total": len(every),
        "unread": article.is_unread,
        "with_suggestions": shown == VISIBLE,
        "parts": _parts(article.text, marks),
    }
    return elsewhere(request, article) or show_page(request, "articles/browse/article_detail.html", context)


def _countries(row: Row) -> dict[str, str]:
    """The countries spoken for, by their code."""
    rows = row.statement.attributions.all()
    return {said.country_id: said.country.name for said in rows if said.country_id and said.country}


def _counted(rows: list[Row]) -> list[tuple[str, str, int]]:
    """Each country with how many statements are made for it, most first: RUS, Russia, 12."""
    named = {code: name for row in rows for code, name in _countries(row).items()}
    counts = Counter(code for row in rows for code in _countries(row))
    return [
        (code, named[code], n) for code, n in sorted(counts.items(), key=lambda of: (-of[1], named[of[0]]))
    ]


def _parts(text: str, marks: list[Mark]) -> list[tuple[bool, list[Paragraph]]]:
    """The paragraphs of a text in a row that belong to the article, and those that do not: "Share this"."""
    furniture = [block for block in split(text) if block.kind == "boilerplate"]

    def is_article(paragraph: Paragraph) -> bool:
        start = paragraph[0].start + len(paragraph[0].text) - len(paragraph[0].text.lstrip())
        in_furniture = any(block.start <= start < block.end for block in furniture)
        return not in_furniture or any(stretch.statements for stretch in paragraph)

    return [(told, list(group)) for told, group in groupby(paragraphs(text, marks), key=is_article)]


@public()
def country_list(request: HttpRequest) -> HttpResponse:
    context = {"countries": ranked(found_by(), "country"), "blocs": Bloc.objects.all()}
    return show_page(request, "articles/browse/country_list.html", context)


@public()
def country_detail(request: HttpRequest, iso3: str) -> HttpResponse:
    country = get_object_or_404(Country, pk=iso3.upper())
    selection = Selection((country,))
    own = found_by(f"country={country.pk}")
    most_told = [value for value, *_ in own.rows("issue", TOGETHER)]
    context = {
        **_own(f"country={country.pk}"),
        "country": country,
        "blocs": country.memberships.select_related("bloc").order_by("bloc__name", "starts_on"),
        "own": selection.query,
        "stands": stands_of(country),
        "listed": STANDS,
        "timelines": timelines(replace(selection, issues=tuple(Issue.objects.filter(slug__in=most_told)))),
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
        "shown": compare(selection, timezone.now(), page=1),
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
        "shown": compare(selection, timezone.now(), page=1),
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
    shown = compare(selection, timezone.now(), page=1)
    context = {
        **_own(f"issue={issue.slug}"),
        "issue": issue,
        "parts": Issue.objects.current().filter(parent=issue),
        "countries": {country.pk: country.name for country in selection.countries},
        "camps": camps(shown),
        "shown": shown,
        "timelines": timelines(most_heard(selection, shown)),
        "shifts": shifts(selection),
        "told": voted_on(issue),
    }
    return show_page(request, "articles/browse/issue_detail.html", context)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return show_page(request, "404.html", {}, status=404)


def _own(query: str) -> dict[str, object]:
    found = found_by(query)
    return {"statements": found.page(cards, OWN_PAGE_ROWS).rows, "total": found.total}
