"""Backups of the whole database by PostgreSQL's own programs, each with what has to be known to trust it.

A backup is two files: NAME.dump, and NAME.json with its SHA-256, the versions and the migrations in it. Both
are there as a whole or not at all. Restoring is one transaction: it replaces everything, or changes nothing.
"""

import datetime
import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from diplomacy.embedded.binaries import find_binaries

PREFIX = "demarche-"
STAMP = "%Y%m%dT%H%M%SZ"
NAMED = re.compile(rf"{PREFIX}\d{{8}}T\d{{6}}Z(-\d+)?\.dump")
BLOCK = 1_000_000  # bytes
UNKNOWN_TO_OLDER = b"SET transaction_timeout"  # since PostgreSQL 17; older servers refuse it
EMPTY = """
DO $$ DECLARE each name; BEGIN
    FOR each IN
        SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
    LOOP
        EXECUTE format('DROP SCHEMA %I CASCADE', each);
    END LOOP;
    CREATE SCHEMA public;
END $$;
"""


class BackupError(Exception):
    """What is wrong, and what helps."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Of one backup; ``server`` is the major version of PostgreSQL, ``migrations`` by application."""

    sha256: str
    bytes: int
    made_at: str
    server: int
    migrations: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Database:
    """How PostgreSQL's programs reach the database: environment, and its name."""

    name: str
    environment: dict[str, str]
    server: int


def database(parameters: Mapping[str, Any], server: int) -> Database:
    """From what psycopg connects with, so that no password stands on a command line."""
    names = {
        "host": "PGHOST",
        "port": "PGPORT",
        "user": "PGUSER",
        "password": "PGPASSWORD",
        "service": "PGSERVICE",
    }
    names |= {each: f"PG{each.upper()}" for each in ("sslmode", "sslrootcert", "sslcert", "sslkey")}
    given = {names[key]: str(value) for key, value in parameters.items() if key in names and value}
    return Database(
        str(parameters.get("dbname", "")), {**os.environ, **given, "PGCONNECT_TIMEOUT": "10"}, server
    )


def make(of: Database, folder: Path, migrations: dict[str, list[str]], now: datetime.datetime) -> Path:
    """Write a backup into the folder; its file. BackupError if that cannot be done; nothing is left then."""
    target = _free(folder, now)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _draft(target) as draft:
            _run(
                of, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={draft}", of.name
            )
            facts = Facts(_sha256(draft), draft.stat().st_size, now.isoformat(), of.server, migrations)
            _flush(draft)
            with _draft(_about(target)) as about:
                about.write_text(json.dumps(asdict(facts), indent=1))
                _flush(about)
                draft.rename(target)
                about.rename(_about(target))
    except OSError as error:
        raise BackupError(f"The backup could not be written to {folder} ({error.strerror}).") from error
    return target


def facts_of(path: Path) -> Facts:
    """What is known of a backup whose file is as it was written; BackupError if it is not."""
    try:
        facts = Facts(**json.loads(_about(path).read_text()))
        found = _sha256(path)
    except FileNotFoundError as error:
        raise BackupError(
            f"There is no {Path(error.filename).name} in {path.parent}: a backup is two files."
        ) from error
    except (ValueError, TypeError) as error:
        raise BackupError(f"{_about(path).name} is not as it was written: take another backup.") from error
    if found != facts.sha256:
        raise BackupError(f"{path.name} is not as it was written (its SHA-256 differs): take another backup.")
    return facts


def check(path: Path, into: Database, known: Mapping[str, set[str]]) -> Facts:
    """The facts of a backup that this release and this server can take; BackupError if they cannot."""
    facts = facts_of(path)
    if into.server < facts.server:
        raise BackupError(
            f"{path.name} comes from PostgreSQL {facts.server}, and this server is {into.server}: "
            "use one as new."
        )
    newer = [
        f"{app}.{name}"
        for app, names in facts.migrations.items()
        for name in names
        if name not in known.get(app, ())
    ]
    if newer:
        raise BackupError(
            f"{path.name} was made by a newer release (it has {newer[-1]}): install that one first."
        )
    return facts


