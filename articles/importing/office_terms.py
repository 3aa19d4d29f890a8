"""Terms of office as a CSV file lists them; no database here."""

import csv
import datetime
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from articles.dates import Period
from articles.extraction import countries
from articles.importing.files.charsets import decoded
from articles.importing.files.entries import Flaw
from articles.importing.files.reading import bytes_of
from articles.text import normal

REQUIRED = ("name", "iso3", "role", "from", "to", "source")
LONGEST = {"name": 200, "role": 200, "source": 450}  # characters, as the models have it and references grow
MOST_OF_A_CELL = 131_072  # characters; a quotation mark that is never closed is told by it
ALIASES, BETWEEN_ALIASES = "other_names", "|"
BODY = "body"

FORMER = {
    "ANT": "Netherlands Antilles",
    "BUR": "Burma",
    "BYS": "Byelorussian SSR",
    "CSK": "Czechoslovakia",
    "DDR": "German Democratic Republic",
    "DHY": "Dahomey",
    "GDR": "German Democratic Republic",
    "HVO": "Upper Volta",
    "RHO": "Southern Rhodesia",
    "RVN": "Republic of Viet-Nam",
    "SCG": "Serbia and Montenegro",
    "SUN": "USSR",
    "TMP": "East Timor",
    "VDR": "Democratic Republic of Viet-Nam",
    "YAR": "Yemen Arab Republic",
    "YDYE": "Democratic Yemen",
    "YMD": "Democratic Yemen",
    "YPR": "Democratic Yemen",
    "YUG": "Yugoslavia",
    "ZAR": "Zaire",
}  # ISO 3166-3, and how lists of office holders abbreviate the same states


@dataclass(frozen=True, slots=True)
class Term:
    """What a person was for a country, on days that are certain; without ``ends_on`` they still are.

    ``body`` names the international body whose office it was instead of a country's. What is known
    ``by_year`` gives way to a role of the same kind that is on record for any of these days.
    """

    row: str
    name: str
    aliases: tuple[str, ...]
    iso3: str | None
    title: str
    starts_on: datetime.date
    ends_on: datetime.date | None
    reference: str
    body: str = ""
    by_year: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that is not written; ``kind`` names the fault, ``reason`` the fault and its remedy."""

    row: str
    kind: str
    reason: str


class Fault(Flaw):
    """A fault of a known kind."""

    def __init__(self, kind: str, remedy: str) -> None:
        super().__init__(f"{kind}: {remedy}")
        self.kind = kind


def read_terms(path: Path) -> Iterator[Term | Refused]:
    """Every row of the file in order. Flaw if the file cannot be read at all or lacks a column."""
    csv.field_size_limit(MOST_OF_A_CELL)
    lines = csv.reader(io.StringIO(decoded(bytes_of(path)), newline=""))
    header = [cell.strip().lower() for cell in next(lines, [])]
    missing = [name for name in REQUIRED if name not in header]
    if missing:
        raise Flaw(
            f"the first line lacks the column {', '.join(missing)}; it must name {', '.join(REQUIRED)}"
        )
    yield from _rows(header, lines)


def _rows(header: list[str], lines: Any) -> Iterator[Term | Refused]:
    first = lines.line_num + 1
    try:
        for cells in lines:
            if any(cells):
                yield _row(_place(first, lines.line_num), header, cells)
            first = lines.line_num + 1
    except csv.Error as error:
        yield Refused(_place(first, first), "not CSV", f"not CSV: {error}; nothing after this line was read")


def _place(first: int, last: int) -> str:
    return f"line {first}" if first == last else f"lines {first} to {last}"


def _row(row: str, header: list[str], cells: list[str]) -> Term | Refused:
    if len(cells) != len(header):
        kind = "wrong number of cells"
        return Refused(row, kind, f"{kind}: {len(cells)}, the first line has {len(header)}")
    words = (normal.line(cell) for cell in cells)
    return read_term(row, dict(zip(header, words, strict=True)))


def read_term(row: str, entry: Mapping[str, str]) -> Term | Refused:
    """One row, by the names of its columns, each cell a line; ``row`` says where it stands."""
    try:
        return _term(row, entry)
    except Fault as fault:
        return Refused(row, fault.kind, str(fault))


def _term(row: str, entry: Mapping[str, str]) -> Term:
    for column, longest in LONGEST.items():
        _check_length(column, entry[column], longest)
    body = entry.get(BODY, "")
    iso3 = _country_beside(body, entry["iso3"])
    starts_on, ends_on = _certain_days(entry["from"], entry["to"])
    return Term(
        row=row,
        name=entry["name"],
        aliases=_aliases(entry.get(ALIASES, "")),
        iso3=iso3,
        title=entry["role"],
        starts_on=starts_on,
        ends_on=ends_on,
        reference=_reference(entry),
        body=body,
    )


def _check_length(column: str, value: str, longest: int) -> None:
    if not value:
        raise Fault(f"no {column}", f"fill in the column {column}")
    if len(value) > longest:
        raise Fault(f"{column} too long", f"{len(value)} characters, at most {longest} are kept: shorten it")


def _aliases(cell: str) -> tuple[str, ...]:
    names = [name.strip() for name in cell.split(BETWEEN_ALIASES)]
    for name in names:
        if len(name) > LONGEST["name"]:
            raise Fault(f"{ALIASES} too long", f"separate the names by {BETWEEN_ALIASES}")
    return tuple(dict.fromkeys(name for name in names if name))


def _country(code: str) -> str:
    iso3 = code.upper()
    if iso3 in FORMER:
        raise Fault("former state", f"{code} was {FORMER[iso3]}; give the state of today, or leave it out")
    if iso3 not in {country.iso3 for country in countries.load()}:
        raise Fault("unknown country code", f"“{code}” is none of the three-letter codes of ISO 3166-1")
    return iso3


def _country_beside(body: str, iso3: str) -> str | None:
    if body and iso3:
        raise Fault("country and body", f"an office is {iso3}'s or that of “{body}”; leave one of them empty")
    return None if body else _country(iso3)


def _certain_days(start: str, end: str) -> tuple[datetime.date, datetime.date | None]:
    """The first and last day on which the office was certainly held, whatever partial dates may mean."""
    if not start:
        held = f"at all times until {end}" if end else "for ever"
        raise Fault("no first day" if end else "no dates", f"the role would hold {held}; give from")
    first, last = _period(start), _period(end) if end else None
    if last and last.last < first.first:
        raise Fault("ends before it starts", f"from {start} to {end}")
    if last and last.first < first.last:
        raise Fault("dates too coarse", f"no day is certain between {start} and {end}; give exact days")
    return first.last, last.first if last else None


def _reference(entry: Mapping[str, str]) -> str:
    """The source, and the dates as it has them where the term holds only what is certain of them."""
    start, end = entry["from"], entry["to"]
    is_exact = {len(date) for date in (start, end) if date} == {len("YYYY-MM-DD")}
    return entry["source"] if is_exact else f"{entry['source']} (from {start} to {end or 'now'})"


def _period(date: str) -> Period:
    try:
        return Period.parse(date)
    except ValueError as error:
        raise Fault("malformed date", str(error)) from None
