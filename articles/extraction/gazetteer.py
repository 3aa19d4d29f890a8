"""Looks countries up by any of their names: name, alias, demonym, capital, seat of government.

Also by what belongs to one of them alone: an organ of its state ("the CIA"), a party.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from articles.text.letters import unaccented

from . import countries

Sort = Literal["name", "demonym", "capital", "seat", "party"]
WORD = re.compile(r"(?:[^\W\d_]\.){2,}|\w+(?:-\w+)*")
POSSESSIVE = re.compile(r"['’]s?$")
LONGEST = 6  # words in the longest name
SHORTEST = 4  # letters up to which a name is not looked for without its accents
NORTH = {"North": "PRK", "South": "KOR"}
NOT_A_STATE = frozenset(("UMI", "VGB", "VIR", "IOT"))
STATES_BESIDE_THE_UN = frozenset(("PSE", "TWN", "VAT", "XKX"))
MOST_MEANT = frozenset(("COD", "DOM"))  # of two members with one demonym: Congolese, Dominican
NAMESAKES = frozenset(
    ("victoria", "san josé", "georgetown", "kingston", "saint john's", "st george's", "sucre")
)
"""Capitals that news means less often than a state, a city or a person of the same name."""
PART_OF_A_NAME = re.compile(r"\bNew $|\b[A-Z]\w* of $")
"""Before a name: New Jersey is not Jersey, and the State of Victoria not the capital Victoria."""


@dataclass(frozen=True, slots=True)
class Place:
    """A hit: which country, by what sort of name, and where in the words given."""

    iso3: str
    name: str
    sort: Sort
    start: int
    end: int


def normal(name: str) -> str:
    plain = POSSESSIVE.sub("", name.strip()).replace(".", "").replace("’", "'")
    plain = re.sub(r"\s+", " ", plain)
    return plain if plain.isupper() and len(plain) <= 4 else plain.casefold()


@cache
def _table() -> dict[str, tuple[str, str, Sort]]:
    """The first to claim a name has it: members of the United Nations before territories."""
    table: dict[str, tuple[str, str, Sort]] = {}
    for country in sorted(countries.load(), key=lambda c: (not c.un_member, c.iso3 not in MOST_MEANT)):
        if country.iso3 in NOT_A_STATE:
            continue
        groups: tuple[tuple[Sort, tuple[str, ...]], ...] = (
            ("name", (country.name, country.official, *country.aliases)),
            ("demonym", country.demonyms),
            ("capital", country.capitals if is_state(country) else ()),
            ("seat", (*country.seats, *country.organs)),
            ("party", country.parties),
        )
        for sort, names in groups:
            for name in names:
                if sort == "capital" and normal(name) in NAMESAKES:
                    continue
                table.setdefault(normal(name), (country.iso3, country.name, sort))
                if sort == "capital" and len(name) > SHORTEST:  # "Male" is a word
                    table.setdefault(normal(unaccented(name)), (country.iso3, country.name, sort))
    for demonym in [key for key, (_, _, sort) in table.items() if sort == "demonym"]:
        table.setdefault(demonym + "s", table[demonym])
    return table


def is_state(country: countries.Country) -> bool:
    return country.un_member or country.iso3 in STATES_BESIDE_THE_UN


def lookup(name: str) -> tuple[str, str, Sort] | None:
    """(ISO3, country's name, sort of name) when the whole of ``name`` names a country."""
    plain = re.sub(r"^(?:the|The)\s+", "", name.strip())
    if plain[:1].islower():
        return None
    return _table().get(normal(plain))


def scan(text: str) -> Iterator[Place]:
    """All countries named in ``text``, longest names first at each place."""
    words = list(WORD.finditer(text))
    at = 0
    while at < len(words):
        step = 1
        if text[words[at].start()].isupper():
            for length in range(min(LONGEST, len(words) - at), 0, -1):
                start, end = words[at].start(), words[at + length - 1].end()
                if hit := _table().get(normal(text[start:end])):
                    if not _is_part_of_a_name(text, start, end, hit[2]):
                        yield Place(*hit, start, end)
                    step = length
                    break
        at += step


@cache
def _parts() -> tuple[re.Pattern[str], dict[str, str]]:
    countries_of = {part: country.iso3 for country in countries.load() for part in country.parts}
    longest_first = sorted(countries_of, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])"), countries_of


def scan_parts(words: str) -> set[str]:
    """The countries whose states or provinces are named: "the governor of Ohio"."""
    pattern, countries_of = _parts()
    return {countries_of[match.group()] for match in pattern.finditer(words)}


def _is_part_of_a_name(text: str, start: int, end: int, sort: Sort) -> bool:
    """A demonym or an abbreviation after "New" is what it says: New Russian sanctions, New U.S. sanctions."""
    before = PART_OF_A_NAME.search(text, max(0, start - 30), start)
    if before is None or sort == "demonym":
        return False
    return sort == "capital" or (before.group() == "New " and not text[start:end].isupper())


def country_of(phrase: str) -> str | None:
    """The first country that a role or organisation name points to ("Russia's deputy envoy to …" → RUS)."""
    return next((place.iso3 for place in scan(phrase)), None)


def demonym_of(iso3: str) -> str:
    """What a government of that country is called: "Kenyan"; its name where no demonym is known."""
    country = next(country for country in countries.load() if country.iso3 == iso3)
    return country.demonyms[0] if country.demonyms else country.name


def name_of(iso3: str) -> str:
    return next(country.name for country in countries.load() if country.iso3 == iso3)
