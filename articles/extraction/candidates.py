"""The form in which the finders of speech (``cues``, ``direct``) hand over what they found."""

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Any

from .frames import Frame
from .quotes import Quote
from .records import Span


@dataclass(slots=True)
class Passage:
    """A parsed frame. ``doc`` is its spaCy Doc, or None when nothing in it speaks."""

    frame: Frame
    doc: Any
    number: int
    slots: list[tuple[int, int, Quote]] = field(default_factory=list)  # first and last token of each
    masked: frozenset[int] = frozenset()  # tokens that stand for a replaced quotation


@dataclass(frozen=True, slots=True)
class Author:
    """Who gives a speech, as its heading names them."""

    name: str
    role: str | None


@dataclass(slots=True, eq=False)
class Candidate:
    """Something that may be a statement. ``cue`` and ``subject`` are token numbers in the passage's doc."""

    passage: Passage
    relation: str
    fragments: list[Span]
    cue: int | None = None
    cue_end: int | None = None
    subject: int | None = None
    quotes: list[Quote] = field(default_factory=list)
    governor: "Candidate | None" = None  # the candidate whose speaker this one shares
    parent: "Candidate | None" = None
    turn: int = 0
    probability: float = 0.5
    is_plain: bool = False  # kept, however improbable by what was learnt
    printed: Span | None = None  # where the speaker is named, when that is no part of a sentence
    author: "Author | None" = None  # of a speech, whose heading may stand outside the text

    @property
    def start(self) -> int:
        return self.fragments[0][0]

    @property
    def end(self) -> int:
        return self.fragments[-1][1]

    @property
    def size(self) -> int:
        return sum(end - start for start, end in self.fragments)

    def cue_token(self) -> Any:
        return None if self.cue is None else self.passage.doc[self.cue]

    def subject_token(self) -> Any:
        return None if self.subject is None else self.passage.doc[self.subject]


def passage(frame: Frame, doc: Any, number: int) -> Passage:
    made = Passage(frame, doc, number)
    if doc is not None and frame.slots:
        places = [token.idx for token in doc]
        for start, end, quote in frame.slots:
            first, after = bisect_left(places, start), bisect_left(places, end)
            if first < after:
                made.slots.append((first, after - 1, quote))
        made.masked = frozenset(i for first, last, _ in made.slots for i in range(first, last + 1))
    return made


def source_span(passage: Passage, first: int, last: int) -> Span:
    """The source range of the tokens ``first`` .. ``last`` (both included)."""
    doc = passage.doc
    return passage.frame.source(doc[first].idx, doc[last].idx + len(doc[last]))
