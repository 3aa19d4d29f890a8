"""The register of office holders, looked up by names in Russian letters.

A name is brought to the consonants that Russian and Latin spellings share ("Вуянович", "Vujanović": v n v k).
Given name and family name must both agree, and the office must be of the same kind; a name that fits office
holders of two countries fits none.
"""

import re
from collections import defaultdict
from datetime import date
from functools import cache

from .. import officeholders

ALIKE = ("бb", "вvw", "гg", "дd", "жзсшщzs", "кцчckq", "лl", "мm", "нn", "пp", "рr", "тt", "фf")
CONSONANTS = {letter: letters[-1] for letters in ALIKE for letter in letters}
DIGRAPHS = (("ph", "f"), ("th", "t"), ("ts", "c"), ("tz", "c"), ("sz", "s"), ("x", "ks"), ("дж", ""))
LEAST_GIVEN, LEAST_FAMILY = 2, 3  # consonants in which they must agree
OFFICES = tuple(
    (re.compile(pattern), office)
    for pattern, office in (
        (r"\bпремьер|глав\w+ правительства|\bканцлер|председател\w+ правительства", "prime minister"),
        (r"\bиностранных дел|\bмид\b|(?:дипломат|внешнеполит)\w+ ведомств", "foreign minister"),
        (r"\bпрезидент|\bглав\w+ государства|\bкорол|\bэмир", "president"),
        (r"\bпос(?:ол|ла|лом)\b|\bпостпред|\bпостоянн\w+ представител", "ambassador"),
        (r"\bминистр|\bглав\w+ (?:\w+ )?(?:ведомства|министерства|минобороны)", "minister"),
    )
)


def country_of(name: str, role: str, on: date | None) -> str | None:
    """ISO3 of the country for which the only one of that name holds such an office on a day, or ever."""
    office = next((kind for pattern, kind in OFFICES if pattern.search(role.lower())), None)
    words = name.split()
    if office is None or len(words) < 2:
        return None
    key = consonants(words[0]), consonants(words[-1])
    if len(key[0]) < LEAST_GIVEN or len(key[1]) < LEAST_FAMILY:
        return None
    held = {
        term.iso3
        for term in _by_consonants().get(key, ())
        if officeholders.same_class(office, term.role) and (on is None or term.since <= on.year <= term.until)
    }
    return held.pop() if len(held) == 1 else None


def consonants(word: str) -> str:
    """Those of a name that its spellings have in common, none twice in a row."""
    low = word.lower()
    for letters, one in DIGRAPHS:
        low = low.replace(letters, one)
    kept = "".join(CONSONANTS.get(letter, "") for letter in low)
    return re.sub(r"(.)\1+", r"\1", kept)


@cache
def _by_consonants() -> dict[tuple[str, str], list[officeholders.Term]]:
    found: dict[tuple[str, str], list[officeholders.Term]] = defaultdict(list)
    for term in officeholders.terms():
        if len(term.words) > 1:
            found[consonants(term.words[0]), consonants(term.words[-1])].append(term)
    return found
