"""Do what the Dockerfile says in a bare Debian, without a container engine, and see whether the site answers.

    python deploy/try_image.py FOLDER [--suite bookworm] [--mirror ADDRESS]

As root, with debootstrap (apt-get install debootstrap). FOLDER becomes the system, about 1.5 GB; it must be
empty. Debian's own Python stands in for the one of the base image. The stages share the one system, so what
is copied from one to the next is there already. Networks and processes are this machine's: it is no jail.
"""

import argparse
import json
import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = "ca-certificates,python-is-python3,python3,python3-venv"
KEPT = ("/etc/pip.conf", "/etc/resolv.conf", "/etc/ssl/certs/ca-certificates.crt")
PATIENCE = 60  # seconds until the site answers
SETTINGS = {
    "SECRET_KEY": "for a trial on this machine, and nobody else can reach it",
    "ALLOWED_HOSTS": "127.0.0.1",
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",  # /healthz asks no database
}


class Image:
    """A system that grows instruction by instruction."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {"PATH": "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root"}
        self.environment |= {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
        self.workdir, self.user = "/", "0"

    def follow(self, instruction: str, rest: str) -> None:
        match instruction:
            case "FROM":
                self.workdir, self.user = "/", "0"
            case "ENV":
                for each in shlex.split(rest):
                    name, _, value = each.partition("=")
                    self.environment[name] = value.replace("$PATH", self.environment["PATH"])
            case "WORKDIR":
                self.workdir = rest
                (self.folder / rest.lstrip("/")).mkdir(parents=True, exist_ok=True)
            case "USER":
                self.user = rest
            case "COPY":
                self._copy(rest)
            case "RUN":
                subprocess.run(self.command(["/bin/sh", "-c", rest]), env=self.environment, check=True)
            case "EXPOSE" | "HEALTHCHECK" | "CMD":
                pass
            case _:
                sys.exit(f"The Dockerfile has {instruction}, which this program does not know.")

    def command(self, words: list[str]) -> list[str]:
        return ["chroot", f"--userspec={self.user}:{self.user}", str(self.folder), "/bin/sh", "-c",
                f'cd {shlex.quote(self.workdir)} && exec "$@"', "sh", *words]  # fmt: skip

    def _copy(self, rest: str) -> None:
        source, target = rest.split()[-2:]
        if "--from=" in rest:
            return
        into = self.folder / self.workdir.lstrip("/") / target
        if source != ".":
            shutil.copy2(ROOT / source, into)
            return
        ignored = [line.removeprefix("**/") for line in (ROOT / ".dockerignore").read_text().split()]
        shutil.copytree(ROOT, into, ignore=shutil.ignore_patterns(*ignored), dirs_exist_ok=True)


def instructions() -> Iterator[tuple[str, str]]:
    lines = (ROOT / "Dockerfile").read_text().replace("\\\n", " ").splitlines()
    for line in lines:
        if line.strip() and not line.startswith("#"):
            instruction, _, rest = line.partition(" ")
            yield instruction, " ".join(rest.split())


def answers(process: subprocess.Popen[bytes]) -> bool:
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE and process.poll() is None:
        try:
            with urlopen("http://127.0.0.1:8000/healthz", timeout=4) as answer:
                return bool(answer.status == 200)
        except OSError:
            time.sleep(0.5)
    return False


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--suite", default="bookworm")
    parser.add_argument("--mirror", default="http://deb.debian.org/debian")
    given = parser.parse_args()
    made = [
        "debootstrap",
        "--variant=minbase",
        f"--include={PACKAGES}",
        given.suite,
        given.folder,
        given.mirror,
    ]
    if not (given.folder / "usr/bin/python3").exists():
        subprocess.run(made, check=True)
    for path in KEPT:
        if Path(path).exists():
            shutil.copy(path, given.folder / path.lstrip("/"))
    (given.folder / "dev/shm").chmod(0o1777)  # as an engine mounts it
    image, served = Image(given.folder), ""
    for instruction, rest in instructions():
        print(f"== {instruction} {rest}", flush=True)
        image.follow(instruction, rest)
        served = rest if instruction == "CMD" else served
    words = json.loads(served)
    with subprocess.Popen(image.command(words), env={**image.environment, **SETTINGS}) as process:
        is_well = answers(process)
        process.terminate()
    print("It answers at /healthz." if is_well else "It does not answer.")
    sys.exit(0 if is_well else 1)


if __name__ == "__main__":
    main()
