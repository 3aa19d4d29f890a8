"""What each cue may report: every way of reading it, with several beginnings and ends of its content.

The parser often hangs a phrase on the wrong word, so a rule alone cannot tell where a report ends. All
readings of a cue are made here; ``ranking`` chooses one of them, or none.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from . import relations
from .bounds import before_next_report, clip
from .candidates import Passage
from .lexicon import prepositions, reporting, words
from .phrases import can_speak
from .trees import edges, is_passive

Range = tuple[int, int]

BREAKS = frozenset((",", ";", "—", "–", "--", ":", "(", "..."))
OPENERS = frozenset(("prep", "advcl", "mark", "npadvmod", "cc", "relcl", "acl", "advmod", "agent", "nsubj"))
PLAIN = frozenset(
    ("add", "allege", "announce", "argue", "claim", "contend", "insist", "maintain", "report", "say", "state")
)
ENDS = 6  # alternative ends on either side of the rule's own
NEAR = 13  # tokens in which another beginning is looked for
MAX_TOKENS = 120  # of a report; longer ones are lists


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a cue: token ranges (last included) as the rule has them, and the cue's last token."""

    relation: str
    ranges: tuple[Range, ...]
    cue_end: int


def readings(token: Any, passage: Passage) -> list[Reading]:
    """All ways to read a cue, the surest first; none for a token that is no cue."""
    if token.i in passage.masked or token.is_space:
        return []
    lemma = token.lemma_.lower()
    if token.lower_ == "according":
        return _made([relations.according(token)])
    if token.text == ":":
        return _made([relations.colon(token)])
    if token.pos_ in ("VERB", "AUX"):
        return _made(_of_verb(token, lemma)) if _may_report(token, lemma) else []
    if token.pos_ == "NOUN" and (lemma in words("nouns") or lemma in prepositions()):
        return _made(_of_noun(token))
    return _made(_of_adjective(token)) if token.pos_ == "ADJ" else []


def _made(found: Iterable[relations.Found | None]) -> list[Reading]:
    made = [Reading(name, tuple(ranges), cue_end) for name, ranges, cue_end in filter(None, found) if ranges]
    return list(dict.fromkeys(made))


def _may_report(token: Any, lemma: str) -> bool:
    return lemma in reporting() and token.dep_ not in ("compound", "aux", "auxpass")


def _of_verb(token: Any, lemma: str) -> Iterator[relations.Found | None]:
    speaking = {child.left_edge.i for child in token.children if _speaks_last(token, child)}
    every = chain(
        relations.all_of_verb(token, lemma), [_around(token)], _complements(token), [_after_colon(token)]
    )
    yield from (one for one in every if one is None or one[1][0][0] not in speaking)


def _around(token: Any) -> relations.Found | None:
    """ "In college, she said, A": the content stands on both sides of "she said"."""
    subject = next((c for c in token.children if c.dep_ == "nsubj" and c.i < token.i), None)
    if subject is None:
        return None
    left, right, sentence = subject.left_edge.i, token.i, token.sent
    parted = left - 2 > sentence.start and token.doc[left - 1].text in relations.DASHES
    if not parted or right + 2 >= sentence.end:
        return None
    begin = right + 1 + _is_introduction(token.doc[right + 1])
    return "around", [(sentence.start, left - 2), (begin, sentence.end - 1)], token.i


def _after_colon(token: Any) -> relations.Found | None:
    """ "tweeted on Monday: A. B.": everything behind the colon, to the end of the paragraph."""
    doc, stop = token.doc, min(token.sent.end, token.i + 15)
    colon = next((t.i for t in doc[token.i + 1 : stop] if t.text == ":"), None)
    if colon is None or colon + 1 >= len(doc):
        return None
    return "after_colon", [(colon + 1, len(doc) - 1)], token.i


def _complements(token: Any) -> Iterator[relations.Found | None]:
    """Whatever the parser hung on the cue: what it could report, if it reports at all."""
    for child in token.children:
        if child.i < token.i:
            continue
        first, last = edges(child)
        first = max(first, token.i + 1)
        if child.dep_ in ("ccomp", "xcomp", "advcl"):
            yield f"any_{child.dep_}", [clip(token, _content(child, first), last)], token.i
        elif child.dep_ in ("dobj", "attr", "oprd", "dative", "nsubj"):
            yield f"any_{child.dep_}", [clip(token, first, last)], token.i
            yield "any_right", [(first, token.sent.end - 1)], token.i
        elif child.dep_ in ("prep", "prt") and last > child.i:
            yield "any_prep", [clip(token, child.i + 1, last)], child.i
    if is_passive(token):
        yield from _of_passive(token)


