"""Statements made for these countries."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from articles.browse.choices import begun, things
from articles.browse.fields import several
from articles.browse.filters import speaking
from articles.browse.filters.declaration import Counted, Filter, Wanted, named
from articles.browse.filters.grouping import grouped
from articles.language import text
from articles.models import Country, CountryName
from articles.models.statements import StatementQuerySet


def narrow(statements: StatementQuerySet, wanted: Wanted) -> StatementQuerySet:
    codes = (country.iso3 for country in wanted["country"])
    return statements.by_country(*codes, firsthand=bool(wanted.get("hand")))


def by_sql(filterset: Any) -> QuerySet:
    rows = speaking.spoken(filterset, "country").filter(country__isnull=False)
    return grouped(rows, "country_id", "country__name", "statement")


def called(words: Sequence[str]) -> Q:
    by_name = CountryName.objects.filter(begun(words, "name")).values("country_id")
    by_code = Q(iso3__iexact=words[0]) | Q(iso2__iexact=words[0]) if len(words) == 1 else Q()
    return begun(words, "name") | Q(pk__in=by_name) | by_code


FILTER = Filter(
    field=several(text("the ISO 3166-1 code of a country, such as RUS"), Country.objects.all(), "iso3"),
    narrow=narrow,
    column=speaking.column("country"),
    chip=named,
    counted=Counted(
        place=1,
        title=text("Country"),
        plural=text("countries"),
        known=things(Country.objects.all, called, "iso3", "name"),
        by_sql=by_sql,
        by_index=speaking.by_index("country"),
    ),
)
