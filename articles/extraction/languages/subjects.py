"""Who a reporting verb has for its subject: noun phrases told by nouns of role, names and small words.

There is no parser: a noun phrase begins at a determiner, a noun of a list, a place or a name, and ends before
a sign, a verb or a preposition that does not continue it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from .cues import Cue, skipped
from .lexicon import Lexicon, load
from .places import Place
from .russian import name_stem
from .words import Word

NounKind = Literal["role", "office", "group", "document", "body", "place", "name", "pronoun", "plain"]
LISTED: tuple[tuple[str, NounKind], ...] = (
    ("roles", "role"), ("groups", "group"), ("offices", "office"), ("documents", "document"),
    ("bodies", "body"),
)  # fmt: skip
LONGEST_PHRASE = 22
SIGNS = frozenset(',;:.!?()—–«»“”„"…')


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun phrase: ``start``..``end`` are places in the sentence's words, without its determiner."""

    start: int
    end: int
    kind: NounKind
    name: tuple[int, int] | None = None  # of a person
    apposition: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Grammar:
    """One language: its words and places, and whether subjects follow their verbs."""

    lexicon: Lexicon
    places: dict[str, Place]
    names: frozenset[str] = frozenset()
    any_case: bool = False

    def listed(self, low: str) -> NounKind | None:
        found = next((kind for name, kind in LISTED if self.lexicon.has(name, low)), None)
        return "role" if found is None and self.any_case and self.role_base(low) else found

    def role_base(self, low: str) -> str | None:
        """The nominative of a role noun in any case."""
        return _role_stems(self.lexicon.code).get(name_stem(low)) if self.lexicon.raw.get("cases") else None

    def place_at(self, words: tuple[Word, ...], at: int) -> tuple[int, Place] | None:
        """The longest name of a place that begins at ``at``: how many words, and which."""
        for length in range(min(5, len(words) - at), 0, -1):
            text = " ".join(word.low for word in words[at : at + length]).replace("' ", "'")
            place = self.places.get(text)
            if place is not None and length == 1 and place.kind == "name" and self._surname(words, at):
                return None
            if place is not None and (place.kind == "adjective" or words[at].is_capital):
                return length, place
        return None

    def _surname(self, words: tuple[Word, ...], at: int) -> bool:
        """True for the name of a country right after a first name, as in "François Hollande"."""
        before = words[at - 1] if at else None
        if before is None or self.lexicon.raw.get("cases") or not words[at].is_capital:
            return False
        small = any(self.lexicon.has(kind, before.low) for kind in SHUT) or self.listed(before.low)
        return (
            before.is_capital
            and before.is_word
            and not before.text.isupper()
            and not small
            and (before.low not in self.places)
        )

    def is_stop(self, word: Word) -> bool:
        """True for a word at which a noun phrase ends whatever follows."""
        lexicon, low = self.lexicon, word.low
        kinds = ("perfect", "negations", "reflexive", "relatives", "that", "subordinators", "verb_like")
        if any(lexicon.has(kind, low) for kind in kinds):
            return True
        verb = lexicon.verbs.get(low)
        return not word.is_word or (
            verb is not None and verb.mood == "finite" and self.listed(low) is None and not word.is_capital
        )


@cache
def _role_stems(code: str) -> dict[str, str]:
    return {name_stem(role): role for role in load(code).words["roles"]}


def names(words: tuple[Word, ...], start: int, stop: int, grammar: Grammar) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words that may be a person's name."""
    at = start
    while at < stop:
        placed = grammar.place_at(words, at)
        length = 0 if placed else _name_length(words, at, stop, grammar)
        if length:
            yield at, at + length
        at += placed[0] if placed else max(1, length)


def _name_length(words: tuple[Word, ...], at: int, stop: int, grammar: Grammar) -> int:
    if not _is_name_word(words, at, grammar):
        return 0
    end = at + 1
    while end < stop and not words[end - 1].low.endswith(INSTRUMENTAL):
        initial = words[end].text == "." and len(words[end - 1].text) == 1
        if initial or _is_name_word(words, end, grammar, inside=True):
            end += 1
        elif _particles(words, end, stop, grammar):
            end += _particles(words, end, stop, grammar)
        else:
            break
    return end - at


