"""What was known at any past moment since the record began.

django-pghistory's triggers keep every state of a row. For each table with a history there is a view of the
same name in the schema ``asof``: it shows the rows as they stood at the moment in the setting
``demarche.as_of``. Within ``as_of()`` the search path puts these views before the tables, so that all code
reads the past without knowing it.
"""

import datetime
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pghistory
from django.apps import apps
from django.db import connection, connections, models, transaction
from django.db.models import Min
from django.utils import timezone
from pghistory import runtime

from articles.models import Statement

VIEW = """
CREATE VIEW asof.{table} AS SELECT {columns} FROM (
    SELECT DISTINCT ON (pgh_obj_id) * FROM public.{events}
    WHERE pgh_created_at <= current_setting('demarche.as_of')::timestamptz
    ORDER BY pgh_obj_id, pgh_created_at DESC, pgh_id DESC
) AS state WHERE pgh_label <> 'delete'
"""


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
    """Everything read inside comes from what was known at the moment; nothing can be written."""
    settings = {
        "demarche.as_of": moment.isoformat(),
        "search_path": "asof, public",
        "transaction_read_only": "on",
    }
    with transaction.atomic():
        with connection.cursor() as cursor:
            for name, value in settings.items():
                cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
        yield
        transaction.set_rollback(True)  # takes the settings back, also inside a larger transaction


@contextmanager
def at_once() -> Iterator[None]:
    """Everything read inside is of one moment; within an outer transaction only if nobody else commits."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def moment(text: str) -> datetime.datetime:
    """Read 2026-11-22T10:00Z, or with another offset; ValueError says why there is no answer."""
    try:
        parsed = datetime.datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"“{text}” is not a moment: write it like 2026-11-22T10:00Z.") from None
    if parsed.tzinfo is None:
        raise ValueError(f"“{text}” has no time zone: add Z for UTC.")
    return _within_the_record(parsed.astimezone(datetime.UTC))


def _within_the_record(moment: datetime.datetime) -> datetime.datetime:
    began = record_began()
    if moment > timezone.now():
        raise ValueError("That moment lies in the future.")
    if began is None or moment < began:
        since = f"begins on {began:%Y-%m-%dT%H:%M:%SZ}" if began else "is empty"
        raise ValueError(f"Nothing is known of that moment: the record {since}.")
    return moment


def record_began() -> datetime.datetime | None:
    """The moment of the first change kept; None while there is none."""
    events = Statement.pgh_event_model.objects  # type: ignore[attr-defined]
    return events.aggregate(began=Min("pgh_created_at"))["began"]


def make_views_after_migrate(using: str, **_: Any) -> None:
    make_views(using)


def make_views(using: str = "default") -> None:
    """Bring the views in ``asof`` in line with the models."""
    with connections[using].cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS asof CASCADE")
        cursor.execute("CREATE SCHEMA asof")
        for model in tracked():
            cursor.execute(_view(model, connections[using]))


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
