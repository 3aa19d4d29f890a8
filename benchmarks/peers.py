"""What the site is measured against, over the same statements: Datasette, and a plain django-filter page.

Datasette gets a SQLite file with what it is good at: an index for each filter, tables to filter several
values of a statement through, FTS5, and arrays of values to count them by. It runs with its own settings.
"""

import json
import sqlite3
import subprocess
import venv
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

from django.db import connection, transaction

DATASETTE = "datasette==0.65.5"
FACETS = ("kind", "source")
ARRAYS = ("country", "bloc", "stance", "issue", "actor")
COLUMNS = ("id", "quote", "cue", "kind", "source", "article", "listed_on", "said_on", "said_until", *ARRAYS)
ROWS = """
SELECT s.id, s.quote, s.cue, s.kind, o.slug, r.title, s.listed_on::text, s.said_on::text, s.said_until::text,
       (SELECT json_agg(DISTINCT a.country_id) FROM articles_attribution a
        WHERE a.statement_id = s.id AND a.country_id IS NOT NULL)::text,
       (SELECT json_agg(DISTINCT b.slug) FROM articles_attribution a
        JOIN articles_membership m ON m.country_id = a.country_id JOIN articles_bloc b ON b.id = m.bloc_id
        WHERE a.statement_id = s.id AND (s.said_on IS NULL OR (
            coalesce(m.starts_on <= s.said_until, true) AND coalesce(m.ends_on >= s.said_on, true))))::text,
       (SELECT json_agg(DISTINCT p.stance) FROM articles_position p WHERE p.statement_id = s.id)::text,
       (SELECT json_agg(DISTINCT i.slug) FROM articles_position p JOIN articles_issue i ON i.id = p.issue_id
        WHERE p.statement_id = s.id)::text,
       (SELECT json_agg(DISTINCT c.slug) FROM articles_attribution a
        JOIN articles_actor c ON c.id = a.actor_id WHERE a.statement_id = s.id)::text
FROM articles_statement s JOIN articles_article r ON r.id = s.article_id
JOIN articles_source o ON o.id = r.source_id WHERE s.review IN ('accepted', 'checked')
"""


def make_sqlite(path: Path) -> None:
    """All published statements; nothing if the file is there."""
    if path.exists():
        return
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    database = sqlite3.connect(unfinished)
    database.execute(f"CREATE TABLE statement ({', '.join(COLUMNS)}, PRIMARY KEY (id))")
    for name in ARRAYS:
        database.execute(f"CREATE TABLE {name} (statement REFERENCES statement(id), value)")
    for rows in _batches():
        _write(database, rows)
    for column in ("listed_on", "said_on", "said_until", *FACETS):
        database.execute(f"CREATE INDEX by_{column} ON statement ({column}, listed_on)")
    for name in ARRAYS:
        database.execute(f"CREATE INDEX by_{name} ON {name} (value, statement)")
    database.execute("CREATE VIRTUAL TABLE words USING fts5 (quote, content='statement', content_rowid='id')")
    database.execute("INSERT INTO words (words) VALUES ('rebuild')")
    database.execute("ANALYZE")
    database.commit()
    unfinished.rename(path)


def _batches() -> Iterator[list[tuple]]:
    with transaction.atomic(), connection.connection.cursor("peers") as cursor:
        cursor.execute(ROWS)
        while rows := cursor.fetchmany(20_000):
            yield rows


def _write(database: sqlite3.Connection, rows: list[tuple]) -> None:
    places = ", ".join("?" * len(COLUMNS))
    database.executemany(f"INSERT INTO statement VALUES ({places})", rows)
    for name in ARRAYS:
        place = COLUMNS.index(name)
        pairs = [(row[0], value) for row in rows for value in json.loads(row[place] or "[]")]
        database.executemany(f"INSERT INTO {name} VALUES (?, ?)", pairs)


def datasette_query(query: str) -> str:
    """The same question as Datasette asks it; without several values of one filter it has no OR."""
    asked = [("_sort_desc", "listed_on"), ("_size", "25")]
    asked += [("_facet", name) for name in FACETS] + [("_facet_array", name) for name in ARRAYS]
    given = parse_qsl(query)
    for name in dict.fromkeys(name for name, _ in given):
        asked += _asked(name, [value for key, value in given if key == name])
    if ("sort", "oldest") in given:
        asked[0] = ("_sort", "listed_on")
    return urlencode(asked)


def _asked(name: str, values: list[str]) -> list[tuple[str, str]]:
    if name in ARRAYS:
        if len(values) > 1:
            held = ", ".join(f"'{value}'" for value in values)
            return [("_where", f"id IN (SELECT statement FROM {name} WHERE value IN ({held}))")]
        return [("_through", json.dumps({"table": name, "column": "value", "value": values[0]}))]
    if name == "q":
        return [("_search", values[0])]
    if name == "said_after":
        return [("said_until__gte", values[0])]
    if name == "said_before":
        return [("said_on__lte", f"{values[0]}-31" if len(values[0]) == 7 else values[0])]
    return [(f"{name}__exact", value) for value in values if name in FACETS]


def datasette(folder: Path) -> Path:
    """The program, in an environment of its own; installed if it is not there."""
    program = folder / "datasette" / "bin" / "datasette"
    if not program.exists():
        venv.create(program.parent.parent, with_pip=True)
        subprocess.run(
            [program.with_name("python"), "-m", "pip", "install", "-qq", DATASETTE],
            check=True,
            stderr=subprocess.DEVNULL,
        )
    return program
