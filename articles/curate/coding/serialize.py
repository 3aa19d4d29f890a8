"""Entries about a statement in plain values, as codes keep them.

``{"fragments": [[0, 12]], "kind": "direct", "said": "2017-07" or null, "speakers": [{"actor": id or null,
"name", "kind", "country": ISO3 or null, "role": id or null, "attribution": id or null, and of who
only passed it on "is_channel": true}], "positions": {"issue's id": stance}}``. Names and kinds matter for
speakers who are not on record yet.
"""

from collections.abc import Iterable
from typing import Any

from articles.curate.verbs import Entries, Speaker
from articles.dates import Period
from articles.models import Actor, Attribution, Issue, Role, Statement

Plain = dict[str, Any]


def plain(entries: Entries) -> Plain:
    return {
        "fragments": [list(span) for span in entries.fragments],
        "kind": str(entries.kind),
        "said": str(entries.said) if entries.said else None,
        "speakers": [_plain_speaker(speaker) for speaker in entries.speakers],
        "positions": {str(issue.pk): str(stance) for issue, stance in entries.positions.items()},
    }


def _plain_speaker(speaker: Speaker) -> Plain:
    actor, role = speaker.actor, speaker.role
    return {
        "actor": actor.pk,
        "name": actor.name,
        "kind": str(actor.kind),
        "country": speaker.country,
        "role": role.pk if role else None,
        "attribution": speaker.attribution,
    } | ({"is_channel": True} if speaker.is_channel else {})


def as_it_stands(statement: Statement) -> Plain:
    """The entries that would change nothing."""
    rows: Iterable[Attribution] = statement.attributions.all()
    return plain(
        Entries(
            fragments=tuple((start, end) for start, end in statement.fragments),
            kind=statement.kind,
            said=statement.said,
            speakers=tuple(
                Speaker(r.actor, r.country_id, _own_role(r, statement), r.pk, is_channel=r.is_channel)
                for r in rows
            ),
            positions={row.issue: row.stance for row in statement.positions.all()},
        )
    )


def _own_role(row: Attribution, statement: Statement) -> Role | None:
    """The role, unless it is the one held on the day."""
    return None if row.role is None or row.role == row.actor.role_on(statement.said_on) else row.role


def entries_of(code: Plain) -> Entries:
    """The entries again; who or what was merged meanwhile is what it was merged into."""
    actors, issues = heirs(Actor, _actors(code)), heirs(Issue, map(int, code["positions"]))
    roles = Role.objects.in_bulk([row["role"] for row in code["speakers"] if row["role"]])
    speakers = (
        Speaker(
            actors.get(row["actor"]) or _new(row),
            row["country"],
            roles.get(row["role"]),
            row["attribution"],
            is_channel=row.get("is_channel", False),
        )
        for row in code["speakers"]
    )
    return Entries(
        fragments=tuple((start, end) for start, end in code["fragments"]),
        kind=code["kind"],
        said=Period.parse(code["said"]) if code["said"] else None,
        speakers=tuple(speakers),
        positions={issues[int(pk)]: stance for pk, stance in code["positions"].items() if int(pk) in issues},
    )


def _actors(code: Plain) -> list[int]:
    return [row["actor"] for row in code["speakers"] if row["actor"]]


def _new(row: Plain) -> Actor:
    return Actor(name=row["name"], kind=row["kind"], country_id=row["country"])


def heirs(model: Any, keys: Iterable[int]) -> dict[int, Any]:
    """Rows by the ids under which codes know them, each as what it was merged into."""
    rows = model.objects.select_related("merged_into").in_bulk(set(keys))
    return {pk: row.merged_into or row for pk, row in rows.items()}


def initial(code: Plain) -> tuple[Plain, list[Plain], list[Plain]]:
    """What the forms of a statement (words, speakers, positions) show of a code."""
    entries = entries_of(code)
    words = {"fragments": code["fragments"], "kind": code["kind"], "said": code["said"] or ""}
    words["fragments"] = ",".join(f"{start}-{end}" for start, end in code["fragments"])
    positions = [{"issue": issue.title, "stance": stance} for issue, stance in entries.positions.items()]
    return words, [_initial_speaker(speaker) for speaker in entries.speakers], positions


def _initial_speaker(speaker: Speaker) -> Plain:
    actor = speaker.actor
    shown = {
        "attribution": speaker.attribution,
        "name": actor.name,
        "country": speaker.country,
        "is_channel": speaker.is_channel,
    }
    if actor.pk:
        return {**shown, "actor": actor, "role": speaker.role}
    return {**shown, "kind": actor.kind}
