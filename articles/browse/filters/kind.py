"""Statements in direct speech, in indirect speech, or partly quoted."""

from typing import Any

from django.db.models import QuerySet

from articles.browse.choices import choices
from articles.browse.fields import several_of
from articles.browse.filters.declaration import Counted, Filter
from articles.browse.filters.grouping import grouped
from articles.index.matching import Column, Fitting
from articles.index.postings import Array
from articles.index.segments import KINDS
from articles.index.vocabulary import terms_of
from articles.language import text
from articles.models import Statement

LABELS = {value: str(label) for value, label in Statement.Kind.choices}


def by_sql(filterset: Any) -> QuerySet:
    return grouped(filterset.narrowed({"kind"}), "kind", "kind", "pk")


def by_index(fitting: Fitting) -> Array:
    return fitting.counted("kind", ["kind"], lambda part, fit: part.kind.counts(fit))


FILTER = Filter(
    field=several_of(text("a kind of statement; use direct, mixed or indirect"), Statement.Kind.choices),
    narrow=lambda statements, wanted: statements.filter(kind__in=wanted["kind"]),
    column=Column(lambda part, asked: part.kind.having(asked.codes("kind")), terms_of(KINDS, LABELS)),
    counted=Counted(
        place=7,
        title=text("How it is reported"),
        plural=text("kinds"),
        known=choices(LABELS),
        by_sql=by_sql,
        by_index=by_index,
        labels=LABELS,
    ),
)
