"""The persons that a text names, where they are printed, and what it told of them."""

import re
from bisect import bisect_right
from dataclasses import replace
from datetime import date
from typing import Any

from articles.text.letters import CAPITAL

from . import officeholders
from .candidates import Passage
from .names import Person, by_any_word, people, places
from .phrases import before_name, without_titles
from .records import Speaker
from .roles import is_role

NO_BODY = re.compile(
    r"(?:\b(?:(?:for|to|of|the|late|an?|its|their)\b|(?:mrs?|ms|dr|sir|lord|lady)\b\.?) ?)*", re.IGNORECASE
)
POSSESSED = re.compile(r"['’]s\b")
TITLED = re.compile(
    rf"\b(?:Mrs?|Ms|President|Premier|Prime Minister|Chancellor)\.? ({CAPITAL}\w+)\b(?! {CAPITAL})"
)
REST_OF_ROLE = re.compile(rf"(?: (?:(?:of|for|to|the|and) ){{0,2}}{CAPITAL}[\w.’'-]*){{0,7}},? ")


class People:
    """By their full names, by any word of it (``by_word``), and every place in order (``spans``)."""

    def __init__(self, text: str, on: date | None) -> None:
        self.text, self.on = text, on
        self.by_name = people(text, on)
        self.by_word = by_any_word(self.by_name)
        self.spans = places(text, self.by_name, self.by_word)

    def __contains__(self, name: str) -> bool:
        return name in self.by_name

    def countries(self) -> frozenset[str]:
        """Of all whose country is known, heads of state whose name is not given in full ("Mr Blair"), too."""
        told = {person.country for person in self.by_name.values()}
        heads = (officeholders.well_known(title.group(1), self.on) for title in TITLED.finditer(self.text))
        return frozenset(filter(None, told | {head.iso3 for head in heads if head is not None}))

    def called(self, words: list[str]) -> Person | None:
        """The person of this name, or of this one word of it, titles left out."""
        joined = " ".join(words)
        for name, person in self.by_name.items():
            if joined == name or joined.endswith(" " + name):
                return person
        bare = without_titles(words)
        if len(bare) != 1:
            return None
        return self.by_word.get(bare[0])

    def at(self, at: int) -> Person | None:
        """The person whose printed name covers this place of the text."""
        place = bisect_right(self.spans, at, key=lambda item: item[0]) - 1
        if place >= 0 and self.spans[place][0] <= at < self.spans[place][1]:
            return self.spans[place][2]
        return None

    def ending(self, head: Any, passage: Passage) -> Person | None:
        """ "Britain's ambassador to the UN Matthew Rycroft": the name that ends a role's phrase."""
        if not is_role(head.lower_):
            return None
        for child in head.children:
            if child.dep_ != "prep" or child.i < head.i:
                continue
            for last in (child.right_edge, *(own for own in child.children if own.dep_ == "pobj")):
                named = self.at(passage.frame.starts[last.idx]) if last.i - head.i <= 9 else None
                if named is not None and last.pos_ == "PROPN" and self._is_of_a_body(child, last, named):
                    return named
        return self._after(head, passage)

    def _is_of_a_body(self, link: Any, last: Any, person: Person) -> bool:
        """ "envoy to the UN Ana Ruiz" is Ana Ruiz; "aide to Ana Ruiz", "to President Ana Ruiz" is not."""
        words = str(link.doc[link.i + 1 : last.i + 1].text)
        body = before_name(words, person)
        return not NO_BODY.fullmatch(body) and not is_role(body)

    def _after(self, head: Any, passage: Passage) -> Person | None:
        """ "Norway's prime minister, Erna Solberg": the name that follows a role."""
        frame = passage.frame
        end = frame.starts[head.idx] + len(head.text)
        place = bisect_right(self.spans, end, key=lambda item: item[0])
        if place == len(self.spans):
            return None
        start, stop, person = self.spans[place]
        is_owner = POSSESSED.match(self.text, stop)  # "the leader, Ana Ruiz's rival"
        follows = " " in person.name and not is_owner and REST_OF_ROLE.fullmatch(self.text, end, start)
        between = self.text[end:start].strip(" ,")
        of_another = is_role(between) or (between and NO_BODY.fullmatch(between))
        return person if follows and not of_another else None

    def of_initials(self, label: str) -> Person | None:
        """ "SB" before a turn of Sam Brownback: the only person of the text with these initials."""
        if not (label.isupper() and label.isalpha()):
            return None
        named = [one for one in self.by_name.values() if "".join(w[0] for w in one.name.split()) == label]
        return named[0] if len(named) == 1 else None

    def completed(self, speaker: Speaker) -> Speaker:
        """With the role and country that the text told of the person in another place."""
        person = self.by_name.get(speaker.name)
        if person is None:
            return speaker
        return replace(speaker, role=speaker.role or person.role, country=speaker.country or person.country)

    def learn(self, speaker: Speaker) -> Speaker:
        """Keeps the role and country of a person for the places where the name stands alone."""
        person = self.by_name.get(speaker.name)
        if person is not None:
            person.role, person.country = person.role or speaker.role, person.country or speaker.country
        return speaker
