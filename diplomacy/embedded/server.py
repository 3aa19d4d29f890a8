"""Start, share and stop the project's own PostgreSQL server.

Every process that uses the server holds a shared lock on one file from its first connection to its
end, however it ends. Who can lock that file exclusively is alone, and stops the server. Starting and
stopping happen under a second, exclusive lock, so they never overlap.
"""

import atexit
import fcntl
import logging
import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo
from psycopg.pq import PGconn, Ping

from diplomacy.embedded import PORT, SUPERUSER, WAYS_OUT, EmbeddedServerError
from diplomacy.embedded.layout import Layout, home_of, layout_of

DATABASE = "demarche"
PATIENCE = 60  # seconds for a start, recovery after a crash included
GRACE = 1  # seconds in which a server that another process is starting must have answered
TURN = 2  # seconds that a thread waits for another one's start
NO_PROCESS = 2**31 - 1  # a process number that no system gives out
logger = logging.getLogger(__name__)


class Server:
    """One process's handle on the server of one project directory."""

    def __init__(self, base_dir: Path) -> None:
        self._base_dir = base_dir
        self._layout: Layout | None = None
        self._users: int | None = None
        self._pid = 0
        self._threads = threading.Lock()

    @property
    def socket_dir(self) -> Path:
        """Where the server listens. Known once `ensure_running` has returned."""
        assert self._layout is not None
        return self._layout.socket_dir

    @property
    def programs(self) -> Path:
        """The directory of PostgreSQL's programs. Known once `ensure_running` has returned."""
        assert self._layout is not None
        return self._layout.programs

    def ensure_running(self) -> bool:
        """Start the server unless it runs; tell whether it is another one than at the last call.

        Raises EmbeddedServerError, whose message fits on one line.
        """
        if not self._threads.acquire(timeout=TURN):  # so that one thread waits for a start, not all
            raise _failure("is being started", "another thread waits for it")
        try:
            if _is_alive(self._pid):
                return False
            self._join()
        except (OSError, psycopg.Error) as error:
            raise _failure("failed", error) from error
        finally:
            self._threads.release()
        return True

    def release(self) -> None:
        """Leave the server; the last user stops it. Runs by itself when the process ends in order."""
        if self._layout is None or self._users is None:
            return
        # closed, not unlocked: processes that we forked share this lock, and go on holding it
        os.close(self._users)
        self._users, self._pid = None, 0
        with _exclusive(self._layout.home / "postgres.lock"):
            if _is_unused(self._layout.users) and _ping(self._layout) is not Ping.NO_RESPONSE:
                _run(self._layout, "pg_ctl", "stop", "--mode=fast", "--wait")

    def _join(self) -> None:
        home = home_of(self._base_dir)
        with _exclusive(home / "postgres.lock"):
            self._layout = layout = layout_of(self._base_dir, home)
            if self._users is None:
                self._users = _open(layout.users)
                fcntl.flock(self._users, fcntl.LOCK_SH)
                atexit.register(self.release)
            _start(layout)
        self._pid = _server_pid(layout)


def _start(layout: Layout) -> None:
    if not layout.data.exists():
        _make_cluster(layout)
    layout.socket_dir.mkdir(mode=0o700, exist_ok=True)
    layout.account.give(layout.socket_dir)
    _wait_until_accepting(layout)
    _make_database(layout)


def _make_cluster(layout: Layout) -> None:
    draft = layout.home / f"{layout.name}.new"  # renamed when complete: initdb may be killed
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    layout.account.give(draft)
    options = ["--encoding=UTF8", f"--username={SUPERUSER}", "--auth-local=trust", "--auth-host=reject"]
    if reason := _run(layout, "initdb", "--no-sync", *options, *_locale(layout), data=draft):
        raise _failure("could not make its data directory", reason)
    draft.rename(layout.data)
    logger.info("Made a PostgreSQL data directory in %s", layout.data)


def _locale(layout: Layout) -> list[str]:
    if layout.major < 17:  # the builtin provider, which sorts alike on every system, came with 17
        return ["--locale=C.UTF-8"]
    return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]


