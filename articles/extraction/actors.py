"""Who speaks: turns a cue's subject into speakers, back over pronouns, last names and documents."""

import re
from bisect import bisect_right, insort
from dataclasses import dataclass, replace
from typing import Any

from . import gazetteer
from .candidates import Candidate, Passage, source_span
from .names import Gender, Person, bare_names, gender_of_words, is_role, lists, people
from .records import Span, Speaker, SpeakerKind
from .trees import noun_phrase

ARTICLE = re.compile(
    r"^(?:the|a|an|another|one|this|that|these|those|its|their|his|her|our|my)\s+", re.IGNORECASE
)
CITY_SEATS = frozenset(
    ("washington", "washington dc", "kiev", "tel aviv", "delhi", "peking", "ramallah", "canberra", "brasilia", "naypyitaw", "naypyidaw", "the hague", "england")
)
SECURITY_COUNCIL = frozenset(
    ("council", "un council", "security council", "un security council", "unsc", "us security council")
)
ENOUGH = 120  # mentions looked back upon
PREPOSITIONS_OF_OWNERS = frozenset(("of", "for", "from", "by"))


@dataclass(slots=True)
class Mention:
    """Someone who could be meant by a later pronoun; ``at`` is a place in the text."""

    at: int
    speakers: tuple[Speaker, ...]
    gender: Gender
    leading: bool  # a subject or a speaker, not a mere object
    spoke: bool = False
    reported: bool = False  # inside somebody's words, hence less salient


