"""Django's PostgreSQL backend, except that the project's own server runs before anybody connects to it."""

import atexit
import os
from collections.abc import Iterable
from typing import Any

from django.db import connections
from django.db.backends.postgresql import base, client

from diplomacy import postgres
from diplomacy.embedded.server import Server


class DatabaseClient(client.DatabaseClient):
    """`manage.py dbshell`, on a server that is running."""

    connection: "DatabaseWrapper"

    def runshell(self, parameters: Iterable[str]) -> None:
        server = self.connection.ensure_server()
        os.environ["PATH"] += f"{os.pathsep}{server.programs}"  # its psql, where no other is installed
        super().runshell(parameters)


class DatabaseWrapper(base.DatabaseWrapper):
    """Start the server lazily: all that opens connections, pool included, asks for the parameters first."""

    client_class = DatabaseClient
    _connection_pools: dict[str, Any] = {}  # this backend's alone, so that they can be dropped together

    def get_connection_params(self) -> dict[str, Any]:
        """Return what psycopg needs to connect. Raises EmbeddedServerError."""
        self.ensure_server()
        return super().get_connection_params()

    def ensure_server(self) -> Server:
        """Start or find the server, note where it listens and return it. Raises EmbeddedServerError."""
        server = postgres.server(self.settings_dict["PROJECT"])
        if server.ensure_running():
            _close_pools()  # their connections led to a server that is gone
            atexit.register(_leave)  # after the server's own, hence to run before it
        self.settings_dict["HOST"] = str(server.socket_dir)
        return server


def _leave() -> None:
    connections.close_all()
    _close_pools()


def _close_pools() -> None:
    pools = DatabaseWrapper._connection_pools
    for alias in list(pools):
        pools.pop(alias).close()


def _forget() -> None:
    """In a forked process: connections and the pools' threads are the parent's, so connect anew."""
    DatabaseWrapper._connection_pools.clear()
    for connection in connections.all(initialized_only=True):
        if isinstance(connection, DatabaseWrapper):
            connection.connection = None


os.register_at_fork(after_in_child=_forget)
