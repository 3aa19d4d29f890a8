"""The first places of a list that goes by a value, greatest first, then by id; plain numpy."""

import numpy as np

from articles.index.postings import Array


def greatest(
    values: Array, ids: Array, after: tuple[float, int] | None, limit: int
) -> list[tuple[float, int]]:
    """The first ``limit`` pairs of value and id, or those after a place in the list."""
    if after:
        beyond = (values < after[0]) | ((values == after[0]) & (ids < after[1]))
        values, ids = values[beyond], ids[beyond]
    rows = _first(values, ids, limit)
    order = rows[np.lexsort((-ids[rows], -values[rows]))]
    return list(zip(values[order].tolist(), ids[order].tolist(), strict=True))


def _first(values: Array, ids: Array, limit: int) -> Array:
    """The rows of the first, in any order. Very many may have the value at which the list is cut."""
    if len(values) <= limit:
        return np.arange(len(values))
    cut = np.partition(values, -limit)[-limit]
    above, level = np.flatnonzero(values > cut), np.flatnonzero(values == cut)
    missing = limit - len(above)
    return np.concatenate([above, level[np.argpartition(ids[level], -missing)[-missing:]]])
