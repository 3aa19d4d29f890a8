"""Stances and kinds of statements in what was typed, in the words that people use for them."""

from collections.abc import Iterator

from articles.browse.asking.meant import Meant
from articles.browse.asking.words import Typed
from articles.browse.choices import Known
from articles.browse.filters import kind, stance

RANK = 4
SAID: dict[tuple[str, str], tuple[str, ...]] = {
    ("stance", "support"): (
        *("support", "supports", "supported", "supporting", "back", "backs", "backed"),
        *("favour", "favours", "favor", "favors", "endorse", "endorses", "endorsed"),
    ),
    ("stance", "oppose"): (
        *("oppose", "opposes", "opposed", "opposing", "reject", "rejects", "rejected"),
        *("condemn", "condemns", "condemned"),
    ),
    ("stance", "conditional"): ("conditional", "conditionally"),
    ("stance", "neutral"): ("neutral",),
    ("kind", "direct"): (
        *("quoted", "verbatim", "direct speech", "direct quote", "direct quotes", "direct quotations"),
    ),
    ("kind", "mixed"): ("partly quoted", "mixed speech", "partial quote", "partial quotes"),
    ("kind", "indirect"): ("paraphrased", "indirect", "indirect speech", "reported speech"),
}
LABELS = {"stance": stance.LABELS, "kind": kind.LABELS}
MEANT = {
    tuple(phrase.split()): (name, Known(value, value, LABELS[name][value]))
    for (name, value), phrases in SAID.items()
    for phrase in phrases
}
LONGEST = max(map(len, MEANT))


def choices(typed: Typed) -> Iterator[Meant]:
    """Every run of words that tells a stance or a kind."""
    for first, last in typed.runs(LONGEST):
        words = tuple(word.plain for word in typed.words[first : last + 1])
        if words in MEANT:
            name, value = MEANT[words]
            yield Meant(name, (value,), first, last, RANK, len(words))
