"""The database of each test process: copied from one that is migrated, and emptied without making it anew.

The template stays on the server, with a comment that tells what it was made from: it is migrated again only
when that has changed. What every migrate brings up to date is brought up to date in each copy.
"""

import fcntl
import hashlib
import pickle
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, transaction

TEMPLATE = "test_template_of_demarche"
MADE_FROM = (
    "articles/migrations/*.py",
    "diplomacy/settings.py",
    "requirements.txt",
    "tests/database.py",
    "tests/say.sql",
)
SAY = Path(__file__).parent / "say.sql"
LOCK = 7_321  # among processes that look for the template at once
LARGE = 1_000_000  # bytes of a table, above which rows are not deleted one by one

TABLES = """
SELECT relname, pg_relation_size(oid) FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'django_migrations'
ORDER BY relname
"""
SEQUENCES = """
SELECT quote_ident(schemaname) || '.' || quote_ident(sequencename), last_value FROM pg_sequences
WHERE schemaname = 'public' AND last_value IS NOT NULL
"""
COLUMNS = """
SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
"""
UNGUARDED = "SET LOCAL session_replication_role = replica"  # no trigger runs, no foreign key is looked at


def create() -> str:
    """Make the database of this process, and use it; returns its name."""
    name = connection.creation._get_test_db_name()
    with _server() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        _make_template(cursor)
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{TEMPLATE}"')
        cursor.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    _use(name)
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    _keep()
    return name


def drop(name: str) -> None:
    _use(name)
    with _server() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def beside(orders: str):
    """Another database, made by these orders of SQL, is used within, and gone afterwards."""
    own = connection.settings_dict["NAME"]
    name = f"{own}_beside"
    with _server() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"')
    _use(name)
    try:
        with connection.cursor() as cursor:
            cursor.execute(orders)
        _use(name)  # a dump leaves settings behind in its session
        yield
    finally:
        drop(name)
        _use(own)


def empty() -> None:
    """Delete every row that came after the migrations, and bring back those that are gone or were changed."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relnamespace = 'kept'::regnamespace")
        kept = [name for (name,) in cursor.fetchall()]
        cursor.execute(TABLES)
        tables = cursor.fetchall()
        if any(size > LARGE for _, size in tables):
            orders = ["TRUNCATE " + ", ".join(name for name, _ in tables)]
        else:
            orders = [f"DELETE FROM {name}" for name, size in tables if size]
        for name in kept:
            columns = _columns(cursor, f"kept.{name}")
            orders.append(f"INSERT INTO {name} ({columns}) SELECT {columns} FROM kept.{name}")
        cursor.execute("; ".join([UNGUARDED, *orders]))


@contextmanager
def undone():
    """Whatever is written within is there for all tests within, and gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Rows:
    """Everything on record, made once in each run, for all processes; ``bring`` puts it on record at once."""

    folder: Path  # of all processes of the run, and of no other

    def __init__(self, name, make):
        self.name, self.make, self.copied = name, make, {}

    def bring(self) -> None:
        if self.copied:
            self._put()
            return
        made = self.folder / f"{self.name}.pickle"
        with made.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # whoever comes meanwhile waits, as long as to make them takes
            if not made.exists():
                self.make()
                made.write_bytes(pickle.dumps(self._copy()))
                return
        self.copied, last = pickle.loads(made.read_bytes())
        self._put()
        with connection.cursor() as cursor:
            for name, value in last:
                cursor.execute("SELECT setval(%s, greatest(%s, nextval(%s)))", [name, value, name])

    def _copy(self) -> tuple[dict[str, tuple[str, bytes]], list[tuple[str, int]]]:
        """The rows of all tables, kept for later, and the last numbers that were given out."""
        with connection.cursor() as cursor:
            cursor.execute(TABLES)
            self.copied = {name: _copied(cursor, name) for name, size in cursor.fetchall() if size}
            cursor.execute(SEQUENCES)
            return self.copied, cursor.fetchall()

    def _put(self) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(UNGUARDED)
            for name, (columns, rows) in self.copied.items():
                cursor.execute(f"DELETE FROM {name}")
                with cursor.copy(f"COPY {name} ({columns}) FROM STDIN") as copy:
                    copy.write(rows)
            cursor.execute("SET LOCAL session_replication_role = origin")  # for the rest of the test


def _copied(cursor, name) -> tuple[str, bytes]:
    columns = _columns(cursor, name)
    with cursor.copy(f"COPY {name} ({columns}) TO STDOUT") as copy:
        return columns, b"".join(bytes(block) for block in copy)


def _keep() -> None:
    """A copy of all rows, to bring back."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA kept")
        cursor.execute(TABLES)
        for name, size in cursor.fetchall():
            if size:
                columns = _columns(cursor, name)
                cursor.execute(f"CREATE TABLE kept.{name} AS SELECT {columns} FROM public.{name}")


def _columns(cursor, table) -> str:
    cursor.execute(COLUMNS, [table])
    return cursor.fetchone()[0]


def _make_template(cursor) -> None:
    made_from = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    cursor.execute(made_from, [TEMPLATE])
    if cursor.fetchone() == (_fingerprint(),):
        return
    cursor.execute(f'DROP DATABASE IF EXISTS "{TEMPLATE}" WITH (FORCE)')
    cursor.execute(f'CREATE DATABASE "{TEMPLATE}"')
    _use(TEMPLATE)
    call_command("migrate", interactive=False, verbosity=0)
    with connection.cursor() as own:
        own.execute(SAY.read_text(encoding="utf-8"))
    _use(None)  # a database that anybody is connected to cannot be copied
    cursor.execute(f"COMMENT ON DATABASE \"{TEMPLATE}\" IS '{_fingerprint()}'")


def _fingerprint() -> str:
    files = sorted(path for pattern in MADE_FROM for path in Path(settings.BASE_DIR).glob(pattern))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def _use(name: str) -> None:
    connection.close()
    connection.close_pool()
    connection.settings_dict["NAME"] = name


@contextmanager
def _server():
    """On no database of ours, outside of any transaction."""
    with connection._nodb_cursor() as cursor:
        yield cursor
