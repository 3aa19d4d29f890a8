"""The packaged register of who held which office for which country, from year to year.

``officeholders.csv`` and ``factbook.csv`` hold heads of state and of government, ministers and ambassadors
from open data; ``heads.csv``, kept by hand, the holders of the offices that are quoted most, also of
international bodies (no country). Sources and licences stand in every row and in ``data/README.md``.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import cache

from articles.text.letters import unaccented

from .lexicon import DATA

PARTICLES = frozenset(
    ("al", "el", "ul", "de", "del", "della", "da", "di", "van", "von", "der", "bin", "ibn", "la")
)
BY_HAND = "heads.csv"
FILES = (BY_HAND, "officeholders.csv", "factbook.csv")
CLASSES = {
    "head": "president king queen emir sultan leader head monarch chairman",
    "government": "premier prime chancellor taoiseach government",
    "foreign": "foreign external",
    "envoy": "ambassador representative envoy delegate delegation",
    "minister": "minister secretary",
}
SECRETARY_OF_STATE = re.compile(r"\bsecretary of state\b(?! for)", re.IGNORECASE)
NUMERALS = frozenset(("ii", "iii", "iv", "vi", "vii", "viii", "xvi"))
RULERS = frozenset(("king", "queen", "prince", "grand", "duke", "emir", "sultan", "emperor", "pope"))
BARRED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "a", "œ": "o", "ı": "i"})
UMLAUT = re.compile("([aou])e")
FAMILY_FIRST = frozenset(("CHN", "HKG", "KOR", "PRK", "TWN", "VNM"))
KOREAN = re.compile(r"[A-Z]\w+ [A-Z]\w+-[a-z]\w+")
ALIKE = 0.6  # of two spellings of a given name: Nouri and Nuri, Sergei and Sergey


@dataclass(frozen=True, slots=True)
class Term:
    """An office held for a country from one year to another, both included; exact if the years are known."""

    name: str
    words: tuple[str, ...]
    iso3: str | None
    role: str
    since: int
    until: int
    is_exact: bool


def folded(name: str) -> tuple[str, ...]:
    """The words of a name without accents, particles, initials and hyphens, all small.

    "Gerhard Schröder" and "Gerhard Schroeder", "Lech Wałęsa" and "Lech Walesa" are the same.
    """
    plain = unaccented(name.replace("’", "").replace("'", "")).casefold().translate(BARRED)
    words = re.findall(r"\w+", UMLAUT.sub(r"\1", plain))
    return tuple(word for word in words if len(word) > 1 and word not in PARTICLES)


def terms() -> Iterator[Term]:
    """All that the register knows, read from its files."""
    for name in FILES:
        with (DATA / name).open(encoding="utf-8", newline="") as rows:
            yield from (_term(row, is_exact=name == BY_HAND) for row in csv.DictReader(rows))


@cache
def _by_word() -> dict[str, list[Term]]:
    by_word: dict[str, list[Term]] = defaultdict(list)
    for term in terms():
        for word in set(term.words):
            by_word[word].append(term)
    return by_word


def _term(row: dict[str, str], is_exact: bool) -> Term:
    years = int(row["from"]), int(row["to"])
    return Term(row["name"], folded(row["name"]), row["iso3"] or None, row["role"], *years, is_exact)


def well_known(name: str, on: date | None) -> Term | None:
    """The only one of this family name who was at the head of a state or of an international body that day.

    For names that a text never gives in full: "Bush", "Lula", "Mr. Ban".
    """
    word = " ".join(folded(name))
    named = (t for t in _by_word().get(word, ()) if t.words[0] != word or _is_family_first(t))
    terms = [t for t in named if t.is_exact and on and _held(t, on)]
    return terms[0] if len({term.name for term in terms}) == 1 else None


def _is_family_first(term: Term) -> bool:
    """ "Hu Jintao", "Ban Ki-moon", or a name of one word; not "David Cameron"."""
    return len(term.words) == 1 or term.iso3 in FAMILY_FIRST or KOREAN.fullmatch(term.name) is not None


def country_of(name: str, role: str | None, on: date | None) -> str | None:
    """The country that the holder of this name spoke for on a day, if the register knows exactly one."""
    countries = _countries(name, role, on)
    return countries.pop() if len(countries) == 1 else None


def is_of_no_country(name: str, role: str | None, on: date | None) -> bool:
    """Does the register know the holder of this name, and for an international body alone?"""
    return _countries(name, role, on) == {None}


def _countries(name: str, role: str | None, on: date | None) -> set[str | None]:
    """What those of this name spoke for on a day; None stands for an international body.

    A full name suffices, if it is printed as the register has it; another spelling of the given name, or a
    family name alone, needs a role of the same class (a president, a foreign minister, an ambassador).
    """
    return {term.iso3 for term in held_by(name, role, on)}


def held_by(name: str, role: str | None, on: date | None) -> list[Term]:
    """The offices that those of this name held on a day, or ever; empty if the register knows nobody so.

    Without a day a name alone says nothing: somebody may have borne it in another century.
    """
    words = folded(name)
    if not words:
        return []
    named = _by_word().get(words[-1], ())
    exact = [term for term in named if term.is_exact and _is_full_name(words, role, term)]
    for fits in WAYS:
        held = [term for term in exact or named if _held(term, on) and fits(words, role, term)]
        held = held if on else [term for term in held if _agree(role, term.role)]
        if held:
            return held
    return []


def _held(term: Term, on: date | None) -> bool:
    return on is None or term.since <= on.year <= term.until


def _is_full_name(words: tuple[str, ...], role: str | None, term: Term) -> bool:
    is_whole = len(words) > 1 and set(words) <= set(term.words)
    return is_whole and (words[-1] not in NUMERALS or _have_one_title(role, term.role))


def _have_one_title(printed: str | None, held: str) -> bool:
    """ "King Albert II" is no Albert II who is a prince."""
    of_both = set(re.findall(r"\w+", (printed or "").lower())) & set(re.findall(r"\w+", held.lower()))
    return bool(of_both & RULERS)


def _is_spelling(words: tuple[str, ...], role: str | None, term: Term) -> bool:
    alike = SequenceMatcher(None, words[0], term.words[0]).ratio() >= ALIKE
    return len(words) > 1 and words[-1] == term.words[-1] and alike and _agree(role, term.role)


def _is_family_name(words: tuple[str, ...], role: str | None, term: Term) -> bool:
    return len(words) == 1 and _agree(role, term.role)


WAYS = (_is_full_name, _is_spelling, _is_family_name)  # the first that finds anybody decides


def same_class(role: str, other: str) -> bool:
    """Whether both are offices of the same kind: a president's and a king's, two foreign ministers'."""
    return _agree(role, other)


def _agree(printed: str | None, held: str) -> bool:
    return bool(printed) and bool(_classes(str(printed)) & _classes(held))


@cache
def _classes(role: str) -> frozenset[str]:
    words = set(re.findall(r"\w+", role.lower()))
    found = {name for name, listed in CLASSES.items() if words & set(listed.split())}
    if SECRETARY_OF_STATE.search(role):
        found |= {"foreign"}
    if len(found) > 1:
        found.discard("minister")  # a prime or a foreign minister is no other minister
    if "vice" in words or "deputy" in words:
        found = {f"deputy {name}" for name in found}
    return frozenset(found)
