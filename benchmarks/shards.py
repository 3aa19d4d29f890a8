"""What Citus takes of the schema and what it refuses: a coordinator and two workers on this machine.

    python -m benchmarks.shards PROGRAMS [--statements N]

PROGRAMS is the folder of a PostgreSQL that has Citus (initdb, pg_ctl). For each table it asks for shards by
each column that could be their key, and for a copy on every node, takes either back again, and prints the
first reason given against it. Then the three largest tables are copied without what was refused, once into
shards and once into plain tables, and both do the same work in turn.
"""

import argparse
import os
import shutil
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from subprocess import STDOUT

import psycopg

from diplomacy.embedded.account import Account, default_account

FIRST_PORT = 9_700  # the coordinator's; the workers' follow
WORKERS = 2
USER = "postgres"
KEYS = ("article_id", "statement_id", "pgh_obj_id", "id")  # what a table could be cut by, the best first
COPIED = {
    "articles_statement": "id",
    "articles_attribution": "statement_id",
    "articles_position": "statement_id",
}
ROUNDS = 5
EDITS = 200
SETTINGS = " ".join(
    f"-c {setting}"
    for setting in (
        "shared_preload_libraries=citus",
        "citus.shard_count=8",
        "citus.node_conninfo=sslmode=disable",
        "max_connections=200",
    )
)


Session = psycopg.Connection[tuple[object, ...]]


class Node:
    """A server of the programs' kind, on a port of 127.0.0.1."""

    def __init__(self, programs: Path, account: Account, home: Path, port: int) -> None:
        self.programs, self.account, self.port = programs, account, port
        self.data, self.log = home / f"node{port}", home / f"node{port}.log"

    def start(self) -> None:
        self._run("initdb", "--username", USER, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
        where = f"-c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories="
        self._run("pg_ctl", "start", "--wait", "--options", f"{where} {SETTINGS}")

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "--mode=immediate", "--wait")

    def session(self, name: str) -> Session:
        return psycopg.connect(host="127.0.0.1", port=self.port, user=USER, dbname=name, autocommit=True)

    def _run(self, program: str, *options: str) -> None:
        with self.log.open("a") as log:  # a file: the server would keep a pipe open
            self.account.give(self.log)
            done = self.account.run(
                [self.programs / program, *options], data=self.data, stdout=log, stderr=STDOUT
            )
        if done.returncode:
            raise RuntimeError(self.log.read_text()[-2_000:])


@contextmanager
def cluster(programs: Path, name: str) -> Iterator[Node]:
    """The coordinator of one that runs, with an empty database of that name; gone afterwards."""
    home, account = Path(tempfile.mkdtemp(prefix="shards")), default_account()
    account.give(home)
    nodes = [Node(programs, account, home, FIRST_PORT + n) for n in range(WORKERS + 1)]
    started: list[Node] = []
    try:
        for node in nodes:
            node.start()
            started.append(node)
            with node.session("postgres") as session:
                session.execute(f'CREATE DATABASE "{name}"')
            with node.session(name) as session:
                session.execute("CREATE EXTENSION citus")
        coordinator, *workers = nodes
        with coordinator.session(name) as session:
            session.execute("SELECT citus_set_coordinator_host('127.0.0.1', %s)", [coordinator.port])
            for worker in workers:
                session.execute("SELECT citus_add_node('127.0.0.1', %s)", [worker.port])
        yield coordinator
    finally:
        for node in started:
            node.stop()
        shutil.rmtree(home, ignore_errors=True)


def refusals(session: Session, are_triggers_allowed: bool) -> dict[str, list[str]]:
    """For each reason what it was given against; "taken" for tables that may be cut or copied."""
    session.execute(f"SET citus.enable_unsafe_triggers TO {'on' if are_triggers_allowed else 'off'}")
    reasons = defaultdict(list)
    for table, columns in _tables(session):
        keys = [key for key in KEYS if key in columns]
        asked = {f"cut by {key}": f"SELECT create_distributed_table('{table}', '{key}')" for key in keys}
        asked["on every node"] = f"SELECT create_reference_table('{table}')"
        for way, sql in asked.items():
            reasons[_refusal(session, sql, table)].append(f"{table} {way}")
    return reasons


