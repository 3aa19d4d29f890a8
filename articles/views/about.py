"""What the site is and how it works: pages without a record, and what search engines ask for."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from articles.browse.rankings import found_by, ranked
from articles.exports import parquet
from articles.exports.records import COLUMNS
from articles.history.corrections import corrections
from articles.language import text
from articles.models import Actor, Article, Attribution, Bloc, Country, Issue
from articles.samples import news
from articles.views.access import show_page
from articles.views.jinja import absolute
from articles.views.page_cache import public

PAGES = {
    "about": text("About"),
    "about_method": text("How a position is read"),
    "about_glossary": text("Glossary"),
    "about_data": text("Data"),
    "about_developers": text("For programs"),
    "dataset": text("Data set"),
    "about_corrections": text("Corrections"),
    "about_accessibility": text("Accessibility"),
}
"""The name of each page's address → its title."""
CORRECTIONS = 30  # shown, the latest


def about_page(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
    """One of ``PAGES``, with the way to all others beside it."""
    told = {"pages": PAGES, "name": name, "title": PAGES[name], "contact": settings.CONTACT, **context}
    return show_page(request, f"articles/about/{name.removeprefix('about_')}.html", told)


@public()
def about(request: HttpRequest) -> HttpResponse:
    told = {"coverage": found_by().coverage, "has_demo_labels": news.has_labels()}
    return about_page(request, "about", **told)


@public()
def method(request: HttpRequest) -> HttpResponse:
    return about_page(request, "about_method")


@public()
def glossary(request: HttpRequest) -> HttpResponse:
    return about_page(request, "about_glossary")


@public()
def data(request: HttpRequest) -> HttpResponse:
    licence = {"name": settings.RECORD_LICENCE, "url": settings.RECORD_LICENCE_URL}
    return about_page(
        request, "about_data", columns=COLUMNS, licence=licence, has_parquet=parquet.is_available()
    )


@public()
def developers(request: HttpRequest) -> HttpResponse:
    """Lines of curl, pandas and R that run as they stand, on the record that is there."""
    (country,) = [c.pk for c in ranked(found_by(), "country", 1)] or ["RUS"]
    (issue,) = [i.slug for i in ranked(found_by(), "issue", 1)] or [""]
    site = absolute(request, "/").rstrip("/")
    return about_page(request, "about_developers", site=site, country=country, issue=issue)


@public()
def corrected(request: HttpRequest) -> HttpResponse:
    withdrawn = Article.objects.filter(state=Article.State.WITHDRAWN).order_by("-pk").defer("text")
    return about_page(
        request, "about_corrections", corrections=corrections(CORRECTIONS), withdrawn=withdrawn[:CORRECTIONS]
    )


@public()
def accessibility(request: HttpRequest) -> HttpResponse:
    return about_page(request, "about_accessibility")


def robots(request: HttpRequest) -> HttpResponse:
    """Everything may be read but what only repeats it: filtered lists, files and the desk."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /review/",
        "Disallow: /statements/?",
        "Disallow: /statements.",
        "Disallow: /compare/share/",
        f"Sitemap: {absolute(request, reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


class Places(Sitemap):
    """The pages of one kind of thing; an article's page leads to its statements."""

    limit = 10_000

    def __init__(self, things: QuerySet[Any]) -> None:
        self.things = things

    def items(self) -> Iterable[Model]:
        return self.things.order_by("pk")

    def get_latest_lastmod(self) -> None:
        return None


class Pages(Sitemap):
    """Pages that are there on any record."""

    def items(self) -> list[str]:
        return ["home", "issue_list", "country_list", "actor_list", "shift_list", "article_list", *PAGES]

    def location(self, item: str) -> str:
        return reverse(item)


def sitemaps() -> dict[str, Sitemap]:
    return {
        "pages": Pages(),
        "issues": Places(Issue.objects.current()),
        "countries": Places(
            Country.objects.filter(Exists(Attribution.objects.filter(country=OuterRef("pk"))))
        ),
        "blocs": Places(Bloc.objects.all()),
        "actors": Places(Actor.objects.filter(merged_into=None)),
        "articles": Places(Article.objects.published().defer("text")),
    }
