"""For which country a speaker speaks, where neither the name nor the words of the role tell it."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

from articles.text.letters import CAPITAL

from . import allegiance, officeholders, parties
from .candidates import Candidate, Passage
from .home import Home
from .memory import Memory
from .names import Person
from .nations import BEFORE_A_NAME, of_owner
from .people import People
from .phrases import addressed
from .records import Speaker

EMPLOYED = r"(?:spokes(?:man|woman|person)|aide|advis[eo]r|press secretary)"
STAFF = re.compile(
    rf"(?:(?:chief|senior|top) )?({CAPITAL}[\w-]+)(?:['’]s)? (?:(?:chief|senior|top) )?{EMPLOYED}$"
    rf"|.*\b{EMPLOYED} (?:to|for|of) (?:(?:Mr|Mrs|Ms)\.? |President )?({CAPITAL}[\w-]+)$"
)


class Standing:
    """Knows the people of one text, who was mentioned, and the country that it is about."""

    def __init__(self, people: People, memory: Memory, home: Home, on: date | None) -> None:
        self.people, self.memory, self.home, self.on = people, memory, home, on
        self.registered: dict[tuple[str, str | None], str | None] = {}

    def of_person(
        self, person: Person, role: str, head: Any, apposition: Any | None, passage: Passage
    ) -> str | None:
        """By the role, by what the text told of the person, by an owner or employer, by the register."""
        own = allegiance.of_role(role) if role else None
        country = own if allegiance.body_in(role) is not None else person.country or own
        if country is not None or allegiance.speaks_for_others(f"{role} {person.role}"):
            return country
        is_known = person.name in self.people or bool(role)  # "British Airways" is nobody's name
        return (
            self._of_its(head, apposition, passage)
            or of_owner(head, BEFORE_A_NAME if is_known else ("poss",), person.name)
            or self._of_employer(role or person.role or "")
            or self._registered(person.name, role or person.role)
        )

    def completed(self, speaker: Speaker, candidate: Candidate) -> Speaker:
        """Who has no country of their own has that of their party, or the one that the article is about."""
        if speaker.country is not None:
            return speaker
        country = self._of_party(speaker) or self._at_home(speaker, candidate)
        return speaker if country is None else replace(speaker, country=country)

    def _of_its(self, head: Any, apposition: Any | None, passage: Passage) -> str | None:
        """ "Its spokesman, Dmitry Peskov" after "the Kremlin"."""
        near = [t for holder in (head, head.head, apposition) if holder is not None for t in holder.children]
        its = next((t for t in near if t.lower_ in ("its", "their") and t.dep_ == "poss"), None)
        if its is None:
            return None
        held = self.memory.antecedent(passage.frame.starts[its.idx], its.lower_, None)
        return held.speakers[0].country if held is not None else None

    def _of_employer(self, role: str) -> str | None:
        """ "Bush spokesman": the country of whom the text, or the register, knows by that name."""
        employer = STAFF.match(role)
        if employer is None:
            return None
        name = employer.group(1) or employer.group(2)
        person = self.people.by_word.get(name)
        known = officeholders.well_known(name, self.on)
        return person.country if person is not None else known.iso3 if known is not None else None

    def _registered(self, name: str, role: str | None) -> str | None:
        """What the register knows; each name and role is asked for once."""
        if (name, role) not in self.registered:
            self.registered[name, role] = officeholders.country_of(name, role, self.on)
        return self.registered[name, role]

    def _of_party(self, speaker: Speaker) -> str | None:
        words = speaker.role or "" if speaker.kind == "person" else speaker.name
        if allegiance.speaks_for_others(words) or "member" in words.lower():
            return None  # "a member of the Labour Party" may be anybody
        return parties.of_words(words, self.on, self.home.named)

    def _at_home(self, speaker: Speaker, candidate: Candidate) -> str | None:
        token = candidate.cue_token() or candidate.subject_token()
        if token is not None and self.home.country in addressed(token):
            return None
        if speaker.kind == "person" and officeholders.is_of_no_country(speaker.name, speaker.role, self.on):
            return None
        sentence = "" if token is None else candidate.passage.doc[token.sent.start : token.sent.end].text
        return self.home.of(speaker, sentence)
