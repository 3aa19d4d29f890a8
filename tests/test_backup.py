"""A database that was destroyed is what it was, once it is restored; what is damaged is refused."""

import datetime
import hashlib
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.http import QueryDict
from django.test import Client

from articles.browse.filterset import StatementFilter
from articles.browse.results import results
from articles.compare.sharing import checksum
from articles.models import Comparison, Statement
from diplomacy import backup
from tests.factories import World, bloc
from tests.views.test_nowhere_public import freeze_now

FILTERS = ("", "country=RUS", "q=talks", "stance=oppose&review=all", "said_after=2017-07-05")


def facts():
    """Of every permalink its checksum and bytes, and all counts of all filters, lists and months."""
    client = Client()
    shared = {
        each.key: (each.checksum, hashlib.sha256(client.get(f"/c/{each.key}.json").content).hexdigest())
        for each in Comparison.objects.order_by("key")
    }
    found = {query: results(StatementFilter(QueryDict(query), Statement.objects.all())) for query in FILTERS}
    counts = {query: (each.total, each.facets, each.months) for query, each in found.items()}
    return shared, repr(counts)


@pytest.fixture
def record(transactional_db, editor):
    """Statements with positions, a bloc, a second editor's work, and three frozen comparisons."""
    world = World()
    bloc("brics", RUS=(None, None), CHN=(None, None))
    for n in range(12):
        speaker = ("Lavrov", "Haley", "Liu")[n % 3]
        stance = ("oppose", "support", "conditional")[n % 3]
        by = editor if n % 4 else None
        world.say(speaker, f"Talks number {n}.", by=by, on=f"2017-07-{n + 1:02}", sanctions=stance)
    return [freeze_now() for _ in range(3)]


def destroy():
    with connection.cursor() as cursor:
        cursor.execute(backup.EMPTY)


@pytest.mark.slow
def test_what_was_destroyed_is_what_it_was(record, tmp_path, capsys):
    before = facts()
    assert len(before[0]) == 3
    call_command("backup", to=tmp_path)
    [dump] = tmp_path.glob("*.dump")
    assert capsys.readouterr().out == f"{dump}: {dump.stat().st_size:,} bytes.\n"
    assert dump.stat().st_mode & 0o777 == 0o600
    destroy()
    with pytest.raises(Exception, match="does not exist"):
        Statement.objects.count()
    call_command("restore", dump)
    assert "12 statements" in capsys.readouterr().out
    assert facts() == before
    assert all(checksum(each.shown) == each.checksum for each in Comparison.objects.all())
    World().say("Lavrov", "Another.")  # triggers and sequences are there, too
    assert Statement.objects.count() == 13


@pytest.mark.slow
def test_a_record_in_use_is_replaced_only_when_told_to(record, tmp_path):
    call_command("backup", to=tmp_path)
    [dump] = tmp_path.glob("*.dump")
    Statement.objects.update(cue="replied")
    with pytest.raises(CommandError, match=r"holds 12 statements, and all of it would be replaced.*--yes"):
        call_command("restore", dump)
    assert Statement.objects.filter(cue="replied").count() == 12
    call_command("restore", dump, yes=True)
    assert not Statement.objects.filter(cue="replied").exists()


@pytest.mark.slow
def test_a_restore_that_fails_changes_nothing(record, tmp_path, monkeypatch):
    call_command("backup", to=tmp_path)
    [dump] = tmp_path.glob("*.dump")
    before = facts()
    monkeypatch.setattr(backup, "EMPTY", backup.EMPTY + "SELECT 1 / 0;")
    with pytest.raises(CommandError, match=r"psql failed \(.*division by zero\); nothing was changed"):
        call_command("restore", dump, yes=True)
    assert facts() == before


NOW = datetime.datetime(2026, 11, 30, 6, 0, tzinfo=datetime.UTC)
HERE = backup.Database("x", {}, 16)
KNOWN = {"articles": {"0001_a", "0002_b"}}


def made(folder: Path, name="demarche-20261130T060000Z", content=b"dump", **changes) -> Path:
    """A backup, as far as checks look at it."""
    path = folder / f"{name}.dump"
    path.write_bytes(content)
    told = {
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "made_at": NOW.isoformat(),
        "server": 16,
        "migrations": {"articles": ["0001_a", "0002_b"]},
    }
    path.with_suffix(".json").write_text(json.dumps(told | changes))
    return path