def _tables(session: Session) -> list[tuple[str, list[str]]]:
    found = session.execute(
        "SELECT table_name, array_agg(column_name::text) FROM information_schema.columns"
        " JOIN information_schema.tables USING (table_schema, table_name)"
        " WHERE table_schema = 'public' AND table_type = 'BASE TABLE' GROUP BY table_name ORDER BY table_name"
    )
    return [(str(name), list(columns)) for name, columns in found]  # type: ignore[call-overload]


def _refusal(session: Session, sql: str, table: str) -> str:
    """Why it was refused, without the table's name; "taken" if it was not. Nothing stays changed."""
    try:
        with session.transaction(force_rollback=True):
            session.execute(sql)
    except psycopg.Error as error:
        return str(error.diag.message_primary).replace(table, "…")
    return "taken"


def copy(session: Session) -> None:
    """Empty twins of the three tables with an index: ``plain_`` as usual, ``cut_`` in shards by statement."""
    for table, key in COPIED.items():
        for kind in ("plain", "cut"):
            twin = _twin(kind, table)
            session.execute(f"CREATE TABLE {twin} (LIKE {table} INCLUDING DEFAULTS)")
            session.execute(f"CREATE INDEX ON {twin} ({key})")
        session.execute(f"SELECT create_distributed_table('{_twin('cut', table)}', '{key}')")


def _twin(kind: str, table: str) -> str:
    return f"{kind}_{table.removeprefix('articles_')}"


def works(session: Session) -> dict[str, Callable[[str], None]]:
    """What both kinds do: each is given "plain" or "cut"."""
    drawn = session.execute(
        "SELECT id FROM articles_statement ORDER BY random() LIMIT %s", [EDITS]
    ).fetchall()

    def fill(kind: str) -> None:
        for table in COPIED:
            session.execute(f"TRUNCATE {_twin(kind, table)}")
            session.execute(f"INSERT INTO {_twin(kind, table)} SELECT * FROM {table}")

    def edit(kind: str) -> None:
        for (one,) in drawn:
            session.execute(f"UPDATE {kind}_statement SET said_on = said_on WHERE id = %s", [one])

    def count(kind: str) -> None:
        session.execute(
            f"SELECT a.country_id, p.issue_id, p.stance, count(DISTINCT s.utterance_id)"
            f" FROM {kind}_statement s"
            f" JOIN {kind}_attribution a ON a.statement_id = s.id"
            f" JOIN {kind}_position p ON p.statement_id = s.id GROUP BY 1, 2, 3"
        ).fetchall()

    def newest(kind: str) -> None:
        session.execute(f"SELECT * FROM {kind}_statement ORDER BY said_on DESC NULLS LAST, id DESC LIMIT 25")

    return {
        "put all rows in": fill,
        f"change {EDITS} statements, one transaction each": edit,
        "count by country, issue and stance": count,
        "the newest 25": newest,
    }


def compare(session: Session) -> None:
    for name, work in works(session).items():
        taken: dict[str, list[float]] = {"plain": [], "cut": []}
        for _ in range(ROUNDS):
            for kind, seconds in taken.items():
                began = time.perf_counter()
                work(kind)
                seconds.append(time.perf_counter() - began)
        plain, cut = (statistics.median(seconds) * 1000 for seconds in taken.values())
        print(f"{name}: plain {plain:,.0f} ms, in shards {cut:,.0f} ms, {cut / plain:.1f} times")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("programs", type=Path)
    parser.add_argument("--statements", type=int, default=100_000)
    options = parser.parse_args(arguments)
    name = f"bench_{options.statements}"
    with cluster(options.programs, name) as coordinator:
        os.environ["DATABASE_URL"] = f"postgresql://{USER}@127.0.0.1:{coordinator.port}/{name}"
        from benchmarks import corpora

        corpora.use(options.statements)
        with coordinator.session(name) as session:
            for are_allowed in (False, True):
                print("with triggers allowed:" if are_allowed else "as it is:")
                reasons = refusals(session, are_allowed)
                for reason, tables in sorted(reasons.items(), key=lambda pair: -len(pair[1])):
                    print(f"{len(tables):4} {reason}\n     {', '.join(tables)}")
            copy(session)
            compare(session)


if __name__ == "__main__":
    main()
