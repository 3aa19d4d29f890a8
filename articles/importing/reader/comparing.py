"""Two readings of one text, field by field."""

from collections.abc import Sequence

from articles.extraction.overlap import jaccard, positions, tokens
from articles.extraction.records import Statement as Record
from articles.text import normal

ALIKE = 0.8  # of their words in common: the same statement


def compare(text: str, ours: Sequence[Record], others: Sequence[Record]) -> dict[str, int]:
    """How many statements only one found, and of those that both found, in how many each field is the same.

    A statement is paired with the one most like it, once.
    """
    pairs = _pairs(text, ours, others)
    counts = {"both": len(pairs), "only_reader": len(ours) - len(pairs)}
    counts |= {"only_embedded": len(others) - len(pairs), "kept": len(ours)}
    same = [_same(ours[n], others[m]) for n, m in pairs]
    return counts | {name: sum(one[name] for one in same) for name in FIELDS}


FIELDS = ("words", "speaker", "country", "day", "position")


def _pairs(text: str, ours: Sequence[Record], others: Sequence[Record]) -> list[tuple[int, int]]:
    words = tokens(text)
    one, other = ([positions(r.fragments, words) for r in records] for records in (ours, others))
    likeness = ((jaccard(a, b), n, m) for n, a in enumerate(one) for m, b in enumerate(other) if a & b)
    pairs: list[tuple[int, int]] = []
    for share, n, m in sorted(likeness, key=lambda found: (-found[0], *found[1:])):
        if share >= ALIKE and all(n != a and m != b for a, b in pairs):
            pairs.append((n, m))
    return pairs


def _same(one: Record, other: Record) -> dict[str, bool]:
    return {name: _fields(one)[name] == _fields(other)[name] for name in FIELDS}


def _fields(record: Record) -> dict[str, object]:
    return {
        "words": record.fragments,
        "speaker": {normal.name_key(speaker.name) for speaker in record.speakers},
        "country": {speaker.country for speaker in record.speakers},
        "day": record.said_on,
        "position": {(position.issue, position.stance) for position in record.positions},
    }
