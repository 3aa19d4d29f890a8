"""International bodies, which speak for themselves and for no country: those packaged, and on record."""

import datetime
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from articles.models import Actor, ActorAlias, Attribution, Bloc, Membership
from articles.text import normal

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Body:
    """A body as it is packaged; ``bloc`` is the slug of the one that holds its members, if any does."""

    name: str
    aliases: tuple[str, ...]
    bloc: str | None

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


@cache
def bodies() -> tuple[Body, ...]:
    entries = json.loads((DATA / "bodies.json").read_text(encoding="utf-8"))
    return tuple(Body(e["name"], tuple(e["aliases"]), e["bloc"]) for e in entries)


def body_named(name: str) -> Body | None:
    """The packaged body that bears the name, in whatever spelling."""
    return _by_name().get(normal.name_key(name))


@cache
def _by_name() -> dict[str, Body]:
    return {normal.name_key(name): body for body in bodies() for name in body.names}


def new_body(body: Body, slug: str) -> Actor:
    """Put it on record with all of its names; with the names locked."""
    actor = Actor.objects.create(name=body.name, slug=slug, kind=Actor.Kind.BODY, bloc=bloc_of(body))
    add_names(actor, body)
    return actor


def bloc_of(body: Body) -> Bloc | None:
    """The bloc on record that holds its members."""
    return Bloc.objects.filter(slug=body.bloc).first() if body.bloc else None


def add_names(actor: Actor, body: Body) -> int:
    """Let texts mean the actor by all names of the body; returns how many are new."""
    known = {normal.name_key(name) for name in actor.aliases.values_list("name", flat=True)}
    known.add(normal.name_key(actor.name))
    fresh = {normal.name_key(name): normal.name(name) for name in body.names}
    new = [ActorAlias(actor=actor, name=name) for key, name in fresh.items() if key not in known]
    ActorAlias.objects.bulk_create(new)
    return len(new)


def settle(actor: Actor) -> None:
    """Let the actor's statements be for the bodies that follow from what the actor is and was by now."""
    wanted: dict[int | None, list[int]] = defaultdict(list)
    for row in Attribution.objects.filter(actor=actor).select_related("role", "actor").order_by():
        if row.body_id != row.body_for():
            wanted[row.body_for()].append(row.pk)
    for body, rows in wanted.items():
        Attribution.objects.filter(pk__in=rows).update(body=body)


def packaged_blocs() -> set[tuple[str, str]]:
    """The name and the slug of each."""
    return {(entry["name"], slug) for slug, entry in _blocs().items()}


def _blocs() -> dict[str, Any]:
    return json.loads((DATA / "blocs.json").read_text(encoding="utf-8"))


def load_blocs(*slugs: str) -> int:
    """Put packaged blocs, these or all, on record with their members; returns how many are new."""
    packaged = _blocs()
    new = 0
    for slug in slugs or packaged:
        entry = packaged[slug]
        if Bloc.objects.filter(slug=slug).exists() or Bloc.objects.filter(name=entry["name"]).exists():
            continue
        bloc = Bloc.objects.create(slug=slug, name=entry["name"])
        Membership.objects.bulk_create(_members(bloc, entry["members"]))
        new += 1
    return new


def _members(bloc: Bloc, members: dict[str, str]) -> Iterator[Membership]:
    for span, codes in members.items():
        start, end = (datetime.date.fromisoformat(day) if day else None for day in span.split("/"))
        for iso3 in codes.split():
            yield Membership(bloc=bloc, country_id=iso3, starts_on=start, ends_on=end)
