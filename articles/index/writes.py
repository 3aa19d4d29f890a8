"""The state of the record: the set of transactions that can be seen, each under a random token.

Whoever reads the same set reads the same record, in whatever order the transactions were committed, from
whichever copy of the database. A version is the exclusive or of the tokens.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from articles.models import Write

MOST_WRITES = 1_000  # rows that a request may have to add up
Seen = frozenset[tuple[int, int]]  # (xact, token)


def version() -> str:
    """Sixteen hexadecimal digits; empty if nothing was ever written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT bit_xor(token) FROM articles_write")
        [token] = cursor.fetchone()
    return "" if token is None else f"{token % 2**64:016x}"


def seen() -> Seen:
    return frozenset(Write.objects.values_list("xact", "token"))


def name_of(seen: Seen) -> str:
    """The version of a record in which these transactions are seen."""
    token = 0
    for _, each in seen:
        token ^= each
    return f"{token % 2**64:016x}" if seen else ""


def since(before: Seen) -> tuple[Seen, list[int] | None]:
    """What is seen now, and the ids of statements changed meanwhile; None if that cannot be told."""
    rows = list(Write.objects.values_list("xact", "token", "statements"))
    now = frozenset((xact, token) for xact, token, _ in rows)
    if not before <= now:
        return now, None
    changed: set[int] = set()
    for _, _, ids in (row for row in rows if row[:2] not in before):
        if ids is None:
            return now, None
        changed.update(ids)
    return now, sorted(changed)


def fold() -> None:
    """Make one row of many; the version stays. Whoever deletes a row adds its token, so none is lost."""
    if Write.objects.count() > MOST_WRITES:
        with connection.cursor() as cursor:
            cursor.execute(
                "WITH gone AS (DELETE FROM articles_write RETURNING token) "
                "INSERT INTO articles_write (xact, token) "
                "SELECT pg_current_xact_id()::text::bigint, bit_xor(token) FROM gone HAVING count(*) > 0"
            )


@contextmanager
def snapshot() -> Iterator[None]:
    """Everything read inside is of one moment; within an outer transaction only if nobody else commits."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
