"""Answers of /api/v1/statements beside /statements.json: the same filters, each answer made anew.

python -m benchmarks.api [--statements N] [--rounds N]

Both are asked for as many statements, in turn, of one server, as by somebody who is logged in, so that
nothing comes from memory.
"""

import argparse
import json
import statistics
from contextlib import ExitStack

from benchmarks import corpora  # before anything of the site  # isort: skip
from articles.browse.paging import PAGE_SIZE
from benchmarks.filters import queries
from benchmarks.serving import AS_MEMBER, get, gunicorn, percentile, served

FILE, API = "/statements.json?", f"/api/v1/statements?size={PAGE_SIZE}&"


def answer(address: str) -> tuple[float, list[int]]:
    """Milliseconds, and the ids of the statements in it."""
    taken, response = get("site", address, AS_MEMBER)
    assert response.status == 200, (address, response.status)
    told = json.loads(response.content)  # type: ignore[attr-defined]
    return taken, [row["id"] for row in told["results"]]


def measure(rounds: int) -> tuple[list[float], list[float]]:
    """The median milliseconds of each filter, by the file and by the API."""
    for address in (FILE, API) * 8:  # each worker has answered once
        answer(address)
    found: dict[str, list[float]] = {FILE: [], API: []}
    for query in queries():
        times: dict[str, list[float]] = {FILE: [], API: []}
        rows: dict[str, list[int]] = {}
        for _ in range(rounds):
            for address in (FILE, API):
                taken, rows[address] = answer(f"{address}{query}")
                times[address].append(taken)
        assert rows[FILE] == rows[API], query
        for address, each in times.items():
            found[address].append(statistics.median(each))
        print(f"{query or '(none)':75}{found[FILE][-1]:10.1f}{found[API][-1]:10.1f}", flush=True)
    return found[FILE], found[API]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=9)
    arguments = parser.parse_args()
    with ExitStack() as servers:
        corpora.use(arguments.statements)
        corpora.build()
        servers.enter_context(served(*gunicorn("site")))
        print(f"{'milliseconds':75}{'file':>10}{'API':>10}")
        file, api = measure(arguments.rounds)
    for name, function in (("median", statistics.median), ("95th percentile", percentile)):
        print(f"{name}: {function(file):.1f} and {function(api):.1f}, a ratio of "
              f"{function(api) / function(file):.2f}")  # fmt: skip


if __name__ == "__main__":
    main()
