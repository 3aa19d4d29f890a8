"""Puts terms of office on record: persons, their other names and their dated roles, many at a time."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from django.db import IntegrityError, transaction

from articles.extraction.officeholders import same_class
from articles.formatting import day
from articles.history.as_of import own_context
from articles.importing.files.entries import Flaw
from articles.importing.office_terms import Refused, Term
from articles.models import Actor, ActorAlias, Role
from articles.registry.actors import slug_beside
from articles.registry.locking import lock
from articles.text import normal

CHUNK = 2000  # rows written at a time


@dataclass(frozen=True, slots=True)
class Written:
    """A role that was not on record; ``is_open`` if it has no end."""

    row: str
    is_new_person: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class Known:
    """A role that is on record already; only other names may be new."""

    row: str


Outcome = Written | Known | Refused
Key = tuple[str | None, str]  # a country and what spellings of a name share
Held = tuple[str, str | None, int | None, datetime.date | None]  # a title, of a country or body, from a day


@dataclass(eq=False, slots=True)
class Person:
    """An actor, the keys of its names, and when each of its roles ends."""

    actor: Actor
    names: set[str] = field(default_factory=set)
    ends: dict[Held, datetime.date | None] = field(default_factory=dict)


def record(rows: Iterable[Term | Refused], command: str = "import_roles") -> Iterator[Outcome]:
    """Write the terms that are not on record yet; yields one outcome a row, in order.

    All is one transaction, open until the last outcome is taken: an error or a stop before leaves nothing
    written. Flaw if another process wrote the same persons meanwhile.
    """
    rows = iter(rows)
    try:
        with transaction.atomic(), own_context(command=command):
            lock(adds_names=True)
            register = Register()
            while chunk := list(islice(rows, CHUNK)):
                yield from register.write(chunk)
    except IntegrityError as error:
        raise Flaw(f"somebody else changed the actors meanwhile, so nothing was written: {error}") from error


class Persons:
    """The persons on record, found by country and name."""

    def __init__(self) -> None:
        self.own: dict[Key, Person] = {}
        self.other: defaultdict[Key, set[Person]] = defaultdict(set)
        self.gone: dict[Key, Actor] = {}
        self.anywhere: defaultdict[str, set[Person]] = defaultdict(set)
        known = Actor.objects.filter(kind=Actor.Kind.PERSON)
        persons = {actor.pk: self.add(actor) for actor in known.current()}
        for actor in known.exclude(merged_into=None).select_related("merged_into"):
            self._follow(actor, persons)
        theirs = {"actor__kind": Actor.Kind.PERSON, "actor__merged_into": None}
        for alias in ActorAlias.objects.filter(**theirs):
            self.also(persons[alias.actor_id], alias.name)
        for role in Role.objects.filter(**theirs):
            held = (role.title, role.country_id, role.body_id, role.starts_on)
            persons[role.actor_id].ends[held] = role.ends_on

    def add(self, actor: Actor) -> Person:
        person = Person(actor, {normal.name_key(actor.name)})
        self.own[_key(actor.country_id, actor.name)] = person
        self.anywhere[normal.name_key(actor.name)].add(person)
        return person

    def also(self, person: Person, name: str) -> bool:
        """Let the name mean the person, too; False if it did already."""
        key = normal.name_key(name)
        is_new = key not in person.names
        person.names.add(key)
        self.other[_key(person.actor.country_id, name)].add(person)
        return is_new

    def named(self, term: Term) -> set[Person]:
        """Whom the term may mean, in its country alone: by their name, by an alias, by one in the row.

        Who holds an office of an international body may be of any country.
        """
        key = _key(term.iso3, term.name)
        if key in self.own:
            return {self.own[key]}
        others = (_key(term.iso3, alias) for alias in term.aliases)
        found = set(self.other.get(key, ())) or {self.own[key] for key in others if key in self.own}
        return found or (set(self.anywhere.get(normal.name_key(term.name), ())) if term.body else set())

    def _follow(self, actor: Actor, persons: dict[int, Person]) -> None:
        """A merged person's name means the one it was merged into, unless that would change the country."""
        heir = persons.get(actor.merged_into_id or 0)
        if heir and heir.actor.country_id == actor.country_id:
            self.also(heir, actor.name)
        else:
            self.gone[_key(actor.country_id, actor.name)] = actor


