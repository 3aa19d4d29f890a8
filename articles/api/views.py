"""The addresses of /api/v1/; reading needs no account."""

from dataclasses import asdict
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import Http404
from django.utils import timezone
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from articles.api import filters, shapes, things
from articles.api.added import AddArticle
from articles.api.authentication import Reads, Writes
from articles.api.base import MOST, SIZE, Listing, Reading, Single, size_of
from articles.api.problems import problem
from articles.api.schema import FACETS, FIXED, Anything, paged
from articles.api.statements import statements
from articles.browse.filterset import StatementFilter
from articles.browse.paging import still_there
from articles.browse.results import Results, results
from articles.compare.comparison import compare
from articles.compare.filters import ComparisonFilter
from articles.models import (
    Actor,
    Article,
    Bloc,
    Comparison,
    Country,
    Issue,
    Position,
    Role,
    Statement,
    Utterance,
)

PAST = {"as_of": "Tell what was known at that moment: 2026-11-22, or 2026-11-22T10:00Z"}
CHOICE = {"fields": "Only these fields, with commas between them"}
PAGED = {"cursor": "Of the page, from next", "size": f"Things on a page, {SIZE} unless told, {MOST} at most"}
PERIOD = "2017, 2017-07, 2017-07-05, July 2017, last year"
FILTERS = {
    "q": "Words, as in the search box: countries, speakers, issues and periods in it are understood",
    "country": "For which it was said: ISO 3166-1 alpha-3; several are alternatives",
    "bloc": "Slug of a bloc to which the country belonged at the time",
    "actor": "Slug of who said it",
    "issue": "Slug of an issue on which it takes a position",
    "stance": "support, oppose, conditional or neutral",
    "kind": "direct, mixed or indirect",
    "source": "Slug of the outlet or publisher",
    "precision": "How exactly its day is known: day, month, year or unknown",
    "voice": "state, body or other; the first two unless told",
    "said_after": f"Said then or later: {PERIOD}",
    "said_before": f"Said then or earlier: {PERIOD}",
    "review": "all: what a machine read, too; reviewed statements alone unless told",
    "hand": "first: nothing that one country says of another",
}


class Statements(Reading):
    """Statements, newest first."""

    parameters = FILTERS | PAST | CHOICE | PAGED | {"sort": "newest, oldest, relevance or confidence"}

    def answer(self) -> Any:
        return paged(shapes.StatementSerializer, counted=True)

    def get(self, request: Request) -> Response:
        filterset = _understood(StatementFilter(request.query_params, Statement.objects.all()))
        with filterset.known():
            found = results(filterset)
            page = found.page(still_there, size_of(request))
            rows = self.chosen(statements(page.rows, self.whole), shapes.StatementSerializer().fields)
            return Response({"count": found.total, "next": self.following(page.next), "results": rows})

    def following(self, cursor: str) -> str | None:
        if not cursor:
            return None
        given = self.request.query_params.copy()
        given["cursor"] = cursor
        return self.whole(f"{self.request.path}?{given.urlencode()}")


def _understood(filterset: Any) -> Any:
    if not filterset.is_valid():
        raise ValidationError(filterset.form.errors)
    return filterset


class OneStatement(Reading):
    """A statement by its number."""

    parameters = PAST | CHOICE
    problems = (400, 401, 403, 404, 503)

    def answer(self) -> Any:
        return shapes.StatementSerializer

    def get(self, request: Request, key: int) -> Response:
        with self.known():
            ids = Statement.objects.with_suggestions().filter(pk=key).values_list("pk", flat=True)
            found = statements(list(ids), self.whole)
            if not found:
                raise Http404
            (row,) = self.chosen(found, shapes.StatementSerializer().fields)
            return Response(row)


class Facets(Reading):
    """How many statements each value of each filter would leave; a filter ignores itself."""

    parameters = FILTERS

    def answer(self) -> Any:
        return FACETS

    def get(self, request: Request) -> Response:
        found = _found(request)
        return Response({"count": found.total, "facets": [_facet(facet) for facet in found.facets]})


def _found(request: Request) -> Results:
    return results(_understood(StatementFilter(request.query_params, Statement.objects.all())))


def _facet(facet: Any) -> things.Row:
    options = [{"value": o.value, "label": o.label, "count": o.count} for o in facet.options]
    return {"name": facet.name, "title": facet.title, "number": facet.number, "options": options}


class CoverageOf(Reading):
    """What was searched, for the period that is asked for."""

    parameters = {name: FILTERS[name] for name in ("said_after", "said_before")}

    def answer(self) -> Any:
        return shapes.CoverageSerializer

    def get(self, request: Request) -> Response:
        return Response(asdict(_found(request).coverage))


class Compare(Reading):
    """Countries, blocs and speakers side by side, issue by issue, as /compare/ shows them."""

    names = ("country", "bloc", "actor", "issue", "said_after", "said_before", "review")
    parameters = {
        **{name: FILTERS[name] for name in names},
        **PAST,
        "by": "year, quarter or month: one issue over time",
        "differ": "only: only the issues on which they differ",
    }

    def answer(self) -> Any:
        return Anything

    def get(self, request: Request) -> Response:
        filterset = _understood(ComparisonFilter(request.query_params, Statement.objects.all()))
        return Response(compare(filterset.selection, timezone.now()))


