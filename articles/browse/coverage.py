"""What was searched: silence means something only beside the number of texts that could have spoken."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Sum

from articles.dates import Period
from articles.models import Article, Statement


@dataclass(frozen=True, slots=True)
class Coverage:
    """The articles of a period: number, sources, first and last day, and suggestions not yet reviewed."""

    articles: int
    sources: int
    first: datetime.date | None
    last: datetime.date | None
    waiting: int


def coverage(after: Period | None = None, before: Period | None = None) -> Coverage:
    """Of the articles published in the period (both ends included; None leaves a side open)."""
    articles = (
        Article.objects.published()
        .published_between(after and after.first, before and before.last)
        .order_by()
    )
    # Source by source, for PostgreSQL sorts all rows to count distinct ones.
    by_source = articles.values("source").annotate(
        n=Count("pk"), first_on=Min("published_on"), last_on=Max("published_on")
    )
    figures = by_source.aggregate(
        articles=Sum("n", default=0), sources=Count("source"), first=Min("first_on"), last=Max("last_on")
    )
    waiting = Statement.objects.public().waiting()
    if after or before:
        waiting = waiting.filter(article__in=articles)
    return Coverage(**figures, waiting=waiting.count())
