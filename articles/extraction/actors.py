"""Who speaks: turns a cue's subject into speakers, back over pronouns, last names and documents."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from . import allegiance, gazetteer, officeholders
from .beside import calls_a_person, person_beside
from .bodies import Bodies
from .candidates import Author, Candidate, Passage
from .documents import Documents
from .home import Home
from .lexicon import nouns, words
from .memory import Memory, Mention
from .names import Person
from .nations import is_people, nation, of_several_countries
from .people import People
from .phrases import (
    before_name,
    can_speak,
    goes_on,
    heads,
    is_document,
    is_organisation,
    is_where,
    named_apposition,
    phrase_of,
    plain,
    printed_at,
    proper_words,
    those_of,
    without_titles,
)
from .records import Document, Span, Speaker
from .roles import Gender, gender_of_words, is_role
from .standing import Standing
from .subjects import relative_pronoun
from .trees import is_passive

FREE_NAMES = frozenset(("nsubj", "nsubjpass", "nmod", "ROOT", "appos", "npadvmod", "dep"))
APPOSITION = re.compile(r", [^,;:.\n]{3,90},(?: (?:also|has|have|had|\w+ly)\b)* ?")
LONGEST_APPOSITION = 60  # characters
LONGEST_ROLE = 12  # tokens from its noun to the end of the name
RANKS = frozenset(("Admiral", "Brigadier", "Captain", "Colonel", "Commander", "General", "Major"))
COUNTED = frozenset(
    ("one", "some", "many", "most", "several", "both", "few", "two", "three", "four", "five", "six", "seven"
     , "eight", "nine", "ten")
)  # fmt: skip


class Resolver:
    """Knows the people of one text and remembers, in reading order, who was mentioned."""

    def __init__(self, document: Document, text: str, passages: list[Passage], contents: list[Span]) -> None:
        self.text = text
        self.on = document.published_on
        self.people = People(text, self.on)
        self.passages = passages
        self.memory = Memory(contents, [passage.frame.block.start for passage in passages])
        self.home = Home(document, self.people.countries())
        self.standing = Standing(self.people, self.memory, self.home, self.on)
        self.bodies = Bodies(text, self.on, self.memory, self.people.by_word, self.home.country)
        self.documents = Documents(self.memory, self.bodies, self._resolve)
        self.quoting = False
        self.origins: dict[int, Candidate] = {}
        self.said: dict[int, tuple[Speaker, ...]] = {}
        self._read_mentions()

    def speakers(self, candidate: Candidate) -> tuple[tuple[Speaker, ...], Span | None]:
        """The speakers of a candidate and the place where they are printed (a pronoun counts)."""
        token = candidate.subject_token()
        if candidate.author is not None:
            return self._author(candidate, candidate.author), candidate.printed
        if candidate.printed is not None:
            return self._of_label(candidate, candidate.printed), candidate.printed
        passage = candidate.passage
        if token is None:
            return self._before_cue(candidate), None
        resolved: list[Speaker] = []
        before = self.documents.latest_from
        self.quoting = bool(candidate.quotes)
        for head in self._who(heads(token), passage):
            own = self._of_reporter(head, candidate) or self._named_if_beside(head, passage)
            resolved += [self.people.completed(s) for s in own if s.name not in {r.name for r in resolved}]
        if before is not None and is_document(token) and tuple(resolved) == self.documents.latest:
            self.origins[id(candidate)] = before
        span = printed_at(passage, self._printed(candidate) or token)
        said = tuple(self.standing.completed(speaker, candidate) for speaker in resolved)
        self.said[id(candidate)] = said
        if said:
            self._remember(candidate, said, span)
        return said, span

    def named_by(self, head: Any, candidate: Candidate) -> tuple[Speaker, ...]:
        """Who is meant by a word beside the candidate's cue, other than its speaker."""
        return tuple(
            self.standing.completed(one, candidate) for one in self._resolve(head, candidate.passage)
        )

    def _who(self, joined: list[Any], passage: Passage) -> list[Any]:
        """ "leader and deputy speaker Ana Ruiz": of several roles before one name only the last is a head."""
        roles = all(is_role(head.lower_) and head.tag_ not in ("NNS", "NNPS") for head in joined)
        if len(joined) > 1 and roles and self.people.ending(joined[-1], passage) is not None:
            return joined[-1:]
        return joined

    def _before_cue(self, candidate: Candidate) -> tuple[Speaker, ...]:
        """ "Solberg, the prime minister, said": the only person whom the sentence names before its cue."""
        cue = candidate.cue_token()
        if cue is None or candidate.governor is not None or is_passive(cue):
            return ()
        start = candidate.passage.frame.starts[cue.sent.start_char]
        end = candidate.passage.frame.starts[cue.idx]
        spans = [
            (e, p)
            for s, e, p in self.people.spans
            if start <= s and e <= end and not self.memory.is_reported(s)
        ]
        named = {p.name: p for _, p in spans}
        apposed = [p for e, p in spans if _is_apposition(self.text[e:end])]
        if len(named) != 1 and not apposed:
            return ()
        person = apposed[0] if apposed else next(iter(named.values()))
        return (Speaker(person.name, "person", person.role, person.country),)

    def _author(self, candidate: Candidate, author: Author) -> tuple[Speaker, ...]:
        country = allegiance.of_role(author.role) if author.role else None
        said = (Speaker(author.name, "person", author.role, country),)
        self.said[id(candidate)] = said
        return said

    def _of_label(self, candidate: Candidate, span: Span) -> tuple[Speaker, ...]:
        """Who signed a tweet, or whose name stands before a turn: "MR. EARNEST"."""
        name = self.text[span[0] : span[1]].strip()
        words = without_titles(_titled(name).split())
        person = self.people.called(words) or self.people.of_initials(name) or Person(" ".join(words))
        said = (Speaker(person.name, "person", person.role, person.country),)
        self.said[id(candidate)] = said
        self.memory.add(Mention(span[0], said, self._gender(said[0]), leading=True, spoke=True))
        return said

    def _printed(self, candidate: Candidate) -> Any | None:
        """The "who" that stands before the cue for the person named earlier."""
        cue = candidate.cue_token()
        return None if cue is None or candidate.governor is not None else relative_pronoun(cue)

    def origin(self, candidate: Candidate) -> Candidate | None:
        """The earlier candidate that came from the same document ("The statement also said")."""
        return self.origins.get(id(candidate))

    def _of_reporter(self, head: Any, candidate: Candidate) -> tuple[Speaker, ...]:
        """ "X said his country believed that A": A is what X says for the country."""
        outer = candidate.parent
        if outer is None or id(outer) not in self.said:
            return ()
        speakers = self.said[id(outer)]
        lowered = head.lower_
        owner = next((c.lower_ for c in head.children if c.dep_ == "poss"), "")
        if owner in ("his", "her", "its", "their", "our", "my") and lowered in nouns("states_nouns"):
            return speakers
        own = {"he": ("person",), "she": ("person",), "it": ("state", "office", "organisation")}.get(
            lowered, ()
        )
        return speakers if len(speakers) == 1 and speakers[0].kind in own else ()

    def _remember(self, candidate: Candidate, said: tuple[Speaker, ...], span: Span) -> None:
        gender = self._gender(said[0]) if len(said) == 1 else "?"
        is_inner = candidate.parent is not None  # "Ruiz said Mora told her A": later words are not Mora's
        self.memory.add(Mention(span[0], said, gender, leading=True, spoke=not is_inner, reported=is_inner))
        self.documents.remember(candidate, said, span[0])

    def _gender(self, speaker: Speaker) -> Gender:
        person = self.people.by_name.get(speaker.name)
        if person is not None:
            return person.gender
        return gender_of_words(f"{speaker.name} {speaker.role or ''}") if speaker.kind == "person" else "?"

    def _read_mentions(self) -> None:
        """Subjects of the parsed passages and every printed name, in the text outside quotations."""
        for passage in self.passages:
            for token in passage.doc or ():
                if token.i not in passage.masked and token.pos_ in ("PROPN", "NOUN"):
                    self._mention(token, passage)
                    self.documents.note(token, passage)

    def _mention(self, token: Any, passage: Passage) -> None:
        apposed = token.dep_ == "appos" and token.head.dep_ == "nsubj"
        leading = apposed or token.dep_ in ("nsubj", "nsubjpass") or _is_presented(token)
        at = passage.frame.starts[token.idx]
        if (token.pos_ == "NOUN" and not leading) or any(q.start <= at < q.end for q in passage.frame.quotes):
            return
        if _is_further_role(token) or (is_where(token) and self.people.at(at) is None):
            return
        speaker = self._named(token, passage) if token.pos_ == "PROPN" else self._state_noun(token, passage)
        if speaker is not None and speaker.kind == "person" and apposed and is_role(token.head.lower_):
            speaker = self._with_role(speaker, phrase_of(token.head, with_of=True))
        if speaker is not None and not leading and self._is_bare(speaker):
            return  # "on Sky News": a name of one word that may be anything
        if speaker is not None and (speaker.kind != "group" or token.tag_ == "NNS"):
            reported = self.memory.is_reported(at)
            self.memory.add(Mention(at, (speaker,), self._gender(speaker), leading, reported=reported))
            joined = tuple(self._joined(token, passage)) if leading else ()
            if joined:
                self.memory.add(Mention(at, (speaker, *joined), "?", leading, reported=reported))

    def _joined(self, token: Any, passage: Passage) -> Iterator[Speaker]:
        """ "Peru and the rebels": who is named after the first, for a later "they"."""
        for head in heads(token)[1:]:
            named = self._named(head, passage) if head.pos_ == "PROPN" else self._state_noun(head, passage)
            if named is not None:
                yield named

    def _is_bare(self, speaker: Speaker) -> bool:
        is_person = speaker.kind == "person" and speaker.name not in self.people and not is_role(speaker.name)
        return is_person and " " not in speaker.name and speaker.role is None and speaker.country is None

    def _state_noun(self, token: Any, passage: Passage) -> Speaker | None:
        if token.lemma_.lower() in nouns("states_nouns") | nouns("office_words"):
            return self.bodies.common(token, passage)
        several = nouns("groups") | nouns("people_nouns") | nouns("private_nouns")
        if token.tag_ == "NNS" and {token.lower_, token.lemma_.lower()} & several:
            name = plain(phrase_of(token, with_of=True))
            return Speaker(name, "group", None, allegiance.of_body(name))
        return None

    # One nominal head

    def _resolve(self, head: Any, passage: Passage) -> tuple[Speaker, ...]:
        at = passage.frame.starts[head.idx]
        lowered = head.lower_
        if (alone := _by_itself(head)) is not None:
            return (alone,)
        if head.tag_ in ("PRP", "PRP$") or lowered in ("who", "which", "that", "this", "it", "one"):
            return self._pronoun(lowered, head, passage)
        if (person := self.people.ending(head, passage)) is not None:
            role = before_name(plain(phrase_of(head, with_of=True)), person)
            role = role or before_name(plain(head.doc[head.left_edge.i : head.i + LONGEST_ROLE].text), person)
            return (self._as_speaker(person, role, head, passage),)
        if is_document(head) and not self.people.at(at):
            return self.documents.authors(head, passage, at)
        is_title = head.pos_ == "PROPN" and is_role(head.lower_) and not self.people.at(at)
        if is_title and (apposed := self._apposed(head, passage)) is not None:
            return (apposed,)
        is_name = head.text[:1].isupper() and (head.pos_ != "NOUN" or _is_acronym(head.text))
        if head.pos_ == "PROPN" or is_name or self.people.at(at):
            speaker = self._named(head, passage)
            return (speaker,) if speaker is not None else ()
        if (apposed := self._apposed(head, passage)) is not None:
            return (apposed,)
        if states := self._plural_of_states(head, passage):
            return states
        if not can_speak(head):
            near = None if head.tag_ == "NNS" else self._named_before(head, passage)
            return (near,) if near is not None else ()
        if several := of_several_countries(head):
            return several
        speaker = self.bodies.common(head, passage)
        return (speaker,) if speaker is not None else ()

    def _named_if_beside(self, head: Any, passage: Passage) -> tuple[Speaker, ...]:
        """Whom the noun means, by name if it stands beside it."""
        found = self._resolve(head, passage)
        if any(one.name in self.people for one in found) or self.people.at(passage.frame.starts[head.idx]):
            return found
        beside = person_beside(self.text, self.people.spans, head, passage)
        return found if beside is None else (self._as_speaker(beside[0], plain(beside[1]), head, passage),)

    def _apposed(self, head: Any, passage: Passage) -> Speaker | None:
        """ "the minister, Ana Ruiz", "the opposition party, MRTA": who is named behind the noun."""
        named = named_apposition(head)
        if named is None:
            return None
        if is_role(head.lower_) or (head.tag_ == "NN" and self._is_named_at_once(head, passage)):
            speaker = self._named(named, passage)
            is_person = speaker is not None and speaker.kind == "person"
            role = plain(phrase_of(head, with_of=True))
            return self._with_role(speaker, role) if speaker and is_person else None
        is_body = head.lemma_.lower() in nouns("organisation_words") and _is_acronym(named.text)
        return self.bodies.organisation(named.text) if is_body else None

    def _is_named_at_once(self, head: Any, passage: Passage) -> bool:
        """ "The presenter Ana Ruiz": a full name right behind what a person is called."""
        follows = head.i + 1 < len(head.doc)
        person = self.people.at(passage.frame.starts[head.doc[head.i + 1].idx]) if follows else None
        return person is not None and " " in person.name and calls_a_person(head)

    def _named_before(self, head: Any, passage: Passage) -> Speaker | None:
        """ "Trump after the launch hinted": a thing does not speak, the name before it does."""
        for token in reversed(head.doc[head.sent.start : head.i]):
            if token.pos_ == "PROPN" and token.dep_ in FREE_NAMES:
                return self._named(token, passage)
        return None

    def _with_role(self, speaker: Speaker, role: str) -> Speaker:
        country = speaker.country or allegiance.of_role(role)
        known = None if speaker.role in RANKS else speaker.role
        return self.people.learn(replace(speaker, role=known or plain(role), country=country))

    def _pronoun(self, word: str, head: Any, passage: Passage) -> tuple[Speaker, ...]:
        if word in ("i", "we", "you", "us", "me") or (word == "that" and head.tag_ == "WDT"):
            return ()  # of an interview or a speech whose speaker nothing tells
        at = passage.frame.starts[head.idx]
        wanted: Gender | None = (
            "m" if word in ("he", "him", "his") else "f" if word in ("she", "her") else None
        )
        if wanted is not None and (same := self._subject_before(head, wanted, passage)) is not None:
            return (same,)
        best = self.memory.antecedent(at, word, wanted, self.quoting)
        return best.speakers if best is not None else ()

    def _subject_before(self, pronoun: Any, wanted: Gender, passage: Passage) -> Speaker | None:
        """ "Ruiz admires Mora, and he says": the person whom the clause before is about."""
        verb = pronoun.head
        if pronoun.dep_ != "nsubj" or verb.dep_ != "conj" or verb.head.pos_ not in ("VERB", "AUX"):
            return None
        subject = next((c for c in verb.head.children if c.dep_ == "nsubj"), None)
        person = None if subject is None else self.people.at(passage.frame.starts[subject.idx])
        if person is None or person.gender not in (wanted, "?"):
            return None
        return Speaker(person.name, "person", person.role, person.country)

    # Proper names

    def _named(self, head: Any, passage: Passage) -> Speaker | None:
        """A proper name: a state, a known person by any part of the name, an office, an organisation."""
        at = passage.frame.starts[head.idx]
        words = proper_words(head)
        if (person := self.people.at(at)) is not None:
            full = plain(phrase_of(head, with_of=False))
            return self._as_speaker(person, before_name(full, person), head, passage)
        if not words[-1][0].isalpha() or (len(words) == 1 and _is_no_name(words[0])):
            return None
        phrase = plain(" ".join(words))
        full = plain(phrase_of(head, with_of=False))
        if (state := self.bodies.state(full) or self.bodies.state(phrase)) is not None:
            return Speaker(phrase, "group") if is_people(head, phrase) else state
        if (people := nation(head, self.text)) is not None:
            return people
        if (person := self.people.called(words)) is not None:
            role = full[: full.rfind(words[-1])].strip() if full.endswith(words[-1]) else ""
            return self._as_speaker(person, role, head, passage)
        if is_organisation(phrase) or (len(words) == 1 and words[0].isupper() and len(words[0]) > 1):
            told = self.bodies.told_before(head, full, passage.frame.starts[head.idx])
            return told or self._organisation(head, phrase, full)
        bare = without_titles(words)
        if not bare or _is_office(bare, full, len(words)):
            return self.bodies.common(head, passage)
        if head.tag_ == "NNPS":
            return Speaker(" ".join(bare), "group", None, allegiance.of_body(full))
        if len(words) == 1 and any(c.lower_ in ("the", "this", "a", "an") for c in head.children):
            return Speaker(words[0], "organisation")  # "the Republic", "the Taliban": nobody's name
        role = full[: full.rfind(bare[0])].strip(" ,") if bare[0] in full else ""
        if head.dep_ in ("pobj", "dobj") and len(bare) == 1 and not role:
            return Speaker(" ".join(bare), "person")
        is_alone = len(bare) == 1 and not _is_called_otherwise(head)
        known = officeholders.well_known(bare[-1], self.on) if is_alone else None
        person = Person(known.name, country=known.iso3) if known else Person(" ".join(bare))
        return self._as_speaker(person, role, head, passage)

    def _organisation(self, head: Any, phrase: str, full: str) -> Speaker:
        """The body of this name, with the country that its own words, or those behind it, tell."""
        name = full if is_organisation(full) else phrase
        whole = plain(phrase_of(head, with_of=True))
        body = self.bodies.organisation(whole if " " not in name or goes_on(head) else name)
        apposed = next((phrase_of(c, with_of=True) for c in head.children if c.dep_ == "appos"), "")
        is_spelt_out = whole == phrase != body.name  # an acronym, which may be that of another body, too
        by_phrase = None if is_spelt_out else allegiance.of_body(whole)
        country = body.country or by_phrase or allegiance.of_body(apposed)
        return replace(body, country=country)

    def _as_speaker(self, person: Person, role: str, head: Any, passage: Passage) -> Speaker:
        role = role if role and is_role(role) else ""
        apposition = next((c for c in head.children if c.dep_ == "appos" and is_role(c.lower_)), None)
        if not role and apposition is not None:
            role = phrase_of(apposition, with_of=True)
        country = self.standing.of_person(person, role, head, apposition, passage)
        return self.people.learn(Speaker(person.name, "person", role or person.role, country))

    def _plural_of_states(self, head: Any, passage: Passage) -> tuple[Speaker, ...]:
        """ "the ambassadors of France and Britain"."""
        if head.tag_ != "NNS" or head.lower_ not in nouns("groups"):
            return ()
        for child in head.children:
            if child.dep_ == "prep" and child.lower_ in ("of", "from") and child.i > head.i:
                objects = [h for c in child.children if c.dep_ == "pobj" for h in heads(c)]
                states = [self._named(h, passage) for h in objects if h.pos_ == "PROPN"]
                if len(states) > 1 and all(s is not None and s.kind == "state" for s in states):
                    return tuple(s for s in states if s is not None)
        return ()


