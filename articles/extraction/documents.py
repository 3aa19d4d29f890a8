"""Whose words a document has: "a statement by the ministry", "the letter", "the Peru-Chile declaration"."""

import re
from collections.abc import Callable
from typing import Any

from articles.text.letters import CAPITAL

from . import gazetteer
from .bodies import Bodies, described
from .candidates import Candidate, Passage
from .lexicon import reporting
from .memory import Memory
from .phrases import can_speak, heads, is_document, is_organisation, phrase_of, plain
from .records import Speaker
from .subjects import PUBLISH, subject_of

OF_NOBODY = frozenset(("report", "study", "survey", "poll", "book", "article", "column"))
RECEIVE = frozenset(("receive", "get"))
STATEMENTS = frozenset(
    ("statement", "text", "document", "message", "release", "communique", "communiqué", "declaration")
)
BACKED = re.compile(r"\b(?:backed|sponsored|drafted|led|supported|brokered|mediated)\b|-")
STATES = re.compile(rf"\b({CAPITAL}[\w.]*)[-–]({CAPITAL}[\w.]*)")


class Documents:
    """Those that one text has told of, and who spoke in each; ``resolve`` tells whom a noun means."""

    def __init__(
        self, memory: Memory, bodies: Bodies, resolve: Callable[[Any, Passage], tuple[Speaker, ...]]
    ) -> None:
        self.memory, self.bodies, self.resolve = memory, bodies, resolve
        self.latest: tuple[Speaker, ...] = ()
        self.latest_from: Candidate | None = None
        self.by_kind: dict[str, tuple[int, tuple[Speaker, ...]]] = {}
        self.made: list[tuple[int, Any, Passage]] = []

    def note(self, token: Any, passage: Passage) -> None:
        """ "Ten mayors sent a letter to Ruiz", "a report by the bank": whose a later "the letter" is."""
        if is_document(token) and (_is_published(token) or _maker_beside(token) is not None):
            self.made.append((passage.frame.starts[token.idx], token, passage))

    def remember(self, candidate: Candidate, said: tuple[Speaker, ...], at: int) -> None:
        """Whose words a candidate has, if it is a document or its sentence tells of one."""
        token = candidate.subject_token()
        cue = candidate.cue_token()
        around = "" if cue is None else cue.sent.text.lower()
        of_all = token.tag_ == "NNS"  # "media reports": no document that later words could mean
        if (is_document(token) and not of_all) or "statement" in around:
            self.latest, self.latest_from = said, candidate
            kind = token.lemma_.lower() if is_document(token) else "statement"
            self.by_kind[kind] = at, said

    def authors(self, head: Any, passage: Passage, at: int) -> tuple[Speaker, ...]:
        """Whose words the document ``head`` has: its owner's, those told before, or its own."""
        if owner := self._owner(head, passage) or self._speaker_in(head, passage):
            return owner
        definite = any(c.lower_ in ("the", "this", "that") for c in head.children)
        if head.tag_ == "NNS" and not definite:
            return (Speaker(plain(phrase_of(head, with_of=True)), "group"),)  # "media reports"
        phrase = phrase_of(head, with_of=False)
        if authors := _joined_states(phrase):
            return authors
        of_nobody = BACKED.search(phrase) or head.lower_ in OF_NOBODY
        country = None if of_nobody else gazetteer.country_of(phrase)
        is_other = head.lower_ == "resolution" and not self._is_of_resolution()
        known = self._author_of(head, at) if definite and not is_other else ()
        if known and country in (None, *(s.country for s in known)):
            return known
        if country is not None:
            return (Speaker(gazetteer.name_of(country), "state", None, country),)
        if head.lower_ == "resolution" and (council := self.bodies.council(at)) is not None:
            return (council,)
        recent = [m for m in self.memory.before(at) if m.leading and not m.reported]
        if definite and recent and head.lower_ in STATEMENTS and not _is_of_something(head):
            return recent[0].speakers
        agency = described(plain(phrase))
        name = agency if is_organisation(agency) else plain(phrase_of(head, with_of=True))
        return (Speaker(name, "organisation"),)

    def _owner(self, head: Any, passage: Passage) -> tuple[Speaker, ...]:
        """ "a statement released by the ministry", "Trump's tweet"."""
        for token in head.subtree:
            owns = token.dep_ == "poss" and token.head == head
            made = token.dep_ == "pobj" and token.head.lower_ in ("by", "from") and token != head
            if not (owns or (made and not _is_where_from(token, head))):
                continue
            if token.pos_ in ("PROPN", "NOUN") and (owner := self.resolve(token, passage)):
                return owner
        return ()

    def _speaker_in(self, head: Any, passage: Passage) -> tuple[Speaker, ...]:
        """ "The bank said it in a statement, which also said A", "the bank issued a letter that said A"."""
        verb = head.head.head
        is_said = head.dep_ == "pobj" and head.head.lower_ == "in" and verb.lemma_.lower() in reporting()
        if _is_published(head):
            verb = head.head
        elif not is_said:
            return ()
        speaker = subject_of(verb)
        return () if speaker is None or is_document(speaker) else self._of_all(speaker, passage)

    def _is_of_resolution(self) -> bool:
        """Was the document that spoke last a resolution? "The resolution" is no ministry's statement."""
        token = None if self.latest_from is None else self.latest_from.subject_token()
        return token is not None and token.lower_ == "resolution"

    def _author_of(self, head: Any, at: int) -> tuple[Speaker, ...]:
        """Whose "the letter" is: the letter's that spoke or was sent last; a statement is any document."""
        lemma = head.lemma_.lower()
        place, said = self.by_kind.get(lemma, (-1, ()))
        sent = [one for one in self.made if place < one[0] < at and one[1].lemma_.lower() == lemma]
        if sent and not _is_of_something(head):
            _, token, passage = sent[-1]
            author = _maker_beside(token) or subject_of(token.head)
            said = () if author is None else self._of_all(author, passage)
        if said or lemma not in STATEMENTS or _is_of_something(head):
            return said
        return self.latest

    def _of_all(self, token: Any, passage: Passage) -> tuple[Speaker, ...]:
        return tuple(one for head in heads(token) for one in self.resolve(head, passage))


