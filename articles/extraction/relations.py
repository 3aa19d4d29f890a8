"""What a verb reports, read from the dependency tree: one finder for each way of reporting.

A finder takes the cue and its lemma; it returns the relation's name, token ranges (last included) and the
cue's last token, or None.
"""

from collections.abc import Iterator
from typing import Any

from .bounds import clip
from .lexicon import prepositions, words
from .trees import edges, is_passive

Found = tuple[str, list[tuple[int, int]], int]

OBJECTS = frozenset(("dobj", "dative", "pobj"))
DASHES = (",", "—", "–", "--")


def all_of_verb(token: Any, lemma: str) -> Iterator[Found | None]:
    """Every way of reporting that fits, the surest first."""
    says = any(lemma in words(name) for name in ("say", "ask", "attitudes"))
    finders = [
        _clause if says else None,
        _as_clause if says else None,
        _addressed if lemma in words("urge") or lemma == "call" else None,
        _label if lemma in words("label") else None,
        _preposition if lemma in prepositions() else None,
        _infinitive if lemma in words("promise") else None,
        _position if says or lemma in words("judge") or lemma in words("light_verbs") else None,
        _object if lemma in words("judge") else None,
        _inserted if says else None,
    ]
    return (finder(token, lemma) for finder in finders if finder is not None)


def _clause(token: Any, lemma: str) -> Found | None:
    for child in token.children:
        if child.dep_ != "ccomp":
            continue
        first, last = edges(child)
        if child.i > token.i:
            first = max(first, token.i + 1)  # "which he says is A": "which" stands before the cue
            if (
                is_passive(token)
                and not is_impersonal(token)
                and lemma not in ("tell", "inform", "remind", "ask")
            ):
                return None
            return "clause", [clip(token, _without_that(child, first), last)], token.i
        if child.i < token.i:
            return _clause_before(token, child, first)
    return None


def is_impersonal(token: Any) -> bool:
    return any(c.dep_ in ("nsubjpass", "expl") and c.lower_ == "it" for c in token.children)


def _clause_before(token: Any, child: Any, first: int) -> Found | None:
    """ "X is wrong, he said" and "X, he said, is wrong"."""
    begin = min(first, token.i)
    left, right = _attribution(token)
    ranges = [(begin, left - 1)] if left > begin else []
    last = child.right_edge.i
    if last > right:
        ranges.append((right + 1, last))
    return ("clause_before", ranges, token.i) if ranges else None


