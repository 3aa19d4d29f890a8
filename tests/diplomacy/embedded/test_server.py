"""The embedded server, run for real: each test talks to processes that use it (client.py)."""

import json
import os
import pwd
import select
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from psycopg.pq import PGconn, Ping

from diplomacy.embedded import layout
from diplomacy.embedded.account import default_account
from diplomacy.embedded.binaries import find_binaries

REPOSITORY = Path(__file__).resolve().parents[3]
CLIENT = Path(__file__).with_name("client.py")
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server under another account")


class Client:
    """A process that uses the embedded server of `project`."""

    def __init__(self, project, variables=None, python=sys.executable, **options):
        self.process = subprocess.Popen(
            [python, str(CLIENT), str(project)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment(**variables or {}),
            **options,
        )

    def send(self, word: str) -> None:
        self.process.stdin.write(f"{word}\n")
        self.process.stdin.flush()

    def receive(self) -> dict:
        return json.loads(self.process.stdout.readline())

    def ask(self) -> dict:
        self.send("ask")
        return self.receive()

    def leave(self) -> None:
        self.process.stdin.close()
        self.process.stdout.read()  # until the last process that has it open, forked ones too, is gone
        self.process.stdout.close()
        assert self.process.wait(20) == 0

    def kill(self) -> None:
        self.process.kill()
        with self.process:  # closes its pipes, waits
            pass


def environment(**changes: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "POSTGRES_BIN")}
    path = os.pathsep.join([str(REPOSITORY), sysconfig.get_path("purelib")])
    return kept | {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"} | changes


def kill_server(process: int) -> None:
    watch = os.pidfd_open(process)
    os.kill(process, signal.SIGKILL)
    select.select([watch], [], [], 10)
    os.close(watch)


def is_up(socket: str) -> bool:
    return PGconn.ping(f"host={socket} port=5432 user=postgres".encode()) == Ping.OK


def files_of(project: Path, pattern: str) -> list[Path]:
    return [*project.glob(f"var/{pattern}"), *layout.shelter_of(project).glob(pattern)]


@pytest.fixture(scope="module")
def make_project():
    """Return a function that makes a project directory which every account can enter."""
    made = []

    def make(name: str = "site") -> Path:
        top = Path(tempfile.mkdtemp(prefix="demarche-test-"))
        top.chmod(0o755)
        project = top / name
        project.mkdir(parents=True)
        made.append((top, project))
        return project

    yield make
    for top, project in made:
        if files_of(project, "postgres-*/postmaster.pid"):  # a test failed: the last one out stops the server
            last = Client(project)
            last.ask()
            last.leave()
        shutil.rmtree(layout.shelter_of(project))
        shutil.rmtree(top)


@pytest.fixture
def connect():
    """Return Client; what a failed test left of them is killed."""
    made = []

    def connect(*args, **options) -> Client:
        made.append(Client(*args, **options))
        return made[-1]

    yield connect
    for client in made:
        client.kill()


@pytest.fixture(scope="module")
def project(make_project):
    """A project directory whose data several tests share; each leaves the server stopped."""
    return make_project()


def test_nothing_starts_before_the_first_connection(make_project, connect):
    project = make_project()
    client = connect(project)
    client.leave()
    assert list(project.iterdir()) == []


def test_the_first_connection_starts_the_server_and_the_end_of_the_process_stops_it(project, connect):
    client = connect(project)
    answer = client.ask()
    assert answer["database"] == "demarche"
    assert is_up(answer["socket"])
    client.leave()
    assert not is_up(answer["socket"])


def test_processes_share_the_server_and_the_last_one_out_stops_it(project, connect):
    first, second = connect(project), connect(project)
    answer = first.ask()
    assert second.ask() == answer
    first.leave()
    assert second.ask() == answer
    second.leave()
    assert not is_up(answer["socket"])


def test_a_forked_process_keeps_the_server_when_its_parent_ends(project, connect):
    client = connect(project)
    answer = client.ask()
    client.send("fork")
    assert client.process.wait(20) == 0
    assert client.receive() == answer
    client.leave()
    assert not is_up(answer["socket"])


def test_two_commands_at_once_start_one_server(make_project, connect):
    project = make_project()
    first, second = connect(project), connect(project)
    first.send("ask")
    second.send("ask")
    assert first.receive() == second.receive()
    first.leave()
    second.leave()


def test_a_process_starts_the_server_again_when_it_was_killed(project, connect):
    client = connect(project)
    killed = client.ask()["server"]
    kill_server(killed)
    assert client.ask()["server"] != killed
    client.leave()


def test_the_server_outlives_a_killed_process_and_the_next_one_uses_it(project, connect):
    client = connect(project)
    answer = client.ask()
    client.kill()
    assert is_up(answer["socket"])
    client = connect(project)
    assert client.ask() == answer
    client.leave()
    assert not is_up(answer["socket"])


def test_a_stale_postmaster_pid_may_name_a_process_of_the_same_account(project, connect):
    client = connect(project)
    killed = client.ask()["server"]
    client.kill()
    (pid_file,) = files_of(project, "postgres-*/postmaster.pid")
    account = pid_file.stat()
    bystander = subprocess.Popen(["sleep", "60"], user=account.st_uid, group=account.st_gid)
    kill_server(killed)
    pid_file.write_text(pid_file.read_text().replace(str(killed), str(bystander.pid), 1))
    client = connect(project)
    assert client.ask()["server"] not in (killed, bystander.pid)
    client.leave()
    bystander.kill()
    assert bystander.wait() == -signal.SIGKILL


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


def interpreter(**options) -> str:
    """Return a Python that a process with these options can run; skip the test when there is none."""
    for python in (sys.executable, "/usr/bin/python{}.{}".format(*sys.version_info)):
        with suppress(OSError):
            command = [python, "-c", "import django, psycopg, diplomacy.postgres"]
            if subprocess.run(command, env=environment(), capture_output=True, **options).returncode == 0:
                return python
    pytest.skip(f"another account can run neither {sys.executable} nor the system's Python")


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
