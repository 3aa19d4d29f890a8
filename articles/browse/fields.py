"""Fields of filters: a value that is not understood gives a message beside its field."""

import datetime
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy

from articles.addresses import MOST_VALUES
from articles.formatting import partial
from articles.history.as_of import as_of, moment
from articles.language import gettext, text


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


class OfMoment:
    """A FilterSet with a field ``as_of``: its values are looked up among the names of that moment.

    What is gone by now was there; and what was not there then is not known.
    """

    @cached_property
    def moment(self: Any) -> datetime.datetime | None:
        try:
            return moment(self.data.get("as_of", "").strip()) if self.is_bound else None
        except ValueError:  # the field says so
            return None

    @contextmanager
    def known(self) -> Iterator[None]:
        """Whatever is read inside is what was known at the moment asked for, if any is."""
        with as_of(self.moment) if self.moment else nullcontext():
            yield

    def is_valid(self) -> bool:
        return self._is_valid

    @cached_property
    def _is_valid(self) -> bool:
        with self.known():
            return super().is_valid()  # type: ignore[misc]


class Few:
    """A field of several values; very many are refused before any is looked up."""

    most: int | None = MOST_VALUES

    def clean(self, value: Any) -> Any:
        chosen = len(set(value or ()))
        if self.most and chosen > self.most:
            told = gettext("At most %(most)s values; these are %(number)s.")
            raise ValidationError(told % {"most": self.most, "number": chosen})
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


later: Callable[[str], Any] = lazy(gettext, str)
"""Of a marked text: it is made once, and shown in any language."""
NAMES = (
    *(text("country"), text("bloc"), text("actor"), text("issue"), text("stance"), text("kind")),
    *(text("source"), text("voice"), text("precision"), text("said after"), text("said before")),
    *(text("q"), text("review"), text("hand"), text("sort"), text("cursor"), text("as of")),
    *(text("differ"), text("by"), text("find"), text("page")),
)
"""Fields as a page names them beside what is wrong with them."""


def not_one_of(noun: str) -> dict[str, Any]:
    """The messages of a field for a value that is no ``noun``, which is marked: "a known issue"."""
    return {"invalid_choice": _not("value", noun), "invalid_pk_value": _not("pk", noun)}


def _not(name: str, noun: str) -> Any:
    """ "“%(value)s” is not a known issue.", with the name by which Django knows the value."""

    def told() -> str:
        return gettext("“%(value)s” is not %(noun)s.") % {"value": f"%({name})s", "noun": gettext(noun)}

    return lazy(told, str)()


def several(noun: str, queryset: Any, to_field_name: str) -> ThingsFilter:
    """Rows of a table, each written as the field of that name."""
    return ThingsFilter(queryset=queryset, to_field_name=to_field_name, error_messages=not_one_of(noun))


def several_of(noun: str, choices: Any) -> ChoicesFilter:
    return ChoicesFilter(choices=choices, error_messages=not_one_of(noun))


def refuse_turned_round(form: forms.Form, cleaned: Mapping[str, Any]) -> None:
    """A period that ends before it begins holds nothing; the message names both ends."""
    after, before = cleaned.get("said_after"), cleaned.get("said_before")
    if after and before and before.last < after.first:
        told = gettext(
            "The period is turned round: it begins with %(first)s and ends with %(last)s. Exchange the two."
        )
        ends = {"first": partial(str(after)), "last": partial(str(before))}
        form.add_error("said_after", told % ends)


def one_of(noun: str, choices: Any) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(choices=choices, error_messages=not_one_of(noun))
