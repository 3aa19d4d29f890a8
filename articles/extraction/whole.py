"""Paragraphs that are speech as a whole: tweets with their signature, and the turns of a transcript."""

import re
from collections.abc import Iterator

from .candidates import Candidate, Passage
from .quotes import Quote
from .records import Span

SIGNATURE = re.compile(r"\s*[—–-]{1,2} ?(?P<who>[^\n(]{2,60}?) \(@")
LABEL = re.compile(
    r"(?P<who>Q|A|[A-Z][A-Z.'’-]{1,20}(?: [A-Z][A-Z.'’-]{1,20}){0,4})(?: \([^)\n]{1,40}\))?: +(?=\S)"
)
NOBODY = frozenset(("Q", "A", "QUESTION", "ANSWER", "REPORTER", "INTERVIEWER", "MODERATOR"))
TURNS = 3  # labels from which a text is a transcript; fewer may be anything


def find(passages: list[Passage], text: str) -> tuple[list[Candidate], list[Passage]]:
    """A candidate for each tweet and each turn of somebody named in a transcript; and the passages left."""
    turns = list(_turns(passages, text))
    found = [*_tweets(passages, text), *(turn for turn in turns if text[slice(*_who(turn))] not in NOBODY)]
    spoken = {span for candidate in (*found, *turns) for span in candidate.fragments}
    return found, [one for one in passages if not _within(one, spoken)]


def _who(turn: Candidate) -> Span:
    assert turn.printed is not None
    return turn.printed


def _within(passage: Passage, spoken: set[Span]) -> bool:
    return any(start >= passage.frame.block.start and end == passage.frame.block.end for start, end in spoken)


def _tweets(passages: list[Passage], text: str) -> Iterator[Candidate]:
    for passage in passages:
        block = passage.frame.block
        signature = SIGNATURE.match(text, block.end) if block.kind == "tweet" else None
        if signature is not None:
            yield _candidate(passage, "quote_tweet", (block.start, block.end), signature.span("who"))


def _turns(passages: list[Passage], text: str) -> Iterator[Candidate]:
    labels = [LABEL.match(text, passage.frame.block.start) for passage in passages]
    if sum(label is not None for label in labels) < TURNS:
        return
    turn: Candidate | None = None
    for passage, label in zip(passages, labels, strict=True):
        block = passage.frame.block
        if label is None and turn is not None:
            _add(turn, passage, (block.start, block.end))
        elif label is not None:
            if turn is not None:
                yield turn
            turn = _candidate(passage, "quote_transcript", (label.end(), block.end), label.span("who"))
    if turn is not None:
        yield turn


def _candidate(passage: Passage, relation: str, place: Span, who: Span) -> Candidate:
    made = Candidate(passage, relation, [], printed=who)
    _add(made, passage, place)
    return made


def _add(candidate: Candidate, passage: Passage, place: Span) -> None:
    """All of the paragraph is said, as if it stood in quotation marks."""
    candidate.fragments.append(place)
    candidate.quotes.append(Quote(*place, *place, True, passage.frame.block.start))
