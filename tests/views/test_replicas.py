"""Public pages are read from a replica that holds the record as it is, and from the primary else."""

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from articles.views import memory, outage, page_cache, replicas
from tests import standby

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, databases=["default", standby.ALIAS]),
]

LIST = "/statements/"


@pytest.fixture(scope="module", autouse=True)
def running(django_db_setup):
    with standby.running() as replica:
        yield replica


@pytest.fixture
def replica(running, settings, monkeypatch):
    """As the record is; pages are made for every request, which looks at the record first."""
    settings.FRESH_WITHIN = 0
    monkeypatch.setattr(memory, "pages", memory.Pages(0))
    monkeypatch.setattr(outage, "line", outage.Line())
    monkeypatch.setattr(page_cache, "_known", None)
    replicas._known.cache_clear()
    yield running
    replicas._known.cache_clear()


@pytest.fixture
def said(replica, world, editor):
    said = world.say("Lavrov", "No.", by=editor, thaad="oppose")
    replica.go_on()
    return said


class Asked:
    """What a page asked of either database."""

    def __init__(self, client, address=LIST):
        here, there = connection, connections[standby.ALIAS]
        with CaptureQueriesContext(here) as primary, CaptureQueriesContext(there) as replica:
            self.page = client.get(address)
        self.primary, self.replica = len(primary), len(replica)


def test_a_page_is_read_from_the_replica_whole(client, said):
    asked = Asked(client)
    assert asked.page.status_code == 200
    assert "No." in asked.page.content.decode()
    assert asked.primary == 1  # which state the record is in
    assert asked.replica > 5


def test_what_it_does_not_have_yet_is_read_from_the_primary(client, said, world, editor, replica):
    replica.pause()
    world.say("Lavrov", "Yes.", by=editor, thaad="support")
    late = Asked(client)
    assert "Yes." in late.page.content.decode()
    assert late.replica == 1  # which state it is in
    replica.go_on()
    caught_up = Asked(client)
    assert caught_up.page.content == late.page.content
    assert caught_up.primary == 1


def test_what_it_cannot_find_the_primary_is_asked_for(client, said):
    """A state of the record does not tell everything: an account or a fixed comparison may be seconds old."""
    asked = Asked(client, "/statements/999999/")
    assert asked.page.status_code == 404
    assert asked.replica > 1
    assert asked.primary > 1


def test_whoever_is_logged_in_reads_the_primary(client, said, editor):
    client.force_login(editor)
    asked = Asked(client)
    assert asked.page.status_code == 200
    assert asked.replica == 0


def test_the_past_is_asked_of_the_primary(client, said):
    moment = said.pgh_event_model.objects.latest("pgh_created_at").pgh_created_at
    asked = Asked(client, f"{LIST}?as_of={moment.isoformat().replace('+00:00', 'Z')}")
    assert asked.page.status_code == 200
    assert asked.replica == 0


def test_a_replica_that_is_away_is_left_alone_until_it_is_back(client, said, replica, monkeypatch):
    clock = [1_000.0]
    monkeypatch.setattr(outage.time, "monotonic", lambda: clock[0])
    whole = client.get(LIST).content
    replica.stop()
    connections[standby.ALIAS].close()
    for _ in range(2):  # the first finds it away, the second does not ask
        answer = client.get(LIST)
        assert (answer.status_code, answer.content) == (200, whole)
    assert not outage.line.is_down
    assert replicas._known()[0].line.is_down
    replica.start()
    assert Asked(client).replica == 0
    clock[0] += replicas.PAUSE
    assert Asked(client).replica > 1


def test_the_status_page_tells_how_each_stands(client, said, world, editor, chief, replica):
    client.force_login(chief)

    def told():
        return " ".join(strip_tags(client.get("/review/state/").content.decode()).split())

    assert "Replica 1 holds the record as it is" in told()
    replica.pause()
    world.say("Lavrov", "Yes.", by=editor, thaad="support")
    assert "Replica 1 Look: is behind; the primary answers meanwhile" in told()
    replica.go_on()


def test_nothing_is_written_to_a_replica(said):
    with pytest.raises(Exception, match="read-only"), connections[standby.ALIAS].cursor() as cursor:
        cursor.execute("DELETE FROM articles_statement")
