"""Copies of the database that public pages may be read from (``DATABASE_REPLICA_URLS``).

A request reads one database, whole: pages are counted, dated and listed from the same state. So the choice
is made once, around a view, and whatever asks inside follows it: Django's router for models, ``connection``
for SQL of our own. Outside of ``reading_from`` everything is asked of the primary, and written there always.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from diplomacy.postgres import REPLICA

_chosen: ContextVar[str] = ContextVar("replica", default=DEFAULT_DB_ALIAS)


def aliases() -> list[str]:
    return [alias for alias in connections if alias.startswith(REPLICA)]


def chosen() -> str:
    """The alias of the database that is read from here."""
    return _chosen.get()


def connection() -> BaseDatabaseWrapper:
    """The connection to the database that is read from here, for SQL of our own."""
    return connections[_chosen.get()]


@contextmanager
def reading_from(alias: str) -> Iterator[None]:
    """Whatever is read inside, in this thread, is asked of this database."""
    token = _chosen.set(alias)
    try:
        yield
    finally:
        _chosen.reset(token)


class Router:
    """For ``settings.DATABASE_ROUTERS``."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return _chosen.get()

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True  # all are copies of one database

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == DEFAULT_DB_ALIAS
