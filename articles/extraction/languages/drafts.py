"""Statements on their way: which of two findings stays, and which statement stands around another."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from articles.extraction.records import Span, Speaker

from .found import Found
from .words import Paragraph

RANK = ("before", "clause", "quoted", "according", "turn", "object")
SAME = 0.85  # of the characters of two statements: they are one
MOSTLY = 0.5  # of a statement: it does little more than pass on the one within
STRETCH = 1_000  # characters of the text in which neighbours are looked for


@dataclass(slots=True)
class Draft:
    """A statement on its way: its places in the text, who said it, and how it was found."""

    fragments: list[Span]
    found: Found
    speakers: tuple[Speaker, ...]
    speaker_span: Span | None
    cue_span: Span | None
    sentence: Span
    paragraph: Paragraph
    turn: int = 0


class Neighbours:
    """Drafts by the stretches of the text that they stand in, so that a long text takes no longer a word."""

    def __init__(self, drafts: Iterable[Draft] = ()) -> None:
        self.numbers: dict[int, int] = {}
        self.stretches: dict[int, list[Draft]] = defaultdict(list)
        for draft in drafts:
            self.add(draft)

    def add(self, draft: Draft) -> None:
        self.numbers[id(draft)] = len(self.numbers)
        for stretch in _stretches(draft):
            self.stretches[stretch].append(draft)

    def of(self, draft: Draft) -> list[Draft]:
        """The drafts near this one, itself among them."""
        near = {id(other): other for stretch in _stretches(draft) for other in self.stretches[stretch]}
        return list(near.values())

    def parent(self, draft: Draft) -> int | None:
        """The number of the smallest statement around this one."""
        start, end = draft.fragments[0][0], draft.fragments[-1][1]
        around = [
            (last - first, self.numbers[id(other)])
            for other in self.of(draft)
            for first, last in other.fragments
            if other is not draft and first <= start and end <= last and (first, last) != (start, end)
        ]
        return min(around)[1] if around else None


def _stretches(draft: Draft) -> range:
    places = [*draft.fragments, draft.sentence]
    first, last = min(start for start, _ in places), max(end for _, end in places)
    return range(first // STRETCH, last // STRETCH + 1)


def without_doubles(drafts: Iterable[Draft]) -> list[Draft]:
    """By their place in the text; of two with nearly the same words only the better founded one."""
    near = Neighbours()
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda one: RANK.index(one.found.way)):
        if draft.fragments and not any(_overlap(draft, other) >= SAME for other in near.of(draft)):
            near.add(draft)
            kept.append(draft)
    left = [draft for draft in kept if not _passed_on(draft, near.of(draft))]
    return sorted(left, key=lambda draft: (draft.fragments[0], -draft.fragments[-1][1]))


def _passed_on(draft: Draft, near: list[Draft]) -> bool:
    """ "X agreed that ..., writes the agency": the agency only passes on what X says."""
    if draft.found.way != "before" or draft.speakers[0].kind != "organisation":
        return False
    return any(other is not draft and _overlap(draft, other) >= MOSTLY for other in near)


def _overlap(one: Draft, other: Draft) -> float:
    shared = sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in one.fragments for b in other.fragments)
    lengths = sum(end - start for draft in (one, other) for start, end in draft.fragments)
    return shared / max(1, lengths - shared)
