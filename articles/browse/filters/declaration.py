"""What there is to say of one filter of statements; each module beside this one declares one as ``FILTER``.

The list of them is ``articles.addresses.FILTERS``. The FilterSet, the facets, the pages of values, the
exports, the feed, the index and the canonical addresses read these declarations and nothing else.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import django_filters
from django.db.models import QuerySet

from articles.browse.choices import Known
from articles.formatting import place
from articles.index.matching import Column, Fitting
from articles.index.postings import Array
from articles.models.statements import StatementQuerySet

Wanted = Mapping[str, Any]  # the cleaned values of all filters


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many statements each value of a filter would leave, whatever is chosen of that filter itself.

    ``known`` gives the values whose names have words that begin as those typed, in the order of their labels.
    ``by_sql`` gives rows of (value, label, number) for a valid FilterSet; ``by_index`` numbers by code.
    ``labels`` name the values for which SQL has no names.
    """

    place: int  # on the page, from the top
    title: str
    plural: str
    known: Callable[[Sequence[str]], list[Known]]
    by_sql: Callable[[Any], QuerySet]
    by_index: Callable[[Fitting], Array]
    labels: Mapping[str, str] = field(default_factory=dict)
    may_be_empty: bool = True  # whether it is shown without any value


def as_written(wanted: Any, value: str) -> str:
    return value


def named(wanted: Any, value: str) -> str:
    """The name of the row that is written so; the bare value where there is none."""
    keys = ("iso3", "slug")
    found = (
        place(str(thing)) for thing in wanted or () if value in {getattr(thing, key, None) for key in keys}
    )
    return next(found, value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One filter: how its values are read, which statements fit them, and how it is told.

    ``narrow`` and ``column`` must agree: tests/browse/test_by_index.py asks both. ``chip`` puts one value
    that was chosen into words; it is given the cleaned values of this filter, or None if they are not valid.
    """

    field: django_filters.Filter
    narrow: Callable[[StatementQuerySet, Wanted], StatementQuerySet]
    column: Column | None = None  # None: the index need not look at it
    chip: Callable[[Any, str], str] = as_written
    counted: Counted | None = None  # None: its values are not listed
