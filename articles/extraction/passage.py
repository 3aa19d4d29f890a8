"""A statement with the words around it."""

import re
from dataclasses import dataclass

from .records import Document, Span, Statement

SENTENCE_END = re.compile(r"[.!?][\"”’]?\s+(?=[A-Z\"“])")
LEAD = 600  # characters of a text whose countries it is about
LONGEST_PARAGRAPH = 1500  # characters around a statement that are looked at


@dataclass(frozen=True, slots=True)
class Passage:
    """A statement with the words around it: its sentence, its paragraph, its article's title and lead."""

    text: str
    statement: Statement
    cue: str
    sentence: str
    paragraph: str
    title: str
    lead: str


def passage_of(document: Document, statement: Statement) -> Passage:
    text = document.text
    spans = [*statement.fragments, *([statement.cue_span] if statement.cue_span else [])]
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    paragraph = text[slice(*_paragraph(text, first, last))]
    sentence = sentence_around(text, first, last)
    cue = text[slice(*statement.cue_span)] if statement.cue_span else ""
    return Passage(text, statement, cue, sentence, paragraph, document.title, text[:LEAD])


def sentence_around(text: str, first: int, last: int) -> str:
    """The sentence, or the sentences, of which these characters are a part."""
    start, end = _paragraph(text, first, last)
    ends = [match.end() for match in SENTENCE_END.finditer(text, start, end)]
    opening = max((at for at in ends if at <= first), default=start)
    closing = min((at for at in ends if at >= last), default=end)
    return text[opening:closing]


def _paragraph(text: str, first: int, last: int) -> Span:
    """Where the paragraph around these characters begins and ends, or so much of it as is looked at."""
    end = text.find("\n", last)
    return (
        max(text.rfind("\n", 0, first) + 1, first - LONGEST_PARAGRAPH),
        min(len(text) if end < 0 else end, last + LONGEST_PARAGRAPH),
    )
