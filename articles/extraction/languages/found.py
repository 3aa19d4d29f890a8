"""What is found in a sentence: the words reported, the cue and the noun phrases of the speakers."""

from dataclasses import dataclass, field

from .cues import Cue
from .grammar import Noun
from .words import Word

LEAST_BEFORE = 3  # words that must stand before a cue to be what it reports


@dataclass(slots=True)
class Found:
    """A statement in the words of its sentence; ranges are half-open."""

    ranges: list[tuple[int, int]]
    cue: Cue | None
    nouns: list[Noun] = field(default_factory=list)
    way: str = "clause"


def wide_enough(words: tuple[Word, ...], found: Found) -> bool:
    inside = [
        w for first, last in found.ranges for w in words[first:last] if w.is_word or w.text[0].isdigit()
    ]
    quoted = any(word.held >= 0 for word in inside)
    return len(inside) >= (1 if quoted else LEAST_BEFORE if found.way == "before" else 2)