class Resolver:
    """Knows the people of one text and remembers, in reading order, who was mentioned."""

    def __init__(self, text: str, passages: list[Passage], contents: list[Span]) -> None:
        self.text = text
        self.people = people(text)
        self.by_word = _words_of(self.people)
        self.passages = passages
        self.spans = _person_spans(text, self.people, self.by_word)
        self.koreas = "Korea" in text
        self.contents = sorted(contents)
        self.document: tuple[Speaker, ...] = ()
        self.document_from: Candidate | None = None
        self.quoting = False
        self.origins: dict[int, Candidate] = {}
        self.said: dict[int, tuple[Speaker, ...]] = {}
        self.mentions: list[Mention] = []
        self.mentions = self._read_mentions()

    def speakers(self, candidate: Candidate) -> tuple[tuple[Speaker, ...], Span | None]:
        """The speakers of a candidate and the place where they are printed (a pronoun counts)."""
        token = candidate.subject_token()
        if token is None:
            return (), None
        passage = candidate.passage
        heads = _heads(token)
        resolved: list[Speaker] = []
        before = self.document_from
        self.quoting = bool(candidate.quotes)
        for head in heads:
            own = self._of_reporter(head, candidate) or self._resolve(head, passage)
            resolved += [s for s in own if s.name not in {r.name for r in resolved}]
        if before is not None and _is_document(token) and tuple(resolved) == self.document:
            self.origins[id(candidate)] = before
        span = _printed(passage, token)
        said = tuple(resolved)
        self.said[id(candidate)] = said
        if said:
            self._remember(candidate, said, span)
        return said, span

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
        if owner in ("his", "her", "its", "their", "our", "my") and lowered in lists()["states_nouns"]:
            return speakers
        own = {"he": ("person",), "she": ("person",), "it": ("state", "office", "organisation")}.get(
            lowered, ()
        )
        return speakers if len(speakers) == 1 and speakers[0].kind in own else ()

    def _remember(self, candidate: Candidate, said: tuple[Speaker, ...], span: Span) -> None:
        gender = self._gender(said[0]) if len(said) == 1 else "?"
        insort(self.mentions, Mention(span[0], said, gender, True, True), key=lambda mention: mention.at)
        token = candidate.subject_token()
        cue = candidate.cue_token()
        around = "" if cue is None else cue.sent.text.lower()
        if _is_document(token) or "statement" in around:
            self.document, self.document_from = said, candidate

    def _gender(self, speaker: Speaker) -> Gender:
        person = self.people.get(speaker.name)
        if person is not None:
            return person.gender
        return gender_of_words(f"{speaker.name} {speaker.role or ''}") if speaker.kind == "person" else "?"

    def _read_mentions(self) -> list[Mention]:
        """Subjects of the parsed passages and every printed name, in the text outside quotations."""
        mentions: list[Mention] = []
        for passage in self.passages:
            if passage.doc is None:
                continue
            for token in passage.doc:
                if token.i in passage.masked or token.pos_ not in ("PROPN", "NOUN"):
                    continue
                leading = token.dep_ in ("nsubj", "nsubjpass") or (
                    token.dep_ == "appos" and token.head.dep_ == "nsubj"
                )
                if token.pos_ == "NOUN" and not leading:
                    continue
                self._mention(token, passage, leading, mentions)
        return sorted(mentions, key=lambda mention: mention.at)

    def _mention(self, token: Any, passage: Passage, leading: bool, mentions: list[Mention]) -> None:
        at = passage.frame.starts[token.idx]
        if any(q.start <= at < q.end for q in passage.frame.quotes):
            return
        speaker = self._named(token, passage) if token.pos_ == "PROPN" else self._state_noun(token, passage)
        if speaker is not None and speaker.kind != "group":
            mention = Mention(at, (speaker,), self._gender(speaker), leading, reported=self._is_reported(at))
            mentions.append(mention)

    def _is_reported(self, at: int) -> bool:
        place = bisect_right(self.contents, (at, len(self.text))) - 1
        return any(start <= at < end for start, end in self.contents[max(0, place - 3) : place + 1])

    def _state_noun(self, token: Any, passage: Passage) -> Speaker | None:
        if token.lemma_.lower() not in lists()["states_nouns"] | lists()["office_words"]:
            return None
        return self._common(token, passage)

    # One nominal head

    def _resolve(self, head: Any, passage: Passage) -> tuple[Speaker, ...]:
        at = passage.frame.starts[head.idx]
        lowered = head.lower_
        if head.tag_ in ("PRP", "PRP$") or lowered in ("who", "which", "that", "this", "it", "one"):
            return self._pronoun(lowered, at, head)
        if (person := self._person_ending(head, passage)) is not None:
            role = _before_name(_plain(_phrase(passage, head, with_of=True)), person)
            return (self._as_speaker(person, role, head, passage),)
        if head.pos_ == "PROPN" or (head.text[:1].isupper() and head.pos_ != "NOUN") or self._person_at(at):
            speaker = self._named(head, passage)
            return (speaker,) if speaker is not None else ()
        if (named := _named_apposition(head)) is not None and is_role(head.lower_):
            speaker = self._named(named, passage)
            if speaker is not None and speaker.kind == "person":
                return (self._with_role(speaker, _phrase(passage, head, with_of=True)),)
        if _is_document(head):
            return self._document_owner(head, passage, at)
        if states := self._plural_of_states(head, passage):
            return states
        if not _speaks(head) and (near := self._named_before(head, passage)) is not None:
            return (near,)
        speaker = self._common(head, passage)
        return (speaker,) if speaker is not None else ()

    def _named_before(self, head: Any, passage: Passage) -> Speaker | None:
        """ "Trump after the launch hinted": a thing does not speak, the name before it does."""
        for token in reversed(head.doc[head.sent.start : head.i]):
            if token.pos_ == "PROPN" and token.dep_ in (
                "nsubj",
                "nsubjpass",
                "nmod",
                "ROOT",
                "appos",
                "npadvmod",
                "dep",
            ):
                return self._named(token, passage)
        return None

    def _with_role(self, speaker: Speaker, role: str) -> Speaker:
        return replace(
            speaker, role=speaker.role or role, country=speaker.country or gazetteer.country_of(role)
        )

    def _pronoun(self, word: str, at: int, head: Any) -> tuple[Speaker, ...]:
        if word in ("i", "we", "you", "us", "me"):
            return (Speaker(head.text, "person" if word in ("i", "me") else "group"),)
        wanted: Gender | None = (
            "m" if word in ("he", "him", "his") else "f" if word in ("she", "her") else None
        )
        best = self._antecedent(at, word, wanted, self.quoting)
        return best.speakers if best is not None else (Speaker(head.text, "person" if wanted else "group"),)

    def _antecedent(self, at: int, word: str, wanted: Gender | None, quoted: bool = False) -> Mention | None:
        best: tuple[float, Mention] | None = None
        for mention in [m for m in self.mentions if m.at < at][-ENOUGH:]:
            if not _compatible(mention, word, wanted):
                continue
            distance = (at - mention.at) + (0 if mention.leading else 220) + (250 if mention.reported else 0)
            distance += (60 if wanted and mention.gender == "?" else 0) - (
                120 if mention.spoke and quoted else 0
            )
            if best is None or distance <= best[0]:
                best = (distance, mention)
        return best[1] if best else None

    # Proper names

    def _named(self, head: Any, passage: Passage) -> Speaker | None:
        """A proper name: a state, a known person by any part of the name, an office, an organisation."""
        at = passage.frame.starts[head.idx]
        words = _proper_words(head)
        if (person := self._person_at(at)) is not None:
            full = _plain(_phrase(passage, head, with_of=False))
            return self._as_speaker(person, _before_name(full, person), head, passage)
        phrase = _plain(" ".join(words))
        full = _plain(_phrase(passage, head, with_of=False))
        if (state := self._state(full) or self._state(phrase)) is not None:
            return state
        if (person := self._person(words)) is not None:
            role = full[: full.rfind(words[-1])].strip() if full.endswith(words[-1]) else ""
            return self._as_speaker(person, role, head, passage)
        if _is_organisation(phrase) or (len(words) == 1 and words[0].isupper() and len(words[0]) > 1):
            return self._organisation(full if _is_organisation(full) else phrase)
        bare = _without_titles(words)
        if not bare:
            return self._common(head, passage)
        role = full[: full.rfind(bare[0])].strip(" ,") if bare[0] in full else ""
        if head.dep_ in ("pobj", "dobj") and len(bare) == 1 and not role:
            return Speaker(" ".join(bare), "person")
        person = Person(" ".join(bare))
        return self._as_speaker(person, role, head, passage)

    def _as_speaker(self, person: Person, role: str, head: Any, passage: Passage) -> Speaker:
        role = role if role and is_role(role) else ""
        apposition = next((c for c in head.children if c.dep_ == "appos" and is_role(c.lower_)), None)
        if not role and apposition is not None:
            role = _phrase(passage, apposition, with_of=True)
        country = gazetteer.country_of(role) if role else None
        country = country or person.country or self._country_of_its(head, apposition, passage)
        owner = next((c for c in head.children if c.dep_ in ("poss", "compound", "nmod", "amod")), None)
        if country is None and owner is not None:
            hit = gazetteer.lookup(_plain(source_text(passage, *_limits(owner))))
            country = hit[0] if hit else None
        return Speaker(person.name, "person", role or person.role, person.country or country)

    def _country_of_its(self, head: Any, apposition: Any | None, passage: Passage) -> str | None:
        """ "Its spokesman, Dmitry Peskov" after "the Kremlin"."""
        near = [t for holder in (head, head.head, apposition) if holder is not None for t in holder.children]
        its = next((t for t in near if t.lower_ in ("its", "their") and t.dep_ == "poss"), None)
        if its is None:
            return None
        held = self._antecedent(passage.frame.starts[its.idx], its.lower_, None)
        return held.speakers[0].country if held is not None else None

    def _person(self, words: list[str]) -> Person | None:
        joined = " ".join(words)
        for name, person in self.people.items():
            if joined == name or joined.endswith(" " + name):
                return person
        bare = _without_titles(words)
        if len(bare) != 1:
            return None
        return self.by_word.get(bare[0])

    def _person_at(self, at: int) -> Person | None:
        """The person whose printed name covers this place of the text."""
        place = bisect_right(self.spans, at, key=lambda item: item[0]) - 1
        if place >= 0 and self.spans[place][0] <= at < self.spans[place][1]:
            return self.spans[place][2]
        return None

    def _person_ending(self, head: Any, passage: Passage) -> Person | None:
        """ "Britain's ambassador to the UN Matthew Rycroft": the name that ends a role's phrase."""
        if not is_role(head.lower_):
            return None
        last = head
        for child in head.children:
            if child.dep_ == "prep" and child.i > head.i and child.right_edge.i - head.i <= 9:
                last = child.right_edge
        return (
            self._person_at(passage.frame.starts[last.idx])
            if last is not head and last.pos_ == "PROPN"
            else None
        )

    def _state(self, phrase: str) -> Speaker | None:
        if self.koreas and phrase.lower() in ("north", "south"):
            iso3 = gazetteer.NORTH[phrase.capitalize()]
            return Speaker(gazetteer.name_of(iso3), "state", None, iso3)
        hit = gazetteer.lookup(phrase)
        if hit is None:
            return None
        iso3, name, sort = hit
        if sort == "seat" and phrase.lower() not in CITY_SEATS:
            return Speaker(phrase, "office", None, iso3)
        if phrase in self.by_word and sort == "name" and phrase in ("Jordan", "Chad", "Israel", "Georgia"):
            return None
        return Speaker(name, "state", None, iso3)

    def _organisation(self, name: str) -> Speaker:
        name = re.sub(r"^(?:[a-z][\w-]* )+", "", _plain(name)) or name
        if name.lower() in SECURITY_COUNCIL:
            return Speaker("UN Security Council", "organisation")
        office = any(word in lists()["office_words"] for word in name.lower().split())
        kind: SpeakerKind = "office" if office else "organisation"
        country = gazetteer.country_of(name) or self._owner_of(name)
        return Speaker(name, kind, None, country)

    def _owner_of(self, name: str) -> str | None:
        """ "North Korea's Korean Central News Agency" anywhere in the text."""
        owner = re.search(
            rf"((?:[A-Z][\w.]* )?[A-Z][\w.]*)['’]s? (?:\w+ ){{0,2}}{re.escape(name[:80])}", self.text
        )
        return gazetteer.country_of(owner.group(1)) if owner else None

    # Common nouns

    def _common(self, head: Any, passage: Passage) -> Speaker | None:
        """A role, an office, a body or a group without a name of its own."""
        phrase = _plain(_phrase(passage, head, with_of=True))
        lemma = head.lemma_.lower()
        country = gazetteer.country_of(phrase) or self._north_south(phrase)
        plural = head.tag_ in ("NNS", "NNPS")
        if lemma in lists()["states_nouns"] and not plural:
            return self._of_state(head, passage, phrase, country)
        if is_role(lemma) and not plural:
            return self._role_holder(head, passage, phrase, country)
        if lemma in lists()["office_words"]:
            return self._earlier_named(lemma) or Speaker(phrase, "office", None, country)
        if lemma in lists()["organisation_words"]:
            if phrase.lower() in SECURITY_COUNCIL:
                return self._organisation(phrase)
            return (self._earlier_named(lemma) if country is None else None) or Speaker(
                phrase, "organisation", None, country
            )
        if plural and (hit := gazetteer.lookup(phrase)):
            return Speaker(hit[1], "state", None, hit[0])
        return Speaker(phrase, "group" if plural or lemma in lists()["groups"] else "person", None, country)

    def _north_south(self, phrase: str) -> str | None:
        match = re.match(r"(North|South)['’]s?\b", phrase) if self.koreas else None
        return gazetteer.NORTH[match.group(1)] if match else None

    def _of_state(self, head: Any, passage: Passage, phrase: str, country: str | None) -> Speaker | None:
        owner = next((c for c in head.children if c.dep_ == "poss"), None)
        if country is None and owner is not None and owner.tag_ == "PRP$":
            at = passage.frame.starts[owner.idx]
            held = self._antecedent(at, owner.lower_, {"his": "m", "her": "f"}.get(owner.lower_))  # type: ignore[arg-type]
            country = held.speakers[0].country if held else None
        if country is None and phrase.lower() in lists()["states_nouns"]:
            return self._latest_state(passage.frame.starts[head.idx])
        if country is None:
            return Speaker(phrase, "office")
        return Speaker(gazetteer.name_of(country), "state", None, country)

    def _latest_state(self, at: int) -> Speaker | None:
        for mention in reversed([m for m in self.mentions if m.at < at]):
            if mention.speakers[0].kind == "state":
                return mention.speakers[0]
        return None

    def _role_holder(self, head: Any, passage: Passage, phrase: str, country: str | None) -> Speaker:
        """ "the Russian foreign minister", "the president": the person who was given that role before."""
        definite = (
            any(c.dep_ == "det" and c.lower_ in ("the", "this") for c in head.children) or country is not None
        )
        at = passage.frame.starts[head.idx]
        if definite and not any(c.lower_ in ("a", "an") for c in head.children):
            for mention in reversed([m for m in self.mentions if m.at < at]):
                person = mention.speakers[0]
                same = person.role is not None and head.lemma_.lower() in person.role.lower()
                if person.kind == "person" and same and country in (None, person.country):
                    return person
        return Speaker(phrase, "person" if country is None else "office", None, country)

    def _earlier_named(self, lemma: str) -> Speaker | None:
        """ "the ministry" → the ministry named last."""
        for mention in reversed(self.mentions):
            if (
                mention.speakers[0].kind in ("office", "organisation")
                and lemma in mention.speakers[0].name.lower()
            ):
                return mention.speakers[0]
        return None

    def _plural_of_states(self, head: Any, passage: Passage) -> tuple[Speaker, ...]:
        """ "the ambassadors of France and Britain"."""
        if head.tag_ != "NNS" or head.lower_ not in lists()["groups"]:
            return ()
        for child in head.children:
            if child.dep_ == "prep" and child.lower_ in ("of", "from") and child.i > head.i:
                objects = [h for c in child.children if c.dep_ == "pobj" for h in _heads(c)]
                states = [self._named(h, passage) for h in objects if h.pos_ == "PROPN"]
                if len(states) > 1 and all(s is not None and s.kind == "state" for s in states):
                    return tuple(s for s in states if s is not None)
        return ()

    def _document_owner(self, head: Any, passage: Passage, at: int) -> tuple[Speaker, ...]:
        """ "a statement released by the ministry", "Trump's tweet", "the statement"."""
        for token in head.subtree:
            owns = token.dep_ == "poss" and token.head == head
            by = (
                token.dep_ == "pobj"
                and token.head.lower_ in PREPOSITIONS_OF_OWNERS
                and token.head.head.i <= token.i
            )
            if (
                (owns or by)
                and token.pos_ in ("PROPN", "NOUN")
                and (token.head.lower_ in ("by", "from") or owns)
            ):
                owner = self._resolve(token, passage)
                if owner:
                    return owner
        country = gazetteer.country_of(_phrase(passage, head, with_of=False))
        if self.document and country in (None, *(s.country for s in self.document)):
            return self.document
        if country is not None:
            return (Speaker(gazetteer.name_of(country), "state", None, country),)
        recent = [m for m in self.mentions if m.at < at and m.leading]
        definite = any(c.lower_ in ("the", "this") for c in head.children)
        if definite and recent and head.lower_ not in ("report", "study", "survey", "poll"):
            return recent[-1].speakers
        return (Speaker(_plain(_phrase(passage, head, with_of=True)), "organisation"),)


