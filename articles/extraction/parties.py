"""Whose country's a political party is, and who leads one, by the packaged list (``data/parties.csv``).

Many parties have one name in several countries, and many leaders a namesake: either has a country only in a
text that names that country, and none of the others.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from articles.text.letters import unaccented

from .lexicon import DATA, nouns
from .officeholders import folded

WORD = re.compile(r"[^\W_]+(?:[-'’&/.][^\W_]+)*")
AMERICAN = {"labour": "labor", "centre": "center", "defence": "defense"}  # as the list spells
LONGEST = 9  # words in a name
KIND = "party"
SHORTEST = 3  # letters of an abbreviation
LED_BEFORE, LED_AFTER = 1, 2  # years around the editions that name somebody as leader
KNOWN_BEFORE, KNOWN_AFTER = 5, 5  # the same of a party


@dataclass(frozen=True, slots=True)
class Entry:
    """A party, a leader or a member: of which country, from which year to which, by which words of a name."""

    iso3: str
    since: int
    until: int
    words: tuple[str, ...] = ()


def of_words(words: str, on: date | None, named: Container[str]) -> str | None:
    """ISO3 of the only country named in the text whose party the words of a role or a body name."""
    found = {
        entry.iso3
        for key in _keys(words)
        for entry in _parties().get(key, ())
        if entry.iso3 in named and _is_of(on, entry.since - KNOWN_BEFORE, entry.until + KNOWN_AFTER)
    }
    return found.pop() if len(found) == 1 else None


def of_leader(name: str, on: date | None, named: Container[str]) -> str | None:
    """ISO3 of the only country named in the text of which a party was led by somebody of this full name."""
    words = folded(name)
    if len(words) < 2 or on is None:
        return None
    found = {
        entry.iso3
        for entry in _leaders().get(words[-1], ())
        if set(words) <= set(entry.words)
        and _is_of(on, entry.since - LED_BEFORE, entry.until + LED_AFTER)
        and entry.iso3 in named
    }
    return found.pop() if len(found) == 1 else None


def _is_of(on: date | None, since: int, until: int) -> bool:
    return on is None or since <= on.year <= until


def _keys(words: str) -> Iterator[str]:
    """What could be a party's name in ``words``; of one word only an abbreviation, or beside "party"."""
    printed = WORD.findall(words)
    for start, first in enumerate(printed):
        if not first[0].isupper():
            continue
        if len(first) >= SHORTEST and first.isupper():
            yield first
        for end in range(start + 1, min(start + LONGEST, len(printed)) + 1):
            beside = printed[end : end + 1]
            if end - start > 1 or [word.lower() for word in beside] == [KIND]:
                yield _normal(" ".join(printed[start:end]))


def _normal(name: str) -> str:
    words = WORD.findall(unaccented(name).replace("’", "'").casefold())
    return " ".join(AMERICAN.get(word, word) for word in words if word != "the")


@cache
def _parties() -> dict[str, list[Entry]]:
    """By name as :func:`_normal` has it, and by abbreviation, which is in capitals."""
    bodies = {name.replace("_", " ") for name in nouns("world_bodies")}
    found: dict[str, list[Entry]] = defaultdict(list)
    for row in _rows():
        entry = Entry(row["iso3"], int(row["from"]), int(row["to"]))
        found[_normal(row["name"])].append(entry)
        short = row["abbreviation"]
        if len(short) >= SHORTEST and short.isupper() and WORD.fullmatch(short) and short not in bodies:
            found[short].append(entry)
    return {key: list(dict.fromkeys(entries)) for key, entries in found.items()}


@cache
def _leaders() -> dict[str, list[Entry]]:
    """By each word of the name: the list has some with the family name first."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for row in _rows():
        words = folded(row["leader"])
        for word in set(words):
            found[word].append(Entry(row["iso3"], int(row["from"]), int(row["to"]), words))
    return found


def _rows() -> Iterator[dict[str, str]]:
    with (DATA / "parties.csv").open(encoding="utf-8", newline="") as rows:
        yield from csv.DictReader(rows)
