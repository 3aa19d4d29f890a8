"""A text cut into paragraphs, and those into stretches marked by the statements that cover them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

PARAGRAPH = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Mark:
    """One fragment of a statement: characters ``start`` to ``end`` (excluded) of the article's text."""

    start: int
    end: int
    statement: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text under the same statements, innermost first; ``begins`` lists those whose first words these are."""

    text: str
    statements: tuple[int, ...]
    begins: tuple[int, ...]


Paragraph = list[Stretch]


def paragraphs(text: str, marks: Iterable[Mark]) -> list[Paragraph]:
    """Every paragraph of the text that is not blank, with its marks."""
    marks = sorted(marks, key=lambda mark: mark.start)
    first = {mark.statement: mark.start for mark in reversed(marks)}
    spans = [match.span() for match in PARAGRAPH.finditer(text) if match.group().strip()]
    return [_stretches(text, start, end, marks, first) for start, end in spans]


def around(text: str, marks: Iterable[Mark], context: int = 1) -> list[Paragraph]:
    """The marked paragraphs, and ``context`` paragraphs before and after them."""
    every = paragraphs(text, marks)
    marked = [n for n, paragraph in enumerate(every) if any(stretch.statements for stretch in paragraph)]
    return every[max(0, marked[0] - context) : marked[-1] + context + 1] if marked else []


def _stretches(text: str, start: int, end: int, marks: list[Mark], first: dict[int, int]) -> Paragraph:
    inside = [mark for mark in marks if mark.start < end and mark.end > start]
    ends = {max(start, mark.start) for mark in inside} | {min(end, mark.end) for mark in inside}
    cuts = sorted({start, end} | ends)
    return [_stretch(text, a, b, inside, first) for a, b in pairwise(cuts)]


def _stretch(text: str, start: int, end: int, marks: list[Mark], first: dict[int, int]) -> Stretch:
    over = sorted((m for m in marks if m.start <= start and m.end >= end), key=lambda m: m.end - m.start)
    statements = tuple(dict.fromkeys(mark.statement for mark in over))
    begins = tuple(statement for statement in statements if first[statement] == start)
    return Stretch(text[start:end], statements, begins)
