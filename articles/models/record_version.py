"""The state of the record: the set of transactions that can be seen, each under a random token.

Whoever reads the same set reads the same record, in whatever order the transactions were committed, from
whichever copy of the database. A version is the exclusive or of the tokens.
"""

import datetime
from dataclasses import dataclass

from django.db import connection as primary
from django.db import transaction

from articles.models import Write
from diplomacy.replicas import connection

MOST_WRITES = 1_000  # rows that a request may have to add up
FOLD = """
WITH gone AS (DELETE FROM articles_write RETURNING token, written_at)
INSERT INTO articles_write (xact, token, articles, is_naming, written_at)
SELECT pg_current_xact_id()::text::bigint, bit_xor(token), '{}', true, max(written_at)
FROM gone HAVING count(*) > 0
"""
Seen = frozenset[tuple[int, int]]  # (xact, token)


@dataclass(frozen=True, slots=True)
class Changes:
    """What the transactions did that are ``seen`` now and were not before: ids, each once."""

    seen: Seen
    statements: tuple[int, ...]
    articles: tuple[int, ...]
    naming: Seen  # those by which speakers, issues, sources, countries or blocs may bear other names

    def __len__(self) -> int:
        return len(self.statements) + len(self.articles)


@dataclass(frozen=True, slots=True)
class State:
    """The version, sixteen hexadecimal digits, when the latest of its writes was made, and of how many rows.

    Time alone tells no two states apart: who wrote earlier may be seen later. Of an empty record the
    version is empty, and the time the beginning of 1970.
    """

    version: str
    written_at: datetime.datetime
    rows: int


def state() -> State:
    with connection().cursor() as cursor:
        cursor.execute(
            "SELECT bit_xor(token), coalesce(max(written_at), 'epoch'), count(*) FROM articles_write"
        )
        token, written_at, rows = cursor.fetchone()
    return State("" if token is None else f"{token % 2**64:016x}", written_at, rows)


def version() -> str:
    return state().version


def seen() -> Seen:
    return frozenset(Write.objects.values_list("xact", "token"))


def name_of(seen: Seen) -> str:
    """The version of a record in which these transactions are seen."""
    token = 0
    for _, each in seen:
        token ^= each
    return f"{token % 2**64:016x}" if seen else ""


def since(before: Seen) -> Changes | None:
    """What has changed; None if that cannot be told."""
    rows = list(Write.objects.values_list("xact", "token", "statements", "articles", "is_naming"))
    now = frozenset(row[:2] for row in rows)
    statements, articles, naming = set(), set(), set()
    for xact, token, changed, texts, is_naming in rows:
        if (xact, token) not in before:
            if changed is None:
                return None
            statements.update(changed)
            articles.update(texts)
            naming.update([(xact, token)] * is_naming)
    changes = Changes(now, tuple(sorted(statements)), tuple(sorted(articles)), frozenset(naming))
    return changes if before <= now else None


def fold() -> None:
    """Make one row of many; the version stays. Whoever deletes a row adds its token, so none is lost.

    One process does so at a time; what others write meanwhile is not seen by it, and stays as it is.
    """
    if Write.objects.count() > MOST_WRITES:
        with transaction.atomic(), primary.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('articles_write'))")
            if cursor.fetchone()[0]:
                cursor.execute(FOLD)
