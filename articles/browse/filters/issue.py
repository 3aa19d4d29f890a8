"""Statements with a position on these issues."""

from typing import Any

from django.db.models import F, Func, QuerySet, TextField, Value

from articles.browse.choices import begun, things
from articles.browse.fields import several
from articles.browse.filters.declaration import Counted, Filter, named
from articles.browse.filters.grouping import grouped
from articles.browse.filters.taking import BOTH, narrow, positions
from articles.index.matching import Column, Fitting
from articles.index.postings import Array
from articles.index.segments import STANCES
from articles.language import text
from articles.models import Issue


def with_phrases() -> QuerySet[Issue]:
    joined = Func(F("phrases"), Value(" "), function="array_to_string", output_field=TextField())
    return Issue.objects.alias(joined=joined)


def by_sql(filterset: Any) -> QuerySet:
    rows = positions(filterset)
    if stances := filterset.wanted.get("stance"):
        rows = rows.filter(stance__in=stances)
    return grouped(rows, "issue__slug", "issue__title", "statement")


def by_index(fitting: Fitting) -> Array:
    """A statement has one position an issue, so those with a stance asked for can be added up."""
    counts = fitting.counted("issue", BOTH, lambda part, fit: part.position.counts(fit))
    stances = fitting.wanted.get("stance") or STANCES
    return counts.reshape(-1, len(STANCES))[:, [STANCES.index(stance) for stance in stances]].sum(axis=1)


FILTER = Filter(
    field=several(text("a known issue"), Issue.objects.select_related("merged_into"), "slug"),
    narrow=narrow,
    column=Column(
        lambda part, asked: part.position.having(
            asked.positions(asked.wanted.get("stance") or STANCES).ravel()
        )
    ),
    chip=named,
    counted=Counted(
        place=5,
        title=text("Issue"),
        plural=text("issues"),
        known=things(with_phrases, lambda words: begun(words, "title", "joined"), "slug", "title"),
        by_sql=by_sql,
        by_index=by_index,
    ),
)
