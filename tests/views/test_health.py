import pytest
from django.db import OperationalError, connection


def test_alive_needs_no_database(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"alive\n")


def test_ready_with_a_migrated_database(client, db):
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (200, b"ready\n")


def test_not_ready_while_migrations_wait(client, db):
    with connection.cursor() as cursor:
        latest = "SELECT max(id) FROM django_migrations WHERE app = 'articles'"
        cursor.execute(f"DELETE FROM django_migrations WHERE id = ({latest})")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.content == b"1 migrations not applied: run manage.py migrate\n"


def test_not_ready_without_a_database(client, db, monkeypatch):
    def unreachable(*args):
        raise OperationalError("no route")

    monkeypatch.setattr("articles.views.health.MigrationExecutor", unreachable)
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"database not reachable\n")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_for_machines(client, db, path):
    assert client.get(path).headers["Content-Type"] == "text/plain"
