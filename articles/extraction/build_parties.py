"""``python -m articles.extraction.build_parties ARCHIVE/data > parties.csv``

Makes the packaged list of political parties and their leaders from the World Factbook (see ``factbook``).
The years of a row are those of the editions that name it.
"""

import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import factbook

HEADING = "Political parties"
COLUMNS = ("name", "abbreviation", "leader", "iso3", "from", "to", "source", "licence")
FIRST_YEAR = 2000  # before, the leaders stand in no brackets
ENTRY = re.compile(r"([^\[\]]*)\[([^\[\]]+)\]")
NEXT_ENTRY = re.compile(r"[;|)]|: ")
ASIDE = re.compile(r"\s*\([^()]*\)?")
WITHIN = re.compile(
    r"\s*\([^()]*\)(?=\s*(?:$|,|or\b|(?:Party|Front|Movement|Bloc|Alliance|List|Union|Group)\b))"
)
NAME = re.compile(r"([A-Z].{1,68}?)(?:,? or (?:(\S{2,20})|[^,]+))?")
NEXT_LEADER = re.compile(r"[,;/&]| and ")
ARMED = ("Hizballah", "Hizbullah", "HAMAS")
"""Movements whose words are not those of a state's politics."""


@dataclass(frozen=True, slots=True)
class Party:
    """A party, its abbreviation or "", and one who led it or ""."""

    name: str
    abbreviation: str
    leader: str
    iso3: str


def parties(text: str, iso3: str) -> Iterator[Party]:
    """ "Movement for Change or MDC [Ana RUIZ]; United Parties [Al LEE]", with a row for each leader."""
    for printed, led_by in ENTRY.findall(text):
        alone = NEXT_ENTRY.split(ASIDE.sub(";", WITHIN.sub("", printed)))[-1].strip(" ,")
        named = NAME.fullmatch(alone)
        if named is None or any(armed in alone for armed in ARMED):
            continue
        leaders = map(factbook.name, NEXT_LEADER.split(ASIDE.sub("", led_by)))
        for leader in list(filter(None, leaders)) or [""]:
            yield Party(named[1], named[2] or "", leader, iso3)


def main() -> None:
    years: dict[Party, set[int]] = defaultdict(set)
    for field in factbook.fields(Path(sys.argv[1]), FIRST_YEAR):
        if field.heading.startswith(HEADING):
            for party in parties(field.text, field.iso3):
                years[party].add(field.year)
    write = csv.writer(sys.stdout, lineterminator="\n")
    write.writerow(COLUMNS)
    for party, named in sorted(years.items(), key=lambda item: (item[0].iso3, item[0].name, item[0].leader)):
        row = (party.name, party.abbreviation, party.leader, party.iso3)
        write.writerow((*row, min(named), max(named), factbook.SOURCE, factbook.LICENCE))


if __name__ == "__main__":
    main()
