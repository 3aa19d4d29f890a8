"""Reads a text in its normal form, and leads what was found back to the text as it was given."""

from collections.abc import Iterable
from dataclasses import replace

from articles.text import normal

from .records import Document, Position, Span, Statement


def in_normal_form(document: Document) -> Document:
    """The document to read: of its text and title in whatever form, the same letters are the same."""
    return replace(document, text=normal.text(document.text), title=normal.line(document.title))


def led_back(document: Document, statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Statements found in the normal form, with their places in the given text and its own characters."""
    found = tuple(statements)
    if not found or document.text.startswith(normal.text(document.text)):
        return found
    places = normal.places(document.text).back()
    return tuple(_led_back(document.text, statement, places) for statement in found)


def _led_back(text: str, statement: Statement, places: normal.Places) -> Statement:
    def back(span: Span | None) -> Span | None:
        return places.moved(span) if span else None

    fragments = tuple(map(places.moved, statement.fragments))
    return replace(
        statement,
        fragments=fragments,
        quote=" … ".join(text[start:end] for start, end in fragments),
        cue_span=back(statement.cue_span),
        speaker_span=back(statement.speaker_span),
        said_on_phrase=back(statement.said_on_phrase),
        positions=tuple(_of_given(position, places) for position in statement.positions),
    )


def _of_given(position: Position, places: normal.Places) -> Position:
    return replace(position, evidence_span=places.moved(position.evidence_span))
