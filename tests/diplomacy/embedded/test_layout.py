"""The embedded server, run for real where projects, programs and accounts may be."""

import os
import pwd
import shutil
from pathlib import Path

import pytest

from diplomacy.embedded import layout
from diplomacy.embedded.account import default_account
from diplomacy.embedded.binaries import find_binaries
from tests.diplomacy.embedded.processes import interpreter, is_up

pytestmark = pytest.mark.slow

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server under another account")


def test_a_project_path_longer_than_a_socket_may_have(make_project, connect):
    project = make_project("/".join(["demarche-" * 4] * 4))
    client = connect(project)
    assert len(client.ask()["socket"]) < layout.LONGEST_SOCKET < len(str(project))
    assert list(project.glob("var/postgres-*/PG_VERSION"))
    client.leave()


def test_a_project_path_that_means_something_to_a_shell(make_project, connect):
    project = make_project("Zoë's, $HOME/`id` site")
    client = connect(project)
    assert is_up(client.ask()["socket"])
    client.leave()


@as_root
def test_as_root_the_server_runs_under_an_account_of_its_own(project, connect):
    client = connect(project)
    owner = Path(client.ask()["socket"]).stat()
    assert owner.st_uid == default_account().uid != 0
    assert owner.st_mode & 0o777 == 0o700
    client.leave()


@as_root
def test_as_root_in_a_directory_closed_to_the_account_the_data_go_to_a_shelter(make_project, connect):
    project = make_project("closed/site")
    project.parent.chmod(0o700)
    client = connect(project)
    assert Path(client.ask()["socket"]).parent == layout.shelter_of(project)
    client.leave()
    assert project.parent.stat().st_mode & 0o777 == 0o700
    assert not list(project.glob("var/postgres-*"))


@as_root
def test_as_root_programs_closed_to_the_account_are_copied(make_project, connect):
    project = make_project()
    package = find_binaries({}).parents[1]
    for part in (package, package.with_name(f"{package.name}.libs")):
        shutil.copytree(part, project / "closed" / part.name, ignore=shutil.ignore_patterns("include"))
    (project / "closed").chmod(0o700)
    client = connect(project, {"POSTGRES_BIN": str(project / "closed" / package.name / "pginstall/bin")})
    assert is_up(client.ask()["socket"])
    client.leave()


@as_root
def test_as_an_ordinary_user(make_project, connect):
    project, account = make_project(), pwd.getpwnam("nobody")
    options = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": [], "cwd": "/"}
    os.chown(project, account.pw_uid, account.pw_gid)
    client = connect(project, {"HOME": str(project)}, python=interpreter(**options), **options)
    socket = Path(client.ask()["socket"])
    assert socket.is_relative_to(project)
    assert socket.owner() == "nobody"
    client.leave()
    assert not is_up(socket)
