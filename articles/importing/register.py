"""Puts the packaged register on record: international bodies, their blocs, and who held which office when."""

import csv
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from django.db import transaction

from articles import extraction
from articles.extraction.officeholders import folded, same_class
from articles.history.as_of import own_context
from articles.importing.office_terms import Refused, Term, read_term
from articles.importing.officeholders import Outcome, Written, record
from articles.models import Actor, ActorAlias, Attribution, Statement
from articles.registry.actors import free_slug
from articles.registry.bodies import Body, add_names, bloc_of, bodies, load_blocs, new_body, settle
from articles.registry.locking import lock
from articles.text import normal

DATA = Path(extraction.__file__).parent / "data"
SPELLINGS = Path(extraction.__file__).parent / "languages" / "data" / "leaders.json"
BY_HAND, FROM_OPEN_DATA = "heads.csv", "officeholders.csv"
STILL = "2026"  # in heads.csv the year up to which offices are listed: who held one then may hold it still
SPOKE = "Speaker in the General Debate of the United Nations"  # of whom open data tells no office
LAST = "9999"
WORD = re.compile(r"\w+")
Row = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was new; ``undated`` rows of the register name no day that is certain, or nobody in full."""

    bodies: int
    blocs: int
    outcomes: tuple[Outcome, ...]
    undated: int
    names: int

    @property
    def is_new(self) -> bool:
        is_written = any(isinstance(outcome, Written) for outcome in self.outcomes)
        return bool(self.bodies or self.blocs or self.names or is_written)


def load_register(progress: Callable[[list[Term | Refused]], Iterable[Term | Refused]] = iter) -> Loaded:
    """Write what is not on record yet, all or nothing; Flaw if somebody else wrote the same meanwhile.

    ``progress`` is given the terms, and gives them one by one.
    """
    dated, undated = _entries()
    terms = _with_spellings([_term(place, entry) for place, entry in dated])
    with transaction.atomic(), own_context(command="load_registry"):
        blocs, new_bodies = _load_bodies()
        aliases = ActorAlias.objects.count()
        outcomes = tuple(record(progress(terms), "load_registry"))
        return Loaded(new_bodies, blocs, outcomes, undated, ActorAlias.objects.count() - aliases)


Placed = tuple[str, dict[str, str]]  # where a row stands, and its cells as import_roles reads them


def _entries() -> tuple[list[Placed], int]:
    """The rows that tell certain days, and how many do not.

    Terms known by the day come first, then those by hand: what is known by the year gives way to both.
    Offices of bodies are last, so that the country of their holders is known by then.
    """
    by_hand = [(f"{BY_HAND} line {n}", _entry(row, is_by_hand=True)) for n, row in _read(BY_HAND)]
    open_data = [(f"{FROM_OPEN_DATA} line {n}", _entry(row)) for n, row in _read(FROM_OPEN_DATA)]
    dated = [(at, row) for at, row in open_data if row["from"] and len(WORD.findall(row["name"])) > 1]
    usual = Usual(row for _, row in by_hand)
    every = [*by_hand, *((at, usual.named(row)) for at, row in dated)]
    in_order = sorted(every, key=lambda pair: (bool(pair[1]["body"]), _is_by_year(pair[1])))
    return in_order, len(open_data) - len(dated)


def _is_by_year(entry: Mapping[str, str]) -> bool:
    return len(entry["from"]) == len("YYYY")


class Usual:
    """The names under which the register by hand knows people, for those whom open data gives in full."""

    def __init__(self, by_hand: Iterable[Mapping[str, str]]) -> None:
        self.known: defaultdict[tuple[str, ...], list[Mapping[str, str]]] = defaultdict(list)
        for entry in by_hand:
            self.known[_ends(entry)].append(entry)

    def named(self, entry: dict[str, str]) -> dict[str, str]:
        """Antony John Blinken, Deputy Secretary of State, as Antony Blinken, with the full name beside it."""
        same = {
            known["name"]
            for known in self.known.get(_ends(entry), ())
            if same_class(known["role"], entry["role"]) and _meet(known, entry)
        }
        if len(same) != 1 or entry["name"] in same:
            return entry
        return {**entry, "name": same.pop(), "other_names": entry["name"]}


def _ends(entry: Mapping[str, str]) -> tuple[str, ...]:
    """The country, and the first and the last word of a name."""
    words = folded(entry["name"])
    return entry["iso3"], *words[:1], *words[-1:]


def _meet(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether two terms have a year in common."""
    return one["from"][:4] <= (other["to"][:4] or LAST) and other["from"][:4] <= (one["to"][:4] or LAST)