def test_a_sound_backup_is_taken(tmp_path):
    assert backup.check(made(tmp_path), HERE, KNOWN).bytes == 4
    assert backup.check(made(tmp_path, server=15), HERE, KNOWN).server == 15


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"server": 17}, "comes from PostgreSQL 17, and this server is 16: use one as new"),
        (
            {"migrations": {"articles": ["0001_a", "0003_c"]}},
            "newer release \\(it has articles.0003_c\\): install that",
        ),
        ({"migrations": {"axes": ["0001"]}}, "newer release"),
        ({"sha256": "0" * 64}, "SHA-256 differs\\): take another backup"),
        ({"more": 1}, "json is not as it was written"),
    ],
)
def test_what_cannot_be_restored_is_refused_with_the_remedy(tmp_path, changes, why):
    with pytest.raises(backup.BackupError, match=why):
        backup.check(made(tmp_path, **changes), HERE, KNOWN)


def test_a_flipped_bit_or_a_lost_file_is_noticed(tmp_path, capsys):
    path = made(tmp_path)
    call_command("backup", check=path)
    assert capsys.readouterr().out.startswith("Sound: 4 bytes of 2026-11-30")
    path.write_bytes(b"dumq")
    with pytest.raises(CommandError, match="is not as it was written"):
        call_command("backup", check=path)
    path.with_suffix(".json").unlink()
    with pytest.raises(CommandError, match=r"There is no demarche-20261130T060000Z\.json"):
        call_command("backup", check=path)


def test_the_newest_stay_and_other_files_too(tmp_path):
    for day in (27, 28, 29, 30):
        made(tmp_path, f"demarche-202611{day}T030000Z")
    (tmp_path / "demarche-of-mine.dump").touch()
    (tmp_path / "notes.txt").touch()
    gone = backup.rotate(tmp_path, 2)
    assert [path.name for path in gone] == [
        "demarche-20261127T030000Z.dump",
        "demarche-20261128T030000Z.dump",
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "demarche-20261129T030000Z.dump",
        "demarche-20261129T030000Z.json",
        "demarche-20261130T030000Z.dump",
        "demarche-20261130T030000Z.json",
        "demarche-of-mine.dump",
        "notes.txt",
    ]
    assert backup.made_at(backup.latest(tmp_path)).isoformat() == "2026-11-30T03:00:00+00:00"
    assert backup.latest(tmp_path / "nowhere") is None


def test_two_of_one_second_do_not_overwrite_each_other(tmp_path):
    first = backup._free(tmp_path, NOW)
    first.touch()
    assert (first.name, backup._free(tmp_path, NOW).name) == (
        "demarche-20261130T060000Z.dump",
        "demarche-20261130T060000Z-1.dump",
    )


FULL = """#!/bin/sh
echo half > "${4#--file=}"
echo "pg_dump: error: No space left on device" >&2
exit 1
"""


def test_nothing_is_left_of_a_backup_that_fails(db, tmp_path, monkeypatch):
    full = tmp_path / "pg_dump"
    full.write_text(FULL)
    full.chmod(0o755)
    monkeypatch.setattr(backup, "_program", lambda name: str(full))
    with pytest.raises(CommandError, match=r"pg_dump failed \(.*No space left on device\)"):
        call_command("backup", to=tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []


def test_a_folder_that_cannot_be_written_to_is_named(db, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(CommandError, match=r"could not be written to .*file/backups \(Not a directory\)"):
        call_command("backup", to=tmp_path / "file" / "backups")
    with pytest.raises(CommandError, match="--keep must be 1 or more"):
        call_command("backup", to=tmp_path, keep=0)


def test_no_password_stands_on_a_command_line():
    parameters = {
        "dbname": "news",
        "host": "db",
        "password": "s3cret",
        "sslmode": "require",
        "context": object(),
    }
    found = backup.database(parameters, 16)
    assert found.name == "news"
    assert (found.environment["PGPASSWORD"], found.environment["PGSSLMODE"]) == ("s3cret", "require")
