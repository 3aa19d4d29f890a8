"""The packaged gazetteer of states: ISO 3166-1 and Kosovo, with the names by which news refers to them.

Data and licences are described in ``data/README.md``.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Country:
    """One country; every tuple holds English names as printed in news.

    ``parts`` are states and provinces, whose governors and senators are the country's, too.
    """

    iso3: str
    iso2: str
    name: str
    official: str
    region: str
    un_member: bool
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    organs: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


def _read(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


@cache
def load() -> tuple[Country, ...]:
    """All 250 countries, in the order of their ISO 3166-1 alpha-3 codes."""
    ours = _read("seats.json")
    return tuple(_country(row, ours.get(row["iso3"], {})) for row in _read("countries.json"))


def _country(row: dict[str, Any], ours: dict[str, list[str]]) -> Country:
    theirs = (each for joined in row["demonyms"] for each in joined.split(", "))
    demonyms = [*ours.get("demonyms", []), *theirs]  # the first is that of a government
    return Country(
        **{
            **row,
            "demonyms": tuple(dict.fromkeys(demonyms)),
            "capitals": tuple(row["capitals"]),
            "aliases": tuple(ours.get("aliases", [])),
            **{kind: tuple(ours.get(kind, [])) for kind in ("seats", "organs", "parties", "parts")},
        }
    )
