"""Finds reported clauses and objects around cue words in a parsed passage (indirect and mixed speech)."""

from collections.abc import Iterator
from typing import Any

from .bounds import carries_on, ranges_to_spans
from .candidates import Candidate, Passage
from .lexicon import prepositions, reporting, words
from .relations import Found, is_impersonal, of_verb
from .trees import subject_of


def find(passage: Passage, taken: dict[int, Candidate]) -> Iterator[Candidate]:
    """A candidate for each cue of the passage, in order; ``taken`` are direct quotations by their cue."""
    latest: Candidate | None = None
    for token in passage.doc:
        latest = taken.get(token.i, latest)
        if token.i in taken or token.i in passage.masked:
            continue
        candidate = _candidate(token, passage)
        if candidate is not None:
            if latest is not None and carries_on(latest.cue_token(), token):
                candidate.governor, candidate.subject = latest, latest.subject
            latest = candidate if token.pos_ == "VERB" else latest
            yield candidate


def _candidate(token: Any, passage: Passage) -> Candidate | None:
    found = _at(token, passage)
    spans = ranges_to_spans(passage, found[1]) if found else []
    if found is None or not spans:
        return None
    subject = _speaker_token(token, found[0])
    return Candidate(passage, found[0], spans, token.i, found[2], None if subject is None else subject.i)


def _at(token: Any, passage: Passage) -> Found | None:
    if token.lower_ == "according":
        return _according(token)
    lemma = token.lemma_.lower()
    if token.pos_ in ("VERB", "AUX"):
        return _verb(token, lemma, passage)
    if token.pos_ == "NOUN" and (lemma in words("nouns") or lemma in prepositions()):
        return _noun(token, lemma)
    if token.text == ":":
        return _colon(token)
    return None


def _verb(token: Any, lemma: str, passage: Passage) -> Found | None:
    if lemma not in reporting() or token.dep_ in ("amod", "compound", "aux", "auxpass"):
        return None
    found = of_verb(token, lemma)
    if found and all(i in passage.masked for first, last in found[1] for i in range(first, last + 1)):
        return None  # only replaced quotations, which ``direct`` attributes
    return found


def _noun(token: Any, lemma: str) -> Found | None:
    for child in token.children:
        if child.i < token.i:
            continue
        first = child.left_edge.i
        if child.dep_ in ("acl", "ccomp") and token.doc[first].lower_ == "that" and lemma in words("nouns"):
            return "noun_clause", [(first + 1, child.right_edge.i)], token.i
        if (
            child.dep_ == "prep"
            and child.lower_ in prepositions().get(lemma, ())
            and child.right_edge.i > child.i
        ) and (lemma in words("support_nouns") or _owned(token)):
            return "noun_preposition", [(child.i + 1, child.right_edge.i)], child.i
    return None


def _owned(noun: Any) -> bool:
    return any(c.dep_ == "poss" for c in noun.children)


def _according(token: Any) -> Found | None:
    to = token.nbor(1) if token.i + 1 < len(token.doc) else None
    if to is None or to.lower_ != "to":
        return None
    first, last = token.i, max(token.right_edge.i, to.right_edge.i)
    sentence = token.sent
    ranges = [(sentence.start, first - 1), (last + 1, sentence.end - 1)]
    ranges = [(a, b) for a, b in ranges if sum(t.is_alpha for t in token.doc[a : b + 1]) > 1]
    return ("according", ranges, to.i) if ranges else None


def _colon(token: Any) -> Found | None:
    """ "Lavrov: Russia will not yield" in a headline-like sentence."""
    sentence, doc = token.sent, token.doc
    before = doc[sentence.start : token.i]
    if (
        sentence.start
        or not 0 < len(before) <= 5
        or not all(t.text[0].isupper() for t in before if t.is_alpha)
    ):
        return None
    rest = doc[token.i + 1 : sentence.end]
    if not any(t.pos_ in ("VERB", "AUX") for t in rest) or before[-1].pos_ != "PROPN":
        return None
    return "colon", [(token.i + 1, sentence.end - 1)], token.i


def _speaker_token(token: Any, relation: str) -> Any | None:
    if relation == "according":
        to = token.nbor(1)
        return next((c for t in (to, token) for c in t.children if c.dep_ == "pobj"), None)
    if relation == "colon":
        return token.nbor(-1)
    if token.pos_ == "NOUN":
        return _noun_owner(token)
    if is_impersonal(token):
        return None  # "it was revealed that"
    return subject_of(token)


def _noun_owner(noun: Any) -> Any | None:
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    if owner is not None:
        return owner
    if noun.dep_ in ("dobj", "attr") and noun.head.pos_ in ("VERB", "AUX"):
        return subject_of(noun.head)
    by = [c for c in noun.children if c.dep_ == "prep" and c.lower_ in ("by", "from", "among")]
    return next((g for c in by for g in c.children if g.dep_ == "pobj"), None)
