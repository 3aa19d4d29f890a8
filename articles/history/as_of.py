"""What was known at any past moment since the record began.

django-pghistory's triggers keep every state of a row. For each table with a history there is a view of the
same name in the schema ``asof``: it shows the rows as they stood at the moment in the setting
``demarche.as_of``. Within ``as_of()`` the search path puts these views before the tables, so that all code
reads the past without knowing it.

A moment shows what was committed by it (``models.commits``), whenever it is asked for: what was being written
then, or has still to be committed, is never part of it.
"""

import datetime
import hashlib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pghistory
from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections, models, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.models import Min
from pghistory import runtime

from articles.dates import Period, typed
from articles.language import gettext, text
from articles.models import Statement
from diplomacy import replicas

VIEW = """
CREATE VIEW asof.{table} AS SELECT {columns} FROM (
    SELECT DISTINCT ON (pgh_obj_id) * FROM public.{events}
    WHERE pgh_created_at <= current_setting('demarche.as_of')::timestamptz
        AND (commit IS NULL OR commit <> ALL (current_setting('demarche.not_committed')::bigint[]))
    ORDER BY pgh_obj_id, pgh_id DESC
) AS state WHERE pgh_label <> 'delete'
"""
# Rows are locked by whoever changes them, so the events of one row are in the order of their commits.

# The lock that migration 0018 has whoever commits hold.
OTHERS_COMMIT = """
SELECT EXISTS (
    SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = database AND datname = current_database()
    WHERE locktype = 'advisory' AND (classid, objid, objsubid) = (7321, 1, 2) AND mode = 'ShareLock'
        AND granted AND pid <> pg_backend_pid()
)
"""
WAIT_FOR_COMMITS = "SELECT pg_advisory_xact_lock(7321, 1)"
LONGEST_WAIT = "3s"
FUTURE = text("That moment lies in the future.")
NOT_COMMITTED = """
SELECT coalesce(array_agg(id), '{}')::text FROM articles_commit
WHERE tstzrange(began_at, committed_at) @> %s::timestamptz AND committed_at IS NOT NULL
"""


class Unreadable(Exception):
    """The past cannot be read now; the message says why, and what helps."""


def tracked() -> list[Any]:
    """The models of which every state is kept."""
    return [m for m in apps.get_app_config("articles").get_models() if hasattr(m, "pgh_event_model")]


@contextmanager
def own_context(**metadata: Any) -> Iterator[uuid.UUID]:
    """All changes made inside are kept under one context, and no others; gives its id.

    Contexts of pghistory nest by becoming one: within a request, where the middleware has opened one,
    everything would share it. Here the outer one is left, and entered again afterwards.
    """
    outer = getattr(runtime._tracker, "value", None)
    if outer is None:
        with pghistory.context(**metadata) as inner:
            yield inner.id
        _forget_context()
        return
    runtime._tracker.value = runtime.Context(uuid.uuid4(), {**outer.metadata, **metadata})
    try:
        yield runtime._tracker.value.id
    finally:
        runtime._tracker.value = outer


def _forget_context() -> None:
    """The settings last as long as the transaction; what follows in it must not join the context."""
    if connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('pghistory.context_id', '', true), "
                "set_config('pghistory.context_metadata', '', true)"
            )


@contextmanager
def as_of(moment: datetime.datetime) -> Iterator[None]:
    """Everything read inside comes from what was known at the moment; nothing can be written.

    Unreadable when the views of the past are missing, or somebody takes too long to commit.
    """
    _wait_for_commits()
    with replicas.reading_from(DEFAULT_DB_ALIAS), at_once():  # who is committing, the primary knows alone
        with connection.cursor() as cursor:
            cursor.execute(NOT_COMMITTED, [moment])
            settings = {
                "demarche.as_of": moment.isoformat(),
                "demarche.not_committed": cursor.fetchone()[0],
                "search_path": "asof, public",
                "transaction_read_only": "on",
                # of a view the planner expects one row where hundreds are, and would read it once for each
                "enable_nestloop": "off",
            }
            _require_views(cursor)
            for name, value in settings.items():
                cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
        yield
        transaction.set_rollback(True)  # takes the settings back, also inside a larger transaction


def _wait_for_commits() -> None:
    """Until whoever is committing at this moment has done so; this takes milliseconds, if anybody is."""
    with connection.cursor() as cursor:
        cursor.execute(OTHERS_COMMIT)
        if not cursor.fetchone()[0]:
            return
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [LONGEST_WAIT])
            cursor.execute(WAIT_FOR_COMMITS)
            transaction.set_rollback(True)  # lets the lock go at once, also inside a larger transaction
    except OperationalError as error:
        raise Unreadable(
            text("The record is being written at this moment. Ask again in a few seconds.")
        ) from error


