"""The register of office holders, looked up by names and roles of other languages.

A name in Russian letters is brought to the consonants that Russian and Latin spellings share ("Вуянович",
"Vujanović": v n v k). Given name and family name must both agree, and the office must be of the same kind; a
name that fits office holders of two countries fits none.
"""

import json
import re
from collections import defaultdict
from datetime import date
from functools import cache
from pathlib import Path

from .. import officeholders
from ..officeholders import Term

ALIKE = ("бb", "вvw", "гg", "дd", "жзсшщzs", "кцчckq", "лl", "мm", "нn", "пp", "рr", "тt", "фf")
CONSONANTS = {letter: letters[-1] for letters in ALIKE for letter in letters}
DIGRAPHS = (("ph", "f"), ("th", "t"), ("ts", "c"), ("tz", "c"), ("sz", "s"), ("x", "ks"), ("дж", ""))
CYRILLIC = re.compile("[а-яА-Я]")
LEAST_GIVEN, LEAST_FAMILY = 2, 3  # consonants in which they must agree
DATA = Path(__file__).parent / "data"


@cache
def _patterns(code: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    listed = json.loads((DATA / "offices.json").read_text(encoding="utf-8"))
    return tuple((re.compile(pattern), office) for pattern, office in listed.get(code, ()))


@cache
def _deputy() -> re.Pattern[str]:
    return re.compile(json.loads((DATA / "offices.json").read_text(encoding="utf-8"))["deputy"])


def office_of(role: str, code: str) -> str | None:
    """The office that a role in a language names, in the register's words; None for any other role."""
    low = role.lower().replace("ё", "е")
    office = next((office for pattern, office in _patterns(code) if pattern.search(low)), None)
    return f"deputy {office}" if office and _deputy().search(low) else office


def term_of(name: str, office: str | None, on: date | None) -> Term | None:
    """What the only one of that name held on a day, or ever; None if several countries had one.

    Without an office a name in Latin letters must be a full one, and one in Russian letters tells nobody.
    """
    held = _in_russian(name, office, on) if CYRILLIC.search(name) else officeholders.held_by(name, office, on)
    return held[0] if len({term.iso3 for term in held}) == 1 else None


def holders(iso3: str, office: str, on: date | None) -> list[Term]:
    """Those who held such an office of a country on a day, or ever."""
    return [
        term
        for term in _by_country().get(iso3, ())
        if officeholders.same_class(office, term.role) and (on is None or term.since <= on.year <= term.until)
    ]


@cache
def _by_country() -> dict[str | None, list[Term]]:
    found: dict[str | None, list[Term]] = defaultdict(list)
    for term in officeholders.terms():
        found[term.iso3].append(term)
    return found


def _in_russian(name: str, office: str | None, on: date | None) -> list[Term]:
    words = name.split()
    if office is None or len(words) < 2:
        return []
    key = consonants(words[0]), consonants(words[-1])
    if len(key[0]) < LEAST_GIVEN or len(key[1]) < LEAST_FAMILY:
        return []
    return [
        term
        for term in _by_consonants().get(key, ())
        if officeholders.same_class(office, term.role) and (on is None or term.since <= on.year <= term.until)
    ]


def consonants(word: str) -> str:
    """Those of a name that its spellings have in common, none twice in a row."""
    low = word.lower()
    for letters, one in DIGRAPHS:
        low = low.replace(letters, one)
    kept = "".join(CONSONANTS.get(letter, "") for letter in low)
    return re.sub(r"(.)\1+", r"\1", kept)


@cache
def _by_consonants() -> dict[tuple[str, str], list[Term]]:
    found: dict[tuple[str, str], list[Term]] = defaultdict(list)
    for term in officeholders.terms():
        if len(term.words) > 1:
            found[consonants(term.words[0]), consonants(term.words[-1])].append(term)
    return found