def _speaks(head: Any) -> bool:
    """Can this common noun speak: somebody's role, a body, a group, a document, a person?"""
    lemma = head.lemma_.lower()
    known = ("groups", "states_nouns", "office_words", "organisation_words", "people_nouns")
    if (
        is_role(lemma)
        or head.tag_ == "NNS"
        or any(lemma in lists()[name] or head.lower_ in lists()[name] for name in known)
    ):
        return True
    return lemma.endswith(("er", "or", "ist", "ian", "man", "woman", "ant", "person", "eer"))


def _words_of(found: dict[str, Person]) -> dict[str, Person]:
    """Family name → person; the first word of a name as well, as long as it is nobody's family name."""
    by_word: dict[str, Person] = {}
    for person in found.values():
        by_word.setdefault(person.name.split()[-1], person)
    for person in found.values():
        first = person.name.split()[0]
        by_word.setdefault(first, person)
    return by_word


def _person_spans(
    text: str, found: dict[str, Person], by_word: dict[str, Person]
) -> list[tuple[int, int, Person]]:
    """Every place where a known person is printed, by full name or by family name alone, in order."""
    spans = [(start, end, person) for person in found.values() for start, end in person.spans]
    full = {start: end for start, end, _ in spans}
    for start, end in bare_names(text, frozenset(by_word)):
        if not any(s <= start < e for s, e in ((start, full.get(start, start)),)):
            spans.append((start, end, by_word[text[start:end]]))
    return sorted(spans, key=lambda item: item[:2])


