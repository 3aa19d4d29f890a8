"""Which database the site talks to.

`DATABASE_URL` names a server, and `DATABASE_REPLICA_URLS` copies of it to read from. Without a server
the site runs a real PostgreSQL of its own for the project directory: it starts with the first connection,
is shared by every process of the project, and stops with the last of them. Importing this module, or
settings that use it, starts nothing.
"""

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from diplomacy.embedded import PORT, SUPERUSER
from diplomacy.embedded.server import Server

# A pool a process; processes × max_size must stay below the server's max_connections (100 by default).
# Who asks while the server is away waits for ``timeout``. The pool tries again after ever longer pauses, for
# ``reconnect_timeout`` in all; the next request then has it begin anew.
POOL = {"min_size": 0, "max_size": 8, "timeout": 2, "reconnect_timeout": 2}
CONNECT_TIMEOUT = "3"  # seconds; a host that is gone does not refuse
REPLICA = "replica"  # begins the aliases of the copies
REUSE = {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}  # the pool keeps connections, and checks them


def databases(base_dir: Path, environ: Mapping[str, str] = os.environ) -> dict[str, dict[str, Any]]:
    """Return `settings.DATABASES` for the project in `base_dir`.

    Raises ImproperlyConfigured when an address that is set is not one of PostgreSQL.
    """
    url = environ.get("DATABASE_URL")
    primary = _from_url(url, "DATABASE_URL") if url else _embedded(base_dir)
    addresses = environ.get("DATABASE_REPLICA_URLS", "").split()
    return {"default": primary} | {f"{REPLICA}{n}": _replica(url) for n, url in enumerate(addresses, start=1)}


def _replica(url: str) -> dict[str, Any]:
    """Tests read the primary in its place. Nobody waits long for one: the primary answers as well."""
    given = _from_url(url, "DATABASE_REPLICA_URLS")
    given["OPTIONS"]["pool"]["timeout"] = 1
    given["OPTIONS"]["options"] = f"{given['OPTIONS'].get('options', '')} -c default_transaction_read_only=on"
    return {**given, "TEST": {"MIRROR": "default"}}


@cache
def server(base_dir: Path) -> Server:
    """Return this process's one handle on the embedded server of `base_dir`; starts nothing."""
    return Server(base_dir)


def _from_url(url: str, variable: str) -> dict[str, Any]:
    try:
        given = conninfo_to_dict(url)
    except ProgrammingError as error:  # names the faulty part; never repeat the address, it holds a password
        raise ImproperlyConfigured(f"{variable} has no postgresql:// address.") from error
    if not (given.get("dbname") or given.get("service")):
        raise ImproperlyConfigured(f"{variable} names no database: postgresql://user@host/database")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": given.pop("dbname", ""),
        "USER": given.pop("user", ""),
        "PASSWORD": given.pop("password", ""),
        "HOST": given.pop("host", ""),
        "PORT": given.pop("port", ""),
        "OPTIONS": {"connect_timeout": CONNECT_TIMEOUT, **given, "pool": dict(POOL)},
        **REUSE,
    }


def _embedded(base_dir: Path) -> dict[str, Any]:
    return {
        "ENGINE": "diplomacy.embedded",
        "PROJECT": base_dir,  # our own key: whose server; the backend fills in HOST when it has started
        "NAME": "demarche",
        "USER": SUPERUSER,
        "PORT": PORT,
        "OPTIONS": {"pool": dict(POOL)},
        **REUSE,
    }
