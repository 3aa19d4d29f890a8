"""A replica is killed under load and started again: readers notice nothing. How far is it behind?"""

import statistics
import time

import psycopg

from benchmarks.faults.checkout import Readers, checkout, demo
from benchmarks.standby import Standby, following
from diplomacy.embedded import PORT as SOCKET
from diplomacy.embedded import SUPERUSER
from diplomacy.embedded.layout import home_of, layout_of

SITE = 8372  # its port; the first one only keeps the database up
PAGES = tuple(f"/statements/?q=word{n}" for n in range(5_000))  # none of them from memory
READ = "SELECT sum(xact_commit)::bigint FROM pg_stat_database WHERE datname = 'demarche'"
ROUNDS = 200


def transactions(standby: Standby) -> int:
    return int(str(standby.ask(READ)))


def lag(standby: Standby) -> list[float]:
    """Milliseconds from a commit on the primary until the replica has it, of as many commits."""
    waits = []
    where = {"port": SOCKET, "user": SUPERUSER, "dbname": "postgres", "autocommit": True}
    with (
        psycopg.connect(host=str(standby.source), **where) as primary,
        psycopg.connect(host=str(standby.socket_dir), **where) as replica,
    ):
        for _ in range(ROUNDS):
            written = primary.execute("SELECT pg_logical_emit_message(true, 'lag', '')").fetchone()
            began = time.monotonic()
            while not replica.execute("SELECT pg_last_wal_replay_lsn() >= %s", written).fetchone()[0]:
                pass
            waits.append((time.monotonic() - began) * 1000)
    return sorted(waits)


if __name__ == "__main__":
    with checkout() as folder, demo(folder):
        layout = layout_of(folder, home_of(folder))
        with following(layout.socket_dir, layout.programs, layout.account) as standby:
            url = f"postgresql://{SUPERUSER}@/demarche?host={standby.socket_dir}&port={SOCKET}"
            with demo(folder, SITE, DATABASE_REPLICA_URLS=url, RATE_SEARCH="100000/minute"):
                with Readers(port=SITE, pages=PAGES, cookie="") as readers:
                    before = transactions(standby)
                    time.sleep(4)
                    read = transactions(standby) - before
                    harmed = time.monotonic()
                    standby.kill()
                    time.sleep(8)
                    standby.start()
                    time.sleep(8)
                    again = transactions(standby)
                readers.tell(harmed, "kill -9 of the replica, and its start 8 s later")
                print(
                    f"  transactions on the replica: {read} in 4 s before, {again} since it was started again"
                )
            waits = lag(standby)
            print(f"behind by {statistics.median(waits):.1f} ms in the median of {ROUNDS} commits,")
            print(f"  {waits[int(ROUNDS * 0.99)]:.1f} ms at the 99th percentile")
