"""A database of version 0.1 becomes one of today, and every permalink shows what it showed."""

import gzip
import hashlib
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from articles.compare.sharing import checksum
from articles.curate import verbs
from articles.models import Action, Actor, Comparison, Statement
from articles.models.statements import REVIEWED
from articles.samples import demo
from tests import database

DUMP = Path(__file__).with_name("upgrades") / "0.1.sql.gz"
SHOWN = {  # by version 0.1: key → SHA-256 of /c/<key>.json
    "345a4hkuhkr5": "26c9d48e899cefb0c3fe6c5764ed5a294aeac178abf2690908880fff96465d18",
    "c8if8h29unpk": "937283f5980c151e3253f7d5f9e025be01d6b103443cce3a78b4131fe06524c6",
    "egk3pk7m6xqf": "f5189840b3977a42f549e052c61d76cbfe1380a91fbf18a7b83c035b01c6bf54",
}


@pytest.fixture
def upgraded(django_db_setup, django_db_blocker):
    """A database of its own, filled as 0.1 left it and migrated."""
    with django_db_blocker.unblock(), database.beside(_orders()):
        call_command("migrate", interactive=False, verbosity=0)
        yield


def _orders():
    lines = gzip.decompress(DUMP.read_bytes()).decode().splitlines()
    return "\n".join(line for line in lines if not line.startswith("\\"))  # \restrict is for psql


@pytest.mark.slow
def test_a_database_of_0_1_is_migrated_and_every_permalink_verifies(upgraded, settings):
    client = Client()
    shown = {key: client.get(f"/c/{key}.json").content for key in SHOWN}
    assert {key: hashlib.sha256(each).hexdigest() for key, each in shown.items()} == SHOWN
    for each in Comparison.objects.all():
        told = json.loads(shown[each.key])
        assert checksum(told["shown"]) == told["checksum"] == each.checksum
        assert client.get(f"/c/{each.key}/").status_code == 200
    assert Statement.objects.filter(review__in=REVIEWED).count() == 84
    assert (Statement.objects.count(), Actor.objects.count(), Action.objects.count()) == (105, 24, 5)
    for path in ("/", "/statements/", "/compare/?country=RUS&country=USA", "/articles/", "/issues/"):
        assert client.get(path).status_code == 200
    editor = demo.editor_on_record()
    verbs.undo(Action.objects.standing().first(), editor)
    assert Statement.objects.filter(review__in=REVIEWED).count() == 83
    waiting = Statement.objects.waiting().order_by("pk")[:1]
    verbs.accept(Statement.objects.filter(pk__in=[s.pk for s in waiting]), editor)
    assert Statement.objects.filter(review__in=REVIEWED).count() == 84
