"""``python -m articles.extraction.build_politicians EVERYPOLITICIAN > politicians.csv``

Makes the packaged list of members of parliaments from what EveryPolitician took of Wikidata (2015-11, CC0):
``countries.json`` and ``data/*/*/sources/morph/wikidata.csv`` of a folder as its repository has it. Only
whose year of birth is known is taken, for nothing else tells when somebody sat in a parliament.
"""

import csv
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from . import countries

SOURCE, LICENCE = "Wikidata, by EveryPolitician", "CC0 1.0"
COLUMNS = ("name", "iso3", "born", "died", "source", "licence")
FIRST_YEAR = 1925  # of birth
TOLD_APART = re.compile(r"\s*(?:\([^()]*\)|,.*)$")  # "Ana Ruiz (politician)", "Jo Rey, Baron Rey"
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
                    yield name, country, born, died


def main() -> None:
    write = csv.writer(sys.stdout, lineterminator="\n")
    write.writerow(COLUMNS)
    for row in sorted(set(rows(Path(sys.argv[1])))):
        write.writerow((*row, SOURCE, LICENCE))


if __name__ == "__main__":
    main()