def _wait_until_accepting(layout: Layout) -> None:
    """Ask the socket, never postmaster.pid: after a crash that file may name any process."""
    began = time.monotonic()
    while (answer := _ping(layout)) is not Ping.OK:
        waited = time.monotonic() - began
        if waited > PATIENCE:
            raise _failure("accepts no connections", f"{PATIENCE} seconds have passed")
        if answer is Ping.REJECT:  # it is starting, recovering or stopping
            time.sleep(0.02)
        elif reason := _run(layout, "pg_ctl", "start", "--wait", "--options", _options(layout)):
            _survive(layout, reason, waited)


def _options(layout: Layout) -> str:
    socket = f"-c unix_socket_directories={layout.socket_dir} -c unix_socket_permissions=0700"
    return f"-c listen_addresses= -c port={PORT} {socket}"


def _survive(layout: Layout, reason: str, waited: float) -> None:
    """Wait for what a killed server left behind to go away; raise when that is not what is wrong."""
    if "already exists" in reason:  # a lock file, and its process number is in use, by whomever
        if waited > GRACE:
            _disown(layout.data / "postmaster.pid")
            _disown(layout.socket_dir / f".s.PGSQL.{PORT}.lock")
    elif "still in use" not in reason:  # its last connections still hold the shared memory
        raise _failure("did not start", reason)
    time.sleep(min(1, 0.1 + waited / 5))  # each attempt adds to the log


def _disown(lock: Path) -> None:
    """Make a lock file name no process; not remove it, since PostgreSQL checks the shared memory it names."""
    with suppress(FileNotFoundError):
        _, *rest = lock.read_text().splitlines()
        lock.write_text("\n".join([str(NO_PROCESS), *rest, ""]))


def _make_database(layout: Layout) -> None:
    with psycopg.connect(_conninfo(layout), autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if not known:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))


def _conninfo(layout: Layout) -> str:
    return make_conninfo(host=str(layout.socket_dir), port=PORT, user=SUPERUSER, dbname="postgres")


def _ping(layout: Layout) -> Ping:
    return Ping(PGconn.ping(_conninfo(layout).encode()))  # the C implementation returns a bare int


def _server_pid(layout: Layout) -> int:
    return int((layout.data / "postmaster.pid").read_text().split()[0])


def _is_alive(pid: int) -> bool:
    if not pid:
        return False
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except ProcessLookupError:
        return False
    except (PermissionError, FileNotFoundError):  # another account's, or a system without /proc
        return True
    return state != "Z"  # in a container nobody may collect the dead


def _run(layout: Layout, program: str, *options: str, data: Path | None = None) -> str:
    """Run a program on the data directory; return nothing when it succeeds, else what it had to say."""
    log = _open(layout.log, os.O_APPEND)
    try:
        start = os.lseek(log, 0, os.SEEK_END)
        # a file, never a pipe: the server would keep the pipe open, and we would wait for its end
        command = [layout.programs / program, *options]
        done = layout.account.run(command, stdout=log, stderr=log, data=data or layout.data)
        said = os.pread(log, 100_000, start).decode(errors="replace")
    finally:
        os.close(log)
    return (said.strip() or f"exit status {done.returncode}") if done.returncode else ""


def _failure(what: str, reason: object) -> EmbeddedServerError:
    lines = str(reason).splitlines()
    telling = [line for line in lines if "FATAL:" in line or "error:" in line] or lines
    return EmbeddedServerError(f"The embedded PostgreSQL {what} ({telling[-1].strip()}). {WAYS_OUT}")


def _open(path: Path, flags: int = 0) -> int:
    """Open a file of ours for reading and writing; root leaves it to whoever owns the directory."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | flags, 0o600)
    if os.geteuid() == 0:
        os.fchown(file, path.parent.stat().st_uid, -1)
    return file


@contextmanager
def _exclusive(path: Path) -> Iterator[None]:
    file = _open(path)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)


def _is_unused(users: Path) -> bool:
    file = _open(users)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(file)
    return True
