"""How reliable coding is: which places several coders mean alike, and Krippendorff's alpha of their values.

Source: Klaus Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", parts A to C: nominal data,
any number of coders, missing values.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

WORD = re.compile(r"\w+")
ENOUGH = 0.5  # of the words of the longer place, that two places share to be the same quote


@dataclass(frozen=True, slots=True)
class Reliability:
    """Of one variable: alpha (1 perfect, 0 as by chance), observed agreement (0 to 1), and units compared.

    ``alpha`` is None where it is undefined: fewer than two units, or no two values that differ.
    """

    alpha: float | None
    observed: float | None
    units: int


def reliability(units: Iterable[Sequence[Hashable | None]]) -> Reliability:
    """Of units, each with the values that its coders gave (None = none); one value alone does not count."""
    counts = [Counter(value for value in unit if value is not None) for unit in units]
    pairable = [count for count in counts if count.total() > 1]
    totals = sum(pairable, Counter())
    n = totals.total()
    if not n:
        return Reliability(None, None, 0)
    observed = sum(_disagreeing(count) / (count.total() - 1) for count in pairable) / n
    expected = _disagreeing(totals) / (n * (n - 1))
    is_defined = expected > 0 and len(pairable) > 1
    return Reliability(1 - observed / expected if is_defined else None, 1 - observed, len(pairable))


def _disagreeing(count: Counter[Hashable]) -> int:
    """The ordered pairs of values that differ."""
    total = count.total()
    return sum(number * (total - number) for number in count.values())


def words_at(text: str, fragments: Iterable[Sequence[int]]) -> frozenset[int]:
    """Where the words begin of which any character lies in the fragments."""
    spans = list(fragments)
    starts = (match.span() for match in WORD.finditer(text))
    return frozenset(start for start, end in starts if any(start < b and end > a for a, b in spans))


def overlap(one: frozenset[int], other: frozenset[int]) -> float:
    """The share, 0 to 1, of the longer one's words that both have."""
    return len(one & other) / max(len(one), len(other), 1)


def matched(places: Mapping[Any, Mapping[Any, frozenset[int]]]) -> list[dict[Any, Any]]:
    """{coder: {key: words}} in groups of {coder: key} that mean the same place; the best overlaps first.

    A group has at most one place of each coder; a place that nobody else has is a group of its own.
    """
    groups = {(coder, key): {coder: key} for coder, own in places.items() for key in own}
    for (coder, key), (other, same) in _pairs(places):
        one, two = groups[coder, key], groups[other, same]
        if not one.keys() & two.keys():
            joined = one | two
            groups |= dict.fromkeys(joined.items(), joined)
    return list({id(group): group for group in groups.values()}.values())


def _pairs(places: Mapping[Any, Mapping[Any, frozenset[int]]]) -> list[tuple[Any, Any]]:
    every = [((coder, key), words) for coder, own in places.items() for key, words in own.items()]
    pairs = [
        (overlap(words, others), one, other)
        for (one, words), (other, others) in combinations(every, 2)
        if one[0] != other[0]
    ]
    best = sorted((pair for pair in pairs if pair[0] >= ENOUGH), key=lambda pair: -pair[0])
    return [(one, other) for _, one, other in best]
