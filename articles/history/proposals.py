"""What the machine proposed, read from the history of its suggestions, however they were mended since."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

from articles.models import Actor, Attribution, Position, Review, Statement

Fragments = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """The fields of a statement that an editor may mend, in plain values.

    ``said`` is the first and the last day in ISO 8601; ``speakers`` are (actor's id, ISO3), ``positions``
    (issue's id, stance). An actor that was merged stands as the one it was merged into.
    """

    type: str
    fragments: Fragments
    said: tuple[str | None, str | None]
    speakers: frozenset[tuple[int, str | None]]
    positions: frozenset[tuple[int, str]]

    def differs_from(self, other: "Proposal") -> list[str]:
        """The names of the fields that are not the same."""
        names = (field.name for field in fields(self))
        return [name for name in names if getattr(self, name) != getattr(other, name)]


def proposals(statements: Iterable[int]) -> dict[int, Proposal]:
    """Of those statements (ids) that began as suggestions, what the machine had proposed. Four queries."""
    histories: defaultdict[int, list[Any]] = defaultdict(list)
    for event in sorted(_events(list(statements)), key=lambda event: event.pgh_created_at):
        histories[_statement(event)].append(event)
    states = {pk: _proposed(events) for pk, events in histories.items() if _began_as_suggestion(events)}
    heirs = _heirs(states.values())
    return {pk: _where_it_stands(_proposal(s, heirs), s, histories[pk]) for pk, s in states.items()}


def as_it_stands(statement: Statement) -> Proposal:
    """The same fields as they are now; no query if attributions and positions were prefetched."""
    rows = [statement, *statement.attributions.all(), *statement.positions.all()]
    return _proposal(rows, {})


def _events(statements: list[int]) -> Iterable[Any]:
    tracked: list[tuple[Any, str]] = [(Statement, "pgh_obj_id")]
    tracked += [(Attribution, "statement_id"), (Position, "statement_id")]
    for model, key in tracked:
        events = model.pgh_event_model.objects
        yield from events.filter(**{f"{key}__in": statements}).order_by("pgh_id")


def _statement(event: Any) -> int:
    return event.pgh_obj_id if event.pgh_tracked_model is Statement else event.statement_id


def _began_as_suggestion(events: list[Any]) -> bool:
    first = events[0]
    return first.pgh_tracked_model is Statement and first.review == Review.SUGGESTED and bool(first.extractor)


def _proposed(events: list[Any]) -> list[Any]:
    """The rows as the import left them: before anything of another origin, and before any decision."""
    rows: dict[tuple[Any, int], Any] = {}
    for event in events:
        is_decided = getattr(event, "review", Review.SUGGESTED) != Review.SUGGESTED
        if is_decided or event.pgh_context_id != events[0].pgh_context_id:
            break
        rows[event.pgh_tracked_model, event.pgh_obj_id] = event
    return [row for row in rows.values() if row.pgh_label != "delete"]


def _where_it_stands(proposal: Proposal, proposed: list[Any], events: list[Any]) -> Proposal:
    """The same words may have moved since, with the text of their article: nobody mended them."""
    latest = [event for event in events if event.pgh_tracked_model is Statement][-1]
    if latest.quote != proposed[0].quote or not latest.fragments:
        return proposal
    return replace(proposal, fragments=tuple((start, end) for start, end in latest.fragments))


def _heirs(states: Iterable[list[Any]]) -> dict[int, int | None]:
    actors = {row.actor_id for state in states for row in state if hasattr(row, "actor_id")}
    merged = Actor.objects.filter(pk__in=actors).exclude(merged_into=None)
    return dict(merged.values_list("pk", "merged_into"))


def _proposal(rows: Iterable[Any], heirs: dict[int, int | None]) -> Proposal:
    """From rows or their events, which have the same fields: first the statement's, then its parts'."""
    statement, *parts = rows
    speakers = (part for part in parts if hasattr(part, "actor_id"))
    positions = (part for part in parts if hasattr(part, "stance"))
    days = (statement.said_on, statement.said_until)
    return Proposal(
        type=statement.kind,
        fragments=tuple((start, end) for start, end in statement.fragments),
        said=(days[0] and days[0].isoformat(), days[1] and days[1].isoformat()),
        speakers=frozenset(
            (heirs.get(part.actor_id) or part.actor_id, part.country_id)
            for part in speakers
            if not part.is_channel
        ),
        positions=frozenset((part.issue_id, part.stance) for part in positions),
    )