def _particles(words: tuple[Word, ...], at: int, stop: int, grammar: Grammar) -> int:
    """ "Van der Bellen", "Lula da Silva": small words within a name; "de" only after a first name."""
    end = at
    while end < stop and grammar.lexicon.has("particles", words[end].low) and not words[end].is_capital:
        end += 1
    followed = end < stop and end > at and _is_name_word(words, end, grammar, inside=True)
    return end - at if followed and end - at <= 2 else 0


def _is_name_word(words: tuple[Word, ...], at: int, grammar: Grammar, inside: bool = False) -> bool:
    word = words[at]
    if inside and word.held < 0 and ARABIC_ARTICLE.match(word.text):
        return True
    if not word.is_capital or not word.is_word or word.held >= 0:
        return False
    if (
        inside
        and at + 1 < len(words)
        and word.low in ("el", "al", "ben", "bin", "ould", "la", "le", "de")
        and words[at + 1].is_capital
    ):
        return True
    if word.text.isupper() and len(word.text) > 1:
        return False
    known = grammar.listed(word.low) is not None and not inside
    if not inside and not _known_capital(words, at, grammar):
        return False
    shut = any(grammar.lexicon.has(kind, word.low) for kind in SHUT)
    placed = grammar.place_at(words, at) is not None and not (inside and not grammar.lexicon.raw.get("cases"))
    return not known and not shut and not placed


def _known_capital(words: tuple[Word, ...], at: int, grammar: Grammar) -> bool:
    """A word that opens a sentence has a capital in any case: it must be a name elsewhere, or begin a run."""
    if at > 0 and words[at - 1].is_word:
        before = grammar.listed(words[at - 1].low)
        return (
            not words[at - 1].is_capital
            or before in (None, "role")
            or words[at - 1].text.isupper()
            or grammar.place_at(words, at - 1) is not None
        )
    if words[at].low in grammar.names:
        return True
    if at > 0 and words[at - 1].text == ",":
        return True
    if skipped(words, at, grammar.lexicon, at + 1) > at or len(words[at].text) < 2:
        return False
    following = words[at + 1] if at + 1 < len(words) else None
    if following is None or following.held >= 0:
        return False
    if following.text == ",":
        start = at + 2 + (at + 2 < len(words) and grammar.lexicon.has("determiners", words[at + 2].low))
        return start < len(words) and (
            grammar.lexicon.has("roles", words[start].low)
            or grammar.lexicon.has("relative_subjects", words[start].low)
        )
    verbal = following.low in grammar.lexicon.verbs or any(
        grammar.lexicon.has(kind, following.low) for kind in ("perfect", "reflexive", "negations")
    )
    return verbal or (following.is_capital and following.is_word)


ARABIC_ARTICLE = re.compile(r"(?:al|el|as|ash|ad|an|ar|аль|эль|ас|аш|ан|ар)-[^\W\d_]")
SHUT = (
    "not_names", "determiners", "prepositions", "of", "pronouns", "and", "that", "relatives", "subordinators",
    "negations", "perfect", "reflexive",
)  # fmt: skip


def phrase(words: tuple[Word, ...], at: int, stop: int, grammar: Grammar) -> Noun | None:
    """The noun phrase that begins at ``at`` (its determiner, if it has one), or None."""
    start = at + grammar.lexicon.has("partitives", words[at].low) if at < stop else at
    while start < stop and grammar.lexicon.has("determiners", words[start].low):
        start += 1
    while start < stop and words[start].low.rstrip(".") in TITLES(grammar):
        start += 1 + (start + 1 < stop and words[start + 1].text == ".")
    if start < stop and words[start].text in '«"“„' and words[start].held < 0:
        return _in_quotes(words, start, stop)
    if start >= stop or words[start].held >= 0 or grammar.is_stop(words[start]):
        return None
    if grammar.lexicon.has("pronouns", words[start].low):
        return Noun(start, start + 1, "pronoun")
    kind, head = _head(words, start, stop, grammar)
    if kind is None:
        return None if start == at else _plain(words, start, stop, grammar)
    if kind == "place":
        placed = grammar.place_at(words, start)
        return Noun(start, start + (placed[0] if placed else 1), "place")
    if kind == "name":
        (first, end), *_ = list(names(words, start, stop, grammar))
        return (
            Noun(start, end, "name", (first, end))
            if start == at or _titled(words, at, start, grammar)
            else Noun(start, _end(words, end, stop, grammar), "body")
        )
    end = _end(words, head + 1, stop, grammar)
    return Noun(start, end, kind, _name_in(words, head + 1, end, grammar, kind))


