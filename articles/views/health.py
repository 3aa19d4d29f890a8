"""For load balancers and containers: is the process alive, and can it serve."""

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse


def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers."""
    return HttpResponse("alive\n", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the database is reachable and all migrations are applied, else 503 and the reason."""
    reason = _not_ready()
    return HttpResponse(f"{reason or 'ready'}\n", content_type="text/plain", status=503 if reason else 200)


def _not_ready() -> str:
    try:
        executor = MigrationExecutor(connection)
    except (DatabaseError, ImproperlyConfigured):
        return "database not reachable"
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(pending)} migrations not applied: run manage.py migrate" if pending else ""
