"""What the index answers to a filter: the total, the ids of a page, the counts of all values, the months."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from articles.browse.filters.declared import COUNTED
from articles.index import ordering
from articles.index.matching import PERIOD, Fitting
from articles.index.ordering import Place
from articles.index.postings import Array, sums
from articles.index.segments import MONTHLY, Segment
from articles.index.vocabulary import Terms

Row = tuple[str, str, int]  # value, label, number of statements


@dataclass
class Answer:
    """About what fits."""

    fitting: Fitting

    @cached_property
    def total(self) -> int:
        return sum(fit.number for _, fit in self.fitting.each())

    @cached_property
    def undated(self) -> int:
        """How many fit but for the period, because nobody knows their day; 0 without a period."""
        return self.months[1].get(0, 0) if self.fitting.is_bounded else 0

    def places(self, sort: str, after: Place | None, limit: int) -> list[Place]:
        """The first statements of the list, or those after a place in it."""
        if sort in ("relevance", "confidence"):
            return self._greatest(sort, after, limit)
        oldest, found = sort == "oldest", []
        for part, fit in self.fitting.each():
            found += ordering.listed(part, fit.mask, oldest, after, limit)
        return sorted(found, reverse=not oldest)[:limit]

    @cached_property
    def months(self) -> tuple[dict[int, int], dict[int, int]]:
        """Statements of any period by month, counted from the year 0; those of no sure month by year.

        Those without a day are under the year 0.
        """
        return self.fitting.once("month", PERIOD, self._months)

    def rows(self, name: str, limit: int) -> tuple[list[Row], int]:
        """The first values of a facet and those chosen, most frequent first, and how many there are in all.

        A facet ignores its own filter.
        """
        return _rows(
            COUNTED[name].by_index(self.fitting), self.fitting.terms(name), limit, self.fitting.chosen(name)
        )

    def numbers(self, name: str, keys: Iterable[Any]) -> list[int]:
        """The numbers of these values of a facet, by primary key; 0 for those on no statement."""
        counts, codes = COUNTED[name].by_index(self.fitting).tolist(), self.fitting.terms(name).codes
        found = (codes.get(key, len(counts)) for key in keys)
        return [counts[code] if code < len(counts) else 0 for code in found]

    def _months(self) -> tuple[dict[int, int], dict[int, int]]:
        by_month: Counter[int] = Counter()
        by_year: Counter[int] = Counter()
        for part, fit in self.fitting.each(PERIOD):
            by_month.update(_by_month(part, fit.mask & (part.precision >= MONTHLY)))
            by_year.update(_numbered(np.arange(part.year.values), part.year.counts(fit)))
        return dict(by_month), dict(by_year)

    def _greatest(self, sort: str, after: Place | None, limit: int) -> list[Place]:
        found: list[Place] = []
        for part, fit in self.fitting.each():
            values = self.fitting.relevance_in(part) if sort == "relevance" else part.certainty
            ids = part.ids[fit.rows].astype(np.int64)
            found += ordering.greatest(values[fit.rows], ids, after, limit)
        return sorted(found, reverse=True)[:limit]


def _by_month(part: Segment, mask: Array) -> dict[int, int]:
    return _numbered(part.months, sums(mask, np.append(part.month_starts, len(part))))


def _numbered(values: Array, counts: Array) -> dict[int, int]:
    counted = np.flatnonzero(counts)
    return dict(zip(values[counted].tolist(), counts[counted].tolist(), strict=True))


def _rows(counts: Array, terms: Terms, limit: int, kept: Array) -> tuple[list[Row], int]:
    """The first rows and those of the codes ``kept``, most frequent first, and the number of all.

    Those of equal number stand by rank: the order of the vocabulary, unless told.
    """
    ranks = np.arange(len(counts)) if terms.ranks is None else terms.ranks[: len(counts)]
    places = ranks - counts * (len(terms) + 1)  # the first value has the least; no two have the same
    used = np.flatnonzero(counts)
    first = used[np.argpartition(places[used], limit)[:limit]] if len(used) > limit else used
    kept = kept[kept < len(counts)]
    listed = np.union1d(first, kept[counts[kept] > 0])
    codes = listed[np.argsort(places[listed])].tolist()
    return [(terms.values[code], terms.labels[code], int(counts[code])) for code in codes], len(used)