def _read(name: str) -> Iterator[tuple[int, Row]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from enumerate(csv.DictReader(file), 2)


def _entry(row: Row, is_by_hand: bool = False) -> dict[str, str]:
    """The years by hand are those of the office; those of open data are only around it."""
    cells = {name: normal.line(cell or "") for name, cell in row.items()}
    is_by_year = is_by_hand and not cells.get("known_from")
    start, end = ("from", "to") if is_by_year else ("known_from", "known_to")
    return {
        "name": cells["name"].strip(" .,;-"),
        "other_names": cells["other_names"],
        "iso3": cells["iso3"],
        "role": cells["role"] or SPOKE,
        "from": cells[start],
        "to": "" if is_by_hand and cells[end] == STILL else cells[end],
        "source": f"{cells['source']}, {cells['licence']}",
        "body": cells.get("body", ""),
    }


def _term(place: str, entry: Mapping[str, str]) -> Term | Refused:
    term = read_term(place, entry)
    return replace(term, by_year=_is_by_year(entry)) if isinstance(term, Term) else term


def _with_spellings(terms: list[Term | Refused]) -> list[Term | Refused]:
    """With the names under which other languages print them; the first term of a person brings them."""
    spellings = _spellings()
    return [
        replace(term, aliases=(*term.aliases, *spellings.get((term.iso3, normal.name_key(term.name)), ())))
        if isinstance(term, Term)
        else term
        for term in terms
    ]


def _spellings() -> dict[tuple[str | None, str], tuple[str, ...]]:
    """By country and name, all names of the same leader."""
    found: dict[tuple[str | None, str], tuple[str, ...]] = defaultdict(tuple)
    for iso3, leaders in json.loads(SPELLINGS.read_text(encoding="utf-8")).items():
        for names, *_ in leaders:
            for name in names:
                found[iso3, normal.name_key(name)] += tuple(names)
    return found


def registered() -> set[tuple[str, str, str | None]]:
    """Name, kind and country of all whom the register can put on record."""
    dated, _ = _entries()
    persons = {(normal.name(row["name"]), Actor.Kind.PERSON.value, row["iso3"] or None) for _, row in dated}
    return persons | {(body.name, Actor.Kind.BODY.value, None) for body in bodies()}


def _load_bodies() -> tuple[int, int]:
    """How many blocs and bodies are new on record, or became bodies."""
    known = {body: _on_record(body) for body in bodies()}
    found = {actor.pk for actor in known.values() if actor}
    told = Attribution.objects.filter(actor__in=found, country=None, body=None).order_by()
    statements = set(told.values_list("statement", flat=True))
    articles = set(Statement.objects.filter(pk__in=statements).order_by().values_list("article", flat=True))
    lock(
        articles=articles,
        named={Actor: found},
        statements=statements,
        changing=(Actor,),
        adds_names=True,
    )
    blocs = load_blocs()
    return blocs, sum(_load_body(body, actor) for body, actor in known.items())


def _on_record(body: Body) -> Actor | None:
    """The body, or what is on record under its own name as an office, organisation or group of no country."""
    named = Actor.objects.current().named(body.name).filter(country=None).exclude(kind=Actor.Kind.PERSON)
    return min(named, key=lambda actor: (actor.kind != Actor.Kind.BODY, actor.pk), default=None)


def _load_body(body: Body, actor: Actor | None) -> bool:
    """Whether it is new on record, or is known as a body from now on."""
    if actor is None:
        new_body(body, free_slug(body.name))
        return True
    add_names(actor, body)
    is_new = actor.kind != Actor.Kind.BODY
    if is_new or (body.bloc and not actor.bloc):
        actor.kind, actor.bloc = Actor.Kind.BODY, bloc_of(body)
        actor.save(update_fields=["kind", "bloc"])
        settle(actor)
    return is_new
