"""Two editors at one thing: what was changed since the version that the second one saw."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Model, Value

from articles.addresses import number
from articles.formatting import moment
from articles.history.events import Change, differences, events_of
from articles.models import Action
from articles.registry.locking import Refused


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What somebody did to a statement, actor, issue … while somebody else was at it."""

    what: str
    who: str
    when: str
    changes: tuple[Change, ...]

    def __str__(self) -> str:
        """Who changed what, in a sentence."""
        told = "; ".join(f"{c.row}, {c.field}: {c.before or '–'} → {c.after or '–'}" for c in self.changes)
        return f"{self.who} changed this {self.what} on {self.when}, after you had opened it ({told})."


class Outdated(Refused):
    """Somebody changed it after the version that the verb was to be applied to."""

    def __init__(self, meanwhile: list[Meanwhile]) -> None:
        super().__init__(f"{' '.join(map(str, meanwhile))} Look again; nothing was changed.")
        self.meanwhile = meanwhile


def version(thing: Model) -> str:
    """The last event of the row and of each kind of its parts, such as 7.3.0: names its state."""
    lasts = [
        events.order_by("-pgh_id").annotate(nth=Value(nth)).values_list("nth", "pgh_id")[:1]
        for nth, events in enumerate(events_of(thing))
    ]
    found = dict(lasts[0].union(*lasts[1:], all=True))
    return ".".join(str(found.get(nth, 0)) for nth in range(len(lasts)))


def require_version(thing: Model, seen: str | None) -> None:
    """Outdated if the row, which is locked, or a part of it was changed since; None = do not ask."""
    if seen is None or seen == version(thing):
        return
    if meanwhile := changed_since(thing, seen):
        raise Outdated(meanwhile)


def changed_since(thing: Model, seen: str) -> list[Meanwhile]:
    """What was changed since that version, by whom and when; what is no version counts as nothing seen."""
    kinds = events_of(thing)
    numbers = [number(n) or 0 for n in seen.split(".")]
    numbers += [0] * (len(kinds) - len(numbers))
    new = [e for events, last in zip(kinds, numbers, strict=False) for e in events.filter(pgh_id__gt=last)]
    new.sort(key=lambda event: event.pgh_created_at)
    what = str(thing._meta.verbose_name)
    groups = groupby(new, lambda event: event.pgh_context_id)
    found = [_meanwhile(what, context, list(events)) for context, events in groups]
    return [meanwhile for meanwhile in found if meanwhile.changes]  # else nothing that anybody typed


def _meanwhile(what: str, context: Any, events: list[Any]) -> Meanwhile:
    action = Action.objects.filter(context_id=context).select_related("by").first()
    changes = [change for event in events for change in _change(event)]
    when = moment(events[-1].pgh_created_at.isoformat())
    who = str(action.by) if action else "Somebody outside the desk"
    return Meanwhile(what, who, when, tuple(changes))


def _change(event: Any) -> list[Change]:
    kept = type(event).objects.filter(pgh_obj_id=event.pgh_obj_id, pgh_id__lt=event.pgh_id)
    before = kept.order_by("-pgh_id").values_list("pgh_id", flat=True).first()
    after = None if event.pgh_label == "delete" else event.pgh_id
    return differences(type(event).pgh_tracked_model, [(before, after)])
