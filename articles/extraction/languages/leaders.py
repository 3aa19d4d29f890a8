"""Heads of state and government, and foreign ministers, whom news names without their office.

For an article that gives a person no role at all. The years are those of office; who left office speaks for
no country any more. Without the article's date a name that belongs to leaders of one country counts.
"""

import json
from datetime import date
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@cache
def _by_last_name() -> dict[str, list[tuple[frozenset[str], str, int, int]]]:
    """Last word of a name: the names it may be, the country, the years."""
    found: dict[str, list[tuple[frozenset[str], str, int, int]]] = {}
    for iso3, people in json.loads((DATA / "leaders.json").read_text(encoding="utf-8")).items():
        for names, first, last in people:
            low = frozenset(name.lower() for name in names)
            for key in {name.split()[-1] for name in low}:
                found.setdefault(key, []).append((low, iso3, first, last))
    return found


def country_of(name: str, published_on: date | None) -> str | None:
    """The country that a person of that name led when the article appeared; None unless it is one country."""
    full = name.lower().replace("ё", "е")
    low = " ".join(word for word in full.split() if not word.endswith(".")) or full
    known = _by_last_name().get(low.split()[-1], ())
    countries = {
        iso3
        for names, iso3, first, last in known
        if (low in names or " " not in low) and (published_on is None or first <= published_on.year <= last)
    }
    return countries.pop() if len(countries) == 1 else None
