"""Takes back what an action changed, from the histories of the rows; taken back again, it is redone."""

from collections import defaultdict
from typing import Any

from django.db import IntegrityError, connection, models, transaction

from articles.curate.actions import Editor, Refused, acting
from articles.curate.coding_lock import require_uncoded
from articles.curate.merge import PARTS
from articles.curate.review import DELETE as LEAD
from articles.formatting import count, moment
from articles.history.events import Touched, table, touched
from articles.models import Action, Article, CodingTask, Issue, LikelyPosition, Review, Statement, Verb
from articles.registry.locking import NAMED, in_the_way, lock, retried

CHANGED = """
SELECT e.pgh_obj_id FROM {events} AS e LEFT JOIN {rows} AS r ON r.id = e.id
WHERE e.pgh_id = ANY(%s) AND (
    (e.pgh_label = 'delete') <> (r.id IS NULL)
    OR e.pgh_label <> 'delete' AND ROW({row_columns}) IS DISTINCT FROM ROW({event_columns})
) ORDER BY e.pgh_obj_id LIMIT 1
"""
GUESSED = {Issue: "issue", Statement: "statement"}  # what the machine takes for likely goes with them
REMEDIES: dict[Any, str] = {
    Statement: "A chief editor can discard them; then this can be undone",
    CodingTask: "It was coded, and stays on record for that",
}
NOTED: dict[Any, set[str]] = {Article: {"extractor"}}  # by the worker; no verb changes these, nor does undo
LOCK = "SELECT id FROM {rows} WHERE id = ANY(%s) ORDER BY id FOR UPDATE"
DELETE = "DELETE FROM {rows} WHERE id = ANY(%s)"
UPDATE = "UPDATE {rows} AS r SET {set} FROM {events} AS e WHERE e.pgh_id = ANY(%s) AND r.id = e.id"
INSERT = "INSERT INTO {rows} ({columns}) SELECT {values} FROM {events} AS e WHERE e.pgh_id = ANY(%s)"


@retried
def undo(action: Action, by: Editor) -> Action:
    """Put every row that the action changed back to its state before; returns the action that did so.

    Only ``changed_at`` tells that something happened. Undoing an undo applies the first verb again.
    Refused, naming the thing, who, when and the remedy, when a row was changed since, when it was undone
    already, or when the person may not.
    """
    redone = action.undoes if action.verb == Verb.UNDO else None
    summary = f"Redone: {redone}" if redone else f"Undone: {action}"
    with acting(Verb(redone.verb) if redone else Verb.UNDO, by, action.needs, summary) as taking_back:
        _require_standing(action)
        taking_back.undoes = action
        rows = touched(action.context_id)
        articles = _lock(rows)
        _drop_suggestions(rows)
        if action.needs != LEAD:  # chief editors take back how they resolved codes
            require_uncoded(articles)
        _restore(rows)
    return taking_back


def _drop_suggestions(rows: dict[Any, list[Touched]]) -> None:
    """With articles that go, go the machine's suggestions in them; where people decided on some, none do."""
    going = [row.pk for row in rows.get(Article, []) if row.after and not row.before]
    decided = Statement.objects.filter(article__in=going).exclude(review=Review.SUGGESTED)
    if going and not decided.exists():
        Statement.objects.filter(article__in=going).delete()


def _require_standing(action: Action) -> None:
    Action.objects.select_for_update(of=("self",)).get(pk=action.pk)
    later = Action.objects.filter(undoes=action).select_related("by").first()
    if later:
        raise Refused(f"“{action}” was undone already {_by_whom(later)}. Undo that to have it again.")


def _lock(rows: dict[Any, list[Touched]]) -> set[int]:
    """The rows, what they belong to and will point to; parts are locked when they are looked at.

    Returns the articles whose text or statements are among them.
    """
    keys: dict[Any, set[int]] = defaultdict(set)
    changing, articles = set(rows), {row.pk for row in rows.get(Article, [])}
    for model, changed in rows.items():
        keys[model].update(row.pk for row in changed)
        leading = [f for f in model._meta.concrete_fields if f.related_model in (Article, Statement, *NAMED)]
        restored = {row.before for row in changed}
        states = [event for row in changed for event in (row.before, row.last) if event]
        kept = model.pgh_event_model.objects.filter(pgh_id__in=states).order_by()
        names = ["pgh_id", *(field.attname for field in leading)]
        for event, *values in kept.values_list(*names) if leading else ():
            for field, value in zip(leading, values, strict=True):
                if event in restored or field.related_model not in NAMED or _is_part(field):
                    keys[field.related_model] |= {value} - {None}
                if model is Statement and field.related_model is Article:
                    articles.add(value)
        changing |= {f.related_model for f in leading if _is_part(f)}
    lock(
        articles=keys[Article],
        named={model: keys[model] for model in NAMED},
        statements=keys[Statement],
        changing=changing,
        adds_names=not changing.isdisjoint(NAMED),
    )
    return articles


def _is_part(field: Any) -> bool:
    """Whether rows belong to what the field leads to, as roles do to an actor."""
    return field.remote_field.on_delete is models.CASCADE