def restore(path: Path, into: Database) -> None:
    """Put what the backup holds in place of everything in the database. Check it first."""
    listed = subprocess.Popen(
        [_program("pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=into.environment,
    )
    with tempfile.TemporaryFile() as script, listed:
        assert listed.stdout and listed.stderr
        script.write(EMPTY.encode())
        for line in listed.stdout:
            if line not in (b"CREATE SCHEMA public;\n",) and not line.startswith(UNKNOWN_TO_OLDER):
                script.write(line)
        reason = listed.stderr.read().decode(errors="replace")
        if listed.wait():
            raise BackupError(f"{path.name} cannot be read ({_last(reason)}); nothing was changed.")
        script.seek(0)
        options = [
            "--no-psqlrc",
            "--quiet",
            "--single-transaction",
            "--set=ON_ERROR_STOP=1",
            "--output=/dev/null",
        ]
        _run(into, "psql", *options, f"--dbname={into.name}", stdin=script)


def rotate(folder: Path, keep: int) -> list[Path]:
    """Remove all but the newest backups of the folder; which ones. Other files stay."""
    mine = sorted(
        (path for path in folder.iterdir() if NAMED.fullmatch(path.name)), key=lambda path: path.name
    )
    gone = mine[: max(0, len(mine) - keep)]
    for path in gone:
        path.unlink()
        _about(path).unlink(missing_ok=True)
    return gone


def latest(folder: Path) -> Path | None:
    """The newest backup of the folder, if there is one."""
    found = (
        [path for path in folder.glob(f"{PREFIX}*.dump") if NAMED.fullmatch(path.name)]
        if folder.is_dir()
        else []
    )
    return max(found, key=lambda path: path.name, default=None)


def made_at(path: Path) -> datetime.datetime:
    """When a backup was made, by its name."""
    stamp = path.name.removeprefix(PREFIX)[: len("20261130T000000Z")]
    return datetime.datetime.strptime(stamp, STAMP).replace(tzinfo=datetime.UTC)


def _about(path: Path) -> Path:
    return path.with_suffix(".json")


def _free(folder: Path, now: datetime.datetime) -> Path:
    name = f"{PREFIX}{now.astimezone(datetime.UTC).strftime(STAMP)}"
    taken = sum(1 for _ in folder.glob(f"{name}*.dump")) if folder.is_dir() else 0
    return folder / (f"{name}-{taken}.dump" if taken else f"{name}.dump")


@contextmanager
def _draft(target: Path) -> Iterator[Path]:
    """A file beside it that only we may read; gone afterwards unless it was renamed."""
    draft = target.with_name(f".{target.name}.part")
    draft.touch(mode=0o600)
    try:
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def _run(on: Database, name: str, *arguments: str, stdin: Any = subprocess.DEVNULL) -> None:
    command = [_program(name), *arguments]
    done = subprocess.run(
        command, env=on.environment, stdin=stdin, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    if done.returncode:
        reason = _last(done.stderr.decode(errors="replace")) or f"exit status {done.returncode}"
        raise BackupError(f"{name} failed ({reason}); nothing was changed.")


def _last(text: str) -> str:
    """The line that tells most: the first error, else the last line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return next(
        (line for line in lines if "error" in line.lower() or "fatal" in line.lower()), (lines or [""])[-1]
    )


def _program(name: str) -> str:
    """PostgreSQL's program: beside the others of the site's own server, else on PATH."""
    beside = find_binaries() / name
    found = str(beside) if beside.is_file() else shutil.which(name)
    if not found:
        raise BackupError(
            f"There is no {name}: install PostgreSQL's client programs, or name them by POSTGRES_BIN."
        )
    return found


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _flush(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
