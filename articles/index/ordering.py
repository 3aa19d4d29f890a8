"""The first places of a list, or those after one: by day, or by a value, then by id; plain numpy."""

import numpy as np

from articles.index.postings import Array
from articles.index.segments import Segment

Place = tuple[float, int]  # what the list goes by (a day as ordinal, a relevance, a certainty), id
NEAR = 10_000  # rows


def greatest(values: Array, ids: Array, after: Place | None, limit: int) -> list[Place]:
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


def listed(part: Segment, mask: Array, oldest: bool, after: Place | None, limit: int) -> list[Place]:
    """Places of the first rows in the mask beyond the place; rows stand newest first."""
    start, end = 0, len(part)
    if after and oldest:
        end = _rank(part, after)
    elif after:
        start = _rank(part, (after[0], after[1] - 1))
    rows = _far(mask, start, end, limit) if oldest else _near(mask, start, end, limit)
    return [part.place(row) for row in rows]


def _near(mask: Array, start: int, end: int, limit: int) -> Array:
    """The first rows of the mask within these; most often they stand among the first thousands."""
    near = np.flatnonzero(mask[start : min(start + NEAR, end)])[:limit]
    is_enough = len(near) == limit or start + NEAR >= end
    return start + (near if is_enough else np.flatnonzero(mask[start:end])[:limit])


def _far(mask: Array, start: int, end: int, limit: int) -> Array:
    return len(mask) - 1 - _near(mask[::-1], len(mask) - end, len(mask) - start, limit)


def _rank(part: Segment, place: Place) -> int:
    """How many rows stand at this place or before it, in the order of the rows: at greater places."""
    low, high = 0, len(part)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if part.place(middle) > place else (low, middle)
    return low
