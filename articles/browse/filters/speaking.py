"""What the filters by country, bloc and actor share: a statement may be theirs at first or at second hand."""

from collections.abc import Callable
from typing import Any

from articles.browse.filters.grouping import grouped
from articles.index.matching import Column, Fitting
from articles.index.postings import Array
from articles.models import Attribution
from articles.models.positions import AttributionQuerySet


def spoken(filterset: Any, name: str) -> AttributionQuerySet:
    made = Attribution.objects.of_members() if name == "bloc" else Attribution.objects.all()
    rows = made.filter(statement__in=filterset.narrowed({name}))
    return rows.firsthand() if filterset.wanted.get("hand") else rows


def by_sql(name: str, value: str, label: str) -> Callable[[Any], Any]:
    return lambda filterset: grouped(spoken(filterset, name), value, label, "statement")


def by_index(name: str) -> Callable[[Fitting], Array]:
    def counts(fitting: Fitting) -> Array:
        found = fitting.counted(name, [name], lambda part, fit: getattr(part, name).counts(fit))
        if not fitting.firsthand:
            return found
        return found - fitting.sum([name], lambda part, fit: getattr(part, f"echoed_{name}").counts(fit))

    return counts


def column(name: str) -> Column:
    return Column(lambda part, asked: part.spoken(name, asked.codes(name), asked.firsthand))
