"""Processes that use the embedded server, for tests to talk to."""

import json
import os
import subprocess
import sys
import sysconfig
from contextlib import suppress
from pathlib import Path

import pytest
from psycopg.pq import PGconn, Ping

from diplomacy.embedded import layout

REPOSITORY = Path(__file__).resolve().parents[3]
CLIENT = Path(__file__).with_name("client.py")


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


def is_up(socket: str) -> bool:
    return PGconn.ping(f"host={socket} port=5432 user=postgres".encode()) == Ping.OK


def files_of(project: Path, pattern: str) -> list[Path]:
    return [*project.glob(f"var/{pattern}"), *layout.shelter_of(project).glob(pattern)]


def interpreter(**options) -> str:
    """Return a Python that a process with these options can run; skip the test when there is none."""
    for python in (sys.executable, "/usr/bin/python{}.{}".format(*sys.version_info)):
        with suppress(OSError):
            command = [python, "-c", "import django, psycopg, diplomacy.postgres"]
            if subprocess.run(command, env=environment(), capture_output=True, **options).returncode == 0:
                return python
    pytest.skip(f"another account can run neither {sys.executable} nor the system's Python")
