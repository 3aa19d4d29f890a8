"""The disk of the index and of backups is full: the site reads on, and says what is wrong."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from benchmarks.faults.checkout import checkout, clean, demo, get

SMALL = "2m"


def mounted(folder: Path, size: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=True)


def fill(folder: Path) -> None:
    with suppress(OSError), (folder / "filling").open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))


if __name__ == "__main__":
    if os.geteuid() or not shutil.which("mount"):
        sys.exit("Mounting a small disk takes root.")
    if not os.environ.get("ALONE"):  # what is mounted is seen by this program only
        command = ["unshare", "--mount", sys.executable, "-m", "benchmarks.faults.disk_full"]
        sys.exit(subprocess.run(command, env={**os.environ, "ALONE": "1"}).returncode)
    full = Path(tempfile.mkdtemp(prefix="demarche-full-"))
    mounted(full, SMALL)
    fill(full)
    with checkout() as folder, demo(folder, FACET_INDEX_DIR=str(full / "facets")):
        time.sleep(3)
        answers = [get("/statements/?country=RUS")[0] for _ in range(5)]
        print("index on a full disk: pages", answers)
        log = (folder / "demo.log").read_text()
        told = re.search(r"The facet index could not be built.*", log)
        print("   ", told[0] if told else "(nothing in the log)")
        command = [sys.executable, "manage.py", "backup", "--to", str(full / "backups")]
        done = subprocess.run(command, cwd=folder, env=clean(), capture_output=True, text=True)
        print("backup on a full disk: exit status", done.returncode)
        print("   ", done.stderr.strip().splitlines()[-1])
    subprocess.run(["umount", str(full)], check=False)