def _before_name(phrase: str, person: Person) -> str:
    """What a phrase prints before the first part of the person's name."""
    places = [phrase.find(word) for word in person.name.split() if word in phrase]
    return phrase[: min(places)].strip(" ,") if places else ""


def _heads(token: Any) -> list[Any]:
    """The token and the nominals joined to it by "and"."""
    heads, queue = [], [token]
    while queue:
        head = queue.pop(0)
        heads.append(head)
        queue += [
            c
            for c in head.children
            if c.dep_ == "conj" and c.pos_ in ("PROPN", "NOUN", "PRON") and c.i > head.i
        ]
    return heads[:6]


def _limits(token: Any) -> tuple[int, int]:
    return token.left_edge.i, token.i


def source_text(passage: Passage, first: int, last: int) -> str:
    doc = passage.doc
    return str(doc[first : last + 1].text)


def _phrase(passage: Passage, head: Any, with_of: bool) -> str:
    first, last = head.i, head.i
    for child in head.children:
        if child.i < head.i and child.dep_ in (
            "det",
            "amod",
            "compound",
            "poss",
            "nummod",
            "nmod",
            "quantmod",
        ):
            first = min(first, child.left_edge.i)
        if (
            with_of
            and child.i > head.i
            and child.dep_ == "prep"
            and child.lower_ in ("of", "for", "to", "from", "at", "in")
        ):
            last = max(last, child.right_edge.i)
    if last - head.i > 9:
        last = head.i
    return source_text(passage, first, last)


