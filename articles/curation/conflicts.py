"""Two editors at one statement: what was changed since the version that the second one saw."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Max

from articles.models import Action, Statement
from articles.trail import Change, differences, events_of
from articles.wording import moment


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What somebody did to a statement while somebody else was at it."""

    who: str
    when: str
    changes: tuple[Change, ...]


def version(statement: Statement) -> str:
    """The last event of the statement and of each kind of its parts, such as 7.3.0: names its state."""
    return ".".join(str(_last(events)) for events in events_of(statement))


def _last(events: Any) -> int:
    return events.aggregate(last=Max("pgh_id"))["last"] or 0


def changed_since(statement: Statement, seen: str) -> list[Meanwhile]:
    """What was changed since that version, by whom and when; what is no version counts as nothing seen."""
    kinds = events_of(statement)
    numbers = [int(n) if n.isdecimal() else 0 for n in seen.split(".")]
    numbers += [0] * (len(kinds) - len(numbers))
    new = [e for events, last in zip(kinds, numbers, strict=False) for e in events.filter(pgh_id__gt=last)]
    new.sort(key=lambda event: event.pgh_created_at)
    return [_meanwhile(context, list(events)) for context, events in groupby(new, lambda e: e.pgh_context_id)]


def _meanwhile(context: Any, events: list[Any]) -> Meanwhile:
    action = Action.objects.filter(context_id=context).select_related("by").first()
    changes = [change for event in events for change in _change(event)]
    when = moment(events[-1].pgh_created_at.isoformat())
    return Meanwhile(str(action.by) if action else "somebody outside the desk", when, tuple(changes))


def _change(event: Any) -> list[Change]:
    kept = type(event).objects.filter(pgh_obj_id=event.pgh_obj_id, pgh_id__lt=event.pgh_id)
    before = kept.order_by("-pgh_id").values_list("pgh_id", flat=True).first()
    after = None if event.pgh_label == "delete" else event.pgh_id
    return differences(type(event).pgh_tracked_model, [(before, after)])
