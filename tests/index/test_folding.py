"""The table of writes is folded while others write; nobody waits, and the version stays."""

import threading
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from articles.index import writes
from articles.models import Statement, Write
from tests.factories import World

PATIENCE = 30  # seconds; nothing waits for so long unless it hangs


@pytest.fixture
def many(transactional_db, monkeypatch):
    """More writes than there may be."""
    monkeypatch.setattr(writes, "MOST_WRITES", 1)
    for quote in ("One.", "Two."):
        World().say("Lavrov", quote)
    assert Write.objects.count() > 1


@contextmanager
def meanwhile(work):
    """In another connection, in a transaction that is committed at the end of the block."""
    begun, done = threading.Event(), threading.Event()

    def run():
        try:
            with transaction.atomic():
                work()
                begun.set()
                done.wait(PATIENCE)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    assert begun.wait(PATIENCE)
    try:
        yield
    finally:
        done.set()
        thread.join(PATIENCE)


def test_what_is_written_meanwhile_is_neither_lost_nor_waited_for(many):
    version = writes.version()
    with meanwhile(lambda: Statement.objects.update(kind="mixed")):
        writes.fold()
        assert (writes.version(), Write.objects.count()) == (version, 1)
    assert Write.objects.count() == 2
    assert writes.version() == writes.name_of(writes.seen()) != version


def test_one_process_folds_at_a_time_and_no_other_waits(many):
    def hold():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('articles_write'))")

    before = writes.seen()
    with meanwhile(hold):
        writes.fold()
        assert writes.seen() == before
    writes.fold()
    assert Write.objects.count() == 1


def test_the_state_tells_of_how_many_rows_it_is(many):
    assert writes.state().rows == Write.objects.count()
