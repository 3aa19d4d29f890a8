"""Proposes what a statement is for or against: cue × polarity inside the content × issue by its key phrases.

A key phrase is one or more words; ``*`` ends a word openly ("sanction*"), `` … `` allows up to six words between.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from .records import IssueHint, Position, Span, Stance

GAP = r"(?:[\s,\-–—]+[\w’'.\-]+){0,6}?[\s,\-–—]+"
NEAR = 9  # words before a key phrase in which a polarity word governs it
AFTER = 8  # words after it
TOKEN = re.compile(r"[\w]+(?:[’'-][\w]+)*")
CLAUSE_END = re.compile(r"[.;:!?]")


@dataclass(frozen=True, slots=True)
class Content:
    """What the stance is read from: the text, the statement's ranges in it, the cue's lemma."""

    text: str
    fragments: tuple[Span, ...]
    cue: str | None
    cue_span: Span | None
    negated: bool = False


@cache
def _list(name: str) -> frozenset[str]:
    loaded = json.loads((Path(__file__).parent / "data" / "stance.json").read_text(encoding="utf-8"))
    return frozenset(loaded[name].split())


@lru_cache(maxsize=4096)
def phrase_pattern(phrase: str) -> re.Pattern[str]:
    """The regular expression of a key phrase; linear, because gaps are short and bounded."""
    parts = [part.split() for part in phrase.split("…")]
    joined = [r"[\s\-]+".join(_word(word) for word in words) for words in parts if words]
    return re.compile(r"(?<!\w)" + GAP.join(joined) + r"(?!\w)" if joined else r"(?!)", re.IGNORECASE)


def _word(word: str) -> str:
    escaped = re.escape(word.rstrip("*")).replace("'", "['’]")
    return escaped + (r"\w*" if word.endswith("*") else "")


def positions(content: Content, issues: Sequence[IssueHint]) -> tuple[Position, ...]:
    """One position for each issue the content touches; without hints one for a clear stance, issue unknown."""
    found = [p for issue in issues if (p := _on_issue(content, issue)) is not None]
    if found:
        return tuple(found)
    stance, evidence = _general(content)
    return (Position(stance, None, evidence),) if stance != "neutral" and evidence is not None else ()


def _on_issue(content: Content, issue: IssueHint) -> Position | None:
    hits = [hit for phrase in issue.phrases for hit in _find(content, phrase)]
    if not hits:
        return None
    best = min(hits, key=lambda span: (span[0] - span[1], span[0]))
    return Position(_stance(content, best), issue.slug, best)


def _find(content: Content, phrase: str) -> list[Span]:
    pattern = phrase_pattern(phrase)
    return [m.span() for start, end in content.fragments for m in pattern.finditer(content.text, start, end)]


def _stance(content: Content, hit: Span) -> Stance:
    """Support or opposition towards what the words at ``hit`` name."""
    before, after = _words_around(content, hit)
    if any(
        word in _list("conditional") and word in ("if", "unless", "until", "provided")
        for word in before + after
    ):
        return "conditional"
    score = _cue_sign(content) + _before_sign(before) + _after_sign(after)
    if content.negated:
        score = -score
    if score == 0:
        return "neutral"
    return "support" if score > 0 else "oppose"


def _words_around(content: Content, hit: Span) -> tuple[list[str], list[str]]:
    start, end = next(((s, e) for s, e in content.fragments if s <= hit[0] < e), hit)
    before = CLAUSE_END.split(content.text[max(start, hit[0] - 160) : hit[0]])[-1]
    after = CLAUSE_END.split(content.text[hit[1] : min(end, hit[1] + 160)])[0]
    return _words(before), _words(after)


def _words(text: str) -> list[str]:
    return [word.lower().replace("’", "'") for word in TOKEN.findall(text)]


def _cue_sign(content: Content) -> int:
    if content.cue in _list("cue_for"):
        return 1
    return -1 if content.cue in _list("cue_against") else 0


def _before_sign(words: list[str]) -> int:
    sign, near = 0, words[-NEAR:]
    for word in near:
        if word in _list("against"):
            sign = -1 if sign >= 0 else (1 if word in _list("negators") else -1)
        elif word in _list("for") and sign == 0:
            sign = 1
    return 2 * sign


def _after_sign(words: list[str]) -> int:
    for number, word in enumerate(words[:AFTER]):
        negated = any(w in _list("negators") for w in words[max(0, number - 3) : number])
        if word in _list("after_against"):
            return 2 if negated else -2
        if word in _list("after_for"):
            return -3 if negated else 2
    return 0


def _general(content: Content) -> tuple[Stance, Span | None]:
    """Without a known issue only the cue itself is evidence."""
    sign = _cue_sign(content) * (-1 if content.negated else 1)
    if sign == 0 or content.cue_span is None:
        return "neutral", None
    return ("support" if sign > 0 else "oppose"), content.cue_span
