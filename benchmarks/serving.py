"""Pages of /statements/ as readers get them, beside Datasette and a plain django-filter page.

    python -m benchmarks.serving [--statements N] [--fewer N] [--rounds N]

All servers run at once on this machine, and are asked in turn: 22 filters, each page made anew (asked for
as by somebody who is logged in), then requests a second of a page from the cache, of an answer of 304 and
of a page that only says hello, then the export of everything. Needs wrk. The databases stay for next time.
"""

import argparse
import http.client
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks import corpora, peers
from benchmarks.filters import queries

PORTS = {"site": 8201, "fewer": 8202, "Datasette": 8203, "plain": 8204, "hello": 8205, "bare hello": 8206}
AS_MEMBER = {"Cookie": "sessionid=anybody"}
GUNICORN = ["-m", "gunicorn", "benchmarks.wsgi", "--no-control-socket", "--timeout", "300"]
WORKERS = ["--worker-class", "gthread", "--threads", "4", "--workers", "2"]


@contextmanager
def served(name: str, command: list[str], environment: dict[str, str]) -> Iterator[int]:
    """A server on its port, and its process id; stopped at the end."""
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not _listens(PORTS[name]):
            if process.poll() is not None:
                sys.exit(f"{name} ended before it answered; is port {PORTS[name]} in use?")
            time.sleep(0.1)
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def _listens(port: int) -> bool:
    try:
        http.client.HTTPConnection("127.0.0.1", port, timeout=300).connect()
    except OSError:
        return False
    return True


def gunicorn(name: str, **environment: str) -> tuple[str, list[str], dict[str, str]]:
    bound = ["--bind", f"127.0.0.1:{PORTS[name]}"]
    return name, [sys.executable, *GUNICORN, *WORKERS, *bound], {**corpora.environment(), **environment}


