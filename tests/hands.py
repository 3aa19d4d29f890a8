"""Several people at once: each in a thread with a connection of its own, held where the test wants them."""

import threading
from contextlib import contextmanager

from django.db import connection, transaction

PATIENCE = 60  # seconds, after which a test fails rather than hangs


class Hand(threading.Thread):
    """Does the work in a thread; what it gave or raised is told when it has joined."""

    def __init__(self, work):
        super().__init__(daemon=True)
        self.work, self.given, self.error = work, None, None

    def run(self):
        try:
            self.given = self.work()
        except Exception as error:
            self.error = error
        finally:
            connection.close()

    def result(self, patience=PATIENCE):
        self.join(patience)
        assert not self.is_alive(), "it waits for something that nobody does"
        if self.error:
            raise self.error
        return self.given


def is_waited_for():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks JOIN pg_stat_activity USING (pid) "
            "WHERE NOT granted AND datname = current_database())"
        )
        return cursor.fetchone()[0]


def at_once(first, second):
    """Does the first, and the second before the first is committed; gives the Hand of the second."""
    hand = Hand(second)
    with transaction.atomic():
        first()
        hand.start()
        while hand.is_alive() and not is_waited_for():
            pass
    hand.join(PATIENCE)
    return hand


@contextmanager
def uncommitted(work):
    """Inside, somebody else has done the work and not committed it; afterwards it is committed."""
    done, go_on = threading.Event(), threading.Event()

    def held():
        try:
            with transaction.atomic():
                work()
                done.set()
                assert go_on.wait(PATIENCE)
        finally:
            done.set()

    hand = Hand(held)
    hand.start()
    assert done.wait(PATIENCE)
    try:
        yield
    finally:
        go_on.set()
        hand.result()