def _in_quotes(words: tuple[Word, ...], at: int, stop: int) -> Noun | None:
    """The name of an agency or a paper in quotation marks."""
    end = at + 1
    while end < stop and words[end].is_word:
        end += 1
    return Noun(at + 1, end, "body") if at + 1 < end < stop else None


def TITLES(grammar: Grammar) -> frozenset[str]:  # noqa: N802
    return frozenset(title.lower().rstrip(".") for title in grammar.lexicon.words["titles"])


def _titled(words: tuple[Word, ...], at: int, start: int, grammar: Grammar) -> bool:
    return any(words[index].low.rstrip(".") in TITLES(grammar) for index in range(at, start))


def _head(words: tuple[Word, ...], start: int, stop: int, grammar: Grammar) -> tuple[NounKind | None, int]:
    """The first noun that is known, at most three words on; adjectives may stand before it."""
    placed = grammar.place_at(words, start)
    if placed is not None and placed[1].kind != "adjective":
        end = start + placed[0]
        followed = (
            not grammar.lexicon.raw.get("cases")
            and end < stop
            and words[end].is_capital
            and words[end].is_word
            and words[end].held < 0
        )
        return ("body" if followed else "place"), start
    for index in range(start, min(stop, start + 4)):
        word = words[index]
        if grammar.is_stop(word) or (index > start and _is_link(word, grammar)):
            break
        kind = grammar.listed(word.low)
        if kind is not None and all(_modifies(words, at, grammar) for at in range(start, index)):
            return kind, index
        if index == start and _is_name_word(words, index, grammar):
            return "name", index
        if word.text.isupper() and len(word.text) > 1 and word.is_word:
            return "body", index
    return None, start


def _modifies(words: tuple[Word, ...], at: int, grammar: Grammar) -> bool:
    """True for a word that may stand between a determiner and its noun."""
    low = words[at].low
    placed = grammar.place_at(words, at)
    suffixes = tuple(grammar.lexicon.raw.get("adjective_suffixes", ()))
    adjective = placed is not None and placed[1].kind == "adjective"
    return adjective or grammar.lexicon.has("before_noun", low) or (bool(suffixes) and low.endswith(suffixes))


def _is_link(word: Word, grammar: Grammar) -> bool:
    return any(grammar.lexicon.has(kind, word.low) for kind in ("of", "prepositions", "and", "determiners"))


def _end(words: tuple[Word, ...], at: int, stop: int, grammar: Grammar) -> int:
    """Where a noun phrase ends: of-phrases, adjectives and names continue it."""
    lexicon = grammar.lexicon
    stop = min(stop, at + LONGEST_PHRASE)
    while at < stop:
        word = words[at]
        if word.held >= 0 or grammar.is_stop(word):
            break
        determined = lexicon.has("determiners", word.low) and not word.is_capital
        if determined and words[at - 1].is_word and not _is_link(words[at - 1], grammar):
            break
        if lexicon.has("prepositions", word.low) and not _of_office(words, at, grammar):
            break
        if lexicon.has("and", word.low) and not _continues(words, at, stop, grammar):
            break
        if (
            skipped(words, at, lexicon, at + 1) > at
            and not word.is_capital
            and not lexicon.has("of", word.low)
        ):
            break
        at += 1
    return at


def _of_office(words: tuple[Word, ...], at: int, grammar: Grammar) -> bool:
    """ "ambassadeur à Paris", "ministre aux Affaires": a preposition with a capital right after it."""
    following = words[at + 1] if at + 1 < len(words) else None
    if grammar.lexicon.has("sources", words[at - 1].low) or words[at].low == "по":
        return True
    near = {"à", "au", "aux", "en", "по", "при", "в", "ante", "para", "na", "no", "in", "im", "für"}
    return following is not None and words[at].low in near and following.is_capital


