"""The whole site as files that any program can read: a JSON Lines file for each table, and a manifest.

Unlike a backup it can be loaded into a database of another version of PostgreSQL, and of a newer release of
this site: what is loaded is migrated as it would have been. A folder is there as a whole or not at all.
"""

import datetime
import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import connection, transaction

MANIFEST = "manifest.json"
FORMAT = 1
ROWS = 1_000  # read and written at once
# What says how far a database is migrated; and what is over with the processes of a site.
LEFT_OUT = ("django_migrations", "django_session", "procrastinate_*", "axes_*")
TABLES = """
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
    AND NOT relname LIKE ANY (%s) ORDER BY relname
"""
COLUMNS = """
SELECT array_agg(attname::text ORDER BY attnum) FROM pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
"""
KEYS = """
SELECT array_agg(attname::text)
FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
WHERE indrelid = %s::regclass AND indisprimary
"""
SEQUENCES = """
SELECT attname::text, pg_get_serial_sequence(attrelid::regclass::text, attname) FROM pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
    AND pg_get_serial_sequence(attrelid::regclass::text, attname) IS NOT NULL
"""


class DumpError(Exception):
    """What is wrong, and what helps."""


@dataclass(frozen=True, slots=True)
class Table:
    """One file of a dump."""

    rows: int
    sha256: str
    columns: list[str]


@dataclass(frozen=True, slots=True)
class Manifest:
    """Of one dump; ``migration`` is the last one of ``articles`` in it."""

    format: int
    made_at: str
    migration: str
    tables: dict[str, Table]


def dump(folder: Path, migration: str, now: datetime.datetime) -> Manifest:
    """Write the database as it is at this moment into a folder that is not there yet."""
    if folder.exists():
        raise DumpError(f"{folder} is there already: name a folder that is not.")
    draft = folder.with_name(f".{folder.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        draft.mkdir(parents=True)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            tables = {name: _write(draft, name) for name in _tables()}
        manifest = Manifest(FORMAT, now.isoformat(), migration, tables)
        (draft / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1) + "\n", encoding="utf-8")
        draft.rename(folder)
    except OSError as error:
        raise DumpError(f"The dump could not be written to {folder} ({error.strerror}).") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return manifest


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(TABLES, [[name.replace("_", r"\_").replace("*", "%") for name in LEFT_OUT]])
        return [name for (name,) in cursor.fetchall()]


def _write(folder: Path, table: str) -> Table:
    columns, keys = _asked(COLUMNS, table), _asked(KEYS, table)
    order = ", ".join(map(_quoted, keys or columns))
    rows, digest = 0, hashlib.sha256()
    query = f"SELECT {', '.join(map(_quoted, columns))} FROM {_quoted(table)} ORDER BY {order}"
    with (folder / f"{table}.jsonl").open("wb") as file, connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT row_to_json(each)::text FROM ({query}) AS each")
        for (line,) in cursor:
            written = f"{line}\n".encode()
            file.write(written)
            digest.update(written)
            rows += 1
    return Table(rows, digest.hexdigest(), columns)


def _asked(query: str, table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(query, [f"public.{_quoted(table)}"])
        return cursor.fetchone()[0] or []


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def manifest_of(folder: Path) -> Manifest:
    """What the folder holds; DumpError unless every file is as it was written."""
    try:
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        tables = {name: Table(**table) for name, table in told.pop("tables").items()}
        manifest = Manifest(tables=tables, **told)
    except FileNotFoundError as error:
        raise DumpError(f"{folder} is no dump: it has no {MANIFEST}.") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise DumpError(f"The {MANIFEST} of {folder} is not as it was written: take another dump.") from error
    if manifest.format > FORMAT:
        raise DumpError(f"{folder} was made by a newer release: install that one first.")
    for name, table in tables.items():
        if not _is_whole(folder / f"{name}.jsonl", table.sha256):
            raise DumpError(
                f"{name}.jsonl is not as it was written (its SHA-256 differs): take another dump."
            )
    return manifest


def _is_whole(path: Path, sha256: str) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256


def load(folder: Path, manifest: Manifest) -> None:
    """Put the rows of the dump in place of all there are, in one transaction.

    The database is migrated as far as the one that was dumped. No trigger runs: histories come as rows.
    """
    present = set(_tables())
    if missing := sorted(set(manifest.tables) - present):
        raise DumpError(f"This database has no table {missing[0]}: migrate it as far as the dump first.")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("TRUNCATE " + ", ".join(map(_quoted, sorted(present))))
        for name, table in manifest.tables.items():
            with (folder / f"{name}.jsonl").open(encoding="utf-8") as file:
                _read(cursor, name, table.columns, file)
            _go_on_counting(cursor, name)


def _read(cursor: Any, table: str, columns: list[str], lines: Iterator[str]) -> None:
    names = ", ".join(map(_quoted, columns))
    insert = (
        f"INSERT INTO {_quoted(table)} ({names}) "
        f"SELECT {names} FROM json_populate_recordset(NULL::{_quoted(table)}, %s::json)"
    )
    while chunk := list(islice(lines, ROWS)):
        cursor.execute(insert, [f"[{','.join(chunk)}]"])


def _go_on_counting(cursor: Any, table: str) -> None:
    """New rows get numbers behind those that were loaded."""
    cursor.execute(SEQUENCES, [f"public.{_quoted(table)}"])
    for column, sequence in cursor.fetchall():
        last = f"(SELECT max({_quoted(column)}) FROM {_quoted(table)})"
        cursor.execute(f"SELECT setval(%s, coalesce({last}, 1), {last} IS NOT NULL)", [sequence])
