"""The database of the site, as PostgreSQL's own programs reach it."""

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from diplomacy import backup


def here() -> backup.Database:
    """Starts the embedded server if there is no other."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        version = int(cursor.fetchone()[0])
    return backup.database(connection.get_connection_params(), version // 10_000)


def migrations_here() -> dict[str, list[str]]:
    """Those that were applied, by application, in the order in which they were."""
    found: dict[str, list[str]] = {}
    rows = MigrationRecorder(connection).migration_qs.order_by("id").values_list("app", "name")
    for app, name in rows:
        found.setdefault(app, []).append(name)
    return found
