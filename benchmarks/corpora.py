"""Databases with synthetic corpora beside the project's own, kept from one measurement to the next.

Import this before anything of the site: it configures Django as for readers (without DEBUG).
"""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django

SECRET_KEY = "for the length of a measurement, and nobody can reach it"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diplomacy.settings")
os.environ.update(DEBUG="0", SECRET_KEY=SECRET_KEY, ALLOWED_HOSTS="127.0.0.1,testserver")
KINDS = ("SEARCH", "SUGGEST", "EXPORT", "SHARE", "LOGIN", "API", "REPORT")
os.environ.update({f"RATE_{kind}": "" for kind in KINDS})  # who measures asks more often than any reader
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from articles.index import maintenance  # noqa: E402
from articles.models import Statement  # noqa: E402
from articles.samples import corpus  # noqa: E402

SCRATCH = Path(tempfile.gettempdir()) / "demarche-benchmarks"
settings.STATIC_ROOT = SCRATCH / "static"


def use(statements: int) -> None:
    """Makes this process work on the database of so many statements; fills it if it is not there."""
    _connect_to(f"bench_{statements}")
    settings.FACET_INDEX_DIR = str(SCRATCH / f"facets_{statements}")
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if Statement.objects.count() < statements:
        began = time.perf_counter()
        with _unguarded():
            list(corpus.load(statements, seed=1))
        corpus.analyse()
        print(f"{statements:,} statements put on record in {time.perf_counter() - began:.0f} s", flush=True)


def anew(name: str) -> None:
    """Makes this process work on an empty database of that name."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    _connect_to(name)
    settings.FACET_INDEX_DIR = str(SCRATCH / f"facets_{name}")
    call_command("migrate", verbosity=0)


def build() -> None:
    began = time.perf_counter()
    index = maintenance.build()
    size = sum(array.nbytes for array in index.arrays().values()) / 1e6
    print(
        f"index of {len(index.main):,} statements built in {time.perf_counter() - began:.1f} s, {size:.1f} MB"
    )


def environment() -> dict[str, str]:
    """For other processes that shall work on the same database."""
    given = connection.settings_dict
    address = f"postgresql://{given['USER']}@/{given['NAME']}?host={given['HOST']}&port={given['PORT']}"
    own = {"DATABASE_URL": address, "FACET_INDEX_DIR": settings.FACET_INDEX_DIR}
    return {**os.environ, **own, "BENCHMARK_STATIC_ROOT": str(settings.STATIC_ROOT)}


@contextmanager
def _unguarded() -> Iterator[None]:
    """Foreign keys are not looked at: the rows were made together, and that takes a third of the time."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        yield
        cursor.execute("SET session_replication_role = origin")


def _connect_to(name: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            cursor.execute(f'CREATE DATABASE "{name}"')
    connection.close()
    connection.close_pool()
    connection.settings_dict["NAME"] = name
