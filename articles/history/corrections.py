"""The public list of corrections: what was changed in statements after they were published."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from articles.history.events import parts
from articles.history.revisions import Revision, revisions
from articles.models import Action, Statement, Verb

LOOKED_AT = 5  # actions for each correction to list: many concern suggestions, which nobody saw


@dataclass(frozen=True, slots=True)
class Correction:
    """A statement, and the change of it that readers could see."""

    statement: Statement
    revision: Revision


def corrections(limit: int) -> list[Correction]:
    """The latest corrections of public statements, latest first; some queries for each statement."""
    latest = Action.objects.filter(verb=Verb.CORRECT).order_by("-pk")[: limit * LOOKED_AT]
    touched = _touched([action.context_id for action in latest])
    public = Statement.objects.published().select_related("article__source").defer("article__text")
    statements = public.in_bulk(touched[:limit])
    found = [
        Correction(statement, revision)
        for statement in statements.values()
        for revision in revisions(statement)
        if revision.changes and revision.done != "published"
    ]
    return sorted(found, key=lambda one: (one.revision.day, one.statement.pk), reverse=True)[:limit]


def _touched(contexts: Sequence[UUID]) -> list[int]:
    """The statements that were changed, or a part of them, under these contexts, in their order."""
    found: dict[UUID, set[int]] = defaultdict(set)
    own: Any = Statement
    for model, name in [(own, "pgh_obj_id"), *((part.model, part.attname) for part in parts(own))]:
        events = model.pgh_event_model.objects.filter(pgh_context_id__in=contexts)
        for context, pk in events.order_by().values_list("pgh_context_id", name):
            found[context].add(pk)
    return list(dict.fromkeys(pk for context in contexts for pk in sorted(found[context])))