def _continues(words: tuple[Word, ...], at: int, stop: int, grammar: Grammar) -> bool:
    """ "ministre des Affaires étrangères et de la Coopération", "Educación y Ciencia"."""
    following = words[at + 1] if at + 1 < stop else None
    before = words[at - 1]
    if following is None:
        return False
    if grammar.lexicon.has("of", following.low):
        return True
    if not following.is_capital or not before.is_capital or grammar.place_at(words, at + 1) is not None:
        return False
    first = at - 1
    while first > 0 and words[first].is_capital:
        first -= 1
    return grammar.lexicon.has("of", words[first].low) or grammar.lexicon.has("offices", words[first + 1].low)


def _plain(words: tuple[Word, ...], start: int, stop: int, grammar: Grammar) -> Noun | None:
    end = _end(words, start, stop, grammar)
    return Noun(start, end, "plain") if end > start else None


def _name_in(
    words: tuple[Word, ...], start: int, stop: int, grammar: Grammar, kind: NounKind
) -> tuple[int, int] | None:
    """The person's name at the end of a role; after "of" or a preposition it is somebody else's."""
    if kind != "role":
        return None
    found = list(names(words, start, stop, grammar))
    for first, end in reversed(found):
        before = words[first - 1].low
        lexicon = grammar.lexicon
        if any(lexicon.has(k, before) for k in ("of", "prepositions", "determiners", "and")) or end < stop:
            continue
        return first, end
    return None


def before(words: tuple[Word, ...], cue: Cue, start: int, grammar: Grammar) -> list[Noun]:
    """The subject between ``start`` and the verb; empty when the clause has none of its own there."""
    stop = cue.first
    if cue.verb.mood in ("gerund", "infinitive") or (
        stop > start and grammar.lexicon.has("and", words[stop - 1].low)
    ):
        return []
    if stop > start and grammar.lexicon.has("relative_subjects", words[stop - 1].low):
        return _antecedent(words, start, stop - 1, grammar)
    segments = list(_segments(words, start, stop))
    if not segments:
        return []
    closing = segments[-1]
    if closing[0] < closing[1]:
        found = _in_segment(words, closing, grammar, touching=True)
        if len(found) > 1:
            return [*_listed_before(words, segments[:-1], found, grammar), *found]
        if found:
            return [_after_apposition(words, segments[:-1], found[0], grammar)]
    return _with_apposition(words, [s for s in segments if s[0] < s[1]], grammar)


def _after_apposition(
    words: tuple[Word, ...], segments: list[tuple[int, int]], noun: Noun, grammar: Grammar
) -> Noun:
    """ "X, the president of Y said", "the minister, X said": joined with the phrase before the comma."""
    if not segments or segments[-1][0] >= segments[-1][1] or noun.kind not in ("role", "name"):
        return noun
    start, stop = segments[-1]
    for at in range(start, stop):
        other = phrase(words, at, stop, grammar)
        if other is not None and other.end == stop and other.kind in ("role", "name"):
            return (
                explained(words, other, (noun.start, noun.end), grammar) if other.kind != noun.kind else noun
            )
    return noun


