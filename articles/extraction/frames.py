"""Prepares a paragraph for the parser, which quotation marks confuse.

A full direct quotation becomes a three-word clause, a partial one only loses its marks and inner full stops.
The frame keeps for each of its characters the place it came from: every span found leads back to the text.
"""

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

from articles.text.letters import CAPITAL, CAPITALS

from . import gazetteer
from .blocks import Block
from .quotes import Quote

CLAUSE = "It is so"
INNER_STOP = re.compile(rf"[.!?;](?=[\"'”’]?\s+[\"'“‘]?{CAPITAL})")
ABBREVIATED = re.compile(rf"(?:\b{CAPITAL}|\b(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|St|Lt|Col|No))$")
WORD = re.compile(r"\w+(?:[’'-]\w+)*")
REPORT = (
    r"\b(?:said|sa(?:ys|ying)|wr(?:ote|ites|iting)|add(?:ed|s|ing)|told|tell(?:s|ing)|ask(?:ed|s|ing)"
    r"|tweet(?:ed|s|ing)|declar(?:ed|es|ing)|continu(?:ed|es|ing)|stat(?:ed|es|ing)|repl(?:ied|ies|ying)"
    r"|warn(?:ed|s|ing)|not(?:ed|es|ing)|respond(?:ed|s|ing)|explain(?:ed|s|ing)|argu(?:ed|es|ing)"
    r"|according to [^,]{1,40})"
)
ANNOUNCED = re.compile(REPORT + r"(?: [\w.’']+){0,4},\s*$")
BETWEEN_HALVES = re.compile(rf"\s[^.!?;:]*{REPORT}[^!?;:]{{0,120}},\s*")
ENDS_SENTENCE = re.compile(rf"(?<!\b{CAPITAL})(?<!\b{CAPITAL}[a-z])\.\s")
RUNS_ON = re.compile(
    r" (?:if|until|than|that|like|because|to|in|on|of|for|from|with|by|at|as|when|while|after|before|about"
    r"|into|over|under|who|which|whose|between|among|against|without|during|through|would|is|was|are|were|will|has|had"
    r"|have|can|could|should|may|might|do|does|did)\b"
)
DATELINE = re.compile(  # "NAIROBI, March 14 (Reuters) -- "
    rf"{CAPITAL}[{CAPITALS}.'’ -]{{2,40}}(?:, {CAPITAL}[\w.]{{1,12}}(?: \d{{1,2}})?){{0,3}}"
    rf"(?: \({CAPITAL}[\w. ]{{1,20}}\))? ?(?:--|—|–|-) ?(?=[{CAPITALS}“\"])"
)
KICKER = re.compile(rf"((?:{CAPITAL}[\w.]*[ ]){{1,3}})(?=(?:The|An|In|On) [\w“\"])")
SHORT = 15  # characters of a quotation that is too short to be half of one
MAX_FRAME = 5_000  # characters; longer paragraphs are parsed in pieces


@dataclass(slots=True)
class Frame:
    """``text`` for the parser; ``starts`` and ``ends`` give the source range of each character.

    ``slots`` lists (frame start, frame end, quote) of each replaced quotation; ``quotes`` all of the frame.
    """

    block: Block
    index: int
    text: str = ""
    starts: "array[int]" = field(default_factory=lambda: array("q"))
    ends: "array[int]" = field(default_factory=lambda: array("q"))
    slots: list[tuple[int, int, Quote]] = field(default_factory=list)
    quotes: tuple[Quote, ...] = ()

    def source(self, start: int, end: int) -> tuple[int, int]:
        """The source range of a non-empty range of the frame."""
        return self.starts[start], self.ends[end - 1]


def build(text: str, block: Block, index: int, quotes: tuple[Quote, ...]) -> Iterator[Frame]:
    """The frames of one block: one, or several when the block is very long."""
    for start, end in _pieces(text, block, quotes):
        inside = tuple(q for q in quotes if start <= q.start and q.end <= end)
        yield _framed(text, start, end, Frame(block, index, quotes=inside))


def _pieces(text: str, block: Block, quotes: tuple[Quote, ...]) -> Iterator[tuple[int, int]]:
    dateline = DATELINE.match(text, block.start, block.end)
    start = dateline.end() if dateline else _after_kicker(text, block)
    while block.end - start > MAX_FRAME:
        cut = max(text.rfind(". ", start, start + MAX_FRAME) + 1, text.rfind(" ", start, start + MAX_FRAME))
        cut = cut if cut > start else start + MAX_FRAME
        cut = next((q.end for q in quotes if q.start < cut < q.end), cut)
        yield start, cut
        start = cut
    if start < block.end:
        yield start, block.end


