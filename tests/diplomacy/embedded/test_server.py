"""The embedded server, run for real: shared, killed, and stopped by its last user."""

import os
import select
import signal
import subprocess

import pytest

from diplomacy.embedded import EmbeddedServerError, server
from tests.diplomacy.embedded.processes import files_of, is_up

pytestmark = pytest.mark.slow


def kill_server(process: int) -> None:
    watch = os.pidfd_open(process)
    os.kill(process, signal.SIGKILL)
    select.select([watch], [], [], 10)
    os.close(watch)


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


def test_while_one_thread_starts_it_others_do_not_wait_for_long(tmp_path, monkeypatch):
    monkeypatch.setattr(server, "TURN", 0.01)
    handle = server.Server(tmp_path)
    with handle._threads, pytest.raises(EmbeddedServerError, match="is being started"):
        handle.ensure_running()
    assert list(tmp_path.iterdir()) == []