class Register:
    """Takes rows in and writes what is new of them, chunk by chunk."""

    def __init__(self) -> None:
        self.persons = Persons()
        self.slugs = set(Actor.objects.values_list("slug", flat=True))
        self.actors: list[Actor] = []
        self.aliases: list[ActorAlias] = []
        self.roles: list[Role] = []

    @cached_property
    def bodies(self) -> dict[str, int]:
        """The bodies on record by what spellings of each of their names share."""
        on_record = Actor.objects.current().filter(kind=Actor.Kind.BODY)
        aliases = ActorAlias.objects.filter(actor__in=on_record).values_list("name", "actor_id")
        named = [*aliases, *on_record.values_list("name", "pk")]
        return {normal.name_key(name): pk for name, pk in named}

    def write(self, rows: Iterable[Term | Refused]) -> list[Outcome]:
        """One outcome a row; three statements however many the rows."""
        outcomes = [row if isinstance(row, Refused) else self._enter(row) for row in rows]
        Actor.objects.bulk_create(self.actors)
        ActorAlias.objects.bulk_create(self.aliases)
        Role.objects.bulk_create(self.roles)
        self.actors, self.aliases, self.roles = [], [], []
        return outcomes

    def _enter(self, term: Term) -> Outcome:
        body = self.bodies.get(normal.name_key(term.body)) if term.body else None
        if term.body and body is None:
            return _refused(term, "body not known", f"“{term.body}” is no international body on record")
        found = self.persons.named(term)
        is_told = term.by_year and any(_is_told(term, body, person) for person in found)
        held: Held = (term.title, term.iso3, body, term.starts_on)
        ends = set() if is_told else {person.ends.get(held, term.ends_on) for person in found}
        if fault := self._fault(term, found, ends):
            return fault
        person = next(iter(found)) if found else self._new(term)
        for alias in map(normal.name, (term.name, *term.aliases)):
            if self.persons.also(person, alias):
                self.aliases.append(ActorAlias(actor=person.actor, name=alias))
        if is_told or held in person.ends:
            return Known(term.row)
        self._hold(person, held, term)
        return Written(term.row, not found, term.ends_on is None)

    def _fault(self, term: Term, found: set[Person], ends: set[datetime.date | None]) -> Refused | None:
        if len(found) > 1:
            names = " or ".join(sorted(person.actor.name for person in found))
            return _refused(term, "name means several", f"“{term.name}” may be {names}; give the full name")
        gone = self.persons.gone.get(_key(term.iso3, term.name))
        if not found and gone:
            heir = gone.merged_into
            return _refused(
                term, "name was merged", f"“{term.name}” is {heir} now, of another country or kind"
            )
        if ends - {term.ends_on}:
            [end] = ends
            other = f"on record it ends {day(end, 'never')}, here {day(term.ends_on, 'never')}"
            return _refused(term, "another end on record", f"{other}; mend one of them")
        return None

    def _new(self, term: Term) -> Person:
        name = normal.name(term.name)
        slug = slug_beside(self.slugs, name, term.iso3)
        self.slugs.add(slug)
        actor = Actor(name=name, slug=slug, kind=Actor.Kind.PERSON, country_id=term.iso3)
        self.actors.append(actor)
        return self.persons.add(actor)

    def _hold(self, person: Person, held: Held, term: Term) -> None:
        person.ends[held] = term.ends_on
        days = {"starts_on": term.starts_on, "ends_on": term.ends_on}
        title, iso3, body, _ = held
        role = Role(
            actor=person.actor, title=title, country_id=iso3, body_id=body, reference=term.reference, **days
        )
        self.roles.append(role)


def _is_told(term: Term, body: int | None, person: Person) -> bool:
    """Whether a role of the same kind is on record for any of the term's days."""
    return any(
        (iso3, of) == (term.iso3, body)
        and same_class(title, term.title)
        and (start or datetime.date.min) <= (term.ends_on or datetime.date.max)
        and term.starts_on <= (end or datetime.date.max)
        for (title, iso3, of, start), end in person.ends.items()
    )


def _refused(term: Term, kind: str, remedy: str) -> Refused:
    return Refused(term.row, kind, f"{kind}: {remedy}")


def _key(iso3: str | None, name: str) -> Key:
    return iso3, normal.name_key(name)
