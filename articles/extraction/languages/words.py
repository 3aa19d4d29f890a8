"""Cuts a paragraph of any language into quotations, sentences and words."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from operator import attrgetter

from articles.extraction.records import Span

from .lexicon import Lexicon

OPENS = {"«": "»", "“": "”", "„": "“”", '"': '"', "‹": "›", "「": "」", "『": "』", "‚": "‘’", "»": "«"}
STRAIGHT_CLOSE, STRAIGHT_OPEN = re.compile(r'(?<=[^\s(\[])"'), re.compile(r'(?<!\S)"(?=\w)')
MARKS = re.compile(r"[«»“”„\"‹›「」『』]")
# "Caracas, 22 mai (RHC)- ...", "MOSCÚ.- ...": where and when it was written
DATELINE = re.compile(
    r"[^\W\d_a-z][\w ,/’'-]{1,40}?(?:\([A-Z][\w /-]{1,20}\))?"
    r"(?:\. ?[–—-]{1,2}| ?[–—]{1,2}|(?<=\)) ?[–—-]+) +(?=\S)"
)
# "..., — said the minister. — ..." inside the marks
WITHIN = re.compile(r"[,.!?…]\s*[—–-]\s+(?P<cue>[^«»“”\"]{3,160}?)(?:[.,:]\s*[—–-]\s+|\.?(?=[»”\"]))")
CUE_WITHIN = 4  # words of such a report, one of which is its verb
MOST_WORDS = 240  # of a sentence; what is longer is no prose, and would take long
SHORT_NAME = 3  # words; a shorter quotation with a capital and no verb of saying near is a title or a name
NAMED = re.compile(r" +[^\W\d_A-ZА-Я]")  # "«The Party» supported": no comma and no dash behind the marks
ENDS = ".!?…。！？؟"
CLOSERS = '»”"“)]』」›'


@dataclass(frozen=True, slots=True)
class Word:
    """A word, number or sign; ``held`` is the number of the quotation that it is in, or -1."""

    start: int
    end: int
    text: str
    low: str
    held: int = -1

    @property
    def is_word(self) -> bool:
        return self.text[0].isalpha() or (self.text[0] in "-'’[" and len(self.text) > 1)

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()


@dataclass(frozen=True, slots=True)
class Quotation:
    """``start``..``end`` with its marks, ``inner``..``inner_end`` without."""

    start: int
    end: int
    inner: int
    inner_end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words of one sentence, with the place where its text begins and ends."""

    words: tuple[Word, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, read: what is quoted in it, and its sentences."""

    quotations: tuple[Quotation, ...]
    sentences: tuple[Sentence, ...]


def read(text: str, span: Span, lexicon: Lexicon) -> Paragraph:
    """Quotations first: a full stop inside one ends no sentence."""
    dateline = DATELINE.match(text, *span)
    span = (dateline.end(), span[1]) if dateline else span
    quotations = tuple(_quotations(text, span))
    spoken = tuple(_without_reports(text, quotations, lexicon))
    words = list(_words(text, span, spoken, lexicon))
    return Paragraph(spoken, tuple(_sentences(text, words, quotations, lexicon)))


def _without_reports(text: str, quotations: tuple[Quotation, ...], lexicon: Lexicon) -> Iterator[Quotation]:
    """ "«The port is open, — said X. — We leave»": halves of a quotation that tells its speaker."""
    for quotation in quotations:
        start, inner = quotation.start, quotation.inner
        for match in WITHIN.finditer(text, quotation.inner, quotation.inner_end):
            told = (word.lower().replace("ё", "е") for word in match["cue"].split()[:CUE_WITHIN])
            if lexicon.raw.get("reports_within") and any(word in lexicon.verbs for word in told):
                end = match.start() + (text[match.start()] != ",")
                yield Quotation(start, end, inner, end)
                start = inner = match.end()
        if start < quotation.inner_end or start == quotation.start:
            yield Quotation(start, quotation.end, inner, quotation.inner_end)


def _quotations(text: str, span: Span) -> Iterator[Quotation]:
    """Outermost quotations; one that is never closed reaches to the end of a paragraph that it opens."""
    stack: list[tuple[str, int]] = []
    for match in MARKS.finditer(text, *span):
        mark, at = match.group(), match.start()
        if stack and mark == stack[-1][0] and _opening(text, at, mark, span):
            # the closing mark may have been forgotten: then the older quotation is none
            stack = [*(stack if _nested(text, at, mark, span) else ()), (mark, at)]
        elif stack and (mark in OPENS[stack[-1][0]] or _mixed(text, at, mark, stack[-1][0], span)):
            opened = stack.pop()
            if not stack:
                yield Quotation(opened[1], at + 1, opened[1] + 1, at)
        elif mark in OPENS and _may_open(text, at, mark, span, bool(stack)):
            stack.append((mark, at))
    if stack and stack[0][1] == span[0]:
        yield Quotation(span[0], span[1], span[0] + 1, span[1])


def _may_open(text: str, at: int, mark: str, span: Span, inside: bool) -> bool:
    if mark in "«“„「『‹":
        return True
    before = text[at - 1] if at > span[0] else " "
    after = text[at + 1] if at + 1 < span[1] else " "
    free = before.isspace() or before in "([—–-«„“:/" or (not before.isalnum() and not inside)
    return free and not after.isspace() and (mark != "»" or not inside)


def _opening(text: str, at: int, mark: str, span: Span) -> bool:
    """True for a mark that can only open: one of a pair, or a straight one between a space and a letter."""
    if mark != '"':
        return mark in "«“„「『‹"
    before, after = text[at - 1] if at > span[0] else " ", text[at + 1] if at + 1 < span[1] else " "
    return before.isspace() and after.isalnum()


def _mixed(text: str, at: int, mark: str, opened: str, span: Span) -> bool:
    """ "Es tarde”: opened by a straight mark and closed by a curled one, with no straight one to come."""
    return opened == '"' and mark == "”" and not STRAIGHT_CLOSE.search(text, at, span[1])


def _nested(text: str, at: int, mark: str, span: Span) -> bool:
    """True when enough marks follow to close this quotation and the one around it."""
    rest = text[at + 1 : span[1]]
    if mark == '"':
        closing, opening = len(STRAIGHT_CLOSE.findall(rest)), len(STRAIGHT_OPEN.findall(rest))
    else:
        closing, opening = sum(map(rest.count, OPENS[mark])), rest.count(mark)
    return closing >= opening + 2


@cache
def _pattern(elided: str, clitic: str) -> re.Pattern[str]:
    first = "|".join(
        part
        for part in (
            rf"\b{elided}(?=\w)" if elided else "",
            clitic,
            r"\[\w{1,3}\]\w+",
            r"\d[\w.,:]*\w|\d",
            r"(?:[^\W\d_]\.){2,}",
            # a word may hold hyphens and apostrophes, but no clitic
            rf"[^\W\d_](?:[\w\u0300-\u036f\u064b-\u0652]|['’ʼ](?=\w)|{_hyphen(clitic)})*",
            r"\.\.\.|\S",
        )
        if part
    )
    return re.compile(first, re.IGNORECASE)


def _hyphen(clitic: str) -> str:
    return rf"(?!{clitic})[-‑](?=\w)" if clitic else r"[-‑](?=\w)"


def _words(text: str, span: Span, quotations: tuple[Quotation, ...], lexicon: Lexicon) -> Iterator[Word]:
    pattern = _pattern(lexicon.raw["elided"], lexicon.raw["clitic"])
    holding = _holding(text, quotations, bool(lexicon.raw.get("cases")))
    number = 0
    for match in pattern.finditer(text, *span):
        at = match.start()
        while number < len(holding) and holding[number][1] <= at:
            number += 1
        inside = number < len(holding) and holding[number][0] <= at
        low = match.group().lower().replace("’", "'").replace("ʼ", "'").replace("ё", "е")
        if low.startswith("-"):
            low = low.removeprefix("-t-").removeprefix("-")
        yield Word(at, match.end(), match.group(), low, holding[number][2] if inside else -1)


def _holding(text: str, quotations: tuple[Quotation, ...], names: bool) -> list[tuple[int, int, int]]:
    """Quotations that may be speech; a short one that begins with a capital is a title or a name."""
    return [(q.start, q.end, n) for n, q in enumerate(quotations) if not _is_title(text, q, names)]


def _is_title(text: str, quotation: Quotation, names: bool) -> bool:
    inner = text[quotation.inner : quotation.inner_end].strip()
    leads = text[: quotation.start].rstrip(" \n—–-")
    if (
        names
        and NAMED.match(text, quotation.end)
        and 0 < len(inner.split()) <= SHORT_NAME
        and inner[0].isupper()
    ):
        return inner[-1] not in ENDS
    if not leads or leads[-1] in ENDS or text[: quotation.start].endswith("\n"):
        return not inner
    return not inner or (len(inner.split()) <= SHORT_NAME and inner[0].isupper() and inner[-1] not in ENDS)


def _sentences(
    text: str, words: list[Word], quotations: tuple[Quotation, ...], lexicon: Lexicon
) -> Iterator[Sentence]:
    current: list[Word] = []
    for index, word in enumerate(words):
        current.append(word)
        following = words[index + 1] if index + 1 < len(words) else None
        full = len(current) >= MOST_WORDS
        if following is None or full or _breaks(text, word, following, words, index, quotations, lexicon):
            yield Sentence(tuple(current), current[0].start, current[-1].end)
            current = []


def _is_inside(word: Word, quotations: tuple[Quotation, ...]) -> bool:
    """Within a quotation, after its opening mark; quotations follow each other without overlap."""
    before = bisect_left(quotations, word.start, key=attrgetter("start"))
    return before > 0 and word.start < quotations[before - 1].end


def _joins(word: Word, following: Word, words: list[Word], index: int) -> bool:
    """A full stop without a space after it ends a sentence all the same: "a vencido.Dos días después"."""
    if word.text in "。！？":
        return True
    before = words[index - 1].text if index else ""
    ended = before[1:].islower() or before in CLOSERS
    opens = following.text in "«“" or (following.is_capital and not following.text[1:].isupper())
    return word.text in ENDS and ended and opens


def _breaks(
    text: str,
    word: Word,
    following: Word,
    words: list[Word],
    index: int,
    quotations: tuple[Quotation, ...],
    lexicon: Lexicon,
) -> bool:
    if _is_inside(following, quotations) or (
        text[word.end : following.start] == "" and not _joins(word, following, words, index)
    ):
        return False
    if word.text in ("...", *ENDS):
        before = words[index - 1] if index else None
        if word.text == "." and before is not None and before.end == word.start:
            short = len(before.text) == 1 and before.is_capital
            if short or lexicon.has("abbreviations", before.low):
                return False
        return not following.text[0].islower() or lexicon.code == "ar"
    ended = word.text in CLOSERS and index > 0 and words[index - 1].text in ("...", *ENDS)
    return ended and (following.is_capital or following.text in OPENS)
