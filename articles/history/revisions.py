"""The public history of a statement: what readers could see of it and how that changed; no editors."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from articles.formatting import kind, place, said, stance_verb
from articles.history.events import events_of
from articles.language import gettext, text
from articles.models import (
    Action,
    Actor,
    Article,
    Attribution,
    Country,
    Issue,
    Position,
    Review,
    Role,
    Statement,
)
from articles.models.statements import REVIEWED

State = dict[tuple[Any, int], Any]  # the event that holds each row, by model and id
Words = dict[str, str]  # what a page shows of a statement


@dataclass(frozen=True, slots=True)
class Revision:
    """One change: its day, what was done, and (what, before, after) of all that reads differently since."""

    day: datetime.date
    done: str
    changes: tuple[tuple[str, str, str], ...] = ()


def revisions(statement: Statement) -> list[Revision]:
    """The latest first. Nothing from before it was published; of times when it was not, only that."""
    steps = list(_steps(statement))
    verbs = _verbs(context for context, _, _ in steps)
    words = _Words(state for _, _, state in steps)
    found: list[Revision] = []
    shown: Words | None = None  # what was last public
    public = False
    for context, at, state in steps:
        now = words.of(state)
        if now and not public:
            done = text("published again") if shown else text("published")
            found.append(Revision(at.date(), done, _changes(shown, now)))
        elif public and not now:
            found.append(Revision(at.date(), text("withdrawn")))
        elif now and (changes := _changes(shown, now)):
            found.append(Revision(at.date(), verbs.get(context, text("changed")), changes))
        shown, public = now or shown, bool(now)
    return found[::-1]


Step = tuple[UUID | None, datetime.datetime, State]


def _steps(statement: Statement) -> Iterator[Step]:
    """The state of the statement, its parts and its article after each action, or change without one."""
    of_article = Article.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        pgh_obj_id=statement.article_id
    ).defer("text")
    events = [event for kind in (*events_of(statement), of_article) for event in kind]
    events.sort(key=lambda event: (event.pgh_created_at, event.pgh_id))
    state: State = {}
    for number, event in enumerate(events):
        row = (type(event).pgh_tracked_model, event.pgh_obj_id)
        state = {**state, row: None if event.pgh_label == "delete" else event}
        following = events[number + 1] if number + 1 < len(events) else None
        context = event.pgh_context_id
        if following is None or context is None or following.pgh_context_id != context:
            yield context, event.pgh_created_at, state


def _verbs(contexts: Iterable[UUID | None]) -> dict[UUID | None, str]:
    actions = Action.objects.filter(context_id__in={context for context in contexts if context})
    return {action.context_id: action.get_verb_display() for action in actions}


def _changes(before: Words | None, after: Words) -> tuple[tuple[str, str, str], ...]:
    if before is None:
        return ()
    return tuple(
        (what, before.get(what, ""), after.get(what, ""))
        for what in {**before, **after}
        if before.get(what, "") != after.get(what, "")
    )


def _referred(events: Iterable[Any], model: Any) -> set[Any]:
    field = f"{model._meta.model_name}_id"
    return {getattr(event, field, None) for event in events} - {None}


class _Words:
    """Puts states into words; looks up the names of all things they refer to once."""

    def __init__(self, states: Iterable[State]) -> None:
        events = [event for state in states for event in state.values() if event]
        self.things = {
            (model, pk): thing
            for model in (Actor, Country, Role, Issue)
            for pk, thing in model._default_manager.in_bulk(_referred(events, model)).items()
        }

    def of(self, state: State) -> Words | None:
        """What the page showed; None when there was no page."""
        rows: dict[Any, list[Any]] = defaultdict(list)
        for (model, _), event in state.items():
            if event:
                rows[model].append(event)
        statement, article = (next(iter(rows[model]), None) for model in (Statement, Article))
        if statement is None or statement.review not in REVIEWED:
            return None
        if article is None or article.state != Article.State.PUBLISHED:
            return None
        return {
            text("words"): statement.quote,
            text("reported"): kind(statement.kind),
            text("said"): said(statement.said_on, statement.said_on_precision),
            text("speaker"): "; ".join(self._speaker(event) for event in rows[Attribution]),
            text("review"): gettext(Review(statement.review).label),
        } | {
            self._name(Issue, event.issue_id): stance_verb(
                event.stance, issue=self.things.get((Issue, event.issue_id))
            )
            for event in rows[Position]
        }

    def _speaker(self, attribution: Any) -> str:
        words = self._name(Actor, attribution.actor_id)
        if attribution.is_channel:
            return gettext("via %(who)s") % {"who": words}
        if role := self._name(Role, attribution.role_id) or attribution.role_printed:
            words += f", {role}"
        country = self._name(Country, attribution.country_id)
        if not country or country == words:
            return words
        return gettext("%(who)s, for %(country)s") % {"who": words, "country": place(country)}

    def _name(self, model: Any, pk: Any) -> str:
        return str(self.things.get((model, pk), "")) if pk else ""
