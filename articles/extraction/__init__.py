"""Statements out of text. Pure Python: nothing here imports Django or the rest of the project.

``read`` and ``read_many`` load the language model at their first call; importing the package does not.
"""

from collections.abc import Iterable, Iterator, Sequence

from .records import Document, IssueHint, Position, Speaker, Statement

VERSION = "2.0.0"

__all__ = ["VERSION", "Document", "IssueHint", "Position", "Speaker", "Statement", "read", "read_many"]


def read(document: Document, issues: Sequence[IssueHint] = ()) -> tuple[Statement, ...]:
    """The statements of one document, by their place in its text."""
    from . import pipeline

    return pipeline.read(document, issues)


def read_many(
    documents: Iterable[Document], issues: Sequence[IssueHint] = ()
) -> Iterator[tuple[Document, tuple[Statement, ...]]]:
    """(document, statements) of each document, in order; reads 16 ahead, so that memory stays constant."""
    from . import pipeline

    return pipeline.read_many(documents, issues)
