"""What the noun phrases of a language are told by: its words, its places, the names of the text."""

from dataclasses import dataclass

from . import bases
from .bases import NounKind
from .lexicon import Lexicon, Verb
from .places import Place, first_words
from .words import Word

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
