"""Where a project's server keeps its files, and under which account it runs."""

import hashlib
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from diplomacy.embedded import PORT, EmbeddedServerError
from diplomacy.embedded.account import Account, default_account, owner
from diplomacy.embedded.binaries import copy_programs, find_binaries, major_version, usable

LONGEST_SOCKET = 100  # bytes; the system's limit is 107 on Linux, 103 on macOS
PLAIN = re.compile(
    r"[\w./-]+", re.ASCII
)  # needs no quotes: libpq splits a host at commas, pg_ctl asks a shell


@dataclass(frozen=True)
class Layout:
    """The files of one server, named by its major version: another one cannot read its data."""

    account: Account
    programs: Path
    home: Path
    major: int
    socket_dir: Path

    @property
    def name(self) -> str:
        return f"postgres-{self.major}"

    @property
    def data(self) -> Path:
        return self.home / self.name

    @property
    def log(self) -> Path:
        return self.home / f"{self.name}.log"

    @property
    def users(self) -> Path:
        """The file that every process using the server holds locked."""
        return self.home / f"{self.name}.users"


def home_of(base_dir: Path) -> Path:
    """Return the directory for everything: the project's `var`, else a shelter that the account can reach.

    Makes the directory; starts nothing. Raises EmbeddedServerError.
    """
    home = base_dir / "var"
    try:
        home.mkdir(exist_ok=True)
    except OSError:  # a read-only project
        return shelter_of(base_dir)
    reachable = os.access(home, os.W_OK | os.X_OK) and default_account().can("-x", home)
    return home if reachable else shelter_of(base_dir)


def shelter_of(base_dir: Path) -> Path:
    """Return a directory of ours, with a short path, that an unprivileged account can enter; makes it.

    Raises EmbeddedServerError when somebody else made it first.
    """
    # /var/tmp outlives a restart of the machine, and does not depend on TMPDIR as two shells may
    temporary = Path("/var/tmp") if Path("/var/tmp").is_dir() else Path(tempfile.gettempdir())
    mark = hashlib.sha256(os.fsencode(base_dir.resolve())).hexdigest()[:10]
    shelter = temporary / f"demarche-{os.geteuid()}-{mark}"
    shelter.mkdir(mode=0o700, exist_ok=True)
    if shelter.is_symlink() or shelter.stat().st_uid != os.geteuid():
        raise EmbeddedServerError(f"{shelter} is not ours: remove it, or set DATABASE_URL.")
    shelter.chmod(0o711 if os.geteuid() == 0 else 0o700)
    return shelter


def layout_of(base_dir: Path, home: Path) -> Layout:
    """Find the programs and settle every path. Raises EmbeddedServerError."""
    account, programs = default_account(), find_binaries()
    if not usable(programs, account):
        programs = copy_programs(programs, shelter_of(base_dir))
    major = major_version(programs, account)
    data = home / f"postgres-{major}"
    if data.exists():
        account = owner(data)
    return Layout(account, programs, home, major, _socket_dir(base_dir, data))


def _socket_dir(base_dir: Path, data: Path) -> Path:
    near = data.with_name(f"{data.name}.socket")
    longest = os.fsencode(near / f".s.PGSQL.{PORT}")
    if len(longest) <= LONGEST_SOCKET and PLAIN.fullmatch(str(near)):
        return near
    return shelter_of(base_dir) / near.name
