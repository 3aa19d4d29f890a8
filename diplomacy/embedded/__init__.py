"""A PostgreSQL server of the project's own, and the database backend that starts it."""

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError

SUPERUSER = "postgres"
PORT = "5432"  # only the name of a socket file: the server listens to no network
WAYS_OUT = (
    "Set DATABASE_URL to the address of a server, or POSTGRES_BIN to the directory that holds "
    "postgres, initdb and pg_ctl of PostgreSQL 15 or newer."
)


class EmbeddedServerError(CommandError, ImproperlyConfigured):
    """The embedded server cannot be had. As a CommandError, manage.py prints it as one line."""
