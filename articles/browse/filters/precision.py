"""Statements of which the day is known as exactly as this: to the day, the month, the year, or not at all."""

from typing import Any

import numpy as np
from django.db.models import QuerySet

from articles.browse.choices import choices
from articles.browse.fields import several_of
from articles.browse.filters.declaration import Counted, Filter
from articles.browse.filters.grouping import grouped
from articles.index.matching import Column, Fitting
from articles.index.postings import Array, tallied
from articles.index.segments import PRECISIONS
from articles.index.vocabulary import terms_of
from articles.language import gettext, text
from articles.models import Statement

LABELS = {value: str(label) for value, label in Statement.Precision.choices}


def by_sql(filterset: Any) -> QuerySet:
    return grouped(filterset.narrowed({"precision"}), "said_on_precision", "said_on_precision", "pk")


def by_index(fitting: Fitting) -> Array:
    return fitting.counted(
        "precision",
        ["precision"],
        lambda part, fit: tallied(part.precision, fit, len(PRECISIONS)),
    )


FILTER = Filter(
    field=several_of(text("a precision; use day, month, year or unknown"), Statement.Precision.choices),
    narrow=lambda statements, wanted: statements.filter(said_on_precision__in=wanted["precision"]),
    column=Column(
        lambda part, asked: np.isin(part.precision, asked.codes("precision")),
        terms_of(PRECISIONS, LABELS),
    ),
    chip=lambda wanted, value: (
        gettext("date %(precision)s") % {"precision": gettext(LABELS.get(value, value))}
    ),
    counted=Counted(
        place=9,
        title=text("Date precision"),
        plural=text("date precisions"),
        known=choices(LABELS),
        by_sql=by_sql,
        by_index=by_index,
        labels=LABELS,
    ),
)