def _is_presented(token: Any) -> bool:
    """ "Her chief aide is Jorge Mora", "many, like Jorge Mora, left": the sentence is about him."""
    is_example = token.dep_ == "pobj" and token.head.lower_ in ("like", "as")
    return token.pos_ == "PROPN" and (is_example or (token.dep_ == "attr" and token.head.lemma_ == "be"))


def _is_apposition(words: str) -> bool:
    """Between a name and its verb: ", the mayor of Lima,", also without the last comma."""
    is_role_alone = len(words) < LONGEST_APPOSITION and words.startswith(", ") and is_role(words)
    return bool(APPOSITION.fullmatch(words)) or (is_role_alone and not set(words[2:]) & set(",;:."))


def _is_further_role(token: Any) -> bool:
    """ "Ana Ruiz, mayor of Lima and head of the council": the head is the person named before."""
    holder = token.head
    joined = token.dep_ == "conj" and holder.dep_ == "appos" and is_role(holder.lower_)
    return joined and is_role(token.lower_)


def _by_itself(head: Any) -> Speaker | None:
    """ "one of the guides"; the state of "Russian claims"."""
    lowered = head.lower_
    if lowered in COUNTED and any(child.lower_ == "of" for child in head.children):
        return Speaker(f"{lowered} of {those_of(head)}", "group")
    is_of_claim = head.dep_ in ("amod", "compound", "nmod") and head.head.lemma_.lower() in words("nouns")
    hit = gazetteer.lookup(head.text) if is_of_claim else None
    return Speaker(hit[1], "state", None, hit[0]) if hit else None


def _is_called_otherwise(name: Any) -> bool:
    """ "Ahmed, the brother of the dead man": no president of this name."""
    return any(c.dep_ == "appos" and c.tag_ == "NN" and not is_role(c.lower_) for c in name.children)


def _is_acronym(word: str) -> bool:
    return word.isupper() and word.isalpha() and len(word) > 2


def _is_office(bare: list[str], phrase: str, length: int) -> bool:
    """ "Chief Election Commissioner", "the United Kingdom Attorney General": a role printed like a name."""
    last = bare[-1].lower()
    is_role_alone = is_role(last) and last not in nouns("roles_like_names") and len(bare) < length
    of_a_state = bare[-1] in nouns("titles") and gazetteer.country_of(phrase) is not None
    return is_role_alone or (of_a_state and allegiance.of_body(phrase) is not None)


def _is_no_name(word: str) -> bool:
    return word in nouns("not_names") or word in nouns("adjectives")


def _titled(name: str) -> str:
    """ "MR. YİLMAZ" as names are printed; the dot of İ is one of the letter i."""
    return name.title().replace("i\u0307", "i") if name.isupper() else name