def _speaks_last(token: Any, child: Any) -> bool:
    """ "A, claim the rebels.": they say it, though the parser takes them for the object."""
    after = child.right_edge.i + 1
    closes = after >= token.sent.end - 1 and token.i > token.sent.start and token.nbor(-1).text == ","
    follows = child.dep_ == "dobj" and child.left_edge.i == token.i + 1
    return closes and follows and token.lemma_.lower() in PLAIN and can_speak(child)


def _of_passive(token: Any) -> Iterator[relations.Found | None]:
    for child in token.children:
        if child.dep_ == "nsubjpass" and child.right_edge.i < token.i and child.tag_ not in ("WDT", "WP"):
            yield "any_passive", [edges(child)], token.i


def _content(child: Any, first: int) -> int:
    opening = child.doc[first]
    return first + 1 if opening.lower_ in ("that", "to") and first < child.i else first


def _of_noun(token: Any) -> Iterator[relations.Found | None]:
    for child in token.children:
        if child.i < token.i:
            continue
        first, last = child.left_edge.i, child.right_edge.i
        if child.dep_ in ("acl", "ccomp", "relcl"):
            yield f"noun_{child.dep_}", [(_content(child, first), last)], token.i
        elif child.dep_ == "prep" and last > child.i:
            yield "noun_prep", [(child.i + 1, last)], child.i


def _of_adjective(token: Any) -> Iterator[relations.Found | None]:
    """ "is confident that A", "is ready to A", "is opposed to A"."""
    if token.dep_ not in ("acomp", "ccomp", "ROOT", "conj", "oprd"):
        return
    for child in token.children:
        first, last = child.left_edge.i, child.right_edge.i
        if child.i < token.i or first <= token.i:
            continue
        if child.dep_ in ("ccomp", "xcomp"):
            yield f"adjective_{child.dep_}", [(_content(child, first), last)], token.i
        elif child.dep_ == "prep" and last > child.i and token.lemma_.lower() in words("stands"):
            yield "adjective_prep", [(child.i + 1, last)], child.i


def ends(token: Any, first: int, last: int) -> list[int]:
    """Where content that begins at ``first`` may end; the rule's own end ``last`` comes first."""
    doc = token.doc
    limit = before_next_report(token, first, min(token.sent.end - 1, first + MAX_TOKENS))
    while limit > first and (doc[limit].is_punct or doc[limit].is_space):
        limit -= 1
    places = [t.i - 1 for t in doc[first + 1 : limit + 1] if _may_follow(t)]
    before = [place for place in places if first <= place < last][-ENDS:]
    after = [place for place in places if last < place < limit][:ENDS]
    return list(dict.fromkeys([min(last, limit), limit, *reversed(before), *after]))


def _may_follow(token: Any) -> bool:
    return token.text in BREAKS or token.dep_ in OPENERS or token.tag_ == "TO"


def starts(token: Any, reading: Reading) -> list[int]:
    """Where content may begin; the rule's own beginning comes first."""
    first, last = reading.ranges[0]
    others = (
        _starts_right(token, reading, first, last) if first > token.i else _starts_left(token, first, last)
    )
    offered = [first, *others]
    places = (place + _is_introduction(token.doc[place]) for place in offered)
    return [place for place in dict.fromkeys(places) if place <= last]


def _starts_right(token: Any, reading: Reading, first: int, last: int) -> Iterator[int]:
    """Right behind the cue ("called for"), and behind a "that" not far from it."""
    yield token.i + (2 if reading.cue_end == token.i + 1 else 1)
    near = token.doc[first : min(last, first + NEAR)]
    yield from [t.i + 1 for t in near if t.lower_ == "that" and t.dep_ == "mark"][:1]


def _starts_left(token: Any, first: int, last: int) -> Iterator[int]:
    """With the sentence, and behind the first comma of the content."""
    yield token.sent.start
    yield from [t.i + 1 for t in token.doc[first : min(last, first + NEAR)] if t.text == ","][:1]


def _is_introduction(token: Any) -> bool:
    """By convention a leading "that" or "to" is no part of what is reported."""
    return token.lower_ in ("that", "to") and token.dep_ in ("mark", "aux")
