"""``python -m articles.extraction.build_factbook ARCHIVE/data > factbook.csv``

Makes the packaged list of heads of state and government, their deputies, and ambassadors in Washington from
the World Factbook (see ``factbook``). ``from`` is the year since when the book says that the office is held,
else that of the first edition that names the holder; ``to`` is the year after the last that does.
"""

import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from . import countries, factbook, gazetteer

COLUMNS = ("name", "iso3", "role", "from", "to", "source", "licence")
FIRST_YEAR = 1995
AFTER_AN_EDITION = 1  # years
EXECUTIVE, ENVOY = "Executive branch", "Diplomatic representation in"
HEADS = re.compile(r"chief of state:(.*?)(?:cabinet:|elections?:|$)", re.DOTALL)
CAPITALISED = r"(?:[^\W\d_a-z][\w.'’-]*|of|the|al|bin|bint|ibn|van|de|da|dos|di|al-\w+)"
HELD = re.compile(rf"(?P<words>{CAPITALISED}(?: {CAPITALISED})*) \((?:both )?since (?P<since>[^()]*)\)")
TITLE = re.compile(
    r"^(?:(?:Executive|Acting|Interim|Transitional|First|Second|Third|Federal|Deputy|Vice|Prime|Supreme"
    r"|Crown|Chief|President|Vice-President|Minister|Premier|Chancellor|Taoiseach|King|Queen|Prince|Emir|Amir"
    r"|Sultan|Governor|General|Chairman|Chairperson|Leader|Captain|Regent|Council|State|Ministers|Presidency"
    r"|Head|Government|Republic|Monarch|of|the)s? )+"
)
OFFICE = re.compile(
    r"(?:(?:Prime|First|Chief) Minister|President|Premier|Chancellor|Taoiseach|King|Queen|Prince|Emir|Amir"
    r"|Sultan|Governor General|Chief Executive|Regent|(?:Head|President|Chairman) of (?:the )?(?:State"
    r"|Government|Republic|Presidency|Council of Ministers?|Executive Council))$"
)
PLURAL = re.compile(r"\b(President|Minister|Governor|Premier|Captain|Regent)s\b")
AMBASSADOR = re.compile(
    r"chief of mission: Ambassador ([^(|;]+?)"
    r"(?: \(since (?P<since>[^()]*)\)| chancery| FAX| telephone| \||;|$)"
)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds an office of a country, as one edition has it."""

    name: str
    iso3: str
    role: str


def holders(field: factbook.Field) -> Iterator[tuple[Holder, int]]:
    """Each with the year since when, or that of the edition."""
    if field.heading == EXECUTIVE:
        for part in HEADS.findall(field.text):
            yield from _heads(part, field)
    elif field.heading.startswith(ENVOY):
        found = AMBASSADOR.search(field.text)
        name = factbook.name(found[1]) if found else None
        if found and name:
            yield Holder(name, field.iso3, "Ambassador to the US"), _year(found["since"], field)


def _heads(text: str, field: factbook.Field) -> Iterator[tuple[Holder, int]]:
    """ "Vice Presidents Ana RUIZ (since 1 May 2004) and Al LEE (since 2005)": both have the title."""
    role = ""
    for held in HELD.finditer(text):
        title = TITLE.match(held["words"])
        if title:
            role = PLURAL.sub(r"\1", title.group().strip()).removeprefix("Executive ")
        name = factbook.name(held["words"][title.end() if title else 0 :])
        if name and OFFICE.search(role):
            yield Holder(name, field.iso3, role), _year(held["since"], field)


def _year(since: str | None, field: factbook.Field) -> int:
    """That of "1 May 2004", "NA 2004"."""
    found = YEAR.search(since or "")
    return int(found.group()) if found else field.year


def rows(fields: Iterable[factbook.Field]) -> Iterator[tuple[str | int, ...]]:
    """Of states alone, without those who hold an office in several of them: a monarch, a governor."""
    years: dict[Holder, set[int]] = defaultdict(set)
    of_countries: dict[str, set[str]] = defaultdict(set)
    states = {country.iso3 for country in countries.load() if gazetteer.is_state(country)}
    for field in fields:
        for holder, since in holders(field) if field.iso3 in states else ():
            years[holder] |= {min(since, field.year), field.year + AFTER_AN_EDITION}
            of_countries[holder.name].add(holder.iso3)
    for one, held in sorted(years.items(), key=lambda item: (item[0].iso3, item[0].name, item[0].role)):
        if len(of_countries[one.name]) == 1:
            yield one.name, one.iso3, one.role, min(held), max(held), factbook.SOURCE, factbook.LICENCE


def main() -> None:
    write = csv.writer(sys.stdout, lineterminator="\n")
    write.writerow(COLUMNS)
    write.writerows(rows(factbook.fields(Path(sys.argv[1]), FIRST_YEAR)))


if __name__ == "__main__":
    main()