def _require_views(cursor: Any) -> None:
    """Without a view the search path would lead to the table of the present."""
    cursor.execute(
        "SELECT obj_description(to_regnamespace('asof'), 'pg_namespace'), "
        "(SELECT count(*) FROM pg_views WHERE schemaname = 'asof')"
    )
    if cursor.fetchone() != (_fingerprint(_views(connection)), len(tracked())):
        raise Unreadable("The past cannot be read until the database is migrated: run manage.py migrate.")


@contextmanager
def at_once() -> Iterator[None]:
    """Everything read inside is of one moment; within an outer transaction only if nobody else commits."""
    read = replicas.connection()
    outermost = not read.in_atomic_block
    with transaction.atomic(replicas.chosen()):
        if outermost:
            with read.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def moment(text: str) -> datetime.datetime:
    """Read a date as ``dates.typed``, which means its end, or 2026-11-22T10:00Z; ValueError says why not."""
    if day := _last_day(text):
        return _within_the_record(min(_end_of(day), max(_clock(), _start_of(day))))
    try:
        parsed = datetime.datetime.fromisoformat(text)
    except ValueError:
        told = gettext(
            "“%(text)s” is not a moment: write it like 22 November 2026, 2026-11-22 or 2026-11-22T10:00Z."
        )
        raise ValueError(told % {"text": text}) from None
    if parsed.tzinfo is None and parsed.date() > _clock().date():
        raise ValueError(gettext(FUTURE))
    if parsed.tzinfo is None:
        raise ValueError(gettext("“%(text)s” has no time zone: add Z for UTC.") % {"text": text})
    try:
        parsed = parsed.astimezone(datetime.UTC)
    except OverflowError:
        told = gettext("“%(text)s” lies before or after all years of the calendar.")
        raise ValueError(told % {"text": text}) from None
    return _within_the_record(parsed)


def _last_day(text: str) -> Period | None:
    try:
        return typed(text)
    except ValueError:
        return None


def _start_of(period: Period) -> datetime.datetime:
    return datetime.datetime.combine(period.first, datetime.time.min, datetime.UTC)


def _end_of(period: Period) -> datetime.datetime:
    return datetime.datetime.combine(period.last, datetime.time.max, datetime.UTC)


def _within_the_record(moment: datetime.datetime) -> datetime.datetime:
    began = record_began()
    if moment > _clock():
        raise ValueError(gettext(FUTURE))
    if began is None or moment < began:
        if not began:
            raise ValueError(gettext("Nothing is known of that moment: the record is empty."))
        told = gettext("Nothing is known of that moment: the record begins on %(moment)s.")
        raise ValueError(told % {"moment": f"{began:%Y-%m-%dT%H:%M:%SZ}"})
    return moment


def record_began() -> datetime.datetime | None:
    """The moment of the first change kept; None while there is none."""
    events = Statement.pgh_event_model.objects  # type: ignore[attr-defined]
    return events.aggregate(began=Min("pgh_created_at"))["began"]


def _clock() -> datetime.datetime:
    """Of the database, by which commits are dated."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def drop_views_before_migrate(using: str, plan: Any = (), **_: Any) -> None:
    """They would hold on to columns that a migration takes away; until they are made anew, the past waits."""
    if plan:
        with connections[using].cursor() as cursor:
            cursor.execute("DROP SCHEMA IF EXISTS asof CASCADE")


def make_views_after_migrate(using: str, **_: Any) -> None:
    """Only of the tables as they are today, not of those of an earlier release."""
    if is_migrated(using):
        make_views(using)


def is_migrated(using: str = "default") -> bool:
    """Whether all migrations of this app are applied."""
    loader = MigrationLoader(connections[using])
    return set(loader.graph.leaf_nodes("articles")) <= set(loader.applied_migrations)


def make_views(using: str = "default") -> None:
    """Bring the views in ``asof`` in line with the models: all of them, or none."""
    views = _views(connections[using])
    with transaction.atomic(using), connections[using].cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS asof CASCADE")
        cursor.execute("CREATE SCHEMA asof")
        for view in views:
            cursor.execute(view)
        cursor.execute(f"COMMENT ON SCHEMA asof IS '{_fingerprint(views)}'")


@cache
def _fingerprint(views: tuple[str, ...]) -> str:
    """Kept with the views, to tell whether they are those of this release."""
    return hashlib.sha256("".join(views).encode()).hexdigest()


def _views(connection: Any) -> tuple[str, ...]:
    return tuple(_view(model, connection) for model in tracked())


def _view(model: Any, connection: Any) -> str:
    quote = connection.ops.quote_name
    columns = [_column(field, model.pgh_event_model, connection) for field in model._meta.concrete_fields]
    return VIEW.format(
        table=quote(model._meta.db_table),
        events=quote(model.pgh_event_model._meta.db_table),
        columns=", ".join(columns),
    )


def _column(field: models.Field, events: Any, connection: Any) -> str:
    """The column as kept, or computed anew where the history leaves out a generated one."""
    name = connection.ops.quote_name(field.column)
    if field.column in {kept.column for kept in events._meta.concrete_fields}:
        return name
    sql, params = field.generated_sql(connection)  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        return f"{cursor.mogrify(sql, params)} AS {name}"
