"""Statements counted by a value, as SQL does it."""

from django.db.models import Count, F, QuerySet


def grouped(rows: QuerySet, value: str, label: str, key: str) -> QuerySet:
    """Rows of (value, label, number); ``key`` is the field by which statements are told apart."""
    counted = rows.order_by().values(v=F(value), l=F(label)).annotate(n=Count(key, distinct=True))
    return counted.values_list("v", "l", "n")
