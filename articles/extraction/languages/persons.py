"""The persons of an article by their names: the fullest, and rather in the nominative."""

from dataclasses import dataclass

from .grammar import Grammar, Noun
from .russian import given_name, name_stem, nominative
from .words import Word

PATRONYMIC = ("ович", "евич", "ьич", "овна", "евна", "ична")
DATIVE = ("е", "у", "ю", "ы", "и", "ом", "ем", "ой", "ого")  # of a given name, among others


@dataclass(slots=True)
class Person:
    """A person of the article: the fullest name, the role first given, the country that the role names."""

    name: str
    role: str | None = None
    head: str = ""
    country: str | None = None
    official: bool = False
    at: int = 0
    spoke: bool = False


@dataclass(frozen=True, slots=True)
class Role:
    """A role as printed, its head noun and the country that it names."""

    text: str
    head: str
    country: str | None
    official: bool


class Persons(dict[str, Person]):
    """By family name; a second person of the family by family and given name."""

    def __init__(self, grammar: Grammar) -> None:
        super().__init__()
        self.grammar = grammar
        self.families: dict[str, list[str]] = {}

    def introduce(self, name: str, printed: str, here: int) -> Person:
        """The person of a name at a place of the text, by the fullest name and rather in the nominative.

        ``printed`` is the name as it stands there, by which it is found; ``name`` is what it is called.
        """
        key = self._key_of(printed, here)
        known = self.get(key)
        if known is None:
            known = self[key] = Person(name, at=here)
            self.families.setdefault(key.split(" ")[0], []).append(key)
        elif len(name.split()) > len(known.name.split()) or self._more_nominative(name, known.name):
            known.name = name
        return known

    def named(self, name: str, here: int) -> Person:
        """Whom a name that was introduced means at a place of the text."""
        return self[self._key_of(name, here)]

    def of_family(self, word: str) -> Person | None:
        """The first person of a family name, in any case."""
        return self.get(self._key(word))

    def by_given(self, words: tuple[Word, ...], noun: Noun) -> Person | None:
        """ "Борис", "Борис Иванович": the only person of that given name whom the text calls in full."""
        assert noun.name is not None
        start, end = noun.name
        alone = end - start == 1 or (end - start == 2 and words[end - 1].low.endswith(PATRONYMIC))
        if self.grammar.lexicon.code != "ru" or not alone or given_name(words[start].low) is None:
            return None
        stem = name_stem(words[start].low)
        found = [
            person
            for person in self.values()
            if " " in person.name
            and not person.name.lower().endswith(PATRONYMIC)
            and name_stem(person.name.split()[0].lower()) == stem
        ]
        return found[0] if len(found) == 1 else None

    def to_nominative(self, person: Person, printed: str) -> None:
        """A subject's name is in the nominative: the fuller name that was read in another case follows it."""
        last = printed.split()[-1]
        known = person.name.split()
        given = given_name(printed.split()[0].lower())
        declined = last.startswith(known[-1]) or (given is not None and not given[1] and " " in printed)
        if self.grammar.lexicon.code == "ru" and known[-1] != last and not declined:
            person.name = " ".join([*map(nominative, known[:-1]), last])

    def _more_nominative(self, name: str, known: str) -> bool:
        """ "Мамука X" rather than "Мамуке X", where the text has both."""
        first, before = name.split()[0], known.split()[0]
        same = len(name.split()) == len(known.split()) > 1 and first != before
        cases = self.grammar.lexicon.code == "ru" and same and name_stem(first) == name_stem(before)
        return cases and before.endswith(DATIVE) and not first.endswith(DATIVE)

    def _key_of(self, name: str, here: int) -> str:
        """Where a name is kept: by the family name, but another person of the family by both.

        A family name alone is that of a speaker with a role, or of whom it was last said.
        """
        key, given = self._key(name), self._given(name)
        family = {k: self[k] for k in self.families.get(key, ())}
        if given is None:
            before = {k: person for k, person in family.items() if person.at <= here} or family
            return max(before, key=lambda k: (before[k].role is not None, before[k].at), default=key)
        drops = bool(self.grammar.lexicon.raw.get("drops_subject"))
        own = [
            k
            for k, person in family.items()
            if self._given(person.name) in (given, None) or (drops and _of_one(name, person.name))
        ]
        return own[0] if own else f"{key} {given}" if family else key

    def _given(self, name: str) -> str | None:
        """The first letter, which the forms and spellings of a given name share; None without one."""
        first, *rest = name.split()
        return first[0] if rest else None

    def _key(self, name: str) -> str:
        last = name.split()[-1].lower()
        return name_stem(last) if self.grammar.lexicon.code == "ru" else last


def _of_one(name: str, other: str) -> bool:
    """ "Arias Luna" for "Miguel Arias Luna": both family names, without the given one."""
    few, many = sorted((name.split(), other.split()), key=len)
    return len(few) > 1 and many[-len(few) :] == few
