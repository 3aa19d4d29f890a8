"""The FilterSet of the list of statements. An unknown value gives a message beside its field, and no rows."""

from collections.abc import Collection
from typing import Any, cast

import django_filters
from django import forms
from django.http import QueryDict

from articles.browse.asking.reading import merged, reading
from articles.browse.fields import OfMoment, ParsedFilter, one_of, refuse_turned_round
from articles.browse.filters.declared import DECLARED
from articles.browse.paging import Cursor
from articles.history.as_of import moment
from articles.language import gettext, text
from articles.models import Issue
from articles.models.statements import OFFICIAL, StatementQuerySet

SORTS = [
    ("newest", text("newest first")),
    ("oldest", text("oldest first")),
    ("relevance", text("best match first")),
    ("confidence", text("by the machine’s confidence")),
]


class StatementForm(forms.Form):
    """What has to fit together: the order with the words, and with the place in it.

    Unless other voices are asked for, the official ones are.
    """

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("voice") and "voice" not in self.errors:
            cleaned["voice"] = [str(voice) for voice in OFFICIAL]
        refuse_turned_round(self, cleaned)
        if chosen := cleaned.get("issue"):
            cleaned["issue"] = _with_parts(chosen)
        sort, cursor = cleaned.get("sort") or "newest", cleaned.get("cursor")
        if sort == "relevance" and not cleaned.get("q") and "q" not in self.errors:
            if not self.data.get("typed"):
                self.add_error("sort", gettext("Sort by relevance needs words to search for."))
            cleaned["sort"] = sort = "newest"
        if cursor and not cursor.fits(sort):
            self.add_error("cursor", gettext("“%(text)s” is not a place in this list.") % {"text": cursor})
        return cleaned


def _with_parts(chosen: list[Issue]) -> list[Issue]:
    """Whoever asks for an issue asks for what stands under it, too."""
    known = {issue.pk for issue in chosen}
    return [*chosen, *Issue.objects.parts_of(known).select_related("merged_into")]


class StatementFilter(OfMoment, django_filters.FilterSet):
    """The filters of /statements/, its feed and its exports.

    With ``as_of`` what they find has to be read within ``known()``.
    """

    _form_class: Any = None

    sort = one_of(text("an order; use newest, oldest, relevance or confidence"), SORTS)
    cursor = ParsedFilter(parse=Cursor.parse)
    as_of = ParsedFilter(parse=moment)

    class Meta:
        form = StatementForm

    def __init__(self, data: QueryDict, queryset: Any, **kwargs: Any) -> None:
        """``data`` as the address has it; what is named among its words becomes values of filters."""
        self.read = reading(data.get("q", ""))
        super().__init__(merged(data, self.read), queryset, **kwargs)

    @classmethod
    def get_filters(cls) -> dict[str, django_filters.Filter]:
        """Those that are declared, then the order of the list and the place in it."""
        declared = {name: each.field for name, each in DECLARED.items()}
        for name, each in declared.items():
            each.field_name = name
        return declared | super().get_filters()

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
    def implied(self) -> tuple[str, ...]:
        """The filters that narrow though nobody chose a value of theirs."""
        return () if any(self.data.getlist("voice")) else ("voice",)

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
    for name, each in DECLARED.items():
        if wanted.get(name):
            statements = each.narrow(statements, wanted)
    return statements


def _visible(statements: StatementQuerySet, wanted: dict[str, Any]) -> StatementQuerySet:
    return statements.with_suggestions() if wanted.get("review") == "all" else statements.published()
