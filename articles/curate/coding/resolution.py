"""What becomes of the codes: the chief editor's choice, written into the record by the usual verbs."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from articles.addresses import number
from articles.curate import verbs
from articles.curate.coding.serialize import Plain, as_it_stands, entries_of
from articles.curate.coding.tasks import LEAD, close
from articles.curate.coding.units import Unit, units
from articles.curate.verbs import Editor, Refused, Verb, permitted
from articles.formatting import count, shorten
from articles.models import Code, CodingTask, Statement
from articles.models.actions import Action
from articles.registry.locking import lock, retried
from articles.text.passages import quoted


@retried
def resolve(task: CodingTask, key: str, entries: Plain | None, by: Editor) -> None:
    """Make the unit of the key what the entries say, None = no statement; the last one closes the task."""
    with _leading(task, by) as action:
        _settle(task, unit_of(task, key), entries, action, by)


@retried
def take(task: CodingTask, key: str, coder: str, by: Editor) -> None:
    """Resolve a unit by what one of the coders (id) said."""
    with _leading(task, by) as action:
        unit = unit_of(task, key)
        chosen = number(coder) or 0
        if chosen not in unit.readings:
            raise Refused("Choose one of the coders of this task.")
        code = unit.codes.get(chosen)
        _settle(task, unit, code.entries if code else None, action, by)


@retried
def adopt(task: CodingTask, by: Editor) -> int:
    """Resolve all units on which all coders agree, in one action; returns how many."""
    with _leading(task, by) as action:
        agreed = [unit for unit in units(task) if unit.is_open and unit.is_agreed]
        if not agreed:
            raise Refused("The coders agree on nothing that is left to be resolved.")
        for unit in agreed:
            _write(task, unit, next(iter(unit.codes.values())).entries, by)
        action.summary = f"Coding task {task.pk}: adopted {count(len(agreed), 'code')} on which all agree"
    return len(agreed)


def unit_of(task: CodingTask, key: str) -> Unit:
    """The open unit of this key; refused if there is none."""
    _require_coded(task)
    found = next((unit for unit in units(task) if unit.key == key), None)
    if found is None:
        raise Refused("This task has no such place; choose one of the list.")
    if not found.is_open:
        raise Refused(f"This was resolved already: {found.outcome}. Undo that to decide anew.")
    return found


def _require_coded(task: CodingTask) -> None:
    if not task.is_coded:
        raise Refused("Not all coders are done; nothing can be resolved before.")


@retried
def reopen(task: CodingTask, key: str, by: Editor) -> None:
    """Take back that words tagged anew are no statement: that wrote nothing which could be undone."""
    with _leading(task, by):
        codes = next((unit.codes.values() for unit in units(task) if unit.key == key), ())
        dismissed = Code.objects.filter(pk__in=[code.pk for code in codes], resolved_as=None)
        if not dismissed.exclude(resolved_at=None).update(resolved_at=None):
            raise Refused("This was not resolved as no statement; undo the action that resolved it.")


@contextmanager
def _leading(task: CodingTask, by: Editor) -> Iterator[Action]:
    """One action of the chief editor; afterwards the task is closed if nothing is left."""
    permitted(by, LEAD)
    with transaction.atomic():
        lock(articles=[task.article_id])
        locked = CodingTask.objects.open().select_for_update().filter(pk=task.pk).first()
        if locked is None:
            raise Refused("This coding task is closed; what is left waits for the usual review.")
        _require_coded(locked)
        with verbs.resolving(), verbs.acting(Verb.ACCEPT, by, LEAD) as action:
            yield action
        if not any(unit.is_open for unit in units(locked)):
            close(locked, by)


def _settle(task: CodingTask, unit: Unit, entries: Plain | None, action: Action, by: Editor) -> None:
    action.verb = _write(task, unit, entries, by)
    words = shorten(quoted(task.text, unit.place), 120)
    action.summary = f"Coding task {task.pk}: {action.get_verb_display()} “{words}”"


def _write(task: CodingTask, unit: Unit, entries: Plain | None, by: Editor) -> Verb:
    return _decide(unit.statement, entries, by) if unit.statement else _tag(task, unit, entries, by)


def _decide(statement: Statement, entries: Plain | None, by: Editor) -> Verb:
    only = Statement.objects.filter(pk=statement.pk)
    if entries is None:
        verbs.reject(only, by)
        return Verb.REJECT
    if entries == as_it_stands(statement):
        verbs.accept(only, by)
        return Verb.ACCEPT
    verbs.correct(statement, entries_of(entries), by)
    return Verb.CORRECT


def _tag(task: CodingTask, unit: Unit, entries: Plain | None, by: Editor) -> Verb:
    made = verbs.tag(task.article, entries_of(entries), by) if entries else None
    mine = Code.objects.filter(pk__in=[code.pk for code in unit.codes.values()])
    mine.update(resolved_at=timezone.now(), resolved_as=made)
    return Verb.ADD
