"""Who speaks: persons by full name, roles as printed, countries only where the text ties them to one."""

from collections.abc import Iterable
from dataclasses import replace

from articles.extraction import officeholders, parties, politicians
from articles.extraction.records import Document, Speaker, SpeakerKind

from . import leaders, register
from .appositions import explained, next_segment
from .grammar import Grammar, Noun
from .home import countries_in, country_at_home
from .nouns import phrase
from .persons import Person, Persons, Role
from .russian import first_of_adjective, given_name, nominative
from .words import Paragraph, Word

LOCATIVES = frozenset(["à", "en", "in", "im", "em", "en", "no", "na", "в", "во", "на", "при"])
NEAR = 400  # characters in which an office of several countries is that named last
HEADS = ("president", "prime minister")  # whom the list of leaders knows


class Memory:
    """What an article has told of its speakers so far, and in all of it."""

    def __init__(self, document: Document, paragraphs: Iterable[Paragraph], grammar: Grammar) -> None:
        self.text, self.grammar = document.text, grammar
        self.published_on = document.published_on
        self.persons = Persons(grammar)
        self.offices: dict[str, list[tuple[int, str, str]]] = {}
        anywhere = replace(grammar, any_case=True)
        sentences = [sentence for paragraph in paragraphs for sentence in paragraph.sentences]
        for sentence in sentences:
            self._introduce(sentence.words, anywhere)
        self.countries = frozenset(i for s in sentences for i in countries_in(s.words, grammar))
        self.home = country_at_home(document.title, sentences, grammar)

    def _introduce(self, words: tuple[Word, ...], anywhere: Grammar) -> None:
        """Remembers the persons of a sentence with their roles."""
        at = 0
        while at < len(words):
            noun = phrase(words, at, len(words), anywhere)
            if noun is not None and noun.kind == "office":
                self._remember_office(words, noun)
            if noun is None or noun.kind not in ("role", "name"):
                at += 1
                continue
            segment = next_segment(words, noun.end, len(words))
            full = explained(words, noun, segment, anywhere)
            if full.name is not None:
                self._remember(words, full)
            at = max(at + 1, noun.end)

    def _remember_office(self, words: tuple[Word, ...], noun: Noun) -> None:
        """An office with its country, for where the text calls it "the ministry" alone; with cases only."""
        lexicon = self.grammar.lexicon
        head = next(
            (at for at in range(noun.start, noun.end) if self.grammar.office_base(words[at].low)), None
        )
        end = next(
            (at for at in range(noun.start, noun.end) if lexicon.has("prepositions", words[at].low)), noun.end
        )
        if head is None or end <= head or noun.end - noun.start < 2:
            return
        base = self.grammar.office_base(words[head].low)
        country, official = self.country_of(words, noun.start, end)
        if base and official and country:
            name = self.printed(words, head, end)
            self.offices.setdefault(base, []).append((words[noun.start].start, name, country))

    def _known_office(self, words: tuple[Word, ...], start: int, end: int) -> tuple[str, str] | None:
        """Name and country of the office that words name without its country, if the text told it before."""
        for at in range(start, end):
            base = self.grammar.office_base(words[at].low)
            here = words[at].start
            before = [one for one in self.offices.get(base or "", ()) if one[0] < here]
            general = base in self.grammar.lexicon.words["general_offices"]
            if not before or general:
                continue
            if len({one[2] for one in before}) == 1 or here - before[-1][0] < NEAR:
                return before[-1][1], before[-1][2]
        return None

    def _remember(self, words: tuple[Word, ...], noun: Noun) -> None:
        assert noun.name is not None
        name = self.printed(words, *noun.name)
        role = self.role_of(words, noun)
        called = nominative(name) if self._in_other_case(words, noun) else name
        known = self.persons.introduce(called, name, words[noun.start].start)
        if role is not None and (known.role is None or (known.country is None and role.country is not None)):
            known.role, known.head = self._first_form(role), role.head
            known.country, known.official = role.country, role.official

    def _in_other_case(self, words: tuple[Word, ...], noun: Noun) -> bool:
        """A name after a preposition, or after a role that is not in the nominative."""
        lexicon = self.grammar.lexicon
        if lexicon.code != "ru":
            return False
        known = given_name(words[noun.name[0]].low) if noun.name else None
        if known is not None and noun.name and noun.name[1] - noun.name[0] > 1:
            return not known[1]
        head = next((word for word in words[noun.start : noun.end] if self._head(word)), None)
        if head is not None and noun.kind == "role":
            return not lexicon.has("roles", head.low)
        return noun.start > 0 and lexicon.has("prepositions", words[noun.start - 1].low)

    def printed(self, words: tuple[Word, ...], start: int, end: int) -> str:
        return " ".join(self.text[words[start].start : words[end - 1].end].split())

    def role_of(self, words: tuple[Word, ...], noun: Noun) -> Role | None:
        """The role in a noun phrase or in its apposition."""
        if noun.kind == "role" and noun.apposition is None:
            span = noun.start, noun.name[0] if noun.name else noun.end
        elif noun.apposition is not None:
            span = noun.apposition
        else:
            return None
        text = self.printed(words, *span).strip(" ,")
        heads = [head for head in map(self._head, words[span[0] : span[1]]) if head]
        head = heads[0] if heads else ""
        if not head and self.grammar.lexicon.raw.get("cases"):
            return Role(text, "", None, official=False)  # "the pilot": no noun that is known for an office
        country, official = self.country_of(words, *span)
        return Role(text, head, country, official)

    def _head(self, word: Word) -> str | None:
        prefix = self.grammar.lexicon.raw.get("former_prefix")
        if prefix and self.grammar.is_former(word.low):
            return word.low[len(prefix) :].lstrip("-")
        return word.low if self.grammar.lexicon.has("roles", word.low) else self.grammar.role_base(word.low)

    def country_of(self, words: tuple[Word, ...], start: int, end: int) -> tuple[str | None, bool]:
        """The country that a role or an office names, and whether it may be official at all."""
        lexicon = self.grammar.lexicon
        around = [word.low for word in words[max(0, start - 2) : end]]
        if any(
            lexicon.has("former", word)
            or lexicon.has("unofficial", self.grammar.role_base(word) or word)
            or self.grammar.is_former(word)
            for word in around
        ) or any(lexicon.has("private", word.low) for word in words[start:end]):
            return None, False
        at = start
        while at < end:
            pair = " ".join(word.low for word in words[at : at + 2])
            if lexicon.has("bodies", words[at].low) or lexicon.has("bodies", pair):
                return None, False
            placed = self.grammar.place_at(words, at)
            away = at > start and words[at - 1].low in LOCATIVES
            if placed is not None and at + placed[0] <= end and not away:
                in_city = placed[1].kind in ("place", "part") and not self._has_article(words, at)
                if in_city and not self._names_office(words[start:end]):
                    return None, True  # "the director of the museum of Paris"
                return placed[1].iso3, True
            at += 1
        known = self._known_office(words, start, end)
        return known[1] if known else None, True

    def _has_article(self, words: tuple[Word, ...], at: int) -> bool:
        """ "Of the Pentagon": the seat of a state, not a city."""
        before = words[at - 1].low if at else ""
        return before in ("du", "del", "do", "da") or self.grammar.lexicon.has("determiners", before)

    def _names_office(self, words: tuple[Word, ...]) -> bool:
        heads = self.grammar.lexicon.words["state_roles"]
        return not heads or any(w.low in heads or self.grammar.lexicon.has("offices", w.low) for w in words)

    def speakers(
        self, words: tuple[Word, ...], nouns: list[Noun], speaks: bool = True, oblique: bool = False
    ) -> tuple[Speaker, ...]:
        """The speakers that the noun phrases stand for; empty when they only point back.

        ``oblique`` is for those named in another case than the nominative, as after "according to".
        """
        found = [self._speaker(words, noun, speaks, oblique) for noun in nouns]
        return tuple(dict.fromkeys(speaker for speaker in found if speaker is not None))

    def _speaker(self, words: tuple[Word, ...], noun: Noun, speaks: bool, oblique: bool) -> Speaker | None:
        if noun.name is not None:
            return self._person(words, noun, speaks, oblique)
        if noun.kind == "pronoun":
            return None
        if noun.kind == "place":
            place = self.grammar.place_at(words, noun.start)
            assert place is not None
            return Speaker(place[1].base, "state", None, place[1].iso3)
        if noun.kind == "role":
            return self._by_role(words, noun)
        return self._other(words, noun)

    def _person(self, words: tuple[Word, ...], noun: Noun, speaks: bool, oblique: bool) -> Speaker:
        assert noun.name is not None
        self._remember(words, noun)
        here, printed = words[noun.start].start, self.printed(words, *noun.name)
        person = self.persons.by_given(words, noun) or self.persons.named(printed, here)
        person.at, person.spoke = here, person.spoke or speaks
        if not oblique:
            self.persons.to_nominative(person, printed)
        elif self.grammar.lexicon.code == "ru" and person.name == printed:
            person.name = nominative(person.name)
        return self._said_by(person)

    def _said_by(self, person: Person) -> Speaker:
        at_home = person.official and person.role and self._of_state(person.role)
        country = person.country
        if country is None and person.official and person.role:
            country = self._of_other(person)
        if country is None and (person.role is None or at_home):
            country = self._registered(person)
            if country is None and at_home and self._serves_state(person) and not self._is_another(person):
                country = self.home
        return Speaker(person.name, "person", person.role, country)

    def _serves_state(self, person: Person) -> bool:
        return self._is_of_state(person.head, str(person.role))

    def _is_of_state(self, head: str, role: str) -> bool:
        """A minister, or a spokesman of an office; not a director, nor a delegate of an association."""
        lexicon = self.grammar.lexicon
        listed = [word.lower() for word in role.replace("'", " ").replace("’", " ").split()]
        if any(lexicon.has("envoys", word) for word in listed):
            return False  # "the counsellor of the embassy" is at home elsewhere
        heads = lexicon.words["state_roles"]
        return not heads or head in heads or any(lexicon.has("offices", word) for word in listed)

    def _is_another(self, person: Person) -> bool:
        """Does the register know another holder of this office at home? A premier may be a province's."""
        office = register.office_of(str(person.role), self.grammar.lexicon.code)
        last = officeholders.folded(person.name)[-1:]
        holders = (
            register.holders(self.home, office, self.published_on) if self.home and office in HEADS else []
        )
        return bool(holders) and not any(set(last) & set(term.words) for term in holders)

    def _registered(self, person: Person) -> str | None:
        """The country that a person without one speaks for by the register, or by the list of leaders."""
        office = person.role and register.office_of(person.role, self.grammar.lexicon.code)
        if office or person.role is None:
            names = dict.fromkeys((person.name, nominative(person.name)))
            terms = (register.term_of(name, office, self.published_on) for name in names)
            known = next((term.iso3 for term in terms if term is not None), None)
            if known is not None:
                return known
        country = leaders.country_of(person.name, self.published_on)
        if country is not None:
            return country if " " in person.name or country in self.countries else None
        where = self.published_on, self.countries
        may_sit = office or person.role is None
        member = politicians.of_member(person.name, None, *where) if may_sit else None
        return parties.of_leader(person.name, *where) or member

    def _of_other(self, person: Person) -> str | None:
        """ "Пресс-секретарь X": the country of the person that a role names, where names have cases."""
        named = (person.role or "").split()[1:] if self.grammar.lexicon.raw.get("cases") else ()
        for word in named:
            other = self.persons.of_family(word) if word[:1].isupper() else None
            if other is not None and other is not person:
                return other.country or leaders.country_of(nominative(word), self.published_on)
        return None

    def _of_state(self, role: str) -> bool:
        """False for the role of a body of its own: one with an acronym, or named by several capitals."""
        lexicon = self.grammar.lexicon
        listed = role.replace("'", " ").split()
        if any(lexicon.has("offices", word.lower()) for word in listed):
            return True
        proper = [word for word in listed[1:] if word[:1].isupper()]
        return len(proper) <= lexicon.raw.get("capitals_in_roles", 2) and not any(
            w.isupper() and len(w) > 1 for w in proper
        )

    def _by_role(self, words: tuple[Word, ...], noun: Noun) -> Speaker:
        """ "The minister": the person last named with that role, else the office."""
        role = self.role_of(words, noun)
        assert role is not None
        person = self._holder(role, words[noun.start].start)
        if person is not None:
            return self._said_by(person)
        at_home = role.official and self._of_state(role.text) and self._is_of_state(role.head, role.text)
        country = role.country or (self.home if at_home else None)
        return Speaker(self._first_form(role), "office", None, country)

    def _holder(self, role: Role, here: int) -> Person | None:
        """The person last named with a role, else the only one who holds the office that it names."""
        named = [p for p in self.persons.values() if p.at <= here and self._fits(p, role)]
        cases = bool(self.grammar.lexicon.raw.get("cases"))
        if named:
            return max(named, key=lambda person: (person.spoke and not cases, person.at))
        holders = [person for person in self.persons.values() if self._holds(person, role)]
        before = [person for person in holders if person.at <= here]
        return next((those[0] for those in (before, holders) if len(those) == 1), None)

    def _holds(self, person: Person, role: Role) -> bool:
        """Does the role name a person's office in other words, or one that only the register knows of them?

        "The head of state" for a president, "the German foreign minister" for somebody named without a role.
        """
        code = self.grammar.lexicon.code
        office = register.office_of(role.text, code)
        if office is None or not role.official or not self._of_state(role.text):
            return False
        known = self._said_by(person).country
        if known is None or role.country not in (known, None):
            return False
        if person.role is not None:
            own = register.office_of(person.role, code)
        else:
            term = register.term_of(person.name, None, self.published_on)
            own = term.role if term is not None else office if office in HEADS else None
        return own is not None and officeholders.same_class(own, office)

    def _first_form(self, role: Role) -> str:
        """The role with its noun in the nominative, as after "по словам"."""
        if self.grammar.lexicon.raw.get("cases"):
            return self._declined_back(role.text)
        first, _, rest = role.text.partition(" ")
        base = self.grammar.role_base(first.lower().replace("ё", "е"))
        return role.text if base is None or base == first.lower() else f"{base} {rest}".strip()

    def _declined_back(self, text: str) -> str:
        """ "белорусского лидера": adjectives before the noun of a role, and that noun, in the nominative."""
        found = text.split()
        for at, word in enumerate(found[:3]):
            low = word.lower().replace("ё", "е")
            base = self.grammar.role_base(low)
            if base is not None:
                if base == low:
                    return text
                return " ".join([*map(first_of_adjective, found[:at]), base, *found[at + 1 :]])
        return text

    def _fits(self, person: Person, role: Role) -> bool:
        if not role.head:
            return False
        others = self.grammar.lexicon.raw.get("stands_for", {}).get(role.head, "").split()
        if person.role is None:
            return "*" in others and role.country is None and person.spoke
        heads = (person.head, *person.role.lower().split())
        same = role.head in heads or person.head in others or "*" in others
        return same and (role.country is None or person.country in (role.country, None))

    def _issuer(self, words: tuple[Word, ...], noun: Noun) -> Noun:
        """ "A communiqué of the ministry", "a report made by the council of Y": the ministry, the council."""
        lexicon = self.grammar.lexicon
        for at in range(noun.start + 1, noun.end):
            if lexicon.has("offices", words[at].low) or self.grammar.office_base(words[at].low):
                return replace(noun, start=at, kind="office")
            placed = self.grammar.place_at(words, at) if lexicon.raw.get("cases") else None
            if placed is not None and placed[1].kind == "place" and at + placed[0] == noun.end:
                return Noun(at, noun.end, "place")
        if not lexicon.raw.get("drops_subject") or lexicon.has("media", words[noun.start].low):
            return noun
        for at in range(noun.start + 1, min(noun.end + 2, len(words) - 1)):
            if lexicon.has("by", words[at].low) or lexicon.has("of", words[at].low):
                other = phrase(words, at + 1, len(words), self.grammar)
                if other is not None and other.kind in ("body", "office", "role", "name", "place"):
                    return other
        return noun

    def _other(self, words: tuple[Word, ...], noun: Noun) -> Speaker | None:
        lexicon = self.grammar.lexicon
        if noun.kind == "document":
            issuer = self._issuer(words, noun)
            if issuer.kind in ("role", "name", "place"):
                return self._speaker(words, issuer, True, False)
            noun = issuer
        name = self.printed(words, noun.start, noun.end)
        first = self.grammar.office_base(words[noun.start].low)
        base = self.grammar.document_base(words[noun.start].low) if noun.kind == "document" else None
        if base and words[noun.start].low != base:  # "по данным агентства X": the agency in the nominative
            name = " ".join([base, *name.split()[1:]])
        if first and noun.kind == "office" and not lexicon.has("offices", words[noun.start].low):
            acronym = words[noun.start].text[:2].isupper()
            name = " ".join([first.upper() if acronym else first.capitalize(), *name.split()[1:]])
        if noun.kind == "group" and noun.end - noun.start == 1:
            name = self._first_of_group(words[noun.start], name)
        known = (
            self._known_office(words, noun.start, noun.end)
            if noun.kind == "office" and noun.end - noun.start == 1
            else None
        )
        name = f"{name} {known[0].partition(' ')[2]}".strip() if known else name
        country, official = self.country_of(words, noun.start, noun.end)
        kind: SpeakerKind = "group" if noun.kind in ("group", "plain") else "organisation"
        abroad = any(lexicon.has("envoys", word.low) for word in words[noun.start : noun.end])
        if noun.kind == "office":
            return Speaker(name, "office", None, country or (self.home if official and not abroad else None))
        if noun.kind == "group" and any(
            lexicon.has("official_groups", word.low) for word in words[noun.start : noun.end]
        ):
            return Speaker(name, kind, None, country or (self.home if official else None))
        if noun.kind == "group" and any(
            lexicon.has("groups_of_states", word.low) for word in words[noun.start : noun.end]
        ):
            return Speaker(name, kind, None, country)
        return Speaker(name, kind, None, None)

    def _first_of_group(self, word: Word, name: str) -> str:
        """ "По словам экспертов": the experts in the nominative."""
        base = self.grammar.group_base(word.low)
        return base if base and base != word.low and not word.text.isupper() else name
