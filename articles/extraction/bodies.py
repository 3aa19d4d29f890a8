"""States, offices, bodies and holders of a role: whom a noun means that is no person's name."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

from articles.text.letters import CAPITAL, SMALL

from . import allegiance, gazetteer, officeholders
from .candidates import Passage
from .lexicon import nouns
from .memory import Memory
from .names import Person
from .phrases import is_organisation, phrase_of, plain
from .records import Speaker, SpeakerKind
from .roles import is_role

SECURITY_COUNCIL = frozenset(("council", "un council", "security council", "un security council", "unsc"))
FAR = 200_000  # characters of the text searched for an organisation's owner
NEAR = 80  # characters before its name in which the owner stands
OWNER = re.compile(rf"((?:{CAPITAL}[\w.]* )?{CAPITAL}[\w.]*)['’]s? (?:\w+ ){{0,2}}$")
NAMES = rf"((?:{CAPITAL}[\w’'-]* (?:(?:of|for|and|the) ){{0,2}}){{2,8}})"
LED = re.compile(rf"({CAPITAL}[\w-]+) (?:administration|government|cabinet)\b")
COUNTS = frozenset(("number", "handful", "majority", "minority", "dozen", "half", "leadership"))
DEFINITE = frozenset(("the", "this", "these", "those"))
GOVERNING = frozenset(("government", "administration", "regime"))
UNNAMED = re.compile(rf"^(?:[{SMALL}][\w-]* )+(?={CAPITAL})")
DESCRIBED = re.compile(
    rf"^((?:\S+ )*{CAPITAL}\S*)(?: news)? "
    r"(?:agency|website|service|newspaper|magazine|reports?|statement|[Rr]esolution)$"
)


def described(name: str) -> str:
    """ "Interfax news agency": Interfax; "Canadian news agency" is none of that name."""
    short = DESCRIBED.sub(r"\1", name)
    return name if gazetteer.lookup(short) else short


class Bodies:
    """Knows the states, offices and bodies of one text, by what ``memory`` holds of it so far."""

    def __init__(
        self, text: str, on: date | None, memory: Memory, by_word: dict[str, Person], home: str | None = None
    ) -> None:
        self.text = text
        self.home = home
        self.on = on
        self.memory = memory
        self.by_word = by_word
        self.koreas = "Korea" in text
        self.owners: dict[str, str | None] = {}
        self.wholes: dict[str, str] = {}

    def state(self, phrase: str) -> Speaker | None:
        if self.koreas and phrase.lower() in ("north", "south"):
            iso3 = gazetteer.NORTH[phrase.capitalize()]
            return Speaker(gazetteer.name_of(iso3), "state", None, iso3)
        hit = gazetteer.lookup(phrase)
        if hit is None:
            return None
        iso3, name, sort = hit
        if sort == "party" or (sort == "demonym" and not phrase.endswith("s")):
            return None  # "Japanese" is part of a longer name, or means people
        if sort == "seat" and phrase.lower().replace(" ", "_") not in nouns("city_seats"):
            return self._seat(phrase, iso3)
        if phrase in self.by_word and sort == "name" and phrase in ("Jordan", "Chad", "Israel", "Georgia"):
            return None
        return Speaker(name, "state", None, iso3)

    def _seat(self, phrase: str, iso3: str) -> Speaker | None:
        """An organ of that state, unless its acronym stands for another body in this text."""
        whole = self._whole_name(phrase)
        is_another = whole != phrase and allegiance.of_body(whole) != iso3
        return None if is_another else Speaker(whole, "office", None, iso3)

    def council(self, at: int) -> Speaker | None:
        """A resolution is what a council or a parliament says."""
        known = (
            self.memory.body(at, "council")
            or self.memory.body(at, "assembly")
            or self.memory.body(at, "parliament")
        )
        return known or (self.organisation("Security Council") if "Security Council" in self.text else None)

    def organisation(self, name: str) -> Speaker:
        name = UNNAMED.sub("", plain(name))
        name = described(name)
        if name.lower() in SECURITY_COUNCIL:
            return Speaker("UN Security Council", "organisation")
        name = self._whole_name(name)
        office = any(word in nouns("office_words") for word in name.lower().split())
        kind: SpeakerKind = "office" if office else "organisation"
        country = allegiance.of_body(name) or self._of_leader(name) or self._owner_of(name)
        return Speaker(name, kind, None, country)

    def _whole_name(self, name: str) -> str:
        """ "The MPRP" in a text that says once "Mongolian People's Revolutionary Party (MPRP)"."""
        if name not in self.wholes:
            is_acronym = name.isupper() and name.isalpha() and len(name) > 1
            whole = re.search(rf"{NAMES}\({name}\)", self.text[:FAR]) if is_acronym else None
            self.wholes[name] = _spelt_out(whole.group(1).split(), name) if whole else name
        return self.wholes[name]

    def _of_leader(self, name: str) -> str | None:
        """ "the Bush administration": the country of the head of government whose name it bears."""
        led = LED.search(name)
        return officeholders.country_of(led.group(1), "president, prime minister", self.on) if led else None

    def _owner_of(self, name: str) -> str | None:
        """ "North Korea's Korean Central News Agency" anywhere in the text."""
        if name not in self.owners:
            places = re.finditer(re.escape(name[:80]), self.text[:FAR])
            before = (OWNER.search(self.text[max(0, p.start() - NEAR) : p.start()]) for p in places)
            owner = next(filter(None, before), None)
            whole = f"{owner.group()}{name}" if owner else ""
            self.owners[name] = allegiance.of_body(whole) if owner else None
        return self.owners[name]

    def common(self, head: Any, passage: Passage) -> Speaker | None:
        """A role, an office, a body or a group without a name of its own."""
        phrase = plain(phrase_of(head, with_of=True))
        lemma = head.lemma_.lower()
        country = allegiance.of_body(phrase) or self._of_leader(phrase) or self._north_south(phrase)
        plural = head.tag_ in ("NNS", "NNPS")
        at = passage.frame.starts[head.idx]
        if lemma in nouns("states_nouns") and not plural:
            return self._of_state(head, passage, phrase, country)
        if is_role(lemma) and not plural:
            return self._role_holder(head, passage, phrase, country)
        known = self._same_body(head, at) if country is None else None
        if lemma in nouns("office_words"):
            return known or Speaker(phrase, "office", None, country)
        if lemma in nouns("organisation_words"):
            if phrase.lower() in SECURITY_COUNCIL:
                return self.organisation(phrase)
            named = described(phrase)
            return (known if named == phrase else None) or Speaker(named, "organisation", None, country)
        if plural and (hit := gazetteer.lookup(phrase)):
            return Speaker(hit[1], "state", None, hit[0])
        if (same := self._same_nameless(head, at, phrase)) is not None:
            return same
        is_group = plural or lemma in COUNTS or lemma in nouns("groups")
        return Speaker(phrase, "group" if is_group else "person", None, country)

    def _same_nameless(self, head: Any, at: int, phrase: str) -> Speaker | None:
        """ "The official", "the rebels": those of whom the text told last by more than that word."""
        is_definite = any(c.lower_ in DEFINITE for c in head.children)
        return (
            self.memory.nameless(at, head.lower_) if is_definite and phrase.lower() == head.lower_ else None
        )

    def told_before(self, head: Any, phrase: str, at: int) -> Speaker | None:
        """ "The Embassy" after "the Embassy of Peru": the one named last, though printed like a name."""
        is_definite = any(c.lower_ in DEFINITE for c in head.children)
        is_alone = phrase.lower() == head.lower_ and is_organisation(phrase)
        return self.memory.body(at, head.lower_) if is_definite and is_alone else None

    def _same_body(self, head: Any, at: int) -> Speaker | None:
        """ "The ministry" is the one named last; "other ministries", "a ministry", "another one" are not."""
        others = ("a", "an", "another", "other", "no", "each", "every", "some", "any", "both")
        if head.tag_ in ("NNS", "NNPS") or any(c.lower_ in others for c in head.children):
            return None
        return self.memory.body(at, head.lemma_.lower())

    def _north_south(self, phrase: str) -> str | None:
        match = re.match(r"(North|South)['’]s?\b", phrase) if self.koreas else None
        return gazetteer.NORTH[match.group(1)] if match else None

    def _of_state(self, head: Any, passage: Passage, phrase: str, country: str | None) -> Speaker | None:
        owner = next((c for c in head.children if c.dep_ == "poss"), None)
        if country is None and owner is not None and owner.tag_ == "PRP$":
            at = passage.frame.starts[owner.idx]
            held = self.memory.antecedent(at, owner.lower_, {"his": "m", "her": "f"}.get(owner.lower_))  # type: ignore[arg-type]
            country = held.speakers[0].country if held else None
        if country is None and phrase.lower() in nouns("states_nouns"):
            country = self.home or self.memory.latest_country(passage.frame.starts[head.idx])
        if country is None or gazetteer.scan_parts(phrase):
            return Speaker(
                phrase, "office", None, country
            )  # "the state of Ohio" is none of the United Nations
        if head.lower_ in GOVERNING:
            named = (
                phrase if gazetteer.country_of(phrase) else f"{gazetteer.demonym_of(country)} {head.lower_}"
            )
            return Speaker(named, "office", None, country)
        return Speaker(gazetteer.name_of(country), "state", None, country)

    def _role_holder(self, head: Any, passage: Passage, phrase: str, country: str | None) -> Speaker:
        """ "the Russian foreign minister", "the president": the person who was given that role before."""
        definite = any(c.lower_ in DEFINITE for c in head.children) or country is not None
        at = passage.frame.starts[head.idx]
        if definite and not any(c.lower_ in ("a", "an") for c in head.children):
            known = self.memory.role_holder(at, head.lemma_.lower(), country, phrase)
            if known is None and country is not None:
                known = self._named_later(head.lemma_.lower(), country)
            known = known or self._same_nameless(head, at, phrase)
            if known is not None:
                return known
        spoken_for = self._spoken_for(head) if head.lower_.startswith("spokes") else None
        return spoken_for or Speaker(phrase, "person" if country is None else "office", None, country)

    def _named_later(self, role: str, country: str) -> Speaker | None:
        """ "Japan's ambassador", whom the text names further on; only if it gives one person that role."""
        held = {p.name: p for p in self.by_word.values() if p.country == country and _is_now(p, role)}
        if len(held) != 1:
            return None
        person = next(iter(held.values()))
        return Speaker(person.name, "person", person.role, person.country)

    def _spoken_for(self, head: Any) -> Speaker | None:
        """ "a Foreign Ministry spokesman" speaks as the ministry; "Orlov's spokesman" keeps that name."""
        links = [c for c in head.children if c.dep_ == "prep" and c.lower_ in ("for", "of") and c.i > head.i]
        owner = next((c for link in links for c in link.children if c.dep_ == "pobj"), None)
        whole = plain(phrase_of(head, with_of=False)).removesuffix(head.text)
        name = plain(phrase_of(owner, with_of=True) if owner is not None else whole)
        if not name or is_role(name.split()[-1]):
            return None
        last = name.split()[-1] if owner is None else owner.text
        if (person := self.by_word.get(last)) is not None:
            kind: SpeakerKind = "person" if person.country is None else "office"
            return Speaker(f"{person.name}'s {head.lower_}", kind, None, person.country)
        capitalised = all(word[0].isupper() for word in name.split())
        if not (is_organisation(name) or gazetteer.lookup(name) or capitalised):
            return None
        return replace(self.state(name) or self.organisation(name), role=head.lower_)


def _spelt_out(words: list[str], acronym: str) -> str:
    """The last of these words whose capitals are the acronym's letters, or the acronym."""
    for first in range(len(words) - 1, -1, -1):
        own = words[first:]
        letters = "".join(part[0] for word in own for part in word.split("-") if part[:1].isupper())
        if letters == acronym and own[0][0].isupper():
            return " ".join(own)
    return acronym


def _is_now(person: Person, role: str) -> bool:
    """Is that the last noun of the person's role? The aide of an ambassador is none."""
    printed, wanted = (person.role or "").lower().replace("-", " "), role.replace("-", " ")
    held = [word for word in re.findall(r"\w+", printed) if is_role(word)]
    is_last = bool(held) and held[-1] in wanted.split() and set(held) <= set(wanted.split())
    return is_last and wanted in printed and not allegiance.FORMER.search(person.role or "")