def _attribution(token: Any) -> tuple[int, int]:
    """The tokens "he said on Monday" around a cue that follows its content."""
    subject = next((c for c in token.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    left = min(token.i, subject.left_edge.i if subject is not None else token.i)
    while left and token.doc[left - 1].dep_ in ("advmod", "aux", "cc") and token.doc[left - 1].head == token:
        left -= 1
    right = max(token.i, subject.right_edge.i if subject is not None else token.i)
    for child in token.children:
        if child.i > token.i and child.dep_ not in ("ccomp", "punct", "conj", "cc"):
            right = max(right, child.right_edge.i)
    return left, right


def _inserted(token: Any, lemma: str) -> Found | None:
    """ "The plan, he said, will fail": the parser takes the cue for an aside."""
    if token.dep_ not in ("parataxis", "ccomp", "advcl", "conj", "acl", "relcl", "ROOT") or lemma in words(
        "no_quote"
    ):
        return None
    left, right = _attribution(token)
    doc, sentence = token.doc, token.sent
    if not any(c.dep_ == "nsubj" for c in token.children) or left <= sentence.start + 1:
        return None
    if doc[left - 1].text not in (",", "—", "–", "--"):
        return None
    after_comma = right + 1 < sentence.end and doc[right + 1].text in (",", "—", "–", "--")
    at_end = right + 2 >= sentence.end
    if not (after_comma or at_end) or any(
        c.dep_ in OBJECTS and c.i > token.i for c in token.children if lemma != "tell"
    ):
        return None
    ranges = [(sentence.start, left - 2)]
    if after_comma and right + 2 < sentence.end:
        ranges.append((right + 2, sentence.end - 1))
    return "inserted", ranges, token.i


def _as_clause(token: Any, lemma: str) -> Found | None:
    """ "As X observed, the plan failed"."""
    mark = next(
        (c for c in token.children if c.lower_ == "as" and c.dep_ in ("mark", "advmod") and c.i < token.i),
        None,
    )
    if mark is None or token.dep_ != "advcl" or any(c.dep_ == "ccomp" for c in token.children):
        return None
    first, last = edges(token)
    sentence = token.sent
    if first > sentence.start + 1 or last + 2 >= sentence.end:
        return None
    return "as_clause", [(last + 1, sentence.end - 1)], token.i


def _addressed(token: Any, lemma: str) -> Found | None:
    """ "urged X to stop", "called on X to stop", "urged X against stopping"."""
    holder = token
    if lemma == "call" or (lemma in ("plead", "appeal") and not _children(token, ("dobj",))):
        holder = next(
            (c for c in _children(token, ("prep",)) if c.lower_ in ("on", "upon", "with", "to")), None
        )
        if holder is None:
            return None
    target = next((c for c in holder.children if c.dep_ in (*OBJECTS, "nsubj") and c.i > holder.i), None)
    first, last = holder.i + 1, holder.right_edge.i
    action = _action(token, holder)
    if action is None or is_passive(token) or action.right_edge.i <= holder.i:
        return None
    if target is None and action.dep_ != "ccomp":
        return None
    if target is not None:
        first = target.left_edge.i
    elif action.left_edge.i > token.i:
        first = action.left_edge.i
    last = max(last if holder is not token else 0, action.right_edge.i)
    return ("addressed", [clip(token, first, last)], holder.i) if first <= last else None


def _action(token: Any, holder: Any) -> Any | None:
    """What the addressee is to do: an infinitive, or "against" something."""
    for child in token.children:
        infinitive = child.dep_ in ("xcomp", "ccomp", "advcl") and any(
            c.lower_ == "to" for c in child.children
        )
        against = child.dep_ == "prep" and child.lower_ == "against" and _children(token, ("dobj",))
        if child.i > holder.i and (infinitive or against):
            return child
    if holder is token:
        return next((o for o in _children(token, ("dobj",)) if _has_infinitive(o)), None)
    return next((o for o in _children(holder, ("pobj",)) if _has_infinitive(o)), None)


def _has_infinitive(noun: Any) -> bool:
    return any(
        d.dep_ in ("acl", "relcl", "xcomp", "advcl") and any(c.lower_ == "to" for c in d.children)
        for d in noun.subtree
    )


def _children(token: Any, labels: tuple[str, ...]) -> list[Any]:
    return [c for c in token.children if c.dep_ in labels and c.i > token.i]


def _label(token: Any, lemma: str) -> Found | None:
    """ "called the launch a provocation", "described it as a step"."""
    named = [c for c in token.children if c.i > token.i and c.dep_ in ("oprd", "ccomp", "xcomp")]
    as_phrase = [c for c in _children(token, ("prep",)) if c.lower_ == "as"]
    target = next(iter(_children(token, ("dobj", "nsubj"))), None)
    if (
        lemma in ("consider", "denounce", "hail", "portray", "describe", "characterize", "characterise")
        and not as_phrase
    ):
        return None
    if not named and not as_phrase:
        return None
    part = (named or as_phrase)[0]
    first = target.left_edge.i if target is not None else max(part.left_edge.i, token.i + 1)
    if token.doc[first].pos_ == "PRON" or is_passive(token):
        first = first + 1 if token.doc[first].pos_ == "PRON" else max(part.left_edge.i, token.i + 1)
    return "label", [clip(token, first, part.right_edge.i)], token.i


def _preposition(token: Any, lemma: str) -> Found | None:
    """ "called for X", "accused Y of X", "warned against X"."""
    allowed = prepositions()[lemma]
    for child in token.children:
        if child.i < token.i or child.dep_ not in ("prep", "advcl", "ccomp", "xcomp", "prt", "dative"):
            continue
        if child.dep_ in ("advcl", "ccomp", "xcomp"):
            mark = next(
                (c for c in child.children if c.lower_ in allowed and c.dep_ in ("mark", "prep")), None
            )
            if mark is not None and mark.i < child.i:
                return "preposition", [clip(token, mark.i + 1, child.right_edge.i)], mark.i
        elif (
            (
                (child.lower_ in allowed and child.right_edge.i > child.i and lemma != "call")
                or child.lower_ == "for"
            )
            and child.lower_ in allowed
            and child.right_edge.i > child.i
        ):
            return "preposition", [clip(token, child.i + 1, child.right_edge.i)], child.i
    return _preposition_of_object(token, allowed) if lemma == "accuse" else None


def _preposition_of_object(token: Any, allowed: frozenset[str]) -> Found | None:
    for target in _children(token, ("dobj",)):
        for child in target.subtree:
            if (
                child.dep_ == "prep"
                and child.lower_ in allowed
                and any(c.dep_ == "pcomp" for c in child.children)
            ):
                return "preposition", [clip(token, child.i + 1, child.right_edge.i)], child.i
    return None


def _infinitive(token: Any, lemma: str) -> Found | None:
    for child in token.children:
        if child.dep_ == "xcomp" and child.i > token.i and child.tag_ == "VB":
            mark = next((c for c in child.children if c.lower_ == "to"), None)
            if mark is not None and not is_passive(token):
                return "infinitive", [clip(token, mark.i + 1, child.right_edge.i)], token.i
    return None


def _position(token: Any, lemma: str) -> Found | None:
    """ "reiterated their position that", "proposed an alternative: that", "rejected a call to"."""
    for noun in _children(token, ("dobj",)):
        for child in noun.children:
            if child.dep_ in ("acl", "ccomp", "relcl") and child.i > noun.i:
                first = child.left_edge.i
                starts_with = token.doc[first].lower_
                if starts_with == "that" and child.dep_ != "relcl":
                    return "position", [clip(token, first + 1, child.right_edge.i)], noun.i
    return None


def _object(token: Any, lemma: str) -> Found | None:
    targets = [
        c
        for c in _children(token, ("dobj",))
        if c.lower_ not in ("itself", "himself", "herself", "themselves")
    ]
    if is_passive(token):
        return None
    if not targets or targets[0].pos_ == "PRON":
        return None
    first, last = edges(targets[0])
    return "object", [clip(token, first, last)], token.i


def _without_that(clause: Any, first: int) -> int:
    return (
        first + 1
        if clause.doc[first].lower_ == "that" and clause.doc[first].dep_ in ("mark", "det", "nsubj")
        else first
    )


def according(token: Any) -> Found | None:
    to = token.nbor(1) if token.i + 1 < len(token.doc) else None
    if to is None or to.lower_ != "to":
        return None
    first, last = token.i, max(token.right_edge.i, to.right_edge.i)
    sentence = token.sent
    ranges = [(sentence.start, first - 1), (last + 1, sentence.end - 1)]
    ranges = [(a, b) for a, b in ranges if sum(t.is_alpha for t in token.doc[a : b + 1]) > 1]
    return ("according", ranges, to.i) if ranges else None


def colon(token: Any) -> Found | None:
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
