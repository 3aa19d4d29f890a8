"""All other things on record as plain data; each reads what its ``QuerySet`` fetched, and asks no more."""

from collections.abc import Callable, Iterable
from typing import Any

from articles.formatting import iso_day
from articles.models import Actor, Article, Bloc, Country, Issue, Position, Role, Utterance

Row = dict[str, Any]
Whole = Callable[[str], str]


def article(thing: Article, whole: Whole) -> Row:
    return {
        "id": thing.pk,
        "address": whole(thing.get_absolute_url()),
        "title": thing.title,
        "source": thing.source.slug,
        "published": iso_day(thing.published_on, thing.published_about),
        "author": thing.author,
        "language": thing.language,
        "original": thing.url,
        "archived": thing.archived_url,
        "sha256": thing.text_sha256,
        "reader": thing.extractor,
    }


def actor(thing: Actor, whole: Whole) -> Row:
    return {
        "slug": thing.slug,
        "address": whole(thing.get_absolute_url()),
        "name": thing.name,
        "kind": thing.kind,
        "country": thing.country_id,
        "bloc": thing.bloc.slug if thing.bloc else None,
        "aliases": [alias.name for alias in thing.aliases.all()],
    }


def role(thing: Role, whole: Whole) -> Row:
    return {
        "id": thing.pk,
        "actor": thing.actor.slug,
        "title": thing.title,
        "country": thing.country_id,
        "body": thing.body.slug if thing.body else None,
        "starts_on": thing.starts_on,
        "ends_on": thing.ends_on,
        "reference": thing.reference,
    }


def country(thing: Country, whole: Whole) -> Row:
    return {
        "iso3": thing.iso3,
        "iso2": thing.iso2,
        "address": whole(thing.get_absolute_url()),
        "name": thing.name,
        "official_name": thing.official_name,
        "region": thing.region,
        "un_member": thing.un_member,
    }


def bloc(thing: Bloc, whole: Whole) -> Row:
    members: Iterable[Any] = thing.memberships.all()
    return {
        "slug": thing.slug,
        "address": whole(thing.get_absolute_url()),
        "name": thing.name,
        "members": [
            {"country": each.country_id, "starts_on": each.starts_on, "ends_on": each.ends_on}
            for each in members
        ],
    }


def issue(thing: Issue, whole: Whole) -> Row:
    return {
        "slug": thing.slug,
        "address": whole(thing.get_absolute_url()),
        "title": thing.title,
        "description": thing.description,
        "is_claim": thing.is_claim,
        "parent": thing.parent.slug if thing.parent else None,
        "about": thing.about,
    }


def position(thing: Position, whole: Whole) -> Row:
    return {
        "id": thing.pk,
        "statement": thing.statement_id,
        "issue": thing.issue.slug,
        "stance": thing.stance,
    }


def utterance(thing: Utterance, whole: Whole) -> Row:
    return {"id": thing.pk, "statements": [statement.pk for statement in thing.visible]}  # type: ignore[attr-defined]