def _is_published(document: Any) -> bool:
    """ "Ten mayors sent a letter"."""
    return document.dep_ == "dobj" and document.head.lemma_.lower() in PUBLISH


def _maker_beside(document: Any) -> Any | None:
    """ "a report by the bank", "a report published by the bank", "in its report, the bank"."""
    makers = [document, *(c for c in document.children if c.dep_ == "acl" and c.lemma_.lower() in PUBLISH)]
    verb = document.head.lemma_.lower()
    if (document.dep_ == "nsubjpass" and verb in PUBLISH) or (document.dep_ == "dobj" and verb in RECEIVE):
        makers.append(document.head)  # "was released by the bank", "received a letter from the bank"
    for link in (c for maker in makers for c in maker.children if c.i > maker.i):
        if link.lower_ in ("by", "from"):
            return next((c for c in link.children if c.dep_ == "pobj" and _may_write(c, document)), None)
    return None


def _may_write(noun: Any, document: Any) -> bool:
    return can_speak(noun) or (noun.pos_ == "PROPN" and not _is_where_from(noun, document))


def _is_where_from(noun: Any, document: Any) -> bool:
    """ "a report from Lima" is a reporter's; "a message from Lima" the government's."""
    hit = gazetteer.lookup(noun.text)
    return document.lower_ in OF_NOBODY and hit is not None and hit[2] == "capital"


def _is_of_something(head: Any) -> bool:
    """ "the text of the video" is no document named before."""
    return any(c.dep_ == "prep" and c.lower_ in ("of", "from", "by") and c.i > head.i for c in head.children)


def _joined_states(phrase: str) -> tuple[Speaker, ...]:
    """Both states of "the Peru-Chile statement"."""
    pair = STATES.search(phrase)
    hits = [] if pair is None else [gazetteer.lookup(name) for name in pair.groups()]
    found = [Speaker(hit[1], "state", None, hit[0]) for hit in hits if hit is not None]
    return tuple(found) if len(found) == 2 else ()
