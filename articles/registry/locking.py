"""The one order in which rows are locked by all who write: editors' verbs, the importer, the worker, undo.

Articles come first, then named things (actors, blocs, issues, sources) by kind and key, then statements, then
the parts of all of these. Who keeps to it never waits for somebody who waits for them.

- Who writes about statements locks their articles: the text and a coding task stay as they are meanwhile.
- Who makes a row point to a named thing locks that: it is not merged into another meanwhile.
- Who may add names takes the lock of names before: nobody else adds the same name or address.
"""

import logging
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.apps import apps
from django.db import Error, IntegrityError, connection, transaction
from django.db.models import Model

from articles.models import Actor, Article, Bloc, Issue, Source, Statement

NAMED: tuple[Any, ...] = (Actor, Bloc, Issue, Source)
NAMES = "SELECT pg_advisory_xact_lock(7321, 2)"
SHARED = {
    Article: "SHARE",
    Actor: "NO KEY UPDATE",  # one at a time: their utterances and aliases are compared with those on record
    Bloc: "KEY SHARE",
    Issue: "KEY SHARE",
    Source: "KEY SHARE",
}

TAKEN = "23505"  # a value that may be there once only
BROKEN = "23514"  # a value that a check does not take
DEADLOCK, SERIALIZATION, GONE, MERGED = "40P01", "40001", "23503", "23001"
"""States of SQL in which the database breaks off what one does because of what others did meanwhile."""

PAUSE = 0.05  # seconds in which those who waited take what was let go; else it would be taken from them again

Keys = Collection[int]
Heirs = dict[Any, dict[int, int]]  # by model, the key of what each row was merged into, or its own


logger = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")
Row = TypeVar("Row", bound=Model)


class Refused(Exception):
    """What somebody wants to do to the record cannot be done; the message says to what and why."""


class Vanished(Refused):
    """A row that was to be locked is no longer there."""


class BrokenOff(Refused):
    """The database broke it off twice, because of what others did at the same moment."""


def retried(work: Callable[P, T]) -> Callable[P, T]:
    """Does the work, a transaction of its own, once more if the database broke it off because of others.

    What is part of a larger transaction can only be done again with all of that. BrokenOff the second time.
    """

    @wraps(work)
    def done(*args: P.args, **kwargs: P.kwargs) -> T:
        is_second = False
        while True:
            try:
                return work(*args, **kwargs)
            except Error as error:
                if connection.in_atomic_block or not _is_broken_off(error):
                    raise
                if is_second:
                    raise BrokenOff(
                        "Somebody else was changing the same things at that moment, and this was broken off "
                        "twice. Nothing was changed; try again."
                    ) from error
                logger.info("%s was broken off, and is done again.", work.__name__, exc_info=True)
                is_second = True
                time.sleep(PAUSE)

    return done


def in_the_way(error: IntegrityError) -> Refused:
    """Tells which row, or which rule, the database holds against what somebody wants to write."""
    rule = _rule(error)
    if rule:
        return Refused(f"What would stand there breaks a rule: {rule} Mend it by hand; nothing was changed.")
    detail = getattr(getattr(error.__cause__, "diag", None), "message_detail", None) or str(error)
    return Refused(
        f"Another row is in the way: {detail.strip()} Mend or undo that first; nothing was changed."
    )


def _rule(error: IntegrityError) -> str:
    """What a broken check of a table says, without the row that breaks it; triggers tell it themselves."""
    diag = getattr(error.__cause__, "diag", None)
    if _state(error) != BROKEN or diag is None or not diag.table_name:
        return ""
    rules = {rule.name: rule for model in apps.get_models() for rule in model._meta.constraints}
    rule = rules.get(diag.constraint_name)
    if rule and rule.violation_error_message != rule.default_violation_error_message:
        return str(rule.get_violation_error_message())
    return f"{str(diag.constraint_name).replace('_', ' ')}."


def is_taken(error: IntegrityError) -> bool:
    """Whether it is a value that may be there once only."""
    return _state(error) == TAKEN


def _is_broken_off(error: Error) -> bool:
    return _state(error) in (DEADLOCK, SERIALIZATION, GONE, MERGED)


def _state(error: Error) -> str | None:
    return getattr(error.__cause__, "sqlstate", None)


def lock(
    *,
    articles: Keys = (),
    named: Mapping[Any, Keys] | None = None,
    statements: Keys = (),
    changing: Collection[Any] = (),
    adds_names: bool = False,
) -> Heirs:
    """Lock these rows until the transaction ends; those that are not there are left out.

    ``named`` are keys by model. Rows of the models ``changing`` are going to be changed, merged or deleted,
    the others only pointed to; of one model all rows are locked alike, or their order would be lost. Returns
    what the named ones were merged into, or their own keys.
    """
    keys = {Article: articles, **(named or {}), Statement: statements}
    chosen = [model for model in (Article, *NAMED, Statement) if keys.get(model)]
    steps = [(model, _query(model, is_changing=model in changing)) for model in chosen]
    if adds_names:
        steps.insert(1 if articles else 0, (None, NAMES))
    heirs: Heirs = {model: {} for model in NAMED}
    if steps:
        with connection.cursor() as cursor:
            # All at once, in this order: to wait for an answer to each takes longer than the locks do.
            cursor.execute("; ".join(query for _, query in steps), [list(keys[model]) for model in chosen])
            for number, (model, _) in enumerate(steps):
                cursor.set_result(number)
                heirs[model] = dict(cursor.fetchall()) if model else {}
    return heirs


def follow(named: Mapping[Any, Iterable[int]], **others: Any) -> Heirs:
    """``lock``, but of what was merged that into which it was; returns the keys locked by those given.

    A merge that was waited for may lead to a row that comes earlier in the order: then all locks are let go,
    and taken anew. Vanished when one of the named is no longer there.
    """
    heirs: Heirs = {model: {key: key for key in keys} for model, keys in named.items()}
    while True:
        with transaction.atomic():
            locked = lock(named={model: set(own.values()) for model, own in heirs.items()}, **others)
            followed = {model: _followed(model, own, locked[model]) for model, own in heirs.items()}
            if followed == heirs:
                return heirs
            transaction.set_rollback(True)
        heirs = followed


def current(thing: Row) -> Row:
    """The row, which is locked, as it is now; Vanished if somebody deleted it meanwhile."""
    found = type(thing)._default_manager.filter(pk=thing.pk).first()
    if found is None:
        raise _vanished(type(thing), thing.pk)
    return found


def _vanished(model: Any, key: int) -> Vanished:
    name = str(model._meta.verbose_name).capitalize()
    return Vanished(f"{name} {key} is no longer on record. Nothing was changed; look again.")


def _followed(model: Any, own: dict[int, int], locked: dict[int, int]) -> dict[int, int]:
    for key in own.values():
        if key not in locked:
            raise _vanished(model, key)
    return {key: locked[heir] for key, heir in own.items()}


def _query(model: Any, *, is_changing: bool) -> str:
    """Locks rows in the order of their keys; gives what each was merged into, or its own key."""
    strength = "UPDATE" if is_changing or model is Statement else SHARED[model]
    heir = "coalesce(merged_into_id, id)" if hasattr(model, "merged_into") else "id"
    table = connection.ops.quote_name(model._meta.db_table)
    return f"SELECT id, {heir} FROM {table} WHERE id = ANY(%s) ORDER BY id FOR {strength}"
