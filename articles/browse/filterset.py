"""The FilterSet of the list of statements. An unknown value gives a message beside its field, and no rows."""

from collections.abc import Callable, Collection
from typing import Any, cast

import django_filters
from django import forms
from django.core.exceptions import ValidationError

from articles.addresses import MOST_VALUES
from articles.browse.paging import Cursor
from articles.dates import typed
from articles.models import Actor, Bloc, Country, Issue, Position, Source, Statement
from articles.models.merged import unmerged
from articles.models.statements import StatementQuerySet

REVIEWS = [("reviewed", "reviewed only"), ("all", "with the machine's suggestions")]
SORTS = [
    ("newest", "newest first"),
    ("oldest", "oldest first"),
    ("relevance", "best match first"),
    ("confidence", "surest of the machine first"),
]


class ParsedField(forms.CharField):
    """A line of text that ``parse`` turns into a value; its ValueError is the message."""

    def __init__(self, *, parse: Callable[[str], Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.parse = parse

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return self.parse(text) if text else None
        except ValueError as error:
            raise ValidationError(str(error)) from None


class ParsedFilter(django_filters.Filter):
    field_class = ParsedField


class Few:
    """A field of several values; very many are refused before any is looked up."""

    most: int | None = MOST_VALUES

    def clean(self, value: Any) -> Any:
        number = len(set(value or ()))
        if self.most and number > self.most:
            raise ValidationError(f"At most {self.most} values; these are {number}.")
        return super().clean(value)  # type: ignore[misc]


class ThingsField(Few, django_filters.fields.ModelMultipleChoiceField):
    """Rows of a table as a list, which is empty without asking the database."""

    def clean(self, value: Any) -> list[Any]:
        return super().clean(value) if value else []


class ThingsFilter(django_filters.ModelMultipleChoiceFilter):
    field_class = ThingsField


class ChoicesField(Few, django_filters.fields.MultipleChoiceField):
    pass


class ChoicesFilter(django_filters.MultipleChoiceFilter):
    field_class = ChoicesField


def not_one_of(noun: str) -> dict[str, str]:
    """The messages of a field for a value that is no ``noun``."""
    return {
        "invalid_choice": f"“%(value)s” is not {noun}.",
        "invalid_pk_value": f"“%(pk)s” is not {noun}.",
    }


def _several(noun: str, queryset: Any, to_field_name: str) -> ThingsFilter:
    return ThingsFilter(queryset=queryset, to_field_name=to_field_name, error_messages=not_one_of(noun))


def _several_of(noun: str, choices: Any) -> ChoicesFilter:
    return ChoicesFilter(choices=choices, error_messages=not_one_of(noun))


class StatementForm(forms.Form):
    """What has to fit together: the order with the words, and with the place in it."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        sort, cursor = cleaned.get("sort") or "newest", cleaned.get("cursor")
        if sort == "relevance" and not cleaned.get("q") and "q" not in self.errors:
            self.add_error("sort", "Sort by relevance needs words to search for.")
        if cursor and not cursor.fits(sort):
            self.add_error("cursor", f"“{cursor}” is not a place in this list.")
        return cleaned


class StatementFilter(django_filters.FilterSet):
    """The filters of /statements/, its feed and its exports."""

    _form_class: Any = None

    country = _several("the ISO 3166-1 code of a country, such as RUS", Country.objects.all(), "iso3")
    bloc = _several("a known bloc", Bloc.objects.all(), "slug")
    actor = _several("a known speaker", Actor.objects.select_related("merged_into"), "slug")
    issue = _several("a known issue", Issue.objects.select_related("merged_into"), "slug")
    stance = _several_of("a stance; use support, oppose, conditional or neutral", Position.Stance.choices)
    kind = _several_of("a kind of statement; use direct, mixed or indirect", Statement.Kind.choices)
    source = _several("a known source", Source.objects.select_related("merged_into"), "slug")
    said_after = ParsedFilter(parse=typed)
    said_before = ParsedFilter(parse=typed)
    q = django_filters.CharFilter(max_length=200)
    review = django_filters.ChoiceFilter(
        choices=REVIEWS, error_messages=not_one_of("a choice; use reviewed or all")
    )
    hand = django_filters.ChoiceFilter(
        choices=[("first", "first-hand only")],
        error_messages=not_one_of("a choice; use first, or leave it out"),
    )
    sort = django_filters.ChoiceFilter(
        choices=SORTS, error_messages=not_one_of("an order; use newest, oldest, relevance or confidence")
    )
    cursor = ParsedFilter(parse=Cursor.parse)

    class Meta:
        form = StatementForm

    def get_form_class(self) -> type[forms.Form]:
        """Declared filters make the same form every time."""
        if self._form_class is None:
            type(self)._form_class = super().get_form_class()
        return self._form_class

    @property
    def wanted(self) -> dict[str, Any]:
        """The values asked for; empty when any of them is not valid."""
        return self.form.cleaned_data if self.is_valid() else {}

    @property
    def qs(self) -> StatementQuerySet:
        return self.narrowed()

    @property
    def order(self) -> str:
        return self.wanted.get("sort") or "newest"

    @property
    def words(self) -> str:
        """What to search for; empty for anything."""
        return self.wanted.get("q") or ""

    @property
    def visible(self) -> StatementQuerySet:
        """All statements of the states of review that are asked for."""
        return _visible(cast(StatementQuerySet, self.queryset), self.wanted)

    def narrowed(self, ignoring: Collection[str] = ()) -> StatementQuerySet:
        """The statements that fit; ``ignoring`` leaves filters out, as the counts of a facet need."""
        statements = cast(StatementQuerySet, self.queryset)
        if not self.is_valid():
            return statements.none()
        wanted = {name: value for name, value in self.wanted.items() if name not in ignoring}
        return _narrow(statements, wanted)


def _narrow(statements: StatementQuerySet, wanted: dict[str, Any]) -> StatementQuerySet:
    statements = _visible(statements, wanted)
    statements = statements.taking(
        [issue.slug for issue in unmerged(wanted.get("issue") or ())], wanted.get("stance") or ()
    )
    firsthand = bool(wanted.get("hand"))
    for name, speaking in SPEAKING.items():
        if value := wanted.get(name):
            statements = speaking(statements, value, firsthand)
    for name, narrow in NARROW.items():
        if value := wanted.get(name):
            statements = narrow(statements, value)
    return statements.firsthand() if firsthand else statements


def _visible(statements: StatementQuerySet, wanted: dict[str, Any]) -> StatementQuerySet:
    return statements.with_suggestions() if wanted.get("review") == "all" else statements.published()


def _by_country(statements: StatementQuerySet, chosen: Any, firsthand: bool) -> StatementQuerySet:
    return statements.by_country(*(country.iso3 for country in chosen), firsthand=firsthand)


def _by_bloc(statements: StatementQuerySet, chosen: Any, firsthand: bool) -> StatementQuerySet:
    return statements.by_bloc(*(bloc.slug for bloc in chosen), firsthand=firsthand)


def _by_actor(statements: StatementQuerySet, chosen: Any, firsthand: bool) -> StatementQuerySet:
    return statements.by_actor(*(actor.slug for actor in unmerged(chosen)), firsthand=firsthand)


SPEAKING: dict[str, Callable[[StatementQuerySet, Any, bool], StatementQuerySet]] = {
    "country": _by_country,
    "bloc": _by_bloc,
    "actor": _by_actor,
}
NARROW: dict[str, Callable[[StatementQuerySet, Any], StatementQuerySet]] = {
    "kind": lambda statements, kinds: statements.filter(kind__in=kinds),
    "source": lambda statements, sources: statements.filter(article__source__in=unmerged(sources)),
    "said_after": lambda statements, period: statements.said_between(first=period.first),
    "said_before": lambda statements, period: statements.said_between(last=period.last),
    "q": lambda statements, words: statements.matching(words),
}
