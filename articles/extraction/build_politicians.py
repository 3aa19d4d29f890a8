"""``python -m articles.extraction.build_politicians EVERYPOLITICIAN CONGRESS > politicians.csv``

Makes the packaged list of members of parliaments from what EveryPolitician took of Wikidata (2015-11, CC0):
``countries.json`` and ``data/*/*/sources/morph/wikidata.csv`` of a folder as its repository has it. Only
whose year of birth is known is taken, for nothing else tells when somebody sat in a parliament. And the
members of the Congress of the United States, with the year of their first term:
``legislators-current.yaml`` of the repository unitedstates/congress-legislators (CC0).
"""

import csv
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from . import countries

SOURCE, CONGRESS, LICENCE = "Wikidata, by EveryPolitician", "unitedstates/congress-legislators", "CC0 1.0"
COLUMNS = ("name", "iso3", "born", "died", "from", "source", "licence")
FIRST_YEAR = 1925  # of birth
TOLD_APART = re.compile(r"\s*(?:\([^()]*\)|,.*)$")  # "Ana Ruiz (politician)", "Jo Rey, Baron Rey"
NEXT = re.compile(r"^- id:", re.MULTILINE)
USUAL_NAME = re.compile(r"^    wikipedia: ['\"]?(.+?)['\"]?$", re.MULTILINE)
BORN = re.compile(r"^    birthday: '(\d{4})", re.MULTILINE)
FIRST_TERM = re.compile(r"^    start: '(\d{4})", re.MULTILINE)
NATIONS = {"GB-NIR": "GB", "GB-SCT": "GB", "GB-WLS": "GB"}


def rows(folder: Path) -> Iterator[tuple[str, ...]]:
    iso3 = {country.iso2: country.iso3 for country in countries.load()}
    listed = json.loads((folder / "countries.json").read_text(encoding="utf-8"))
    code_of = {one["slug"].replace("-", "_"): one["code"] for one in listed}
    for path in sorted((folder / "data").glob("*/*/sources/morph/wikidata.csv")):
        code = code_of.get(path.relative_to(folder / "data").parts[0], "")
        country = iso3.get(NATIONS.get(code, code))
        if country is None:
            continue
        with path.open(encoding="utf-8", newline="") as persons:
            for person in csv.DictReader(persons):
                name = TOLD_APART.sub("", person.get("name__en") or person["name"]).strip()
                born, died = ((person.get(key) or "")[:4] for key in ("birth_date", "death_date"))
                if born.isdigit() and int(born) >= FIRST_YEAR and len(name.split()) > 1:
                    yield name, country, born, died, "", SOURCE, LICENCE


def of_congress(path: Path) -> Iterator[tuple[str, ...]]:
    """By their usual names, which the official ones are not ("Charles E. Schumer")."""
    for entry in NEXT.split(path.read_text(encoding="utf-8"))[1:]:
        name, born, since = USUAL_NAME.search(entry), BORN.search(entry), FIRST_TERM.search(entry)
        if name and born and since:
            yield TOLD_APART.sub("", name[1]), "USA", born[1], "", since[1], CONGRESS, LICENCE


def main() -> None:
    write = csv.writer(sys.stdout, lineterminator="\n")
    write.writerow(COLUMNS)
    write.writerows(sorted({*rows(Path(sys.argv[1])), *of_congress(Path(sys.argv[2]))}))


if __name__ == "__main__":
    main()
