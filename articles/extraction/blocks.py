"""Cuts a text into blocks and tells what each is. Only paragraphs and tweets may hold statements."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from articles.text.letters import CAPITAL

BlockKind = Literal["paragraph", "headline", "caption", "boilerplate", "byline", "tweet"]

CAPTION = re.compile(
    r"^(?:this|an?|the|in this)\b.{0,40}\b(?:photo|picture|image|photograph|frame grab|handout)\b"
    r"|^(?:file |undated )+(?:photo|picture|image|pic)\b"
    r"|^(?:photo|image|picture|caption)s?\s*(?:by|:|credit)|^photograph\s*:"
    r"|\b(?:is|are) (?:seen|shown|pictured) (?:here )?in this\b.{0,40}\b(?:photo|image)"
    r"|\((?:file|ap|afp|reuters|getty)(?: photo| images)?(?:/[^)\n]{0,40})?\)\s*$",
    re.IGNORECASE,
)
BOILERPLATE = re.compile(
    r"^(?:share (?:this|on)|read more|see also|related\b.{0,20}:?$|leave a comment|accessibility links"
    r"|breaking news$|(?:with |additional )?reporting by|editing by|add interests?|interested in .{0,60}\?$"
    r"|watch:?\s+[^\W\d_]|advertisement|sign up|log ?in|subscribe|click here|copyright|©|all rights reserved"
    r"|follow (?:us|@|[^\W\d_]{2,} [^\W\d_]{2,} on)|source [–-]|to save your interests"
    r"|(?:https?://|www\.)\S+$|.{0,60}\balternate addresses:)",
    re.IGNORECASE,
)
ADD_INTEREST = re.compile(r"\bas an interest\b|\bnews feed\b|\balternate addresses\b", re.IGNORECASE)
BYLINE = re.compile(
    rf"^[Bb]y {CAPITAL}[\w.'’-]+(?: {CAPITAL}[\w.'’-]+){{1,4}}(?:,? (?:and|for|in) .{{0,60}})?$"
)
TWEET_SIGNATURE = re.compile(r"^\s*[—–-]{1,2} ?[^\n(]{2,60} \(@\w{1,20}\)")
ENDS_SENTENCE = re.compile(r"[.!?…:;][\"'”’“»)\]]*\s*$|[,\"”“»]\s*$")
LONGEST_NOTE = 1_500  # characters; what is longer is text, whatever it begins with
HARD_WRAP = 45  # a line shorter than this that is not a full sentence was ended on purpose


@dataclass(frozen=True, slots=True)
class Block:
    """``start`` and ``end`` leave out the white space around the block."""

    start: int
    end: int
    kind: BlockKind

    @property
    def speaks(self) -> bool:
        return self.kind in ("paragraph", "tweet")


def split(text: str) -> tuple[Block, ...]:
    """All non-empty blocks of ``text``, in order."""
    spans = list(_joined(text, _lines(text)))
    prose = any(_is_sentence(text[start:end]) for start, end in spans)
    blocks = [Block(start, end, _kind(text[start:end], prose)) for start, end in spans]
    return tuple(_mark_tweets(text, blocks))


def _lines(text: str) -> Iterator[tuple[int, int]]:
    position = 0
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped:
            start = position + line.index(stripped[0])
            yield start, start + len(stripped)
        position += len(line) + 1


def _joined(text: str, lines: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Lines that a mail program or a PDF broke in mid-sentence belong to one paragraph."""
    current: tuple[int, int] | None = None
    for start, end in lines:
        if current and _wrapped(text, current, start):
            current = (current[0], end)
            continue
        if current:
            yield current
        current = (start, end)
    if current:
        yield current


def _wrapped(text: str, above: tuple[int, int], start: int) -> bool:
    if text.count("\n", above[1], start) != 1 or not text[start].islower():
        return False
    last_line = text.rfind("\n", above[0], above[1]) + 1 or above[0]
    return above[1] - last_line >= HARD_WRAP and not ENDS_SENTENCE.search(
        text[above[1] - 3 : above[1]].replace(",", "")
    )


def _is_sentence(line: str) -> bool:
    return bool(ENDS_SENTENCE.search(line[-8:])) and line.count(" ") >= 4


def _kind(line: str, prose: bool) -> BlockKind:
    if len(line) > LONGEST_NOTE:
        return "paragraph"
    head = line[:300]
    if CAPTION.search(head):
        return "caption"
    if BYLINE.match(head):
        return "byline"
    if BOILERPLATE.match(head) or ADD_INTEREST.search(head):
        return "boilerplate"
    if prose and not ENDS_SENTENCE.search(line[-8:]) and line.count(" ") < 22:
        return "headline"
    return "paragraph"


def _mark_tweets(text: str, blocks: list[Block]) -> list[Block]:
    """The block above a signature "— Name (@handle) date" is a tweet; the signature itself says nothing."""
    for index, block in enumerate(blocks):
        if not TWEET_SIGNATURE.match(text[block.start : block.end][:120]):
            continue
        blocks[index] = replace(block, kind="byline")
        if index and blocks[index - 1].kind in ("paragraph", "headline"):
            blocks[index - 1] = replace(blocks[index - 1], kind="tweet")
    return blocks
