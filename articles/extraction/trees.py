"""Questions to the dependency tree: is it passive, where does a clause or a noun phrase end."""

from typing import Any

HELD = frozenset(
    ("say", "report", "believe", "think", "allege", "rumor", "rumour", "suppose", "know", "understand")
)


def is_passive(verb: Any) -> bool:
    """Also "one said to be a spy", which has no auxiliary: nobody says to be something.

    And the second of "was welcomed by Peru but condemned by Chile", and "when asked if A".
    """
    if any(child.dep_ in ("nsubjpass", "auxpass") for child in verb.children):
        return True
    if verb.dep_ == "conj" and verb.tag_ == "VBN" and any(c.dep_ == "agent" for c in verb.children):
        return is_passive(verb.head)
    if (
        verb.dep_ == "advcl"
        and verb.tag_ == "VBN"
        and verb.i
        and verb.nbor(-1).lower_ in ("when", "if", "once")
    ):
        return True
    return (
        verb.tag_ in ("VBN", "VBD")
        and verb.lemma_.lower() in HELD
        and any(map(_is_infinitive, verb.children))
    )


def _is_infinitive(verb: Any) -> bool:
    return verb.dep_ == "xcomp" and any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)


def edges(token: Any) -> tuple[int, int]:
    """First and last token number of the token's subtree."""
    return token.left_edge.i, token.right_edge.i


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
