"""Finds quotations by their marks: straight, curly, doubled-single, mismatched, unclosed, multi-paragraph.

A state machine walks each paragraph once. Marks are often wrong in the wild (“ used to close, one left out):
a mark's form is only a hint: its neighbours decide when form and place disagree.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from .blocks import Block
from .records import Span, StatementKind

MARK = re.compile(r"[\"“”„‟«»＂]|''|``|‘‘|’’|(?<![\w’'])[‘']+(?=\w|\[|…)")
ALWAYS_OPENS, ALWAYS_CLOSES = frozenset(("„", "«", "``", "‘‘")), frozenset(("»", "’’"))
SINGLES = frozenset("‘'")
SINGLE_CLOSE = re.compile(r"[’'](?!\w)")
ELISION = re.compile(r"[‘'’](?:em|til|tis|twas|cause|n|round|bout|\d0s)\b", re.IGNORECASE)
LONGEST_SINGLE = 600  # characters; a stray apostrophe must not swallow a paragraph


@dataclass(frozen=True, slots=True)
class Quote:
    """``start``..``end`` includes the marks, ``inner_start``..``inner_end`` does not.

    ``continues`` says that the quotation goes on in the next block (no closing mark, next block opens again).
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool
    block: int
    continues: bool = False


def find(text: str, blocks: Iterable[Block]) -> tuple[Quote, ...]:
    """All outermost quotations of the blocks that may speak, in order; they never overlap."""
    found: list[Quote] = []
    for index, block in enumerate(blocks):
        if block.speaks:
            found.extend(_in_block(text, block, index))
    return tuple(_linked(text, found))


def _in_block(text: str, block: Block, index: int) -> Iterator[Quote]:
    opened: re.Match[str] | None = None
    position = block.start
    while mark := MARK.search(text, position, block.end):
        position = mark.end()
        if opened is None and mark.group()[0] in SINGLES and mark.group() not in ("''", "‘‘"):
            single = _single(text, mark, block, index)
            if single:
                yield single
                position = single.end
        elif mark.group()[0] in SINGLES and mark.group() not in ("''", "‘‘"):
            continue  # a quotation inside a quotation
        elif opened is None:
            opened = mark if _may_open(text, mark, block) else None
        elif not _reopens(text, mark, block):
            yield Quote(opened.start(), mark.end(), opened.end(), mark.start(), True, index)
            opened = None
        else:  # the closing mark was forgotten: the older quotation ends at its sentence
            yield _unclosed(text, opened, mark.start(), index)
            opened = mark
    if opened is not None and text[opened.end() : block.end].strip():
        yield _unclosed(text, opened, block.end, index, to_end=opened.start() == block.start)


def _around(text: str, mark: re.Match[str], block: Block) -> tuple[str, str]:
    before = text[mark.start() - 1] if mark.start() > block.start else " "
    after = text[mark.end()] if mark.end() < block.end else " "
    return before, after


def _may_open(text: str, mark: re.Match[str], block: Block) -> bool:
    before, after = _around(text, mark, block)
    if mark.group() in ALWAYS_CLOSES:
        return False
    if mark.group() in ALWAYS_OPENS:
        return not after.isspace()
    glued = before.isalnum() and not after.isalnum()
    return not after.isspace() and not glued and not (before in ".,!?" and not after.isalnum())


def _reopens(text: str, mark: re.Match[str], block: Block) -> bool:
    """True for a mark that can only open although a quotation is open already."""
    before, after = _around(text, mark, block)
    if mark.group() in ALWAYS_CLOSES or mark.group() == "”":
        return False
    opening_place = (before.isspace() or before in "([—–") and (after.isalnum() or after == "[")
    return opening_place and (mark.group() == "“" or mark.group() in ALWAYS_OPENS)


def _unclosed(text: str, opened: re.Match[str], limit: int, index: int, to_end: bool = False) -> Quote:
    end = limit
    if not to_end:
        stop = re.compile(r"[.!?](?=\s)").search(text, opened.end(), limit)
        end = stop.end() if stop else limit
    while end > opened.end() + 1 and text[end - 1].isspace():
        end -= 1
    return Quote(opened.start(), end, opened.end(), end, False, index)


def _single(text: str, mark: re.Match[str], block: Block, index: int) -> Quote | None:
    if ELISION.match(text, mark.end() - 1):
        return None
    limit = min(block.end, mark.end() + LONGEST_SINGLE)
    ends = [m for m in SINGLE_CLOSE.finditer(text, mark.end(), limit) if not text[m.start() - 1].isspace()]
    best = next((m for m in ends if text[m.start() - 1] in ",.?!"), ends[0] if ends else None)
    if best is None or MARK.search(text, mark.end(), best.start()) is not None:
        return None
    return Quote(mark.start(), best.end(), mark.end(), best.start(), True, index)


def _linked(text: str, found: list[Quote]) -> Iterator[Quote]:
    for quote, following in pairwise(found):
        runs_on = not quote.closed and following.block > quote.block
        runs_on = runs_on and not text[quote.end : following.start].strip() and quote.end < following.start
        yield replace(quote, continues=True) if runs_on else quote
    yield from found[-1:]


def kind_at(text: str, fragments: Iterable[Span], quoted: Iterable[Span]) -> StatementKind:
    """Direct when every word of the fragments is inside quotation marks, mixed when some are."""
    quoted = list(quoted)
    inside = outside = False
    for start, end in fragments:
        for at in range(start, end):
            if text[at].isalnum():
                held = any(s <= at < e for s, e in quoted)
                inside, outside = inside or held, outside or not held
    if inside:
        return "mixed" if outside else "direct"
    return "indirect"
