"""Proposes what a statement is for or against: cue × polarity inside the content × issue by its key phrases.

A key phrase is one or more words; ``*`` ends a word openly ("sanction*"), `` … `` allows up to six words
between, a leading ``!`` says that the phrase names the contrary of the proposal ("!increase tensions").
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from articles.text import normal
from articles.text.letters import CAPITAL

from .records import IssueHint, Position, Span, Stance

GAP = r"(?:[\s,\-–—]+[\w’'.\-]+){0,6}?[\s,\-–—]+"
NEAR = 9  # words before a key phrase in which any polarity word governs it
FAR = 26  # words before it in which "oppose", "against" still do
AFTER = 18  # words after it
PREDICATE = 5  # words from "a" to its noun: "is a clear and sharp military escalation"
WINDOW = 220  # characters looked at on either side
TOKEN = re.compile(r"\w+(?:[’'-]\w+)*")
CUE_ENDINGS = (("ied", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("es", ""), ("s", ""))
TIME = re.compile(r"\bthe end of\b", re.IGNORECASE)  # of the week, say: nothing is to be ended by it
REFUSALS = (
    (re.compile(r"\btoo (?:early|soon)\b", re.IGNORECASE), "premature"),
    (re.compile(r"\brul(?:es?|ed|ing) out\b", re.IGNORECASE), "reject"),
    (re.compile(r"\bg(?:ives?|iving|iven|ave) up\b", re.IGNORECASE), "abandon"),
)
ASIDE = re.compile(r"\b(?:whilst|while|whereas|although|though|because)\b", re.IGNORECASE)
JOINING = ("and", "but")
CLAUSE_END = re.compile(rf"(?<!\b{CAPITAL})[.;:!?](?!\w)")


@dataclass(frozen=True, slots=True)
class Content:
    """What the stance is read from: the text, the statement's ranges, the cue ("call for") and its place.

    ``context`` is the sentence around a content that names its topic only by a pronoun.
    """

    text: str
    fragments: tuple[Span, ...]
    cue: str | None
    cue_span: Span | None
    negated: bool = False
    context: Span | None = None


@cache
def _lists() -> dict[str, frozenset[str]]:
    loaded = json.loads((Path(__file__).parent / "data" / "stance.json").read_text(encoding="utf-8"))
    return {
        key: frozenset(value.split("|") if "|" in value else value.split()) for key, value in loaded.items()
    }


@lru_cache(maxsize=4096)
def phrase_pattern(phrase: str) -> re.Pattern[str]:
    """The regular expression of a key phrase; linear, because gaps are short and bounded."""
    parts = [part.split() for part in normal.line(phrase).lstrip("!").split("…")]
    joined = [r"[\s\-]+".join(_word(word) for word in words) for words in parts if words]
    return re.compile(r"(?<!\w)" + GAP.join(joined) + r"(?!\w)" if joined else r"(?!)", re.IGNORECASE)


def _word(word: str) -> str:
    escaped = re.escape(word.rstrip("*")).replace("'", "['’]")
    return escaped + (r"\w*" if word.endswith("*") else "")


def positions(content: Content, issues: Sequence[IssueHint]) -> tuple[Position, ...]:
    """A position on each issue the content touches; else one for a clear stance, the issue unknown."""
    found = [p for issue in issues if (p := _on_issue(content, issue, content.fragments)) is not None]
    if not found and content.context is not None and _is_anaphoric(content):
        found = [p for issue in issues if (p := _on_issue(content, issue, (content.context,))) is not None]
    if found:
        return tuple(found)
    stance, evidence = _general(content)
    return (Position(stance, None, evidence),) if stance != "neutral" and evidence is not None else ()


def lemma_on_lists(word: str) -> str:
    """The form of a cue that the lists of cues for and against have, else the word as it is."""
    known = _lists()["cue_for"] | _lists()["cue_against"]
    forms = (word.removesuffix(end) + put for end, put in CUE_ENDINGS if word.endswith(end))
    return next((form for form in (word, *forms) if form in known), word)


def _is_anaphoric(content: Content) -> bool:
    """ "They are necessary", or a label: "called it A"."""
    start, end = content.fragments[0]
    first = TOKEN.search(content.text, start, end)
    return content.cue is None or (first is not None and first.group().lower() in _lists()["anaphors"])


def _on_issue(content: Content, issue: IssueHint, places: tuple[Span, ...]) -> Position | None:
    hits = [
        (hit, phrase[0] == "!")
        for phrase in issue.phrases
        if phrase
        for hit in _find(content, phrase, places)
    ]
    if not hits:
        return None
    best, contrary = min(hits, key=lambda item: (item[0][0] - item[0][1], item[0][0]))
    stance = _stance(content, best) if places is content.fragments else _stance_of_words(content)
    return Position(_turned(stance) if contrary else stance, issue.slug, best)


def _turned(stance: Stance) -> Stance:
    return {"support": "oppose", "oppose": "support"}.get(stance, stance)  # type: ignore[return-value]


def _find(content: Content, phrase: str, places: tuple[Span, ...]) -> Iterator[Span]:
    pattern = phrase_pattern(phrase)
    for start, end in places:
        for match in pattern.finditer(content.text, start, end):
            yield match.span()


def _stance(content: Content, hit: Span) -> Stance:
    """Support or opposition towards what the words at ``hit`` name."""
    before, after = _words_around(content, hit)
    condition = _condition(content, before, after)
    if condition is not None:
        return condition
    score = _score(content, before, after)
    score = -score if content.negated else score
    if score == 0:
        return "neutral"
    return "support" if score > 0 else "oppose"


def _score(content: Content, before: list[str], after: list[str]) -> int:
    """A cue against something turns what its content asks for: "warned against abandoning A" is for A."""
    cue, around = cue_sign(content.cue), _around_sign(before, after)
    if around and _denies(content):
        return -around
    if cue < 0:
        asked, _ = _before_sign(before)
        return -asked or cue
    return around or cue


def _denies(content: Content) -> bool:
    """ "Denied that A was illegal", "rejected claims that A was illegal"."""
    if content.cue not in _lists()["denials"] or content.cue_span is None:
        return False
    leading = _words(content.text[content.cue_span[0] : content.fragments[0][0]])
    return content.cue == "deny" or bool(_lists()["claims"].intersection(leading))


def _stance_of_words(content: Content) -> Stance:
    """The polarity of a content whose topic stands outside it."""
    start, end = content.fragments[0]
    sign = _after_sign(_words(content.text[start:end][:WINDOW])) or cue_sign(content.cue)
    return "neutral" if sign == 0 else "support" if sign > 0 else "oppose"


def _condition(content: Content, before: list[str], after: list[str]) -> Stance | None:
    threatened = _threatened(content.cue, before, after)
    if threatened is not None:
        return threatened
    whole = " ".join(content.text[start:end][:2000] for start, end in content.fragments).lower()
    if any(phrase in whole for phrase in _lists()["if_needed"]):
        return "conditional"
    if any(word in ("until", "unless") for word in after) and any(w in _lists()["negators"] for w in before):
        return "oppose"  # "will not negotiate until"
    return "conditional" if {"unless", "until"} & {*before, *after} or _if_of_others(before, after) else None


def _threatened(cue: str | None, before: list[str], after: list[str]) -> Stance | None:
    """A threat sets no condition: it is against what its "if" names, and for what its "unless" names."""
    at = max((n for n, word in enumerate(before) if word in ("if", "unless")), default=None)
    if at is None or not _lists()["threats"].intersection((cue or "", *before[:at])):
        return None
    sign = _around_sign(before[at + 1 :], after) or 1
    return "support" if (sign > 0) == (before[at] == "unless") else "oppose"


def _if_of_others(*parts: list[str]) -> bool:
    """An "if" that names a condition; "if you see this as a threat" addresses whoever listens."""
    followed = ((word, next_word) for words in parts for word, next_word in pairwise([*words, ""]))
    return any(word == "if" and next_word != "you" for word, next_word in followed)


def _words_around(content: Content, hit: Span) -> tuple[list[str], list[str]]:
    start, end = next(((s, e) for s, e in content.fragments if s <= hit[0] < e), hit)
    before = CLAUSE_END.split(content.text[max(start, hit[0] - WINDOW) : hit[0]])[-1]
    after = CLAUSE_END.split(content.text[hit[1] : min(end, hit[1] + WINDOW)])[0]
    for words_of_refusal, plain in REFUSALS:
        before = words_of_refusal.sub(plain, before)
    words = _words(TIME.sub(" ", before))
    turns = _lists()["turning"].intersection(_words(content.text[slice(*hit)])[:1])
    if turns and words and words[-1] in JOINING:
        words = []
    return words, _words(ASIDE.split(after)[0])


def _words(text: str) -> list[str]:
    return [word.lower().replace("’", "'") for word in TOKEN.findall(text)]


def cue_sign(cue: str | None) -> int:
    """1, -1 or 0: a cue for, against or neither; as the lists have it ("call for")."""
    if cue in _lists()["cue_for"]:
        return 1
    return -1 if cue in _lists()["cue_against"] else 0


def _around_sign(before: list[str], after: list[str]) -> int:
    """Twice the sign of the words around a key phrase.

    "Not A … is of no value" and "opposition to A is wrong" speak for A.
    """
    sign, only_negator = _before_sign(before)
    following = _after_sign(after)
    if following and (only_negator or (sign < 0 and _lists()["refusals"].intersection(before))):
        return -following
    return sign + following


def _before_sign(words: list[str]) -> tuple[int, bool]:
    lists, sign, negator = _lists(), 0, False
    for distance, word, former in zip(range(len(words), 0, -1), words, ["", *words], strict=False):
        if former in JOINING and word in lists["turning"]:  # "to end A and return to B" is for B
            sign, negator = 0, False
        elif _among(word, "governing_against") and distance <= FAR:
            sign, negator = (1 if negator else -1), False
        elif distance > NEAR:
            continue
        elif word in lists["negators"]:
            sign, negator = -1, True
        elif _among(word, "against"):
            sign, negator = -1, False
        elif _among(word, "for") and (sign == 0 or (negator and word in lists["modals"])):
            sign, negator = 1, False
    return 2 * sign, negator


def _among(word: str, name: str) -> bool:
    """Is the word, or what is left without its ending ("abandoning"), on the list?"""
    known = _lists()[name]
    if word in known:
        return True
    stems = (word[: -len(end)] for end in ("s", "d", "ed", "ing") if word.endswith(end) and len(word) > 5)
    return any(stem in known or stem + "e" in known for stem in stems)


def _after_sign(words: list[str]) -> int:
    for number, word in enumerate(words[:AFTER]):
        negated = any(w in _lists()["negators"] for w in words[max(0, number - 3) : number])
        said_of_it = any(w in _lists()["predicates"] for w in words[max(0, number - PREDICATE) : number])
        if word in _lists()["after_nouns"] and not said_of_it:
            continue
        if word in _lists()["after_against"]:
            return 2 if negated else -2
        if word in _lists()["after_for"]:
            return -3 if negated else 2
        if word in _lists()["ruled_out"] and negated:  # "is of no value", "is not on our agenda"
            return -2
    return 0


def _general(content: Content) -> tuple[Stance, Span | None]:
    """Without a known issue only the cue itself is evidence."""
    sign = cue_sign(content.cue) * (-1 if content.negated else 1)
    if sign == 0 or content.cue_span is None:
        return "neutral", None
    return ("support" if sign > 0 else "oppose"), content.cue_span
