"""Which rows have which values, both ways round; plain numpy.

Values are codes from 0. A row may have several, each once.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
NARROW = 8  # of rows fewer than one in so many, their own values are counted; else whole lists are read

FIRST_BITS = np.array([0, 0x80, 0xC0, 0xE0, 0xF0, 0xF8, 0xFC, 0xFE], np.uint8)


@dataclass(frozen=True, slots=True)
class Postings:
    """``codes`` row by row, from ``offsets[row]`` on; ``rows`` code by code, from ``starts[code]`` on."""

    offsets: Array
    codes: Array
    starts: Array
    rows: Array

    @classmethod
    def of(cls, rows: Array, codes: Array, size: int, values: int) -> "Postings":
        """From pairs in any order, of ``size`` rows and ``values`` codes."""
        base = max(values, 1)
        keys = np.sort(rows.astype(np.int64) * base + codes)
        keys = keys[np.diff(keys, prepend=-1) > 0]  # several times faster than numpy's unique
        rows, codes = keys // base, keys % base
        by_code = rows[np.argsort(codes, kind="stable")]
        return cls(_ends(rows, size), packed(codes, values), _ends(codes, values), packed(by_code, size))

    def having(self, codes: Array) -> Array:
        """True for each row that has any of the codes."""
        known = codes[codes < len(self.starts) - 1]  # of those that are newer there is none here
        mask = np.zeros(len(self.offsets) - 1, bool)
        mask[self.rows[_spread(self.starts, known)]] = True
        return mask

    def pairs(self, rows: Array) -> tuple[Array, Array]:
        """Rows and codes of these rows, row by row."""
        lengths = self.offsets[rows + 1] - self.offsets[rows]
        return np.repeat(rows, lengths), self.codes[_spread(self.offsets, rows)]

    def counts(self, mask: Array) -> Array:
        """How many of the rows in the mask have each code."""
        rows = np.flatnonzero(mask)
        if len(rows) * NARROW < len(mask):
            codes = self.codes[_spread(self.offsets, rows)]
            return np.bincount(codes, minlength=len(self.starts) - 1)
        return sums(mask.take(self.rows), self.starts)


@dataclass(frozen=True, slots=True)
class Listed:
    """``rows`` code by code, from ``starts[code]`` on; for what few rows have."""

    starts: Array
    rows: Array

    @classmethod
    def of(cls, rows: Array, codes: Array, size: int, values: int) -> "Listed":
        """From pairs in any order, of ``size`` rows and ``values`` codes."""
        return cls(_ends(codes, values), packed(rows[np.argsort(codes, kind="stable")], size))

    def having(self, codes: Array) -> Array:
        """The rows that have any of the codes, not in order and perhaps several times."""
        return self.rows[_spread(self.starts, codes[codes < len(self.starts) - 1])]


def sums(mask: Array, starts: Array) -> Array:
    """How many are true from each start to the next; eight at a time, for that is several times faster."""
    eights = np.append(np.packbits(mask), np.uint8(0))
    before = np.cumsum(np.bitwise_count(eights), dtype=np.int64) - np.bitwise_count(eights)
    place, rest = starts >> 3, starts & 7
    return np.diff(before[place] + np.bitwise_count(eights[place] & FIRST_BITS[rest]))


def packed(numbers: Array, limit: int) -> Array:
    """In the smallest type that holds all numbers below the limit."""
    return numbers.astype(np.min_scalar_type(max(limit, 1)))


def _ends(numbers: Array, size: int) -> Array:
    """Where the run of each number ends in their sorted list, after a leading 0."""
    return np.concatenate([[0], np.cumsum(np.bincount(numbers, minlength=size))]).astype(np.uint32)


def _spread(starts: Array, places: Array) -> Array:
    """All positions from ``starts[place]`` to ``starts[place + 1]``, place by place."""
    first = starts[places].astype(np.int64)
    lengths = starts[np.asarray(places) + 1] - first
    before = np.cumsum(lengths) - lengths
    return np.repeat(first - before, lengths) + np.arange(lengths.sum())
