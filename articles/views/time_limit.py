"""How long PostgreSQL may work on one question of a public page."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg
from django.conf import settings

from diplomacy.replicas import connection


@contextmanager
def limited() -> Iterator[None]:
    """Every question inside is broken off after ``PAGE_SECONDS``; none if a transaction is under way.

    Past Django, which would count two queries more for each page. The pool gets the connection as it was.
    """
    database = connection()
    if not settings.PAGE_SECONDS or database.in_atomic_block:
        yield
        return
    database.ensure_connection()
    ours = database.connection
    with database.wrap_database_errors:
        ours.execute(f"SET statement_timeout = {round(settings.PAGE_SECONDS * 1000)}")
    try:
        yield
    finally:
        if not ours.closed and database.connection is ours:
            with suppress(psycopg.Error):  # the server went meanwhile; the pool will notice
                ours.execute("RESET statement_timeout")
