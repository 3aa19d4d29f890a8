"""How much two statements of a text have in common, in words."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from .records import Span

WORD = re.compile(r"\w+(?:[’'\-]\w+)*")
LEADING = frozenset(("that", "to"))
Token = tuple[int, int, str]


def tokens(text: str) -> list[Token]:
    """Start, end and lower-case form of each word."""
    return [(match.start(), match.end(), match.group().lower()) for match in WORD.finditer(text)]


def positions(spans: Iterable[Span], words: Sequence[Token]) -> frozenset[int]:
    """Numbers of the words that ``spans`` touch, without a leading "that" or "to"."""
    hit = [number for start, end in sorted(spans) for number in _touched(start, end, words)]
    while len(hit) > 1 and words[hit[0]][2] in LEADING:
        hit = hit[1:]
    return frozenset(hit)


def _touched(start: int, end: int, words: Sequence[Token]) -> range:
    first = bisect_right(words, start, key=lambda word: word[1])
    return range(first, bisect_left(words, end, key=lambda word: word[0]))


def jaccard(one: frozenset[int], other: frozenset[int]) -> float:
    """Common words by all words; 0 when there are none."""
    return len(one & other) / len(one | other) if one or other else 0.0