def get(
    name: str, address: str, headers: dict[str, str] | None = None
) -> tuple[float, http.client.HTTPResponse]:
    """Milliseconds to the last byte, and the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", PORTS[name], timeout=300)
    began = time.perf_counter()
    connection.request("GET", address, headers=headers or {})
    response = connection.getresponse()
    response.content = response.read()  # type: ignore[attr-defined]
    return (time.perf_counter() - began) * 1000, response


def page(name: str, query: str) -> float:
    if name == "Datasette":
        return get(name, f"/record/statement?{peers.datasette_query(query)}")[0]
    taken, response = get(name, f"/statements/?{query}", AS_MEMBER)
    assert response.status == 200, (name, query, response.status)
    return taken


def lost(query: str) -> bool:
    """Whether Datasette gave up a facet, or the page, for lack of time."""
    _, response = get("Datasette", f"/record/statement.json?{peers.datasette_query(query)}")
    answer = json.loads(response.content)  # type: ignore[attr-defined]
    wanted = len(peers.FACETS) + len(peers.ARRAYS)
    return response.status != 200 or len(answer.get("facet_results", ())) < wanted


def percentile(values: list[float]) -> float:
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def measure(rounds: int) -> dict[str, list[float]]:
    """By server, the median milliseconds of each filter."""
    taken: dict[str, list[float]] = {name: [] for name in ("site", "fewer", "Datasette", "plain")}
    for name in ("site", "fewer") * 8:  # each of their workers has answered once
        page(name, "country=USA")
    gone = 0
    for query in queries():
        times: dict[str, list[float]] = {name: [] for name in taken}
        for number in range(rounds):
            for name in taken:
                if number == 0 or name != "plain":  # once, for it takes a minute
                    times[name].append(page(name, query))
        for name, each in times.items():
            taken[name].append(statistics.median(each))
        gone += lost(query)
        print(f"{query or '(none)':75}" + "".join(f"{taken[name][-1]:10.1f}" for name in taken), flush=True)
    for name, function in (("median", statistics.median), ("95th percentile", percentile)):
        print(f"{name:75}" + "".join(f"{function(each):10.1f}" for each in taken.values()))
    print(f"Datasette lost facets on {gone} of {len(queries())}")
    return taken


def ratios(taken: dict[str, list[float]]) -> None:
    site, fewer = taken["site"], taken["fewer"]
    for name, function in (("median", statistics.median), ("95th percentile", percentile)):
        own = function(site)
        others = (f"{peer} {function(taken[peer]) / own:.1f}" for peer in ("Datasette", "plain"))
        print(
            f"{name}: {', '.join(others)} times; {function(site) / function(fewer):.2f} times that of fewer"
        )


def requests_a_second(name: str, address: str, connections: int, *headers: str) -> float:
    given = [part for header in headers for part in ("-H", header)]
    command = ["wrk", "-t1", f"-c{connections}", "-d3s", *given, f"http://127.0.0.1:{PORTS[name]}{address}"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"Requests/sec:\s+([\d.]+)", printed)
    assert found and "Non-2xx" not in printed.replace("304", ""), printed
    return float(found[1])


def load(connections: int, rounds: int = 5) -> None:
    _, response = get("site", "/statements/", {"Accept-Encoding": "gzip"})
    zipped, seen = "Accept-Encoding: gzip", f"If-None-Match: {response.headers['ETag']}"
    wanted = {
        "hello": ("hello", "/hello/"),
        "bare hello": ("bare hello", "/hello/"),
        "304": ("site", "/statements/", zipped, seen),
        "cached": ("site", "/statements/", zipped),
        "made anew": ("site", "/statements/", zipped, "Cookie: sessionid=anybody"),
    }
    found: dict[str, list[float]] = {name: [] for name in wanted}
    for _ in range(rounds):
        for name, (server, address, *headers) in wanted.items():
            found[name].append(requests_a_second(server, address, connections, *headers))
    middle = {name: statistics.median(each) for name, each in found.items()}
    told = ", ".join(f"{name} {each:.0f}" for name, each in middle.items())
    print(f"requests a second at {connections} connections: {told}")
    for hello in ("hello", "bare hello"):
        shares = (f"{name} {middle[name] / middle[hello]:.2f}" for name in ("304", "cached"))
        print(f"  of {hello}: {', '.join(shares)}")


def family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in children for each in family(int(child)))]


def megabytes(pid: int, field: str = "Pss", file: str = "smaps_rollup") -> float:
    found = re.search(rf"^{field}:\s+(\d+) kB", Path(f"/proc/{pid}/{file}").read_text(), re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def export(pid: int) -> None:
    """Everything as CSV, and the memory that the busiest process of the site needs for it."""
    workers = family(pid)[1:]
    before = memory(workers)
    connection = http.client.HTTPConnection("127.0.0.1", PORTS["site"], timeout=300)
    began = time.perf_counter()
    connection.request("GET", "/statements.csv?review=all")
    response = connection.getresponse()
    first, lines, most = response.readline(), 1, before
    waited = time.perf_counter() - began
    while chunk := response.read(1 << 20):
        lines += chunk.count(b"\r\n")
        most = tuple(map(max, zip(most, memory(workers), strict=True)))
    took = time.perf_counter() - began
    print(f"export: {lines:,} lines in {took:.0f} s, the first after {waited * 1000:.0f} ms: {first[:20]!r}")
    for name, figures in (("before", before), ("at most", most)):
        print(f"  {name} {figures[0]:.0f} MB of its own, {figures[1]:.0f} MB with the mapped index")


def memory(workers: list[int]) -> tuple[float, ...]:
    """Megabytes of the process that has most: its own, and with the files that it shares."""
    fields = ("RssAnon", "VmRSS")
    return tuple(max(megabytes(worker, field, "status") for worker in workers) for field in fields)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--fewer", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    if not shutil.which("wrk"):
        sys.exit("wrk is needed to count requests a second; on Debian: apt-get install wrk")
    with ExitStack() as servers:
        corpora.use(arguments.fewer)
        corpora.build()
        servers.enter_context(served(*gunicorn("fewer")))
        corpora.use(arguments.statements)
        corpora.build()
        site = servers.enter_context(served(*gunicorn("site")))
        servers.enter_context(served(*gunicorn("plain", BENCHMARK_PAGES="others")))
        servers.enter_context(served(*gunicorn("hello", BENCHMARK_PAGES="others")))
        bare = gunicorn("bare hello", BENCHMARK_PAGES="others", BENCHMARK_MIDDLEWARE="none")
        servers.enter_context(served(*bare))
        datasette = servers.enter_context(served(*datasette_of(arguments.statements)))
        print(f"{'milliseconds':75}{'site':>10}{'fewer':>10}{'Datasette':>10}{'plain':>10}")
        ratios(measure(arguments.rounds))
        told = (("site", site), ("Datasette", datasette))
        for name, pid in told:
            print(f"{name}: {sum(megabytes(each) for each in family(pid)):.0f} MB, shared parts once")
        for connections in (2, 8):
            load(connections)
        export(site)


def datasette_of(statements: int) -> tuple[str, list[str], dict[str, str]]:
    path = corpora.SCRATCH / f"record_{statements}" / "record.db"
    path.parent.mkdir(parents=True, exist_ok=True)
    peers.make_sqlite(path)
    program = str(peers.datasette(corpora.SCRATCH))
    return "Datasette", [program, "serve", "-i", str(path), "-p", str(PORTS["Datasette"])], dict(os.environ)


if __name__ == "__main__":
    main()
