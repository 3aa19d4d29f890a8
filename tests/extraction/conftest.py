"""Helpers for the extraction tests. The language model is loaded once a session."""

from collections.abc import Callable
from datetime import date

import pytest

from articles.extraction import Document, IssueHint, Statement, parsing, pipeline
from articles.extraction.candidates import Passage, passage

FRIDAY = date(2024, 3, 15)
Reader = Callable[..., tuple[Statement, ...]]


@pytest.fixture(scope="session")
def language() -> object:
    return parsing.language()


@pytest.fixture
def read(language: object) -> Reader:
    """Reads a text published on Friday 15 March 2024 unless told otherwise."""

    def read_text(
        text: str, published_on: date | None = FRIDAY, issues: tuple[IssueHint, ...] = ()
    ) -> tuple[Statement, ...]:
        return pipeline.read(Document("test", text, published_on), issues)

    return read_text


@pytest.fixture
def passages(language: object) -> Callable[[str], list[Passage]]:
    """The parsed passages of a text."""

    def parse(text: str) -> list[Passage]:
        frames = pipeline.frames_of(Document("test", text))
        return [passage(frame, doc, n) for n, (frame, doc) in enumerate(parsing.parse(frames))]

    return parse
