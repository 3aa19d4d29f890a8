"""Roll calls from a CSV file, a row for each vote; a faulty row is named, and the rest is kept."""

import csv
import datetime
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path

from django.db import transaction

from articles.extraction import countries
from articles.history.as_of import own_context
from articles.importing.files.charsets import decoded
from articles.importing.files.entries import Flaw
from articles.importing.files.reading import bytes_of
from articles.models import RollCall, Vote

REQUIRED = ("country", "roll_call", "date", "vote", "title")
OPTIONAL = ("resolution",)
LONGEST = {"roll_call": 40, "resolution": 60, "title": 500}
CHOICES = {
    **dict.fromkeys(("yes", "y", "1", "for", "in favour"), Vote.Choice.YES),
    **dict.fromkeys(("no", "n", "3", "against"), Vote.Choice.NO),
    **dict.fromkeys(("abstain", "a", "2", "abstention", "abstained"), Vote.Choice.ABSTAIN),
    **dict.fromkeys(("absent", "8", "non-voting", "not voting", ""), Vote.Choice.ABSENT),
}
ROWS = 5_000  # written at once


@dataclass(frozen=True, slots=True)
class Ballot:
    """One row that can be written; ``row`` is its place in the file."""

    row: str
    number: str
    held_on: datetime.date
    resolution: str
    title: str
    country: str
    choice: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that is not written, and why."""

    row: str
    reason: str


@dataclass(slots=True)
class Outcome:
    """How many roll calls and votes were new, how many votes were known; the rows that were refused."""

    roll_calls: int = 0
    votes: int = 0
    known: int = 0
    refused: list[Refused] = field(default_factory=list)


def read_ballots(path: Path) -> Iterator[Ballot | Refused]:
    """The rows of the file in their order; Flaw if it is no table of votes."""
    text = decoded(bytes_of(path), guess=True)
    csv.field_size_limit(max(len(text), 1))  # no cell breaks the file off: its length is what is told
    lines = csv.reader(io.StringIO(text, newline=""))
    header = [name.strip().lower() for name in next(lines, [])]
    if missing := [name for name in REQUIRED if name not in header]:
        raise Flaw(f"has no column {', '.join(missing)}; it needs {', '.join(REQUIRED)}")
    if unknown := sorted(set(header) - {*REQUIRED, *OPTIONAL}):
        raise Flaw(
            f"has the column {', '.join(unknown)}, which is not known; it may have {OPTIONAL[0]} besides"
        )
    try:
        for cells in lines:
            if cells:
                yield _ballot(f"line {lines.line_num}", header, cells)
    except csv.Error as error:
        raise Flaw(f"is not CSV from line {lines.line_num + 1} on: {error}") from None


def _ballot(row: str, header: list[str], cells: list[str]) -> Ballot | Refused:
    if len(cells) != len(header):
        return Refused(row, f"has {len(cells)} cells, the first line {len(header)}")
    entry = {name: " ".join(cell.split()) for name, cell in zip(header, cells, strict=True)}
    try:
        return Ballot(
            row,
            _short("roll_call", entry["roll_call"]),
            _day(entry["date"]),
            _short("resolution", entry.get("resolution", "")),
            _short("title", entry["title"]),
            _country(entry["country"]),
            _choice(entry["vote"]),
        )
    except ValueError as error:
        return Refused(row, str(error))


def _short(name: str, text: str) -> str:
    if not text and name in REQUIRED:
        raise ValueError(f"has no {name}")
    if len(text) > LONGEST[name]:
        raise ValueError(f"has a {name} of {len(text)} characters; {LONGEST[name]} are the most")
    return text


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"“{text}” is not a day; write YYYY-MM-DD") from None


def _country(text: str) -> str:
    found = _countries().get(text.casefold())
    if not found:
        raise ValueError(
            f"“{text}” is no country of ISO 3166-1; use its code of three or two letters, or its name"
        )
    return found


@cache
def _countries() -> dict[str, str]:
    """By their codes and names, without case; a name that two have names none."""
    codes = {code.casefold(): c.iso3 for c in countries.load() for code in (c.iso3, c.iso2)}
    named = [(name.casefold(), c.iso3) for c in countries.load() for name in {c.name, c.official, *c.aliases}]
    names: dict[str, set[str]] = {}
    for name, iso3 in named:
        names.setdefault(name, set()).add(iso3)
    return {name: found.pop() for name, found in names.items() if len(found) == 1} | codes


def _choice(text: str) -> str:
    try:
        return CHOICES[text.casefold()]
    except KeyError:
        raise ValueError(f"“{text}” is no vote; write yes, no, abstain or absent") from None


def import_votes(rows: Iterable[Ballot | Refused], reference: str) -> Iterator[Outcome]:
    """Writes them; gives the outcome so far after every ``ROWS`` of them. Safe to repeat.

    A vote that is on record otherwise, a roll call of another day or title, is refused: sources are
    corrected in the admin. ``reference`` says where the file is from.
    """
    outcome = Outcome()
    for chunk in _batched(rows, ROWS):
        ballots = [row for row in chunk if isinstance(row, Ballot)]
        outcome.refused += [row for row in chunk if isinstance(row, Refused)]
        with transaction.atomic(), own_context(command="import_votes"):
            _write(ballots, reference, outcome)
        yield outcome


def _write(ballots: list[Ballot], reference: str, outcome: Outcome) -> None:
    calls = _roll_calls(ballots, reference, outcome)
    there = Vote.objects.filter(roll_call__in=calls.values()).values_list("roll_call", "country", "choice")
    cast = {(call, country): choice for call, country, choice in there}
    new = []
    for ballot in ballots:
        call = calls[ballot.number]
        place = call.pk, ballot.country
        if reason := _contradicted(ballot, call, cast.get(place)):
            outcome.refused.append(Refused(ballot.row, reason))
        elif place in cast:
            outcome.known += 1
        else:
            cast[place] = ballot.choice
            new.append(Vote(roll_call=call, country_id=ballot.country, choice=ballot.choice))
    Vote.objects.bulk_create(new)
    outcome.votes += len(new)


def _contradicted(ballot: Ballot, call: RollCall, cast: str | None) -> str:
    """What on record says otherwise; empty if nothing does."""
    if (call.held_on, call.title) != (ballot.held_on, ballot.title):
        return f"roll call {call.number} is on record as “{call.title}” of {call.held_on}; mend either"
    if cast and cast != ballot.choice:
        return f"{ballot.country} has another vote in roll call {call.number} on record: {cast}; mend either"
    return ""


def _roll_calls(ballots: list[Ballot], reference: str, outcome: Outcome) -> dict[str, RollCall]:
    """By their numbers; those that are new are written."""
    first = {ballot.number: ballot for ballot in reversed(ballots)}
    known = set(RollCall.objects.filter(number__in=first).values_list("number", flat=True))
    new = [
        RollCall(number=n, held_on=b.held_on, resolution=b.resolution, title=b.title, reference=reference)
        for n, b in first.items()
        if n not in known
    ]
    RollCall.objects.bulk_create(new)
    outcome.roll_calls += len(new)
    return RollCall.objects.in_bulk(list(first), field_name="number")


def _batched(rows: Iterable[Ballot | Refused], size: int) -> Iterator[list[Ballot | Refused]]:
    """Not itertools.batched: Python 3.11 has none."""
    left = iter(rows)
    while chunk := list(islice(left, size)):
        yield chunk
