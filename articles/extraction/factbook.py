"""Reads the yearly editions of the CIA's World Factbook, for the commands that make packaged data of them.

It is in the public domain as a work of the US government. The repository
MilkMp/CIA-World-Factbooks-Archive-1990-2025 keeps all editions; a folder ``data`` as it has it is read:
``fields/country_fields_2006.sql.gz`` with a row a field, ``reference_tables`` with the countries.
"""

import csv
import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import countries
from .officeholders import PARTICLES

SOURCE, LICENCE = "World Factbook", "public domain (US)"
FIELD = re.compile(r"^\s+\(\d+, \d+, (\d+), N'((?:[^']|'')*)', N'((?:[^']|'')*)'\)", re.MULTILINE)
IN_CAPITALS = re.compile(r"(?:\w{1,3}['’-]+)?(?:Mc|Mac)?[^\W\d_a-z]['’]?[^\W\d_a-z](?:[^\W\d_a-z]|['’-])*")
NUMERAL = re.compile(r"(?:[A-Z]\.)+|I{2,3}|IV|VI{0,3}")
COURTESY = re.compile(
    r"^(?:(?:President|Dr|Mr|Mrs|Ms|Gen|Prof|Sheikh|Shaykh|Sir|Dame|Dato|Datuk|Col|Maj|Lt|Adm|Capt|Ret|Rev|Ing|H\.E)\b"
    r"\.? ?)+"
)
LONGEST_NAME = 45  # characters


@dataclass(frozen=True, slots=True)
class Field:
    """What an edition has under one heading of a country."""

    year: int
    iso3: str
    heading: str
    text: str


def fields(data: Path, first_year: int) -> Iterator[Field]:
    iso3_of = _iso3_of(data / "reference_tables")
    for path in sorted((data / "fields").glob("country_fields_*.sql.gz")):
        year = int(path.name.removeprefix("country_fields_").split(".")[0])
        if year < first_year:
            continue
        for country, heading, text in FIELD.findall(gzip.decompress(path.read_bytes()).decode()):
            if country in iso3_of:
                yield Field(year, iso3_of[country], heading, text.replace("''", "'"))


def _iso3_of(tables: Path) -> dict[str, str]:
    """Number of a country in an edition → ISO3."""
    iso3 = {country.iso2: country.iso3 for country in countries.load()}
    with (tables / "master_countries.csv").open(encoding="utf-8", newline="") as rows:
        of_master = {row["MasterCountryID"]: iso3.get(row["ISOAlpha2"]) for row in csv.DictReader(rows)}
    with (tables / "countries.csv").open(encoding="utf-8", newline="") as rows:
        found = {row["CountryID"]: of_master.get(row["MasterCountryID"]) for row in csv.DictReader(rows)}
    return {number: code for number, code in found.items() if code}


def name(printed: str) -> str | None:
    """ "Dr. Ana RUIZ-MORA" → "Ana Ruiz-Mora", "KIM Yong-sam" → "Kim Yong-sam"; None if no whole name."""
    plain = COURTESY.sub("", printed.strip())
    words = plain.split()
    is_name = len(words) > 1 and len(plain) <= LONGEST_NAME and any(map(IN_CAPITALS.fullmatch, words))
    is_whole = plain[:1].isupper() and not any(word.islower() and word not in PARTICLES for word in words)
    if not (is_name and is_whole):  # "Ca IZARES": letters with accents were lost
        return None
    return " ".join(word if NUMERAL.fullmatch(word) else _small(word) for word in words)


def _small(word: str) -> str:
    """ "RUIZ-MORA" → "Ruiz-Mora", "McDONALD" → "McDonald"."""
    return re.sub(r"[^\W\d_a-z]{2,}", lambda capitals: capitals.group().capitalize(), word)
