"""``python -m articles.extraction.build_officeholders < all.csv > officeholders.csv``

Makes the packaged register of office holders from a collection of open data with the columns name,
other_names, iso3, role, from, to and source. Only rows of a source whose licence allows it are taken (see
SOURCES); years in which somebody spoke at the United Nations become the term around them.

``from`` and ``to`` are years within which whoever bears the name is taken for the office's holder;
``known_from`` and ``known_to`` are what the source says, where that makes any day certain: nobody shall cite
the former. Where a source knows several terms within these years, there is a row for each.
"""

import csv
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

SOURCES = {
    "UNGDC": ("UN General Debate Corpus, doi:10.7910/DVN/0TJX8Y", "CC0 1.0"),
    "POCOM": ("Principal Officers and Chiefs of Mission, Office of the Historian", "public domain (US)"),
    "CIA": ("Chiefs of State and Cabinet Members of Foreign Governments, 2019-06", "public domain (US)"),
    "EveryPolitician": ("Wikidata, by EveryPolitician, 2022-10", "CC0 1.0"),
}
COLUMNS = (
    "name", "other_names", "iso3", "role", "from", "to", "source", "licence", "known_from", "known_to",
)  # fmt: skip
COURTESY = re.compile(r"^(?:(?:mr|mrs|ms|miss|dr|h\.?e|sir|dame|sheikha?|lord|prof)\b\.? ?)+", re.IGNORECASE)
FOREIGN_MINISTER = re.compile(r"Minister (?:for|of) (?:Foreign|Foregn) Affairs$")
FIRST_YEAR = 1945
AROUND_A_SPEECH = 5  # years before and after a speech in which the speaker is taken to hold the office
YEARLY = 2  # years from one speech to the next between which nobody else is taken to have held the office
SNAPSHOT = (2017, 2021)  # the years around the one in which the list of cabinets was taken


@dataclass(frozen=True, slots=True)
class Row:
    """A person, a country, an office, the years from and to which it was held, and the known terms."""

    name: str
    iso3: str
    role: str
    since: int
    until: int
    source: str
    known: tuple[tuple[str, str], ...] = ()


def rows(given: Iterable[dict[str, str]]) -> Iterator[Row]:
    """The rows of open sources, names and offices tidied, years as certain as the source has them."""
    for fields in given:
        source = next((key for key in SOURCES if fields["source"].startswith(key)), None)
        name = tidy(fields["name"])
        if source is None or len(name.split()) < 2 or not re.fullmatch("[A-Z]{3}", fields["iso3"]):
            continue
        years = _years(fields, source)
        if years is not None and years[1] >= FIRST_YEAR:
            known = ((fields["from"], fields["to"]),) if fields["from"] and fields["to"] else ()
            yield Row(name, fields["iso3"], office(fields["role"]), *years, source, known)


def _years(fields: dict[str, str], source: str) -> tuple[int, int] | None:
    if source == "CIA":
        return SNAPSHOT
    since, until = fields["from"][:4], fields["to"][:4]
    if not since.isdigit():
        return None
    if source == "UNGDC":
        return int(since) - AROUND_A_SPEECH, int(until or since) + AROUND_A_SPEECH
    return int(since), int(until) if until.isdigit() else int(since) + 4


def tidy(name: str) -> str:
    """ "Mr. Hâmid KARZAI," → "Hâmid Karzai"."""
    plain = COURTESY.sub("", re.sub(r"\s+", " ", name).strip(" ,.;"))
    return " ".join(word.title() if word.isupper() and len(word) > 2 else word for word in plain.split())


def office(role: str) -> str:
    role = re.sub(r"\s+", " ", role).removeprefix("US chief of mission / ").strip()
    if role.startswith("country-mission"):
        return "Ambassador"
    return "Minister of Foreign Affairs" if FOREIGN_MINISTER.match(role) else role


def joined(found: Iterable[Row]) -> list[Row]:
    """One row for a person, a country and an office: terms that touch become one."""
    terms: list[Row] = []
    for row in sorted(found, key=lambda r: (r.name, r.iso3, r.role, r.since)):
        last = terms[-1] if terms else None
        same = last is not None and (last.name, last.iso3, last.role) == (row.name, row.iso3, row.role)
        if last is not None and same and row.since <= last.until + 1:
            until, known = max(last.until, row.until), _known(last, row)
            terms[-1] = Row(last.name, last.iso3, last.role, last.since, until, last.source, known)
        else:
            terms.append(row)
    return terms


def _known(last: Row, row: Row) -> tuple[tuple[str, str], ...]:
    """The terms of both; years of speeches in a row become one term."""
    if not last.known or not row.known or {last.source, row.source} != {"UNGDC"}:
        return (*last.known, *row.known)
    *earlier, (start, end) = last.known
    follows = int(row.known[0][0]) - int(end) <= YEARLY
    return (*earlier, (start, row.known[0][1])) if follows else (*last.known, *row.known)


def certain(known: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those of which any day is certain, each once: from 2003 to 2003 none is. Without any, an empty one."""
    found = [(start, end) for start, end in dict.fromkeys(known) if start[: len(end)] < end[: len(start)]]
    return found or [("", "")]


def main() -> None:
    write = csv.writer(sys.stdout, lineterminator="\n")
    write.writerow(COLUMNS)
    for row in joined(rows(csv.DictReader(sys.stdin))):
        years = (row.since, row.until)
        for term in certain(row.known):
            write.writerow(
                (row.name, "", row.iso3, row.role, *years, row.source, SOURCES[row.source][1], *term)
            )


if __name__ == "__main__":
    main()
