"""Where words that somebody claims to quote stand in a text: to the letter, but for white space."""

import re
from collections.abc import Iterable, Iterator

from articles.extraction.quotes import Quote
from articles.extraction.records import Span
from articles.text import normal

LONGEST = 10_000  # characters of words that are looked for
MARKS = '"“”„‟«»＂'
CLOSING = MARKS + ".,;:!?…"
WITHOUT_SPACES = "\u2e80"  # from here on scripts part no words


def places(text: str, words: str) -> list[Span]:
    """All places of the words, whole words only, in order; none for no words."""
    sought = normal.line(words[:LONGEST]).strip(MARKS + " ")
    if not any(letter.isalnum() for letter in sought):
        return []
    first, *rest = sought.split()
    before = r"(?<!\w)" if _is_of_a_word(sought[0]) else ""
    behind = r"(?!\w)" if _is_of_a_word(sought[-1]) else ""
    pattern = re.compile(before + r"\s+".join(map(re.escape, (first, *rest))) + behind)
    return [match.span() for at in _places_of(text, first) if (match := pattern.match(text, at))]


def _places_of(text: str, word: str) -> Iterator[int]:
    """To look for one word is a hundred times quicker than to look for a pattern."""
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _is_of_a_word(letter: str) -> bool:
    return letter.isalnum() and letter < WITHOUT_SPACES


def within(found: Iterable[Span], outer: Span) -> list[Span]:
    return [(start, end) for start, end in found if outer[0] <= start and end <= outer[1]]


def outside(found: Iterable[Span], fragments: Iterable[Span]) -> list[Span]:
    """Those that touch no fragment."""
    taken = list(fragments)
    return [(start, end) for start, end in found if all(end <= a or start >= b for a, b in taken)]


def distance(span: Span, fragments: tuple[Span, ...]) -> int:
    """Characters between a span and the nearest fragment."""
    return min(max(a - span[1], span[0] - b, 0) for a, b in fragments)


def with_marks(text: str, span: Span, quotations: Iterable[Quote]) -> Span:
    """With the quotation marks around it, if the words are a whole quotation but for its last comma."""
    start, end = span
    for quote in quotations:
        rest = text[end : quote.inner_end]
        if start == quote.inner_start and end <= quote.inner_end and not rest.strip(CLOSING + " "):
            return quote.start, quote.end
    return span
