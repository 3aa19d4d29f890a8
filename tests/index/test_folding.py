"""The table of writes is folded while others write; nobody waits, and the version stays."""

import threading
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from articles.models import Statement, Write, record_version
from tests.factories import World

PATIENCE = 30  # seconds; nothing waits for so long unless it hangs


@pytest.fixture
def many(transactional_db, monkeypatch):
    """More writes than there may be."""
    monkeypatch.setattr(record_version, "MOST_WRITES", 1)
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
    version = record_version.version()
    with meanwhile(lambda: Statement.objects.update(kind="mixed")):
        record_version.fold()
        assert (record_version.version(), Write.objects.count()) == (version, 1)
    assert Write.objects.count() == 2
    assert record_version.version() == record_version.name_of(record_version.seen()) != version


def test_one_process_folds_at_a_time_and_no_other_waits(many):
    def hold():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('articles_write'))")

    before = record_version.seen()
    with meanwhile(hold):
        record_version.fold()
        assert record_version.seen() == before
    record_version.fold()
    assert Write.objects.count() == 1


def test_the_state_tells_of_how_many_rows_it_is(many):
    assert record_version.state().rows == Write.objects.count()
