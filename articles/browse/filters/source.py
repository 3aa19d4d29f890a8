"""Statements found in articles of these sources."""

from typing import Any

from django.db.models import QuerySet

from articles.browse.choices import begun, things
from articles.browse.fields import several
from articles.browse.filters.declaration import Counted, Filter, Wanted, named
from articles.browse.filters.grouping import grouped
from articles.index.matching import Column, Fitting
from articles.index.postings import Array
from articles.language import text
from articles.models import Article, Source
from articles.models.merged import unmerged
from articles.models.statements import StatementQuerySet


def narrow(statements: StatementQuerySet, wanted: Wanted) -> StatementQuerySet:
    return statements.filter(article__source__in=unmerged(wanted["source"]))


def by_sql(filterset: Any) -> QuerySet:
    rows = Article.objects.filter(statements__in=filterset.narrowed({"source"}))
    return grouped(rows, "source__slug", "source__name", "statements")


def by_index(fitting: Fitting) -> Array:
    return fitting.counted("source", ["source"], lambda part, fit: part.source.counts(fit))


FILTER = Filter(
    field=several(text("a known source"), Source.objects.select_related("merged_into"), "slug"),
    narrow=narrow,
    column=Column(lambda part, asked: part.source.having(asked.codes("source"))),
    chip=named,
    counted=Counted(
        place=8,
        title=text("Source"),
        plural=text("sources"),
        known=things(Source.objects.all, lambda words: begun(words, "name", "domain"), "slug", "name"),
        by_sql=by_sql,
        by_index=by_index,
    ),
)
