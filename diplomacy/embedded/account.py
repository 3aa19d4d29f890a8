"""Who runs the server: PostgreSQL refuses root, so root hands it to an unprivileged account."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

from diplomacy.embedded import WAYS_OUT, EmbeddedServerError

UNPRIVILEGED = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """The account that owns the data and runs the programs; `switched` when it is not our own."""

    uid: int
    gid: int
    switched: bool

    def run(self, command: Sequence[Any], data: Path | None = None, **options: Any) -> CompletedProcess[str]:
        """Run a program, on a data directory, in a directory everybody can enter. Raises OSError."""
        if self.switched:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        words = [str(part) for part in command]
        return subprocess.run(words, stdin=subprocess.DEVNULL, cwd="/", env=_environment(data), **options)

    def can(self, access: str, path: Path) -> bool:
        """Tell whether the account has `access` (an option of test(1): -x, -w) to `path`."""
        return self.run(["/bin/sh", "-c", f'test {access} "$0"', path]).returncode == 0

    def give(self, path: Path) -> None:
        """Make the account the owner of a file or directory that we made."""
        if self.switched:
            os.chown(path, self.uid, self.gid)


def default_account() -> Account:
    """Return ourselves, or as root the account to hand over to. Raises EmbeddedServerError."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), switched=False)
    for name in UNPRIVILEGED:
        try:
            return _switched(pwd.getpwnam(name))
        except KeyError:
            continue
    raise EmbeddedServerError(f"PostgreSQL refuses root, and there is no account {UNPRIVILEGED}. {WAYS_OUT}")


def owner(data: Path) -> Account:
    """Return the account to serve existing `data`: as root its owner, else ourselves.

    Raises EmbeddedServerError when the data belong to an account that we cannot become.
    """
    uid = data.stat().st_uid
    if uid == os.geteuid() != 0:
        return default_account()
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        entry = None
    if os.geteuid() == 0 and entry and entry.pw_uid != 0:
        return _switched(entry)
    name = entry.pw_name if entry else uid
    raise EmbeddedServerError(f"{data} belongs to the account {name}: run as that account, or move it away.")


def _switched(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_uid, entry.pw_gid, switched=True)


def _environment(data: Path | None) -> dict[str, str]:
    """Return ours without the PG* variables, which would redirect the programs; messages in English."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C"} | ({"PGDATA": str(data)} if data else {})
