"""Which rows have which values, both ways round; plain numpy.

Values are codes from 0. A row may have several, each once.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
FREQUENT = 32  # a value of more rows than one in so many has a bit for each row: shorter than a list, faster
SEEKING = 128  # to look a row up in a list takes as long as to read so many of its entries
BY_ROW = 2  # to count a row by its own codes takes as long as so many entries of the lists

FIRST_BITS = np.array([0, 0x80, 0xC0, 0xE0, 0xF0, 0xF8, 0xFC, 0xFE], np.uint8)


@dataclass(frozen=True)
class Subset:
    """Some of the rows; what several counts need to know of them is worked out once."""

    mask: Array

    @cached_property
    def number(self) -> int:
        return int(np.count_nonzero(self.mask))

    @cached_property
    def rows(self) -> Array:
        return np.flatnonzero(self.mask)

    @cached_property
    def bits(self) -> Array:
        return _bits(self.mask)


@dataclass(frozen=True, slots=True)
class Postings:
    """The ``first`` code of each row, and what ``more`` there is; ``rows`` code by code, from its start on.

    A row without a code has the one behind the last. Rows of ``frequent`` codes are not listed code by code:
    these have ``bits``, 64 rows in each number.
    """

    first: Array
    more_rows: Array
    more_codes: Array
    starts: Array
    rows: Array
    frequent: Array
    bits: Array

    @classmethod
    def of(cls, rows: Array, codes: Array, size: int, values: int) -> "Postings":
        """From pairs in any order, of ``size`` rows and ``values`` codes."""
        base = max(values, 1)
        keys = np.sort(rows.astype(np.int64) * base + codes)
        keys = keys[np.diff(keys, prepend=-1) > 0]  # several times faster than numpy's unique
        rows, codes = keys // base, keys % base
        is_first = np.diff(rows, prepend=-1) > 0
        first = np.full(size, values)
        first[rows[is_first]] = codes[is_first]
        frequent = np.flatnonzero(np.bincount(codes, minlength=values) * FREQUENT > size)
        bits = [_bits(_mask(rows[codes == code], size)) for code in frequent]
        rare = ~np.isin(codes, frequent)
        return cls(
            first=packed(first, values + 1),
            more_rows=packed(rows[~is_first], size),
            more_codes=packed(codes[~is_first], values),
            starts=_ends(codes[rare], values),
            rows=packed(rows[rare][np.argsort(codes[rare], kind="stable")], size),
            frequent=frequent,
            bits=np.stack(bits) if bits else np.empty((0, 0), np.uint64),
        )

    def having(self, codes: Array) -> Array:
        """True for each row that has any of the codes."""
        known = codes[codes < self.values]  # of those that are newer there is none here
        mask = _mask(self.rows[_spread(self.starts, known)], len(self.first))
        for bits in self.bits[np.isin(self.frequent, known)]:
            mask |= np.unpackbits(bits.view(np.uint8), count=len(mask)).view(bool)
        return mask

    def pairs(self, rows: Array) -> tuple[Array, Array]:
        """These rows and their codes, in no order; a row for each code."""
        first, more = self.first[rows], self._more(rows)
        has_any = first < self.values
        found = np.concatenate([rows[has_any], self.more_rows[more]])
        return found, np.concatenate([first[has_any], self.more_codes[more]])

    def counts(self, among: Subset) -> Array:
        """How many of these rows have each code."""
        is_short = BY_ROW * among.number + len(self.more_rows) < len(self.rows)
        return self._by_row(among) if is_short else self._by_code(among)

    def _more(self, rows: Array) -> Array:
        """Where the further codes of these rows are."""
        if len(rows) * SEEKING > len(self.more_rows):
            return np.flatnonzero(_mask(rows, len(self.first)).take(self.more_rows))
        wanted = rows.astype(self.more_rows.dtype)  # or the whole list would be made as wide as they are
        first, end = (np.searchsorted(self.more_rows, wanted, side) for side in ("left", "right"))
        return run(first, end - first)

    @property
    def values(self) -> int:
        """The number of codes that a row may have."""
        return len(self.starts) - 1

    def _by_row(self, among: Subset) -> Array:
        more = self.more_codes.compress(among.mask.take(self.more_rows))
        first = np.bincount(self.first.take(among.rows), minlength=self.values + 1)
        return first[: self.values] + np.bincount(more, minlength=self.values)

    def _by_code(self, among: Subset) -> Array:
        found = sums(among.mask.take(self.rows), self.starts)
        if len(self.frequent):
            found[self.frequent] = np.bitwise_count(self.bits & among.bits).sum(axis=1, dtype=np.int64)
        return found


@dataclass(frozen=True, slots=True)
class Listed:
    """``rows`` code by code, from ``starts[code]`` on; for what few rows have."""

    starts: Array
    rows: Array

    @classmethod
    def of(cls, rows: Array, codes: Array, size: int, values: int) -> "Listed":
        """From pairs in any order, of ``size`` rows and ``values`` codes."""
        base = max(size, 1)
        keys = np.unique(codes.astype(np.int64) * base + rows)
        return cls(_ends(keys // base, values), packed(keys % base, size))

    def having(self, codes: Array) -> Array:
        """The rows that have any of the codes, not in order and perhaps several times."""
        return self.rows[_spread(self.starts, codes[codes < len(self.starts) - 1])]

    def counts(self, among: Subset) -> Array:
        """How many of these rows have each code."""
        return sums(among.mask.take(self.rows), self.starts)


def _mask(rows: Array, size: int) -> Array:
    mask = np.zeros(size, bool)
    mask[rows] = True
    return mask


def _bits(mask: Array) -> Array:
    """A bit for each row, 64 in each number; none beyond the last row."""
    packed_rows = np.packbits(mask)
    bits = np.zeros(-(-len(mask) // 64), np.uint64)
    bits.view(np.uint8)[: len(packed_rows)] = packed_rows
    return bits


def sums(mask: Array, starts: Array) -> Array:
    """How many are true from each start to the next; eight at a time, for that is several times faster."""
    eights = np.append(np.packbits(mask), np.uint8(0))
    before = np.cumsum(np.bitwise_count(eights), dtype=np.int64) - np.bitwise_count(eights)
    place, rest = starts >> 3, starts & 7
    return np.diff(before[place] + np.bitwise_count(eights[place] & FIRST_BITS[rest]))


def tallied(column: Array, among: Subset, values: int) -> Array:
    """How many of these rows have each of a few values; four times faster than to take them out first."""
    number = [np.count_nonzero((column == value) & among.mask) for value in range(values)]
    return np.array(number, np.int64)


def added(counts: list[Array]) -> Array:
    """The sum of counts of different lengths."""
    total = np.zeros(max(map(len, counts)), np.int64)
    for each in counts:
        total[: len(each)] += each
    return total


def packed(numbers: Array, limit: int) -> Array:
    """In the smallest type that holds all numbers below the limit."""
    return numbers.astype(np.min_scalar_type(max(limit, 1)))


def _ends(numbers: Array, size: int) -> Array:
    """Where the run of each number ends in their sorted list, after a leading 0."""
    return np.concatenate([[0], np.cumsum(np.bincount(numbers, minlength=size))]).astype(np.uint32)


def _spread(starts: Array, places: Array) -> Array:
    """All positions from ``starts[place]`` to ``starts[place + 1]``, place by place."""
    first = starts[places].astype(np.int64)
    return run(first, starts[np.asarray(places) + 1] - first)


def run(first: Array, lengths: Array) -> Array:
    """So many numbers from each first one on."""
    before = np.cumsum(lengths) - lengths
    return np.repeat(first - before, lengths) + np.arange(lengths.sum())