class FixedComparison(Reading):
    """A fixed version of a comparison by its key: what it showed, and the SHA-256 of that."""

    problems = (401, 403, 404, 410, 503)

    def answer(self) -> Any:
        return FIXED

    def get(self, request: Request, key: str) -> Response:
        comparison = Comparison.objects.select_related("takedown").defer("evidence").filter(key=key).first()
        if comparison is None:
            raise Http404
        if hasattr(comparison, "takedown"):
            return problem(410, f"This comparison was taken down: {comparison.takedown.reason}")
        return Response({"checksum": comparison.checksum, "shown": comparison.shown})


class Articles(Listing):
    """Published articles, without their texts."""

    parameters = {
        "source": FILTERS["source"],
        "language": "BCP 47, such as en",
        "published_after": f"Published then or later: {PERIOD}",
        "published_before": f"Published then or earlier: {PERIOD}",
        **PAST, **CHOICE, **PAGED,
    }  # fmt: skip
    shape, make, filterset = shapes.ArticleSerializer, things.article, filters.ArticleFilter

    def rows(self) -> QuerySet[Article]:
        return Article.objects.published().select_related("source").defer("text")


class ArticlesAndNew(AddArticle, Articles):
    """Published articles, without their texts; a program may also send one."""

    def get_permissions(self) -> list[Any]:
        return [Writes() if self.request.method == "POST" else Reads()]


class Actors(Listing):
    """Speakers: persons, states, international bodies, organisations, groups."""

    parameters = {
        "kind": "Of the actor",
        "country": "To which the actor belongs: ISO 3166-1 alpha-3",
        "name": "Words of the name or of another spelling; the last may go on",
        **PAST, **CHOICE, **PAGED,
    }  # fmt: skip
    shape, make, filterset = shapes.ActorSerializer, things.actor, filters.ActorFilter

    def rows(self) -> QuerySet[Actor]:
        return Actor.objects.filter(merged_into=None).select_related("bloc").prefetch_related("aliases")


class Roles(Listing):
    """Who held which office, for whom, from when to when."""

    parameters = {
        "actor": "Slug of who held it",
        "country": "For which: ISO 3166-1 alpha-3",
        "body": "Slug of the international body whose office it is",
        "held_on": "A day of the term: YYYY-MM-DD",
        **PAST, **CHOICE, **PAGED,
    }  # fmt: skip
    shape, make, filterset = shapes.RoleSerializer, things.role, filters.RoleFilter

    def rows(self) -> QuerySet[Role]:
        return Role.objects.select_related("actor", "body")


class Countries(Listing):
    """Countries and territories of ISO 3166-1."""

    parameters = {
        "bloc": "Slug of a bloc to which it belongs or belonged",
        "un_member": "true or false",
        **CHOICE, **PAGED,
    }  # fmt: skip
    shape, make, filterset = shapes.CountrySerializer, things.country, filters.CountryFilter

    def rows(self) -> QuerySet[Country]:
        return Country.objects.all()


class Blocs(Listing):
    """Blocs of countries, with their dated members."""

    parameters = PAST | CHOICE | PAGED
    shape, make = shapes.BlocSerializer, things.bloc

    def rows(self) -> QuerySet[Bloc]:
        return Bloc.objects.prefetch_related("memberships")


class Issues(Listing):
    """Issues, worded as proposals."""

    parameters = {
        "parent": "Slug of the issue of which they are parts",
        "title": "Words of the title; the last may go on",
        **PAST, **CHOICE, **PAGED,
    }  # fmt: skip
    shape, make, filterset = shapes.IssueSerializer, things.issue, filters.IssueFilter

    def rows(self) -> QuerySet[Issue]:
        return Issue.objects.current().select_related("parent")


class Positions(Listing):
    """Stances that reviewed statements take."""

    parameters = {
        "issue": FILTERS["issue"],
        "stance": FILTERS["stance"],
        "country": FILTERS["country"],
        **PAST, **CHOICE, **PAGED,
    }  # fmt: skip
    shape, make, filterset = shapes.PositionSerializer, things.position, filters.PositionFilter

    def rows(self) -> QuerySet[Position]:
        reviewed = Statement.objects.published().filter(pk=OuterRef("statement"))
        return Position.objects.filter(Exists(reviewed)).select_related("issue")


class Utterances(Listing):
    """Things said once, each with the reviewed statements that report it."""

    parameters = PAST | CHOICE | PAGED
    shape, make = shapes.UtteranceSerializer, things.utterance

    def rows(self) -> QuerySet[Utterance]:
        reviewed = Statement.objects.published().only("pk", "utterance").order_by("pk")
        told = Exists(reviewed.filter(utterance=OuterRef("pk")))
        return Utterance.objects.filter(told).prefetch_related(
            Prefetch("statements", reviewed, to_attr="visible")
        )


class Nothing(Reading):
    """Any other address."""

    schema = None  # type: ignore[assignment]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise Http404


def one_of(listing: type[Listing], key: str = "pk") -> Any:
    """The view of one thing of a list."""
    taken = {name: meaning for name, meaning in listing.parameters.items() if name in ("as_of", "fields")}
    name = f"One{listing.__name__}"
    doc = f"One of these: {listing.__doc__}"
    made: Any = type(name, (Single,), {"listing": listing, "key": key, "parameters": taken, "__doc__": doc})
    return made.as_view()
