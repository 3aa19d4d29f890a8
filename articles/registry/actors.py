"""Finds the registered actor whom a text names, or registers a new one."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import replace
from itertools import chain, count

from django.db.models import Q
from django.utils.text import slugify

from articles.extraction.records import Speaker
from articles.models import Actor, ActorAlias, Country
from articles.registry.bodies import body_named, new_body
from articles.registry.locking import lock
from articles.text import normal

A_CAREER = datetime.timedelta(days=25 * 365)
Day = datetime.date | None


def cast(speakers: Iterable[Speaker], on: Day = None) -> dict[Speaker, Actor]:
    """The actor that each speaker means in a text of that day.

    Who is not on record yet is put there, with the names locked.
    """
    named = dict.fromkeys(speakers)
    known = {speaker: actor for speaker in named if (actor := known_actor(speaker, on))}
    if len(known) < len(named):
        lock(adds_names=True)
        known |= {speaker: actor_of(speaker, on) for speaker in named if speaker not in known}
    return known


def actor_of(speaker: Speaker, on: Day = None) -> Actor:
    """The actor a speaker means: a known name or alias first; never one of another country."""
    return known_actor(speaker, on) or _new(speaker)


def known_actor(speaker: Speaker, on: Day = None) -> Actor | None:
    """The actor a speaker means, if it is on record."""
    if speaker.kind == "state" and speaker.country:
        return Actor.objects.current().filter(kind="state", country_id=speaker.country).first()
    return _known(replace(speaker, name=normal.name(speaker.name)), on)


def _new(speaker: Speaker) -> Actor:
    if speaker.kind == "state" and speaker.country:
        return new_actor(Country.objects.get(pk=speaker.country).name, "state", speaker.country)
    body = body_named(speaker.name) if speaker.kind != "person" else None
    if body:
        return _current_body(body.name) or new_body(body, free_slug(body.name))
    return new_actor(normal.name(speaker.name), speaker.kind, speaker.country)


def _current_body(name: str) -> Actor | None:
    """On record, though without the alias that the text has."""
    return Actor.objects.current().named(name).filter(kind=Actor.Kind.BODY).first()


def _known(speaker: Speaker, on: Day) -> Actor | None:
    named = Actor.objects.named(speaker.name).select_related("merged_into")
    same_country = Q(country=None) | Q(country_id=speaker.country) if speaker.country else Q()
    actors = {actor.merged_into or actor for actor in named.filter(same_country)}
    if not speaker.country:
        actors = {actor for actor in actors if not _is_of_another_time(actor, on)}
    return actors.pop() if len(actors) == 1 else _same(speaker, actors, on)


def _same(speaker: Speaker, actors: set[Actor], on: Day) -> Actor | None:
    """Of several actors of that name the one of the same kind and country, or the one in office that day."""
    same = [a for a in actors if a.kind == speaker.kind and a.country_id == speaker.country]
    fitting = same or ([] if speaker.country else [a for a in actors if a.role_on(on)])
    return fitting[0] if len(fitting) == 1 else None


def _is_of_another_time(actor: Actor, on: Day) -> bool:
    """Whether all offices were held so long before or after that it must be a namesake."""
    roles = list(actor.roles.all()) if on and actor.kind == Actor.Kind.PERSON else []
    return bool(roles) and all(
        (role.ends_on and on - role.ends_on > A_CAREER)  # type: ignore[operator]
        or (role.starts_on and role.starts_on - on > A_CAREER)  # type: ignore[operator]
        for role in roles
    )


def new_actor(name: str, kind: str, country: str | None) -> Actor:
    """Put an actor on record, unless the very same is there, in whatever spelling; with the names locked."""
    name, same = normal.name(name)[:200], {"kind": kind, "country_id": country}
    found = Actor.objects.filter(name__key=name, **same).select_related("merged_into")
    known = found.order_by("pk").first()
    if known is None:
        return Actor.objects.create(name=name, slug=free_slug(name, country), **same)
    return known.merged_into or known


def free_slug(name: str, country: str | None = None) -> str:
    """An address nobody has: lavrov, foreign-ministry-rus, foreign-ministry-rus-2."""
    taken = Actor.objects.filter(slug__startswith=_base(name)).values_list("slug", flat=True)
    return slug_beside(set(taken), name, country)


def slug_beside(taken: Collection[str], name: str, country: str | None = None) -> str:
    """The same, where the addresses in use are known already: a set, for many names at a time."""
    base = _base(name)
    wanted = [base, f"{base}-{country.lower()}"] if country else [base]
    numbered = (f"{wanted[-1]}-{n}" for n in count(2))
    return next(slug for slug in chain(wanted, numbered) if slug not in taken)


def _base(name: str) -> str:
    return slugify(name)[:200] or "actor"


def add_alias(actor: Actor, name: str) -> bool:
    """Let texts mean the actor by this name from now on; says whether they did not before."""
    name = normal.name(name)
    is_own = normal.name_key(name) == normal.name_key(actor.name)
    is_known = is_own or actor.aliases.filter(name__key=name).exists()
    if not name or is_known:
        return False
    ActorAlias.objects.create(actor=actor, name=name)
    return True
