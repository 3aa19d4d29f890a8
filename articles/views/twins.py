"""The same as a page shows, for machines: what ``<link rel="alternate">`` in its head leads to.

Pages of words alone (a glossary, a form) have none; tests list these.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from articles.addresses import ComparisonQuery, CurrentQuery, FileQuery, ValuesQuery, path_to
from articles.language import gettext, text
from articles.views.access import query_of

JSON, CSV, LINES = "application/json", "text/csv", "application/x-ndjson"
ATOM, FEED, LINKED = "application/atom+xml", "application/feed+json", "application/ld+json"
GRAPH, BIB, RIS = "application/graphml+xml", "application/x-bibtex", "application/x-research-info-systems"
CSL, OPENAPI = "application/vnd.citationstyles.csl+json", "application/vnd.oai.openapi+json"


@dataclass(frozen=True, slots=True)
class Twin:
    """One other form of a page."""

    type: str
    address: str
    title: str


Keys = dict[str, str]
Make = Callable[[HttpRequest, Keys], list[Twin]]


def _of_all(name: str, title: str) -> Make:
    """A list of the API."""
    return lambda request, keys: [Twin(JSON, path_to(name), gettext(title))]


def _one(name: str, key: str, title: str, filtered: str = "") -> Make:
    """A thing of the API, and its statements by the filter of that name."""

    def make(request: HttpRequest, keys: Keys) -> list[Twin]:
        value = keys[key].upper() if key == "iso3" else keys[key]
        twins = [Twin(JSON, path_to(name, value), gettext(title))]
        return (
            [*twins, *_statements(f"?{filtered}={value}", gettext("its statements"))] if filtered else twins
        )

    return make


def _statements(query: str, told: str) -> list[Twin]:
    return [
        Twin(JSON, f"{path_to('api_statements')}{query}", gettext("API: %(what)s") % {"what": told}),
        Twin(CSV, f"{path_to('statement_export', 'csv')}{query}", gettext("CSV: %(what)s") % {"what": told}),
    ]


def _home(request: HttpRequest, keys: Keys) -> list[Twin]:
    return [*_feeds("", gettext("new statements")), *_statements("", gettext("all statements"))]


def _feeds(query: str, told: str) -> list[Twin]:
    return [
        Twin(ATOM, f"{path_to('statement_feed')}{query}", gettext("Atom feed of %(what)s") % {"what": told}),
        Twin(
            FEED,
            f"{path_to('statement_json_feed')}{query}",
            gettext("JSON feed of %(what)s") % {"what": told},
        ),
    ]


def _list(request: HttpRequest, keys: Keys) -> list[Twin]:
    query = query_of(request).uncrowded()
    asked = str(query.into(FileQuery).replace(cursor=""))
    files = (("jsonl", LINES, "JSON Lines"),)
    others = (("jsonld", LINKED, "Web Annotations"), ("graphml", GRAPH, gettext("Network")))
    return [
        *_feeds(str(query.into(CurrentQuery).replace(cursor="")), gettext("these statements")),
        *_statements(asked, gettext("these statements")),
        *(Twin(kind, f"{path_to('statement_export', end)}{asked}", name) for end, kind, name in files),
        *(Twin(kind, f"{path_to('statement_exchange', end)}{asked}", name) for end, kind, name in others),
    ]


def _values(request: HttpRequest, keys: Keys) -> list[Twin]:
    asked = ValuesQuery(dict(request.GET.lists())).into(CurrentQuery).uncrowded()
    return [
        Twin(
            JSON, f"{path_to('api_facets')}{asked}", gettext("All values of all filters, with their numbers")
        )
    ]


def _statement(request: HttpRequest, keys: Keys) -> list[Twin]:
    pk = keys["pk"]
    return [
        Twin(JSON, path_to("api_statement", pk), gettext("This statement")),
        *_citations("statement_cite", pk),
    ]


def _citations(name: str, key: str) -> list[Twin]:
    kinds = (("bib", BIB, "BibTeX"), ("ris", RIS, "RIS"), ("json", CSL, "CSL-JSON"))
    return [
        Twin(kind, path_to(name, key, end), gettext("Citation as %(format)s") % {"format": told})
        for end, kind, told in kinds
    ]


def _compared(request: HttpRequest, keys: Keys) -> list[Twin]:
    asked = query_of(request).into(ComparisonQuery).uncrowded().replace(page="")
    if not asked:
        return []
    return [
        Twin(JSON, f"{path_to('comparison_export', 'json')}{asked}", gettext("This comparison")),
        Twin(
            CSV,
            f"{path_to('comparison_export', 'csv')}{asked}",
            gettext("This comparison, a row for each cell"),
        ),
    ]


def _fixed(request: HttpRequest, keys: Keys) -> list[Twin]:
    key = keys["key"]
    return [Twin(JSON, path_to("comparison_json", key), gettext("This version, with its checksum")),
            *_citations("comparison_cite", key)]  # fmt: skip


def _schema(request: HttpRequest, keys: Keys) -> list[Twin]:
    return [Twin(OPENAPI, path_to("api_schema"), gettext("Schema of the API"))]


TWINS: dict[str, Make] = {
    "home": _home,
    "statement_list": _list,
    "statement_values": _values,
    "statement_detail": _statement,
    "article_list": _of_all("api_articles", text("All articles")),
    "article_detail": _one("api_article", "pk", text("This article, without its text")),
    "country_list": _of_all("api_countries", text("All countries")),
    "country_detail": _one("api_country", "iso3", text("This country"), "country"),
    "bloc_list": _of_all("api_blocs", text("All blocs")),
    "bloc_detail": _one("api_bloc", "slug", text("This bloc"), "bloc"),
    "actor_list": _of_all("api_actors", text("All speakers")),
    "actor_detail": _one("api_actor", "slug", text("This speaker"), "actor"),
    "issue_list": _of_all("api_issues", text("All issues")),
    "issue_detail": _one("api_issue", "slug", text("This issue"), "issue"),
    "shift_list": _of_all("api_positions", text("All positions, of which shifts are made")),
    "comparison_build": _compared,
    "agreement_show": _compared,
    "comparison_show": _fixed,
    "comparison_embed": _fixed,
    "about": _of_all("api_coverage", text("What is on record")),
    "about_data": _schema,
    "about_developers": _schema,
}
"""By the name of a page's address; the data set's page has its own, which depend on what there is."""


def twins(request: HttpRequest) -> list[Twin]:
    """Of the page that is asked for."""
    match = request.resolver_match
    make = TWINS.get(match.url_name or "") if match else None
    return make(request, {name: str(value) for name, value in match.kwargs.items()}) if make and match else []
