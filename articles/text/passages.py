"""A text cut into paragraphs, and those into stretches marked by the statements that cover them."""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from articles.text.letters import CAPITAL, CAPITALS

PARAGRAPH = re.compile(r"[^\n]+")
WORD, TOKEN = re.compile(r"\w+(?:['’.-]\w+)*"), re.compile(r"\S+")
# Neither U.S. nor Mr., nor a full stop before small letters. What it begins with is looked for first: seven
# times faster than to look back from every letter.
SENTENCE_ENDS = re.compile(
    rf"""[.!?\n](?:(?<=\n)|(?<!\.{CAPITAL}.)(?<!\b(?:Mr|Dr|St).)(?<!\bMrs.|\bGen.|\bSen.|\bGov.)['"’”)\]]*"""
    rf"""(?=\s+['"‘“(\[]?[{CAPITALS}0-9]|\s*\n|\s*$))"""
)
# Thai, Lao, Myanmar, Khmer; kana and Chinese characters.
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
NEAR = 2_000  # characters on either side, within which a word or the end of a sentence is looked for
CLAUSE_ENDS = re.compile(r"""[,;:.!?،؛。，；：！？—–](?=["”’»)\]\s]|$)|\n""")
Span = tuple[int, int]
Fragments = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """One fragment of a statement: characters ``start`` to ``end`` (excluded) of the article's text."""

    start: int
    end: int
    statement: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text under the same statements, innermost first; ``begins`` lists those whose first words these are.

    ``start`` is the place of its first character in the article.
    """

    start: int
    text: str
    statements: tuple[int, ...]
    begins: tuple[int, ...]


Paragraph = list[Stretch]


def paragraphs(text: str, marks: Iterable[Mark]) -> list[Paragraph]:
    """Every paragraph of the text that is not blank, with its marks."""
    ordered = sorted(marks, key=lambda mark: mark.start)
    first = {mark.statement: mark.start for mark in reversed(ordered)}
    spans = [match.span() for match in PARAGRAPH.finditer(text) if match.group().strip()]
    return [_stretches(text, *span, inside, first) for span, inside in _with_marks(spans, ordered)]


def _with_marks(spans: list[Span], ordered: list[Mark]) -> Iterator[tuple[Span, list[Mark]]]:
    """Each span with the marks that touch it, in one walk over both."""
    coming, reaching = deque(ordered), list[Mark]()
    for start, end in spans:
        while coming and coming[0].start < end:
            reaching.append(coming.popleft())
        reaching = [mark for mark in reaching if mark.end > start]
        yield (start, end), reaching


def around(text: str, marks: Iterable[Mark], context: int = 1) -> list[Paragraph]:
    """The marked paragraphs, and ``context`` paragraphs before and after them."""
    every = paragraphs(text, marks)
    marked = [n for n, paragraph in enumerate(every) if any(stretch.statements for stretch in paragraph)]
    return every[max(0, marked[0] - context) : marked[-1] + context + 1] if marked else []


def _stretches(text: str, start: int, end: int, marks: list[Mark], first: dict[int, int]) -> Paragraph:
    ends = {max(start, mark.start) for mark in marks} | {min(end, mark.end) for mark in marks}
    cuts = sorted({start, end} | ends)
    return [_stretch(text, a, b, marks, first) for a, b in pairwise(cuts)]


def _stretch(text: str, start: int, end: int, marks: list[Mark], first: dict[int, int]) -> Stretch:
    over = sorted((m for m in marks if m.start <= start and m.end >= end), key=lambda m: m.end - m.start)
    statements = tuple(dict.fromkeys(mark.statement for mark in over))
    begins = tuple(statement for statement in statements if first[statement] == start)
    return Stretch(start, text[start:end], statements, begins)


def quoted(text: str, fragments: Fragments) -> str:
    """The words at the fragments, in one line a fragment."""
    return " … ".join(text[start:end] for start, end in fragments)


def snapped(text: str, start: int, end: int) -> Span | None:
    """The characters without spaces at their ends, with words made whole; None if none are left."""
    inside = text[start:end]
    start += len(inside) - len(inside.lstrip())
    end = start + len(inside.strip())
    if start >= end:
        return None
    while start and _is_within_a_word(text[start - 1], text[start]):
        start -= 1
    while end < len(text) and _is_within_a_word(text[end - 1], text[end]):
        end += 1
    return start, end


def _is_within_a_word(before: str, after: str) -> bool:
    """Two letters or digits in a row; scripts that leave no space between words tell no words."""
    return before.isalnum() and after.isalnum() and not (UNSPACED.match(before) or UNSPACED.match(after))


def moved(text: str, fragments: Fragments, edge: str, step: int) -> Fragments:
    """The outermost ``edge`` (start or end) moved a word on (1) or back (-1), but never past the other one.

    Words end before their comma or closing mark and again after it.
    """
    n, side = (0, 0) if edge == "start" else (-1, 1)
    here, other = fragments[n][side], fragments[n][1 - side]
    low = max(0, here - NEAR)
    near = text[low : here + NEAR]
    stops = sorted({low + match.span()[side] for match in (*WORD.finditer(near), *TOKEN.finditer(near))})
    beyond = [stop for stop in stops[::step] if (stop - here) * step > 0]
    there = beyond[0] if beyond else here
    if (there < other) != (here < other) or there == other:
        return fragments
    span = (there, other) if edge == "start" else (other, there)
    return (span, *fragments[1:]) if edge == "start" else (*fragments[:-1], span)


def to_clause(text: str, fragments: Fragments, step: int) -> Fragments:
    """The last end at the end of the clause before (-1) or after (1), never past the beginning."""
    start, here = fragments[-1]
    low = max(0, here - NEAR)
    stops = [low + match.start() for match in CLAUSE_ENDS.finditer(text[low : here + NEAR])]
    beyond = [stop for stop in stops[::step] if (stop - here) * step > 0 and stop > start]
    return (*fragments[:-1], (start, beyond[0])) if beyond else fragments


def sentenced(text: str, fragments: Fragments) -> Fragments:
    """One fragment: from the beginning of the sentence of the first to the end of that of the last."""
    first, last = fragments[0][0], fragments[-1][1]
    low = max(0, first - NEAR)
    ends = [low + match.end() for match in SENTENCE_ENDS.finditer(text[low : last + NEAR])]
    begin = max((end for end in ends if end <= first), default=low)
    end = min((end for end in ends if end >= last), default=min(len(text), last + NEAR))
    whole = snapped(text, begin, end)
    return (whole,) if whole else fragments


def halved(fragments: Fragments, at: int) -> tuple[Fragments, Fragments]:
    """What stands before the place and what from it on; either is empty if the place is not within them."""
    before = tuple((a, min(b, at)) for a, b in fragments if a < at)
    after = tuple((max(a, at), b) for a, b in fragments if b > at)
    return before, after


def including(fragments: Fragments, span: Span) -> Fragments:
    """With another fragment, in order; those that it touches become one with it."""
    start, end = span
    apart = [kept for kept in fragments if kept[1] < start or kept[0] > end]
    touched = [kept for kept in fragments if kept not in apart]
    joined = (min([start, *(a for a, _ in touched)]), max([end, *(b for _, b in touched)]))
    return tuple(sorted([*apart, joined]))
