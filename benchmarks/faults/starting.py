"""What can be wrong when the demo starts: each ends in a sentence with the remedy, or works all the same."""

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.faults.checkout import PORT, checkout, clean, demo, get, manage


def last(folder: Path) -> str:
    return (folder / "demo.log").read_text().strip().splitlines()[-1]


def two_at_once() -> None:
    with checkout() as folder:
        with (folder / "second.log").open("w") as log:
            first = manage(folder, "demo")
            second = subprocess.Popen([sys.executable, "manage.py", "demo"], cwd=folder, env=clean(),
                                      stdout=log, stderr=subprocess.STDOUT)  # fmt: skip
        print("two first demos at once: exit status", first.wait(), "and", second.wait())
        said = (folder / "demo.log").read_text() + (folder / "second.log").read_text()
        print("   ", next((line for line in said.splitlines() if "waiting" in line), "neither waited"))


def port_in_use() -> None:
    with checkout() as folder, socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", PORT))
        other.listen()
        print("port in use: exit status", manage(folder, "demo", "--serve", f"127.0.0.1:{PORT}").wait())
        print("   ", last(folder))


def path_with_spaces() -> None:
    with checkout("a path with 'spaces' é") as folder, demo(folder):
        print("path with spaces: /statements/ gives", get("/statements/")[0])


def read_only() -> None:
    """Needs to be root, and a kernel that lets it mount."""
    with checkout() as folder:
        script = (
            'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && cd "$0" && '
            f'exec "$1" -B manage.py demo --serve 127.0.0.1:{PORT}'
        )
        if os.geteuid() or not shutil.which("unshare"):
            print("read-only checkout: not tried, for that takes root")
            return
        command = ["unshare", "--mount", "bash", "-c", script, str(folder), sys.executable]
        site = subprocess.Popen(
            command, env=clean(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        began = time.monotonic()
        while site.poll() is None and get("/statements/")[0] != 200 and time.monotonic() - began < 90:
            time.sleep(0.5)
        print("read-only checkout: /statements/ gives", get("/statements/")[0])
        site.terminate()
        site.communicate()


if __name__ == "__main__":
    port_in_use()
    two_at_once()
    path_with_spaces()
    read_only()
