"""Noun phrases, told by nouns of role, names and small words.

There is no parser: a noun phrase begins at a determiner, a noun of a list, a place or a name, and ends before
a sign, a verb or a preposition that does not continue it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from . import bases
from .bases import NounKind
from .cues import skipped
from .lexicon import Lexicon, Verb, load
from .places import Place, first_words
from .russian import given_name, name_stem
from .words import Word

LONGEST_PHRASE = 22
OF_BODY = ("ой", "ого", "его", "ых", "их", "ии", "еи", "ей", "ции", "ства", "ов", "ости")
INSTRUMENTAL = ("иным", "овым", "евым", "ским", "цким")
ARABIC_ARTICLE = re.compile(r"(?:al|el|as|ash|ad|an|ar|аль|эль|ас|аш|ан|ар)-[^\W\d_]")
SHUT = (
    "not_names", "determiners", "prepositions", "of", "pronouns", "and", "that", "relatives", "subordinators",
    "negations", "perfect", "reflexive",
)  # fmt: skip


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
    name_stems: frozenset[str] = frozenset()

    def listed(self, low: str) -> NounKind | None:
        return bases.listed(self.lexicon.code, low, self.any_case)

    @property
    def noun_verb(self) -> Verb:
        """What stands for the verb of a noun that reports."""
        return Verb(clause=False, object=True, mood="finite")

    def is_former(self, low: str) -> bool:
        """ "exministro", "ex-président": a role that somebody had."""
        return bases.is_former(self.lexicon.code, low)

    def role_base(self, low: str) -> str | None:
        """The nominative of a role noun in any case."""
        return bases.base_of(self.lexicon.code, "roles", low)

    def office_base(self, low: str) -> str | None:
        """The nominative of an office in any case."""
        return bases.base_of(self.lexicon.code, "offices", low)

    def group_base(self, low: str) -> str | None:
        """The nominative of a group in any case of the plural."""
        return bases.base_of(self.lexicon.code, "groups", low)

    def document_base(self, low: str) -> str | None:
        """The nominative of a document in any case."""
        return bases.base_of(self.lexicon.code, "documents", low)

    def place_at(self, words: tuple[Word, ...], at: int) -> tuple[int, Place] | None:
        """The longest name of a place that begins at ``at``: how many words, and which."""
        if words[at].low not in first_words(self.lexicon.code):
            return None
        for length in range(min(5, len(words) - at), 0, -1):
            text = " ".join(word.low for word in words[at : at + length]).replace("' ", "'")
            place = self.places.get(text)
            if place is not None and length == 1 and place.kind == "name" and self._surname(words, at):
                return None
            if place is not None and (
                place.kind == "adjective" or words[at].is_capital or self._is_small(place)
            ):
                return length, place
        return None

    def _is_small(self, place: Place) -> bool:
        """ "госдеп": a seat of government that is printed in small letters."""
        return place.base.lower() in self.lexicon.raw.get("small_places", ())

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
        if bases.stops(lexicon.code, low):
            return True
        if not word.is_capital and bases.is_verb(lexicon.code, low) and self.listed(low) is None:
            return True
        verb = lexicon.verbs.get(low)
        return not word.is_word or (
            verb is not None and verb.mood == "finite" and self.listed(low) is None and not word.is_capital
        )


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
    if not _is_name_word(words, at, grammar) or _is_apart(words, at, stop, grammar):
        return 0
    end = at + 1
    script = words[at].text.isascii()
    while end < stop and not words[end - 1].low.endswith(INSTRUMENTAL):
        if words[end].is_word and words[end].text.isascii() != script and grammar.lexicon.raw.get("cases"):
            break
        initial = words[end].text == "." and (len(words[end - 1].text) == 1 or words[end - 1].text == "Дж")
        if initial or _is_name_word(words, end, grammar, inside=True):
            end += 1
        elif _particles(words, end, stop, grammar):
            end += _particles(words, end, stop, grammar)
        else:
            break
    return end - at


def _is_apart(words: tuple[Word, ...], at: int, stop: int, grammar: Grammar) -> bool:
    """A capital that belongs to no name after it: "в Анталье Нуланд сказала", "Могила Анны Ланской"."""
    if not grammar.lexicon.raw.get("cases") or at + 1 >= stop or given_name(words[at].low) is not None:
        return False
    if not words[at + 1].is_capital or not words[at + 1].is_word:
        return False
    located = at > 0 and grammar.lexicon.has("speaker_prepositions", words[at - 1].low)
    return located or given_name(words[at + 1].low) is not None


def _particles(words: tuple[Word, ...], at: int, stop: int, grammar: Grammar) -> int:
    """ "Van der Bellen", "Lula da Silva": small words within a name; "de" only after a first name."""
    end = at
    while end < stop and grammar.lexicon.has("particles", words[end].low) and not words[end].is_capital:
        end += 1
    followed = end < stop and end > at and _is_name_word(words, end, grammar, inside=True)
    return end - at if followed and end - at <= 2 else 0


def _is_name_word(words: tuple[Word, ...], at: int, grammar: Grammar, inside: bool = False) -> bool:
    word = words[at]
    following = words[at + 1] if at + 1 < len(words) else None
    if (
        at
        and word.text in ("De", "Del", "Di", "Van", "Von")
        and following is not None
        and following.is_capital
    ):
        return True
    if inside and word.held < 0 and ARABIC_ARTICLE.match(word.text):
        return True
    if not word.is_capital or not word.is_word or word.held >= 0 or word.text[-1] in "'’":
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
    if grammar.lexicon.raw.get("cases") and word.text[:2].isupper() and word.text.isalpha():  # "МИДа"
        return False
    if not inside and _is_portfolio(words, at, grammar):
        return False
    known = grammar.listed(word.low) is not None and not inside
    if not inside and not _known_capital(words, at, grammar):
        return False
    shut = any(grammar.lexicon.has(kind, word.low) for kind in SHUT)
    placed = grammar.place_at(words, at) is not None and not (inside and not grammar.lexicon.raw.get("cases"))
    return not known and not shut and not placed


def _is_portfolio(words: tuple[Word, ...], at: int, grammar: Grammar) -> bool:
    """ "Interior", "Agricultura": what a ministry is for, and no name of a person."""
    return bool(grammar.lexicon.raw.get("portfolios_alone")) and grammar.lexicon.has(
        "portfolios", words[at].low
    )


def _known_capital(words: tuple[Word, ...], at: int, grammar: Grammar) -> bool:
    """A word that opens a sentence has a capital in any case: it must be a name elsewhere, or begin a run."""
    if grammar.lexicon.raw.get("cases") and given_name(words[at].low) is not None:
        return True
    if at > 0 and words[at - 1].is_word:
        before = grammar.listed(words[at - 1].low)
        return (
            not words[at - 1].is_capital
            or before in (None, "role")
            or words[at - 1].text.isupper()
            or grammar.place_at(words, at - 1) is not None
            or _two_capitals(words, at)  # "ministre de la Justice Nicole X"
        )
    if words[at].low in grammar.names:
        return True
    if grammar.lexicon.raw.get("cases") and name_stem(words[at].low) in grammar.name_stems:
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
    verbal = verbal or bases.ends_as_verb(grammar.lexicon.code, following.low)
    return verbal or (following.is_capital and following.is_word)


def _two_capitals(words: tuple[Word, ...], at: int) -> bool:
    following = words[at + 1] if at + 1 < len(words) else None
    return following is not None and following.is_capital and following.is_word and following.held < 0


def phrase(words: tuple[Word, ...], at: int, stop: int, grammar: Grammar) -> Noun | None:
    """The noun phrase that begins at ``at`` (its determiner, if it has one), or None."""
    start = at + partitive(words, at, grammar) if at < stop else at
    while start < stop and grammar.lexicon.has("determiners", words[start].low):
        placed = grammar.place_at(words, start) if words[start].is_capital else None
        if placed is not None and placed[0] > 1:
            break  # "La Haya", "El Salvador"
        start += 1
    while start < stop and words[start].low.rstrip(".") in _titles(grammar.lexicon.code):
        start += 1 + (start + 1 < stop and words[start + 1].text == ".")
    if start < stop and words[start].text in '«"“„' and words[start].held < 0:
        return _in_quotes(words, start, stop)
    if start >= stop or words[start].held >= 0 or grammar.is_stop(words[start]):
        return None
    pointing = start > at and grammar.lexicon.has("pointing", words[start].low)
    if pointing or grammar.lexicon.has("pronouns", words[start].low):
        return Noun(start, start + 1, "pronoun")  # "he", "the latter"
    kind, head = _head(words, start, stop, grammar)
    if kind is None:
        back = start > at and _points_back(words, start, stop, grammar)
        return (
            Noun(start, start + 1, "pronoun")
            if back
            else (None if start == at else plain_phrase(words, start, stop, grammar))
        )
    if kind == "place":
        placed = grammar.place_at(words, start)
        return Noun(start, start + (placed[0] if placed else 1), "place")
    if kind == "name":
        first, end = next(names(words, start, stop, grammar), (stop, stop))
        if first != start:
            return None
        return (
            Noun(start, end, "name", (first, end))
            if start == at or _titled(words, at, start, grammar)
            else Noun(start, _end(words, end, stop, grammar), "body")
        )
    end = _end(words, head + 1, stop, grammar)
    return Noun(start, end, kind, _name_in(words, head + 1, end, grammar, kind))


def partitive(words: tuple[Word, ...], at: int, grammar: Grammar) -> bool:
    """ "Des habitants", and "de nombreux habitants"."""
    lexicon, low = grammar.lexicon, words[at].low
    before = lexicon.has("partitives_before_adjectives", low) and at + 1 < len(words)
    return lexicon.has("partitives", low) or (before and lexicon.has("before_noun", words[at + 1].low))


def _points_back(words: tuple[Word, ...], at: int, stop: int, grammar: Grammar) -> bool:
    """ "El mexicano", "la visitadora": a person named before, called by a country or by what they do."""
    lexicon = grammar.lexicon
    if not lexicon.raw.get("agents") or not lexicon.has("one_determined", words[at - 1].low):
        return False
    following = words[at + 1] if at + 1 < stop else None
    alone = following is None or grammar.is_stop(following) or following.text == ","
    placed = grammar.place_at(words, at)
    country = placed is not None and placed[1].kind == "adjective"
    return alone and (country or words[at].low.endswith(tuple(lexicon.raw["agents"])))


def _in_quotes(words: tuple[Word, ...], at: int, stop: int) -> Noun | None:
    """The name of an agency or a paper in quotation marks."""
    end = at + 1
    while end < stop and words[end].is_word:
        end += 1
    return Noun(at + 1, end, "body") if at + 1 < end < stop else None


@cache
def _titles(code: str) -> frozenset[str]:
    return frozenset(title.rstrip(".") for title in load(code).words["titles"])


def _titled(words: tuple[Word, ...], at: int, start: int, grammar: Grammar) -> bool:
    return any(words[index].low.rstrip(".") in _titles(grammar.lexicon.code) for index in range(at, start))


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
            and grammar.listed(words[end].low) is None
        )
        return ("body" if followed or placed[1].kind == "part" else "place"), start
    for index in range(start, min(stop, start + 4)):
        word = words[index]
        if grammar.is_stop(word) or (index > start and is_link(word, grammar)):
            break
        kind = grammar.listed(word.low)
        if kind == "role" and _only_first(words, index, grammar):
            kind = None
        if kind is not None and all(_modifies(words, at, grammar) for at in range(start, index)):
            return kind, index
        if index == start and _is_name_word(words, index, grammar):
            return "name", index
        known = not grammar.lexicon.raw.get("cases") or all(
            _modifies(words, at, grammar) for at in range(start, index)
        )
        if known and word.text.isupper() and len(word.text) > 1 and word.text.isalnum():
            return "body", index
    return None, start


def _only_first(words: tuple[Word, ...], at: int, grammar: Grammar) -> bool:
    """ "primer ataque", and not "primer ministro"."""
    following = words[at + 1] if at + 1 < len(words) else None
    first = grammar.lexicon.has("firsts", words[at].low)
    return first and (following is None or not grammar.lexicon.has("roles", following.low))


def _modifies(words: tuple[Word, ...], at: int, grammar: Grammar) -> bool:
    """True for a word that may stand between a determiner and its noun."""
    low = words[at].low
    if skipped(words, at, grammar.lexicon, at + 1) > at:
        return False
    placed = grammar.place_at(words, at)
    suffixes = tuple(grammar.lexicon.raw.get("adjective_suffixes", ()))
    adjective = placed is not None and placed[1].kind == "adjective"
    return adjective or grammar.lexicon.has("before_noun", low) or (bool(suffixes) and low.endswith(suffixes))


def is_link(word: Word, grammar: Grammar) -> bool:
    return any(grammar.lexicon.has(kind, word.low) for kind in ("of", "prepositions", "and", "determiners"))


def _end(words: tuple[Word, ...], at: int, stop: int, grammar: Grammar) -> int:
    """Where a noun phrase ends: of-phrases, adjectives and names continue it."""
    lexicon = grammar.lexicon
    stop = min(stop, at + LONGEST_PHRASE)
    while at < stop:
        word = words[at]
        if lexicon.raw.get("cases") and word.text in "«»" and word.held < 0:
            at += 1  # "газета «X»", "глава «X» Иван Y"
            continue
        if _negative_adjective(words, at, stop, grammar):
            at += 2
            continue
        if word.held >= 0 or grammar.is_stop(word) or _done_by(words, at, stop, grammar):
            break
        small = (
            lexicon.has("of", word.low)
            or lexicon.has("and", word.low)
            or lexicon.has("prepositions", word.low)
        )
        if not word.is_capital and not small and _after_country(words, at, grammar):
            break
        determined = lexicon.has("determiners", word.low) and not word.is_capital
        if determined and words[at - 1].is_word and not is_link(words[at - 1], grammar):
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


def _after_country(words: tuple[Word, ...], at: int, grammar: Grammar) -> bool:
    """ "The embassy of X arrived": after the name of a country nothing small belongs to the phrase."""
    placed = grammar.place_at(words, at - 1)
    opens = grammar.lexicon.has("of", words[at - 2].low) or grammar.lexicon.has(
        "determiners", words[at - 2].low
    )
    return placed is not None and placed[1].kind == "name" and placed[0] == 1 and opens


def _done_by(words: tuple[Word, ...], at: int, stop: int, grammar: Grammar) -> bool:
    """ "fuentes consultadas por X", "informe elaborado por Y": a participle with its agent."""
    endings = tuple(grammar.lexicon.raw.get("participle_endings", ()))
    by = at + 1 < stop and grammar.lexicon.has("by", words[at + 1].low)
    return bool(endings) and by and words[at].low.endswith(endings) and grammar.listed(words[at].low) is None


def _negative_adjective(words: tuple[Word, ...], at: int, stop: int, grammar: Grammar) -> bool:
    """ "organización no gubernamental"."""
    endings = tuple(grammar.lexicon.raw.get("adjectives_after_no", ()))
    negated = bool(endings) and grammar.lexicon.has("negations", words[at].low) and at + 1 < stop
    return negated and words[at + 1].low.endswith(endings)


def _of_office(words: tuple[Word, ...], at: int, grammar: Grammar) -> bool:
    """ "ambassadeur à Paris", "ministre aux Affaires": a preposition with a capital right after it."""
    following = words[at + 1] if at + 1 < len(words) else None
    before, lexicon = words[at - 1], grammar.lexicon
    if lexicon.has("sources", before.low):
        return True
    if words[at].low == "по":
        return following is not None and not lexicon.has("circumstances", following.low)
    if lexicon.has("body_heads", before.low) and lexicon.has("body_prepositions", words[at].low):
        return True  # "the Organisation for Security"
    named = at + 1 + (following is not None and lexicon.has("determiners", following.low))
    if named < len(words) and lexicon.has("sought", words[named].low) and words[at].low in ("a", "à"):
        return True  # "candidato a la presidencia"
    if lexicon.has("near", before.low) or _within_name(words, at, grammar):
        return True  # "fuentes cercanas al caso"
    acronym = bool(lexicon.raw.get("cases")) and before.text.isupper()
    named = before.is_capital and not acronym and grammar.place_at(words, at - 1) is None
    if named and grammar.listed(before.low) is None:
        return False  # "President X at Y"
    near = {"à", "au", "aux", "en", "em", "по", "при", "в", "ante", "para", "na", "no", "in", "im", "für"}
    if following is not None and lexicon.has("determiners", following.low) and at + 2 < len(words):
        following = words[at + 2]  # "secrétaire d'État à la Défense"
        return words[at].low in near and lexicon.has("portfolios", following.low)
    return following is not None and words[at].low in near and following.is_capital


def _within_name(words: tuple[Word, ...], at: int, grammar: Grammar) -> bool:
    """ "Consejo para la Seguridad", "Médicos sin Fronteras": a preposition between words of a name."""
    if not words[at - 1].is_capital or words[at].low not in grammar.lexicon.raw.get("within_names", ()):
        return False
    named = at + 1
    named += named < len(words) and grammar.lexicon.has("determiners", words[named].low)
    return named < len(words) and words[named].is_capital and grammar.place_at(words, named) is None


def _second_role(words: tuple[Word, ...], at: int, grammar: Grammar) -> bool:
    """ "vicepresidente del Gobierno y consejero de Hacienda": one person, since no article stands between."""
    roles, drops = grammar.lexicon.words["roles"], grammar.lexicon.raw.get("drops_subject")
    earlier = {word.low for word in words[max(0, at - LONGEST_PHRASE // 2) : at]}
    return bool(drops) and words[at + 1].low in roles and bool(earlier & roles)


def _continues(words: tuple[Word, ...], at: int, stop: int, grammar: Grammar) -> bool:
    """ "ministre des Affaires étrangères et de la Coopération", "Educación y Ciencia"."""
    following = words[at + 1] if at + 1 < stop else None
    before = words[at - 1]
    if following is None:
        return False
    if grammar.lexicon.has("of", following.low) or _second_role(words, at, grammar):
        return True
    if grammar.lexicon.raw.get("cases") and before.text.islower() and following.text.islower():
        # "министр науки и технологий": two nouns in another case
        return not grammar.is_stop(following) and grammar.listed(following.low) is None
    if not following.is_capital or not before.is_capital or grammar.place_at(words, at + 1) is not None:
        return False
    first = at - 1
    while first > 0 and words[first].is_capital:
        first -= 1
    return grammar.lexicon.has("of", words[first].low) or grammar.lexicon.has("offices", words[first + 1].low)


def plain_phrase(words: tuple[Word, ...], start: int, stop: int, grammar: Grammar) -> Noun | None:
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
        first += end - first > 1 and grammar.lexicon.has(
            "portfolios", words[first].low
        )  # "of the Interior X"
        before = words[first - 1].low
        lexicon = grammar.lexicon
        if any(lexicon.has(k, before) for k in ("of", "prepositions", "determiners", "and")) or end < stop:
            continue
        return _person_in(words, first, end, grammar), end
    return None


def _person_in(words: tuple[Word, ...], first: int, end: int, grammar: Grammar) -> int:
    """Where the person begins in a run of capitals: "Спикер Национальной Ассамблеи Хуан Лопес"."""
    if not grammar.lexicon.raw.get("cases"):
        return first
    known = [at for at in range(first, end - 1) if given_name(words[at].low) is not None]
    given = known[-1] if known else first
    while given - 1 in known:
        given -= 1
    while end - given > 2 and given_name(words[given].low) is None and words[given].low.endswith(OF_BODY):
        given += 1
    return given
