import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from diplomacy import postgres
from diplomacy.embedded.layout import shelter_of

REPOSITORY = Path(__file__).resolve().parents[2]
SETTINGS = """
from pathlib import Path
from diplomacy import postgres
DATABASES = postgres.databases(Path(__file__).parent)
"""


def default(**environ: str) -> dict:
    return postgres.databases(Path("/srv/site"), environ)["default"]


def test_without_an_address_the_project_runs_its_own_server():
    assert default()["ENGINE"] == "diplomacy.embedded"
    assert default()["PROJECT"] == Path("/srv/site")


def test_an_address_is_taken_apart():
    database = default(DATABASE_URL="postgresql://editor:s%40crt@db.example:5433/news?sslmode=require")
    assert database["ENGINE"] == "django.db.backends.postgresql"
    parts = [database[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")]
    assert parts == ["editor", "s@crt", "db.example", "5433", "news"]
    assert database["OPTIONS"]["sslmode"] == "require"


def test_both_kinds_pool_their_connections():
    for database in (default(), default(DATABASE_URL="postgresql:///news")):
        assert database["CONN_MAX_AGE"] == 0
        pool = database["OPTIONS"]["pool"]
        assert pool == {"min_size": 0, "max_size": 8, "timeout": 2, "reconnect_timeout": 2}


@pytest.mark.parametrize("url", ["mysql://editor:s3cret@db/news", "s3cret", "postgresql://editor:s3cret@db"])
def test_a_wrong_address_is_refused_without_repeating_its_password(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL") as refusal:
        default(DATABASE_URL=url)
    assert "s3cret" not in str(refusal.value)


@pytest.fixture
def site(tmp_path):
    """A project directory with settings, and nothing left of it elsewhere afterwards."""
    (tmp_path / "site_settings.py").write_text(SETTINGS)
    yield tmp_path
    shutil.rmtree(shelter_of(tmp_path))


def manage(site: Path, command: str, **environ: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "django", command, "--settings=site_settings"],
        env={"PYTHONPATH": f"{site}:{REPOSITORY}", "PATH": "/usr/bin:/bin"} | environ,
        capture_output=True,
        text=True,
    )


def test_settings_start_nothing(site):
    assert manage(site, "check").returncode == 0
    assert not (site / "var").exists()


@pytest.mark.slow
@pytest.mark.parametrize("program", [None, "#!/bin/sh\necho broken >&2; exit 1\n", "no program at all"])
def test_missing_and_broken_programs_take_one_line_that_names_the_ways_out(site, program):
    for name in ("postgres", "initdb", "pg_ctl") if program else ():
        (site / name).write_text(program)
        (site / name).chmod(0o755)
    done = manage(site, "migrate", POSTGRES_BIN=str(site))
    (line,) = done.stderr.splitlines()
    assert done.returncode == 1
    for part in (str(site), "DATABASE_URL", "POSTGRES_BIN"):
        assert part in line


def test_replicas_are_read_only_and_tests_read_the_primary_in_their_place():
    urls = "postgresql://r@one/news  postgresql://r@two/news?options=-cgeqo%3Doff"
    made = postgres.databases(Path("/srv/site"), {"DATABASE_REPLICA_URLS": urls})
    assert [made[alias]["HOST"] for alias in ("replica1", "replica2")] == ["one", "two"]
    assert made["replica1"]["OPTIONS"]["options"].split() == ["-c", "default_transaction_read_only=on"]
    assert made["replica2"]["OPTIONS"]["options"].startswith("-cgeqo=off ")
    assert made["replica1"]["TEST"] == {"MIRROR": "default"}


def test_a_wrong_address_of_a_replica_is_told_by_its_variable():
    with pytest.raises(ImproperlyConfigured, match="DATABASE_REPLICA_URLS has no postgresql:// address"):
        postgres.databases(Path("/srv/site"), {"DATABASE_REPLICA_URLS": "postgresql:///news s3cret"})
