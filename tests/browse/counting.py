"""To ask SQL for all numbers of the facets at one moment without having it count for each of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache

import pytest

from articles.browse import by_sql, facets
from articles.browse.filters.declared import COUNTED
from articles.models import holding

COUNTED_BEFORE = "SELECT * FROM unnest(%s::text[], %s::text[], %s::bigint[])"


@contextmanager
def counted_once() -> Iterator[None]:
    """Each facet that is asked for first is counted and placed by one query, as on the page.

    Then all values of it are counted, and whatever else is asked is cut from these numbers. What values there
    are, which no filter changes, is asked once; so is which names hold a term, for all facets together.
    """
    with pytest.MonkeyPatch.context() as patch:
        once = {
            name: replace(each, by_sql=_Once(each.by_sql), known=_known_once(each.known))
            for name, each in COUNTED.items()
        }
        for module in (by_sql, facets):
            patch.setattr(module, "COUNTED", once)
        patch.setattr(holding, "_named", cache(holding._named))
        yield


def _known_once(known):
    by_words = cache(lambda *words: known(words))
    return lambda words: by_words(*words)


class _Once:
    """Stands for the function that gives the query of a facet."""

    def __init__(self, query_of):
        self.query_of, self.is_first, self.rows = query_of, True, None

    def __call__(self, filterset):
        if self.is_first:
            self.is_first = False
            return self.query_of(filterset)
        if self.rows is None:
            self.rows = _Rows(self.query_of(filterset))
        return self.rows


class _Rows(list):
    """As much of a QuerySet as is needed."""

    @property
    def query(self):
        return self

    def sql_with_params(self):
        return COUNTED_BEFORE, [[row[n] for row in self] for n in range(3)]