def _plain(phrase: str) -> str:
    phrase = re.sub(r"\s+", " ", phrase).strip(" ,;:'’\"“”")
    return ARTICLE.sub("", phrase)


def _proper_words(head: Any) -> list[str]:
    """The run of capitalised words that ends with the head."""
    first = head.i
    doc = head.doc
    while (
        first
        and (doc[first - 1].pos_ == "PROPN" or doc[first - 1].text in ("of", "for"))
        and head.i - first < 7
    ):
        if doc[first - 1].text in ("of", "for") and not (first > 1 and doc[first - 2].pos_ == "PROPN"):
            break
        if doc[first - 1].dep_ in ("nsubj", "pobj", "dobj") and doc[first - 1].text not in ("of", "for"):
            break
        first -= 1
    return [token.text for token in doc[first : head.i + 1]]


def _without_titles(words: list[str]) -> list[str]:
    skip = 0
    while skip < len(words) and (
        words[skip].rstrip(".") in lists()["titles"]
        or words[skip] in ("of", "for")
        or (skip < len(words) - 1 and gazetteer.lookup(words[skip]) is not None)
    ):
        skip += 1
    return words[skip:]


def _is_organisation(phrase: str) -> bool:
    words = phrase.lower().split()
    return any(word in lists()["organisation_words"] or word in lists()["office_words"] for word in words)


def _is_document(head: Any) -> bool:
    joined = head.text.lower()
    if head.i > 1 and head.doc[head.i - 1].text == "-":
        joined = f"{head.doc[head.i - 2].lower_}-{joined}"
    return (
        head.pos_ == "NOUN" and head.lemma_.lower() in lists_of_documents()
    ) or joined in lists_of_documents()


def lists_of_documents() -> frozenset[str]:
    from .lexicon import words

    return words("documents")


def _named_apposition(head: Any) -> Any | None:
    return next((c for c in head.children if c.dep_ == "appos" and c.pos_ == "PROPN"), None)


def _printed(passage: Passage, token: Any) -> Span:
    first, last = noun_phrase(token)
    return source_span(passage, first, last)


def _compatible(mention: Mention, word: str, wanted: Gender | None) -> bool:
    kind = mention.speakers[0].kind
    if wanted is not None:
        return kind == "person" and mention.gender in (wanted, "?") and len(mention.speakers) == 1
    if word in ("they", "them", "their"):
        return len(mention.speakers) > 1 or kind in ("group", "organisation", "state")
    return kind != "person" or word in ("who",)
