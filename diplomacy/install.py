"""What `make` runs to make the environment: python diplomacy/install.py REQUIREMENTS STAMP [STAMP ...]

Needs nothing but Python. One process at a time works on one environment; others wait, and find it made.
"""

import fcntl
import subprocess
import sys
from pathlib import Path

ENVIRONMENT = Path(".venv")
LOCK = Path(".venv.lock")  # beside it, for `make clean` removes it
READ_ONLY = "The environment .venv cannot be made here ({why}): copy the checkout to where you may write."


def main(requirements: Path, stamps: list[Path]) -> None:
    """Install the requirements unless that was done since they were changed; then mark it by the stamps."""
    try:
        lock = LOCK.open("w")
    except OSError as error:
        sys.exit(READ_ONLY.format(why=error.strerror))
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.stdout.write("Another make is making the environment; waiting until it has.\n")
            sys.stdout.flush()
            fcntl.flock(lock, fcntl.LOCK_EX)
        if all(_is_newer(stamp, requirements) for stamp in stamps):
            return
        python = ENVIRONMENT / "bin" / "python"
        if not python.exists():
            _run(sys.executable, "-m", "venv", str(ENVIRONMENT))
        sys.stdout.write("Installing what is needed; the first time takes about a minute.\n")
        sys.stdout.flush()
        options = ("-qq", "--disable-pip-version-check", "--require-hashes", "--no-compile")
        _run(str(python), "-m", "pip", "install", *options, "-r", str(requirements))
        # By all processors, where pip takes one. Some packages hold files that are no Python of this version,
        # and many bring their own tests, which nobody runs here.
        compileall = ("-m", "compileall", "-qq", "-j", "0", "-x", "/tests?/", str(ENVIRONMENT / "lib"))
        subprocess.run([str(python), *compileall])
        for stamp in stamps:
            stamp.touch()


def _is_newer(stamp: Path, requirements: Path) -> bool:
    return stamp.exists() and stamp.stat().st_mtime >= requirements.stat().st_mtime


def _run(*command: str) -> None:
    if status := subprocess.run(command).returncode:
        sys.exit(status)


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
