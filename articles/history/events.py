"""What was changed under one context of the history: which rows, and each as it was before and after."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, models

from articles.history.as_of import tracked
from articles.models import Action, Assignment
from articles.models.actions import ActionQuerySet

UNTOLD = {
    "id",
    "changed_at",
    "added_at",
    "text_sha256",
    "reviewed_at",
    "extractor",
    "confidence",
    "reviewed_by",
}

TOUCHED = """
SELECT '{model}', own.pk, earlier.pgh_id, earlier.pgh_label, own.last, latest.pgh_label
FROM (
    SELECT pgh_obj_id AS pk, min(pgh_id) AS first, max(pgh_id) AS last
    FROM {events} WHERE pgh_context_id = %(context)s GROUP BY pgh_obj_id
) AS own
JOIN {events} AS latest ON latest.pgh_id = own.last
LEFT JOIN LATERAL (
    SELECT pgh_id, pgh_label FROM {events}
    WHERE pgh_obj_id = own.pk AND pgh_id < own.first ORDER BY pgh_id DESC LIMIT 1
) AS earlier ON true
"""


@dataclass(frozen=True, slots=True)
class Touched:
    """A row that was changed: the events that hold it as it was before and after; None = it was not there."""

    pk: int
    before: int | None
    after: int | None
    last: int


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one row, before and after in words; empty when the row was not there."""

    row: str
    field: str
    before: str
    after: str


def touched(context: UUID) -> dict[Any, list[Touched]]:
    """The rows changed under the context by model, in the order of their last change; in one query."""
    queries = (TOUCHED.format(model=m._meta.label, events=table(m.pgh_event_model)) for m in tracked())
    with connection.cursor() as cursor:
        cursor.execute(f"{' UNION ALL '.join(queries)} ORDER BY 1, 5", {"context": context})
        rows = cursor.fetchall()
    found = defaultdict(list)
    models_by_label = {model._meta.label: model for model in tracked()}
    for label, pk, before, before_label, last, last_label in rows:
        was, now = (
            None if kind == "delete" else event
            for event, kind in ((before, before_label), (last, last_label))
        )
        found[models_by_label[label]].append(Touched(pk, was, now, last))
    return found


def table(model: Any) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def changes(context: UUID, at_most: int = 200) -> list[Change]:
    """Every field changed under the context, in words; of very many rows the first ones."""
    found = []
    for model, rows in touched(context).items():
        pairs = [(row.before, row.after) for row in rows[:at_most]]
        found += differences(model, pairs)
    return found


def differences(model: Any, pairs: Iterable[tuple[int | None, int | None]]) -> list[Change]:
    """The fields in which each pair of events (before, after) of the model differs."""
    pairs = list(pairs)
    events = model.pgh_event_model.objects.in_bulk([pk for pair in pairs for pk in pair if pk])
    states = [(events.get(before), events.get(after)) for before, after in pairs]
    words = Words(model, events.values())
    return [change for before, after in states for change in words.compare(before, after)]


class Words:
    """Puts fields of one model's events into words; looks up the rows they refer to once."""

    def __init__(self, model: Any, events: Iterable[Any]) -> None:
        kept = {field.name for field in model.pgh_event_model._meta.concrete_fields}
        told = [f for f in model._meta.concrete_fields if f.name in kept and f.name not in UNTOLD]
        self.name = model._meta.verbose_name
        self.fields = [f for f in told if not isinstance(f, models.GeneratedField)]
        self.rows = {f: _referred(f, events) for f in self.fields if f.is_relation}

    def compare(self, before: Any, after: Any) -> list[Change]:
        row = f"{self.name} {(after or before).pgh_obj_id}"
        return [
            Change(row, str(field.verbose_name), old, new)
            for field in self.fields
            if (old := self.word(field, before)) != (new := self.word(field, after))
        ]

    def word(self, field: Any, event: Any) -> str:
        value = getattr(event, field.attname) if event else None
        if value is None or value == "" or value == []:
            return ""
        if isinstance(value, list):
            return ", ".join(map(str, value))
        if field.is_relation:
            return str(self.rows[field].get(value, f"{field.related_model._meta.verbose_name} {value}"))
        return str(dict(field.flatchoices).get(value, value) if field.choices else value)


def _referred(field: Any, events: Iterable[Any]) -> dict[Any, Any]:
    wanted = {getattr(event, field.attname) for event in events} - {None}
    return field.related_model._default_manager.in_bulk(wanted)


def parts(model: Any) -> list[Any]:
    """The fields of tracked models by which rows are part of one of this model, as roles are of an actor.

    Who looks after an article is no part of it.
    """
    fields = (
        f
        for m in tracked()
        if m is not Assignment
        for f in m._meta.concrete_fields
        if f.related_model is model
    )
    return [field for field in fields if field.remote_field.on_delete is models.CASCADE]


def events_of(thing: models.Model) -> list[Any]:
    """QuerySets of the events of the row itself and of its parts, one a model."""
    own: Any = type(thing)
    lookups = [(own, "pgh_obj_id"), *((field.model, field.attname) for field in parts(own))]
    return [m.pgh_event_model.objects.filter(**{name: thing.pk}) for m, name in lookups]


def actions_on(thing: models.Model) -> ActionQuerySet:
    """The actions that changed the row or one of its parts, the latest first."""
    own, *others = (events.order_by().values("pgh_context_id") for events in events_of(thing))
    return Action.objects.filter(context_id__in=own.union(*others))
