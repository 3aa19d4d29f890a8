"""A copy of the checkout with a record of its own, and the site in it, for faults to happen to.

Each program beside this one does one kind of harm and prints what followed: python -m benchmarks.faults.NAME
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("articles", "diplomacy", "static", "templates", "manage.py")
PAGES = ("/", "/statements/", "/statements/?q=sanctions", "/compare/?country=RUS&country=USA", "/about/")
PORT = 8371
PATIENCE = 240  # seconds for a start


@contextmanager
def checkout(name: str = "site") -> Iterator[Path]:
    """The folder of a copy; with its database gone afterwards."""
    above = Path(tempfile.mkdtemp(prefix="demarche-faults-"))
    above.chmod(0o755)  # the account of the database has to reach it
    folder = above / name
    folder.mkdir()
    for each in COPIED:
        source = ROOT / each
        shutil.copytree(source, folder / each) if source.is_dir() else shutil.copy2(source, folder / each)
    try:
        yield folder
    finally:
        shutil.rmtree(above, ignore_errors=True)


def manage(folder: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    """manage.py of the copy, with what it says kept in a file: demo.log and its like."""
    with (folder / f"{arguments[0]}.log").open("w") as log:
        return subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=folder,
            env={**clean(), "PYTHONUNBUFFERED": "1", **environment},
            stdout=log,
            stderr=subprocess.STDOUT,
            text=True,
        )


def clean() -> dict[str, str]:
    """The environment without settings of another site."""
    ours = ("DATABASE_URL", "DEBUG", "SECRET_KEY", "FACET_INDEX_DIR", "STATIC_ROOT")
    return {name: value for name, value in os.environ.items() if name not in ours}


@contextmanager
def demo(folder: Path, port: int = PORT, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """The demo, served from the copy, once it answers."""
    site = manage(folder, "demo", "--serve", f"127.0.0.1:{port}", **environment)
    try:
        began = time.monotonic()
        while get("/healthz", port)[0] != 200:
            if site.poll() is not None or time.monotonic() - began > PATIENCE:
                sys.exit((folder / "demo.log").read_text()[-2000:])
            time.sleep(0.2)
        yield site
    finally:
        site.send_signal(signal.SIGTERM)
        site.wait()


def get(
    path: str, port: int = PORT, timeout: float = 60, cookie: str = "sessionid=nobody"
) -> tuple[int, float, str, str]:
    """Status (0: no answer), seconds, Retry-After, text. With a session no page comes from memory."""
    began = time.monotonic()
    connection = HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", path, headers={"Cookie": cookie})
        answer = connection.getresponse()
        text = answer.read().decode(errors="replace")
        return answer.status, time.monotonic() - began, answer.headers.get("Retry-After", ""), text
    except (OSError, HTTPException):
        return 0, time.monotonic() - began, "", ""
    finally:
        connection.close()


class Readers:
    """Some who read pages, made anew for each of them, and one who asks whether the site is alive."""

    def __init__(
        self,
        number: int = 6,
        port: int = PORT,
        pages: tuple[str, ...] = PAGES,
        cookie: str = "sessionid=nobody",
    ) -> None:
        self.cookie = cookie
        self.port, self.is_over = port, threading.Event()
        self.answers: list[tuple[float, str, int, float, str]] = []
        self.tracebacks = 0
        jobs = [pages] * number + [("/healthz",)]
        self.threads = [threading.Thread(target=self._read, args=[pages], daemon=True) for pages in jobs]

    def __enter__(self) -> "Readers":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.is_over.set()
        for thread in self.threads:
            thread.join()

    def _read(self, pages: tuple[str, ...]) -> None:
        n = 0
        while not self.is_over.is_set():
            path = pages[n % len(pages)]
            n += 1
            status, seconds, again, text = get(path, self.port, cookie=self.cookie)
            self.tracebacks += "Traceback" in text
            self.answers.append((time.monotonic(), path, status, seconds, again))
            self.is_over.wait(0.05 if status == 200 else 0.2)

    def tell(self, harmed: float, what: str) -> None:
        """Answers by status, the slowest ones, and when pages were pages again."""
        pages = [each for each in self.answers if each[1] != "/healthz"]
        health = [each for each in self.answers if each[1] == "/healthz"]
        by_status = Counter(each[2] for each in pages)
        bad = [each[0] for each in pages if each[2] != 200 and each[0] > harmed]
        without = sum(each[2] == 503 and not each[4] for each in pages)
        print(
            f"{what}: {len(pages)} pages, by status {dict(sorted(by_status.items()))}; 0 is a lost connection"
        )
        print(f"  503 without Retry-After {without}, tracebacks {self.tracebacks}")
        print(f"  slowest page {max(each[3] for each in pages):.2f} s")
        print(
            f"  slowest /healthz {max(each[3] for each in health):.2f} s of {len(health)}, "
            f"failed {sum(each[2] != 200 for each in health)}"
        )
        if bad:
            print(f"  last page that was none: {max(bad) - harmed:.1f} s after the fault")


def processes(folder: Path, words: str) -> list[int]:
    """Of those that work in the copy, by what stands in their command line; the oldest first."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            here = (entry / "cwd").readlink()
        except OSError:
            continue
        if words in line and (here == folder or str(folder) in line):
            found.append(int(entry.name))
    return sorted(found)


def postmaster(folder: Path) -> int:
    """The process of the copy's own PostgreSQL."""
    [lines] = folder.glob("var/postgres-*/postmaster.pid")
    return int(lines.read_text().splitlines()[0])
