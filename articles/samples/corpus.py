"""Puts a synthetic corpus on record, many times faster than any verb: by COPY, without triggers."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Max

from articles.models import Article, Country, Source, Statement
from articles.samples.synthetic import TABLES, Corpus, Rows

LARGE = 500_000  # statements from which indexes are made once, at the end, not row by row
INDEXES = """
SELECT indexrelid::regclass, pg_get_indexdef(indexrelid) FROM pg_index
WHERE indrelid = ANY(%s::regclass[]) AND NOT indisunique
ORDER BY indexrelid
"""


def load(statements: int, seed: int) -> Iterator[int]:
    """All of it or nothing; yields how many statements were written each time."""
    countries = list(Country.objects.order_by("iso2").values_list("pk", flat=True)[:200])
    corpus = Corpus(statements, seed, countries, _last_id())
    is_large = statements >= LARGE and is_empty()
    with transaction.atomic(), _bare_tables(), _without_indexes() if is_large else nullcontext():
        _write(corpus.vocabulary())
        for rows in corpus.batches():
            _write(rows)
            yield len(rows["statement"])
        _continue_ids()


def analyse() -> None:
    """What autovacuum would do some time later; not possible within a transaction."""
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM ANALYZE {', '.join(map(_table, TABLES))}")


def _last_id() -> int:
    """Above every id in use, so that rows can be numbered before they are written."""
    models = [apps.get_model("articles", name) for name in TABLES]
    return max(model._default_manager.aggregate(last=Max("pk"))["last"] or 0 for model in models)


def is_empty() -> bool:
    return not any(model._default_manager.exists() for model in (Article, Source, Statement))


@contextmanager
def _bare_tables() -> Iterator[None]:
    """Without our own triggers, and foreign keys checked at once, not in a queue of millions at the end."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in TABLES:
            cursor.execute(f"ALTER TABLE {_table(name)} DISABLE TRIGGER USER")
        yield
        for name in TABLES:
            cursor.execute(f"ALTER TABLE {_table(name)} ENABLE TRIGGER USER")
        cursor.execute("SELECT articles_changed(NULL)")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@contextmanager
def _without_indexes() -> Iterator[None]:
    """Without those that guard nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '1GB'")
        cursor.execute(INDEXES, [list(map(_table, TABLES))])
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
        yield
        for _, definition in indexes:
            cursor.execute(definition)


def _table(name: str) -> str:
    return f'"articles_{name}"'


def _write(rows: Rows) -> None:
    for name, added in rows.items():
        columns = ", ".join(TABLES[name].split())
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY {_table(name)} ({columns}) FROM STDIN") as copy,
        ):
            for row in added:
                copy.write_row(row)


def _continue_ids() -> None:
    """Rows that are added later get ids of their own."""
    with connection.cursor() as cursor:
        for name in TABLES:
            if TABLES[name].startswith("id "):
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('articles_{name}', 'id'), max(id)) "
                    f"FROM {_table(name)}"
                )
