"""Who is named beside a noun that somebody is called by, set apart by commas.

"The head of the state watchdog, Ana Ruiz, said", "Ana Ruiz, the party's spokesman said". The parser often
hangs such a name on another word, so it is sought in the text.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

from articles.text.letters import CAPITAL

from .candidates import Passage
from .lexicon import nouns
from .names import OPENING, Person
from .phrases import PERSONAL_ENDINGS, phrase_of
from .roles import is_role

Named = Sequence[tuple[int, int, Person]]  # where names are printed, in order

FARTHEST = 110  # characters between a noun and the name beside it
PHRASE = r"[^,;:.!?\n\"“”()]*(?: \([^()\n]{1,40}\))?"
BEHIND = re.compile(rf"({PHRASE}), (?:{CAPITAL}[\w.-]+ ){{0,3}}")
BEFORE = re.compile(r", (?:[^\s,;:.!?\"“”()]+ ){0,7}")
CLOSED = re.compile(rf"(?: of(?: {CAPITAL}\w+){{1,3}})?(?: \([^()\n]{{1,60}}\))?(?:[,.]|$)")
JOINED = re.compile(r", (?:and|but|while) $")
LAST_WORD = re.compile(r"(\w+)\.? $")
LONGEST_TITLES = 40  # characters
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))


def person_beside(text: str, named: Named, head: Any, passage: Passage) -> tuple[Person, str] | None:
    """The person who is called by the noun ``head``, if one is named beside it, and what they are called."""
    if head.tag_ in ("NNS", "NNPS") or not calls_a_person(head):
        return None
    first = passage.frame.starts[head.idx]
    place = bisect_left(named, first, key=lambda item: item[0])
    around = [one for one in named[max(0, place - 1) : place + 1] if " " in one[2].name]
    found = next((one for one in around if _is_apart(text, one, head, first)), None)
    if found is None:
        return None
    opening = passage.frame.starts[head.left_edge.idx]
    return found[2], text[opening : found[0]] if first < found[0] else phrase_of(head, with_of=True)


def calls_a_person(head: Any) -> bool:
    """ "The judge", "a commenter", "one of the judges"."""
    lemma = head.lemma_.lower()
    is_person = is_role(lemma) or lemma in nouns("people_nouns") | nouns("private_nouns")
    return is_person or lemma == "one" or (head.tag_ == "NN" and lemma.endswith(PERSONAL_ENDINGS))


def _is_apart(text: str, one: tuple[int, int, Person], head: Any, first: int) -> bool:
    start, stop, _ = one
    last = first + len(head.text)
    if start >= last:
        between = BEHIND.fullmatch(text, last, start) if start - last < FARTHEST else None
        if between is None or not CLOSED.match(text, stop):
            return False
        return not _has_another(head, between.group(1))
    before = _before_titles(text[max(0, start - LONGEST_TITLES) : start])
    opens = OPENING.search(before) or JOINED.search(before)
    return stop < first and bool(opens) and bool(BEFORE.fullmatch(text, stop, first))


def _before_titles(words: str) -> str:
    """ "… late. Professor " without the title."""
    while (last := LAST_WORD.search(words)) is not None and last.group(1) in nouns("titles"):
        words = words[: last.start()]
    return words


def _has_another(head: Any, between: str) -> bool:
    """ "An aide to the minister, Ana Ruiz, said": whose name is that? So with a verb between."""
    words = head.doc[head.i + 1 : head.i + 1 + len(between.split())]
    return any(token.tag_ in FINITE or is_role(token.lower_) for token in words)
