"""A streaming replica of the tests' own server, which Django knows by an alias."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection, connections

from benchmarks.standby import Standby, following
from diplomacy.embedded import PORT
from diplomacy.embedded.layout import home_of, layout_of
from diplomacy.postgres import server

ALIAS = "replica1"


@contextmanager
def running() -> Iterator[Standby]:
    if connection.settings_dict["ENGINE"] != "diplomacy.embedded":
        pytest.skip("a replica is made of the site's own server only")
    ours = server(settings.BASE_DIR)
    ours.ensure_running()
    account = layout_of(settings.BASE_DIR, home_of(settings.BASE_DIR)).account
    with following(ours.socket_dir, ours.programs, account) as standby, _known(standby):
        yield standby


@contextmanager
def _known(standby: Standby) -> Iterator[None]:
    given = connection.settings_dict
    connections.databases[ALIAS] = {
        **given,
        "ENGINE": "django.db.backends.postgresql",
        "HOST": str(standby.socket_dir),
        "PORT": PORT,
        "OPTIONS": {"options": "-c default_transaction_read_only=on", "connect_timeout": 1},
        "TEST": {**given["TEST"], "MIRROR": "default"},
    }
    try:
        yield
    finally:
        connections[ALIAS].close()
        del connections[ALIAS], connections.databases[ALIAS]
