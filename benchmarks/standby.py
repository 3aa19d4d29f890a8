"""A streaming replica of a server on this machine, made by PostgreSQL's own programs."""

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import STDOUT

import psycopg

from diplomacy.embedded import PORT, SUPERUSER
from diplomacy.embedded.account import Account

PATIENCE = 30  # seconds


class Standby:
    """It can be stopped, killed, started, and kept from going on. ``source``: the directory of a socket."""

    def __init__(self, source: Path, programs: Path, account: Account, home: Path) -> None:
        self.source, self.programs, self.account = source, programs, account
        self.socket_dir, self.data, self.log = home / "s", home / "data", home / "log"
        for folder in (home, self.socket_dir, self.data):
            folder.mkdir(mode=0o700, exist_ok=True)
            account.give(folder)

    def copy(self, tries: int = 3) -> None:
        """Again if it fails: a database that is dropped meanwhile takes its files away."""
        try:
            self._copy()
        except RuntimeError:
            if tries == 1:
                raise
            for each in self.data.iterdir():
                shutil.rmtree(each) if each.is_dir() else each.unlink()
            self.copy(tries - 1)

    def _copy(self) -> None:
        source = ["-h", self.source, "-p", PORT, "-U", SUPERUSER, "-D", self.data]
        self._run("pg_basebackup", *source, "-R", "--no-sync", "--checkpoint=fast")

    def start(self) -> None:
        where = f"-c listen_addresses= -c port={PORT} -c unix_socket_directories={self.socket_dir}"
        self._run("pg_ctl", "start", "--wait", "--options", f"{where} -c fsync=off")

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "--mode=immediate", "--wait")

    def kill(self) -> None:
        os.kill(int((self.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)

    def pause(self) -> None:
        """From here on it stays as it is, however much is written."""
        self.ask("SELECT pg_wal_replay_pause()")
        self._until("SELECT pg_get_wal_replay_pause_state() = 'paused'")

    def go_on(self) -> None:
        """Until it has all that was written so far."""
        written = _asked(self.source, "SELECT pg_current_wal_insert_lsn()")
        self.ask("SELECT pg_wal_replay_resume()")
        self._until(f"SELECT pg_last_wal_replay_lsn() >= '{written}'")

    def ask(self, sql: str) -> object:
        return _asked(self.socket_dir, sql)

    def _until(self, sql: str) -> None:
        began = time.monotonic()
        while not self.ask(sql):
            if time.monotonic() - began > PATIENCE:
                raise TimeoutError(sql)

    def _run(self, program: str, *options: object) -> None:
        with self.log.open("a") as log:  # a file: the server would keep a pipe open
            self.account.give(self.log)
            command = [self.programs / program, *options]
            done = self.account.run(command, data=self.data, stdout=log, stderr=STDOUT)
        if done.returncode:
            raise RuntimeError(self.log.read_text()[-2_000:])


def _asked(socket_dir: Path, sql: str) -> object:
    with psycopg.connect(host=str(socket_dir), port=PORT, user=SUPERUSER, dbname="postgres") as session:
        row = session.execute(sql).fetchone()
    return row and row[0]


@contextmanager
def following(source: Path, programs: Path, account: Account) -> Iterator[Standby]:
    """One that runs; gone afterwards, with its data."""
    home = Path(tempfile.mkdtemp(prefix="r", dir=source.parent))
    standby = Standby(source, programs, account, home)
    try:
        standby.copy()
        standby.start()
        yield standby
        standby.stop()
    finally:
        shutil.rmtree(home, ignore_errors=True)