def _restore(rows: dict[Any, list[Touched]]) -> None:
    for model, changed in rows.items():
        _require_unchanged(model, changed)
    going = {
        model: [row.pk for row in changed if row.after and not row.before] for model, changed in rows.items()
    }
    try:
        with transaction.atomic():
            _write(rows, going)
            connection.check_constraints()
    except IntegrityError as error:  # which ends the transaction of the verb
        raise _resting(going) or in_the_way(error) from error


def _write(rows: dict[Any, list[Touched]], going: dict[Any, list[int]]) -> None:
    for model, keys in going.items():
        if model in GUESSED:
            LikelyPosition.objects.filter(**{f"{GUESSED[model]}__in": keys}).delete()
        _run(model, DELETE, keys)
    for model, changed in rows.items():
        _update(model, [row.before for row in reversed(changed) if row.after and row.before])
    for model, changed in rows.items():
        _run(model, INSERT, [row.before for row in changed if row.before and not row.after])
    for model, changed in rows.items():
        _require_unmerged(model, [row.pk for row in changed if row.before])


def _resting(going: dict[Any, list[int]]) -> Refused | None:
    """Says what rests by now on a row that would go, and the remedy; None if nothing does."""
    for model, keys in going.items():
        for relation in model._meta.related_objects:
            part, field = relation.related_model, relation.field
            if field.db_constraint:
                there = part._default_manager.filter(**{f"{field.name}__in": keys})
                there = there.exclude(pk__in=going.get(part, ())).order_by("pk")
                if first := there.first():
                    return _in_use(getattr(first, field.name), first, there.count())
    return None


def _in_use(thing: models.Model, part: models.Model, n: int) -> Refused:
    parts = count(n, str(part._meta.verbose_name), str(part._meta.verbose_name_plural))
    return Refused(
        f"The {thing._meta.verbose_name} “{thing}” is in use by now: {parts}, the first being “{part}”. "
        f"{REMEDIES.get(type(part), 'Undo or change that first, then this')}. Nothing was changed."
    )


def _require_unchanged(model: Any, rows: list[Touched]) -> None:
    if model not in (Article, Statement, *NAMED):  # those are locked by now
        _run(model, LOCK, [row.pk for row in rows])
    with connection.cursor() as cursor:
        cursor.execute(_sql(model, CHANGED), [[row.last for row in rows]])
        found = cursor.fetchone()
    if found:
        raise Refused(_changed_since(model, found[0]))


def _require_unmerged(model: Any, keys: list[int]) -> None:
    """No row may come back to an actor or a source that was merged into another since."""
    for part in (part for parts in PARTS.values() for part in parts if part.model is model):
        if part.field != "merged_into":
            merged = {"pk__in": keys, f"{part.field}__merged_into__isnull": False}
            row = model.objects.filter(**merged).select_related(f"{part.field}__merged_into").first()
            if row:
                thing = getattr(row, part.field)
                raise Refused(f"“{thing}” was merged into “{thing.merged_into}” since. Undo that first.")


def _update(model: Any, events: list[int | None]) -> None:
    """All rows at once; one by one, the last change first, where they hand on a unique value."""
    if len(events) < 2:
        return _run(model, UPDATE, events)
    try:
        with transaction.atomic():
            _run(model, UPDATE, events)
    except IntegrityError:
        for event in events:
            _run(model, UPDATE, [event])


def _run(model: Any, template: str, keys: list[Any]) -> None:
    if keys:
        with connection.cursor() as cursor:
            cursor.execute(_sql(model, template), [keys])


def _sql(model: Any, template: str) -> str:
    fields = [f for f in model._meta.concrete_fields if not isinstance(f, models.GeneratedField)]
    changed = [f for f in fields if f.name not in NOTED.get(model, ())]
    steady = [f for f in changed if not getattr(f, "auto_now", False)]
    quote = connection.ops.quote_name
    now = "statement_timestamp()"
    values = {f: now if getattr(f, "auto_now", False) else f"e.{quote(f.column)}" for f in fields}
    return template.format(
        rows=table(model),
        events=table(model.pgh_event_model),
        columns=", ".join(quote(f.column) for f in fields),
        values=", ".join(values.values()),
        set=", ".join(f"{quote(f.column)} = {values[f]}" for f in changed),
        row_columns=", ".join(f"r.{quote(f.column)}" for f in steady),
        event_columns=", ".join(f"e.{quote(f.column)}" for f in steady),
    )


def _changed_since(model: Any, pk: int) -> str:
    event = model.pgh_event_model.objects.filter(pgh_obj_id=pk).order_by("-pgh_id").first()
    later = Action.objects.filter(context_id=event.pgh_context_id).select_related("by").first()
    thing = f"{str(model._meta.verbose_name).capitalize()} {pk} was changed since"
    if later:
        return f"{thing} {_by_whom(later)}: {later}. Undo that first; nothing was changed."
    at = moment(event.pgh_created_at.isoformat())
    return f"{thing} outside the desk on {at}. Mend it by hand; nothing was changed."


def _by_whom(action: Action) -> str:
    return f"by {action.by} on {moment(action.at.isoformat())}"
