"""The filters of lists other than that of statements, which has its own (browse/filterset.py)."""

import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet

from articles.browse.fields import ParsedFilter, several, several_of
from articles.dates import Period, typed
from articles.models import Actor, Bloc, Country, Issue, Position, Source


def _of(field: str, noun: str, queryset: Any, key: str = "slug") -> django_filters.Filter:
    """Rows that have one of these in the field, by ``key``; there may be several of each."""
    found = several(noun, queryset, key)
    found.field_name = f"{field}__{key}"
    return found


class ArticleFilter(django_filters.FilterSet):
    source = _of("source", "a source", Source.objects.all())
    language = django_filters.CharFilter(max_length=10)
    published_after = ParsedFilter(parse=typed, method="after")
    published_before = ParsedFilter(parse=typed, method="before")

    def after(self, rows: Any, name: str, period: Period) -> QuerySet:
        return rows.published_between(first=period.first)

    def before(self, rows: Any, name: str, period: Period) -> QuerySet:
        return rows.published_between(last=period.last)


class ActorFilter(django_filters.FilterSet):
    kind = several_of("a kind of actor", Actor.Kind.choices)
    country = _of("country", "a country code", Country.objects.all(), "iso3")
    name = django_filters.CharFilter(max_length=200, method="called")

    def called(self, rows: Any, name: str, words: str) -> QuerySet:
        return rows.called(words)


class RoleFilter(django_filters.FilterSet):
    actor = _of("actor", "an actor", Actor.objects.all())
    country = _of("country", "a country code", Country.objects.all(), "iso3")
    body = _of("body", "an international body", Actor.objects.filter(kind=Actor.Kind.BODY))
    held_on = django_filters.DateFilter(method="held")

    def held(self, rows: Any, name: str, day: datetime.date) -> QuerySet:
        return rows.held_on(day)


class CountryFilter(django_filters.FilterSet):
    bloc = _of("memberships__bloc", "a bloc", Bloc.objects.all())
    un_member = django_filters.BooleanFilter()


class IssueFilter(django_filters.FilterSet):
    parent = _of("parent", "an issue", Issue.objects.all())
    title = django_filters.CharFilter(max_length=200, method="called")

    def called(self, rows: Any, name: str, words: str) -> QuerySet:
        return rows.called(words)


class PositionFilter(django_filters.FilterSet):
    issue = _of("issue", "an issue", Issue.objects.all())
    stance = several_of("a stance", Position.Stance.choices)
    country = _of("statement__attributions__country", "a country code", Country.objects.all(), "iso3")