def _segments(words: tuple[Word, ...], start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Between commas and dashes; what is in brackets belongs to what it follows."""
    first, depth = start, 0
    for index in range(start, stop):
        depth += (words[index].text == "(") - (words[index].text == ")")
        if words[index].text in ",—–" and depth == 0:
            yield first, index
            first = index + 1
    yield first, stop


def _in_segment(
    words: tuple[Word, ...], segment: tuple[int, int], grammar: Grammar, touching: bool
) -> list[Noun]:
    """The first noun phrase of a segment that no preposition governs, and those joined to it."""
    at, stop = segment
    at = _clause_in(words, at, stop, grammar)
    first: list[Noun] = []
    while at < stop:
        word = words[at]
        governed = any(grammar.lexicon.has(kind, word.low) for kind in ("prepositions", "of"))
        governed = governed and not (at == segment[0] and grammar.lexicon.has("partitives", word.low))
        speaking = grammar.lexicon.has("speaker_prepositions", word.low)
        if governed:
            noun = phrase(words, at + 1, stop, grammar) if speaking and touching else None
            if noun is not None and noun.end >= stop and _may_stand_for(words, noun, grammar):
                return [noun]
            at = _past_governed(words, at + 1, stop, grammar)
            continue
        past = skipped(words, at, grammar.lexicon, stop)
        if past > at:
            at = past
            continue
        noun = phrase(words, at, stop, grammar)
        if noun is not None and not _nominative(words, noun, grammar):
            noun = None
        if noun is not None and (noun.kind != "plain" or not first):
            found = [noun, *_joined(words, noun, stop, grammar)]
            if found[-1].end >= stop:
                return found
            first = first or found
        at = max(at + 1, noun.end if noun is not None and noun.kind != "plain" else 0)
    return first


def _clause_in(words: tuple[Word, ...], start: int, stop: int, grammar: Grammar) -> int:
    """Where the last clause of a segment begins: after its last conjunction."""
    kinds = ("subordinators", "that", "relatives")
    for at in range(stop - 1, start - 1, -1):
        if any(grammar.lexicon.has(kind, words[at].low) for kind in kinds):
            return at + 1
    return start


def _nominative(words: tuple[Word, ...], noun: Noun, grammar: Grammar) -> bool:
    """In a language with cases a country is a subject only in its first form."""
    if not grammar.lexicon.raw.get("cases"):
        return True
    placed = grammar.place_at(words, noun.start)
    if placed is None or noun.kind != "place":
        before = words[noun.start - 1] if noun.start else None
        governed = before is not None and before.is_word
        if noun.kind == "name" and words[noun.end - 1].low.endswith(INSTRUMENTAL):
            return False
        adverb = governed and skipped(words, noun.start - 1, grammar.lexicon, noun.start) == noun.start
        return noun.kind != "name" or not governed or adverb or not words[noun.end - 1].low.endswith(GENITIVE)
    return placed[1].base.lower().replace("ё", "е") == " ".join(w.low for w in words[noun.start : noun.end])


def _may_stand_for(words: tuple[Word, ...], noun: Noun, grammar: Grammar) -> bool:
    """ "В Кремле заявили": a seat or an office, not a day."""
    return noun.kind in ("place", "office", "body")


def _past_governed(words: tuple[Word, ...], at: int, stop: int, grammar: Grammar) -> int:
    """Where the phrase after a preposition ends."""
    noun = phrase(words, at, stop, grammar)
    if noun is not None and grammar.lexicon.code == "ru":
        return _past_russian(words, noun, at, stop, grammar)
    return noun.end if noun is not None else at + 1


def _past_russian(words: tuple[Word, ...], noun: Noun, at: int, stop: int, grammar: Grammar) -> int:
    """Without articles a name in another case may be followed at once by the subject's name."""
    if noun.name is None or noun.kind != "name" or noun.end - noun.start < 2:
        return noun.end if noun.kind in ("place", "name") else at + 1
    first, last = words[noun.start].low, words[noun.end - 1].low
    return noun.end if first[-1] == last[-1] or last.endswith(OBLIQUE) else noun.start + 1


GENITIVE = ("а", "я", "ы", "и", "ого", "ой", "ов", "ым")
INSTRUMENTAL = ("иным", "овым", "евым", "ским", "цким")
OBLIQUE = ("ым", "им", "ом", "ем", "ого", "ому", "ой", "ою", "ами", "у", "ю")


def _joined(words: tuple[Word, ...], noun: Noun, stop: int, grammar: Grammar) -> list[Noun]:
    at = noun.end
    if at < stop and grammar.lexicon.has("join", words[at].low):
        other = phrase(words, at + 1, stop, grammar)
        if other is not None and other.kind not in ("plain", "pronoun"):
            return [other, *_joined(words, other, stop, grammar)]
    return []


def _listed_before(
    words: tuple[Word, ...], segments: list[tuple[int, int]], found: list[Noun], grammar: Grammar
) -> list[Noun]:
    """ "A, B and C said": short segments before a list with "and"; else an apposition before the name."""
    if len(found) < 2:
        return []
    listed: list[Noun] = []
    for segment in reversed(segments):
        noun = phrase(words, segment[0], segment[1], grammar)
        if noun is None or noun.end != segment[1] or noun.kind not in ("name", "place", "body"):
            break
        listed.insert(0, noun)
    return listed


def _with_apposition(
    words: tuple[Word, ...], segments: list[tuple[int, int]], grammar: Grammar
) -> list[Noun]:
    """ "The minister, X, said", "X, who was minister, said": the phrase and what explains it."""
    for number, segment in enumerate(segments):
        found = _in_segment(words, segment, grammar, touching=False)
        if not found or (found[0].kind == "plain" and number + 1 < len(segments)):
            continue
        following = segments[number + 1] if number + 1 < len(segments) else None
        first = [explained(words, found[0], following, grammar), *found[1:]]
        return [*first, *_another(words, segments[number + 1 :], grammar)]
    return []


def _another(words: tuple[Word, ...], segments: list[tuple[int, int]], grammar: Grammar) -> list[Noun]:
    """ "..., and the president of Y, Z, agreed": a second subject after the first one's apposition."""
    for number, (start, stop) in enumerate(segments):
        if start < stop and grammar.lexicon.has("join", words[start].low):
            rest = [(start + 1, stop), *segments[number + 1 :]]
            return _with_apposition(words, rest, grammar)
    return []


def explained(words: tuple[Word, ...], noun: Noun, segment: tuple[int, int] | None, grammar: Grammar) -> Noun:
    """The phrase joined with an apposition: a role with its name, or a name with its role."""
    if segment is None:
        return noun
    other = phrase(words, segment[0], segment[1], grammar)
    if other is None:
        return noun
    if noun.kind == "role" and noun.name is None and other.kind == "name":
        return Noun(noun.start, noun.end, "role", other.name, (noun.start, noun.end))
    if noun.kind == "name" and other.kind == "role":
        return Noun(noun.start, noun.end, "name", noun.name, (other.start, other.end))
    return noun


def _antecedent(words: tuple[Word, ...], start: int, stop: int, grammar: Grammar) -> list[Noun]:
    """The noun phrase right before a relative pronoun."""
    if stop > start and words[stop - 1].text == ",":
        stop -= 1
    best: Noun | None = None
    for at in range(max(start, stop - LONGEST_PHRASE), stop):
        noun = phrase(words, at, stop, grammar)
        if noun is not None and noun.end == stop and noun.kind not in ("plain", "pronoun"):
            best = noun
            break
    if best is None:
        return []
    comma = best.start - 1 - (words[best.start - 1].text != ",")
    named = best.kind == "role" and best.name is None and comma > start and words[comma].text == ","
    return [_after_apposition(words, [(start, comma)], best, grammar) if named else best]


def after(words: tuple[Word, ...], at: int, stop: int, grammar: Grammar) -> list[Noun]:
    """The subject that follows its verb: "declared the minister, X", with its apposition."""
    at = skipped(words, at, grammar.lexicon, stop)
    at = _past_addressee(words, at, stop, grammar)
    if at >= stop or words[at].held >= 0:
        return []
    noun = phrase(words, at, stop, grammar)
    if noun is None or (noun.kind == "plain" and not _capital_or_determined(words, at, grammar)):
        return []
    joined = _joined(words, noun, stop, grammar)
    return [explained(words, noun, next_segment(words, noun.end, stop), grammar), *joined]


def _capital_or_determined(words: tuple[Word, ...], at: int, grammar: Grammar) -> bool:
    return grammar.lexicon.has("determiners", words[at].low)


def _past_addressee(words: tuple[Word, ...], at: int, stop: int, grammar: Grammar) -> int:
    """ "dijo a la prensa el ministro": whom the words were said to."""
    if at >= stop or not grammar.lexicon.has("prepositions", words[at].low):
        return at
    noun = phrase(words, at + 1, stop, grammar)
    if noun is None:
        return at
    end = noun.end if noun.kind != "plain" else at + 3
    named = next((first for first, _ in names(words, noun.start + 1, noun.end, grammar)), end)
    return skipped(words, min(end, named), grammar.lexicon, stop)


def next_segment(words: tuple[Word, ...], at: int, stop: int) -> tuple[int, int] | None:
    while at < stop and words[at].text == "(":
        while at < stop and words[at].text != ")":
            at += 1
        at += 1
    if at >= stop or words[at].text != ",":
        return None
    end = at + 1
    while end < stop and words[end].text not in ",;:.()—–" and words[end].held < 0:
        end += 1
    return at + 1, end
