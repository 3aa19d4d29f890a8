"""Questions to the dependency tree: whose verb is this, where does a clause end."""

from collections.abc import Iterator
from typing import Any

SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj", "expl"))
CLIMB = frozenset(("conj", "xcomp", "advcl", "pcomp", "ccomp", "parataxis", "dep", "prep", "aux"))


def subject_of(verb: Any, depth: int = 0) -> Any | None:
    """The head token of the verb's subject, also across conjunctions, participles and relative clauses."""
    own = _own_subject(verb, depth)
    if depth == 0 and own is None and is_passive(verb):
        return None  # "was accused of": whoever accused is not named
    if own is not None:
        return _antecedent(own, verb)
    if depth > 4 or verb.head == verb:
        return _subject_of_opening(verb)
    if verb.dep_ in ("acl", "relcl"):
        return verb.head
    if verb.dep_ == "xcomp" and (controller := _object_before(verb.head, verb)) is not None:
        return controller
    if verb.dep_ in CLIMB:
        return subject_of(verb.head, depth + 1)
    return None


def _subject_of_opening(verb: Any) -> Any | None:
    """ "Haley, noting that A, demanded B": the parser hangs "Haley" on the participle."""
    for child in verb.children:
        if (
            child.i < verb.i
            and child.dep_ in ("advcl", "csubj", "dep", "ccomp")
            and child.tag_ in ("VBG", "VBN")
        ):
            found = next((c for c in child.children if c.dep_ == "nsubj" and c.i < child.i), None)
            if found is not None:
                return found
    return None


def _own_subject(verb: Any, depth: int) -> Any | None:
    subjects = [child for child in verb.children if child.dep_ in SUBJECTS and child.dep_ != "expl"]
    if is_passive(verb):
        return agent_of(verb) or (subjects[-1] if subjects and depth else None)
    return subjects[-1] if subjects else None


def agent_of(verb: Any) -> Any | None:
    """ "by X" of a passive verb."""
    for child in verb.children:
        if child.dep_ == "agent" or (child.lower_ == "by" and child.dep_ == "prep"):
            return next((grandchild for grandchild in child.children if grandchild.dep_ == "pobj"), None)
    return None


def is_passive(verb: Any) -> bool:
    return any(child.dep_ in ("nsubjpass", "auxpass") for child in verb.children)


def _antecedent(subject: Any, verb: Any) -> Any:
    if subject.tag_ not in ("WP", "WDT"):
        return subject
    for ancestor in (verb, verb.head, verb.head.head, verb.head.head.head):
        if ancestor.dep_ == "relcl":
            return ancestor.head
    return subject


def _object_before(governor: Any, verb: Any) -> Any | None:
    objects = [c for c in governor.children if c.dep_ in ("dobj", "dative") and governor.i < c.i < verb.i]
    return objects[-1] if objects else None


def edges(token: Any) -> tuple[int, int]:
    """First and last token number of the token's subtree."""
    return token.left_edge.i, token.right_edge.i


def words_of(first: int, last: int, doc: Any) -> Iterator[Any]:
    return (token for token in doc[first : last + 1] if not token.is_punct)


def noun_phrase(head: Any) -> tuple[int, int]:
    """The printed phrase around a nominal head: with appositions and "of", without relative clauses."""
    first, last = head.i, head.i
    for child in head.children:
        if (
            child.dep_ in ("det", "amod", "compound", "poss", "nummod", "nmod", "quantmod", "predet")
            and child.i < head.i
        ):
            first = min(first, child.left_edge.i)
        elif child.i > head.i and child.dep_ in ("appos", "conj", "cc", "prep", "nmod", "case", "flat"):
            if child.dep_ == "prep" and child.lower_ not in ("of", "for", "to", "from", "in", "at"):
                continue
            last = max(last, child.right_edge.i)
    return first, last