def _after_kicker(text: str, block: Block) -> int:
    """ "Peru The mayor of Lima said": where the sentence begins behind a country that stands as a label."""
    kicker = KICKER.match(text, block.start, block.end)
    is_label = kicker is not None and gazetteer.lookup(kicker.group(1)) is not None
    return kicker.end() if kicker is not None and is_label else block.start


def _framed(text: str, start: int, end: int, frame: Frame) -> Frame:
    parts: list[str] = []
    position = start
    for quote, earlier in zip(frame.quotes, (None, *frame.quotes), strict=False):
        _copy(text, position, quote.start, frame, parts)
        if is_full(text, quote, frame.block) or _goes_on(text, earlier, quote):
            _replace(text, quote, frame, parts)
        else:
            stops = {m.start() for m in INNER_STOP.finditer(text, quote.inner_start, quote.inner_end)}
            _copy(text, quote.inner_start, quote.inner_end, frame, parts, stops)
        position = quote.end
    _copy(text, position, end, frame, parts)
    frame.text = "".join(parts)
    return frame


def _copy(
    text: str,
    start: int,
    end: int,
    frame: Frame,
    parts: list[str],
    stops: frozenset[int] | set[int] = frozenset(),
) -> None:
    for place in range(start, end):
        character = text[place]
        if character in "[]" or (character == "\ufeff"):
            continue
        if place in stops and not ABBREVIATED.search(text[max(start, place - 5) : place]):
            character = ","
        if "\ud800" <= character <= "\udfff":
            character = "?"  # half a surrogate pair, which the parser cannot encode
        parts.append(" " if character.isspace() else character)
        frame.starts.append(place)
        frame.ends.append(place + 1)


def _replace(text: str, quote: Quote, frame: Frame, parts: list[str]) -> None:
    begin = len(frame.starts)
    last = text[quote.inner_end - 1 : quote.inner_end]
    clause = CLAUSE + (last if last in ",.?!" else "")
    parts.append(clause)
    frame.starts.extend([quote.start] * len(clause))
    frame.ends.extend([quote.end] * len(clause))
    frame.slots.append((begin, begin + len(CLAUSE), quote))


def _goes_on(text: str, earlier: Quote | None, quote: Quote) -> bool:
    """ "A," said Ana Ruiz, the mayor of Lima, "and B." """
    if earlier is None or text[earlier.inner_end - 1] != "," or quote.end - quote.start < SHORT:
        return False
    between = text[earlier.end : quote.start]
    is_half = text[quote.inner_start].islower() and text[quote.inner_end - 1] in ",.?!"
    return is_half and not ENDS_SENTENCE.search(between) and bool(BETWEEN_HALVES.fullmatch(between))


def is_full(text: str, quote: Quote, block: Block) -> bool:
    """Is this a quotation that stands as a clause of its own, rather than some quoted words or a title?"""
    if quote.closed and RUNS_ON.match(text, quote.end) and text[quote.inner_end - 1] not in ",.?!…—–-":
        return False
    inner = text[quote.inner_start : quote.inner_end].strip()
    words = WORD.findall(inner[:2000])
    if len(words) < 3:
        return len(words) > 0 and inner[-1] in ",!?" and quote.start == block.start
    ends = inner[-1] in ",.?!…—–-" or not quote.closed
    before = text[max(block.start, quote.start - 2) : quote.start].rstrip()
    stands_alone = quote.start == block.start or before[-1:] in tuple(":,.?!")
    if not inner.lstrip("[(…. ")[:1].islower():
        capitals = sum(word[0].isupper() for word in words if len(word) > 3)
        longer = sum(len(word) > 3 for word in words)
        return (ends and (len(words) > 3 or stands_alone)) or (capitals < 0.7 * longer and len(words) > 3)
    if before.endswith(","):  # not every quoted tail after a comma: "…, “for good or for ill.”"
        return (
            ends
            and len(words) > 3
            and bool(ANNOUNCED.search(text[max(block.start, quote.start - 60) : quote.start]))
        )
    return ends and len(words) > 3 and stands_alone
