"""Many who read at once and two who edit, for as long as wanted: errors, slowness, and what memory does.

    python -m benchmarks.load [--statements N] [--minutes N] [--readers N]

gunicorn serves a synthetic record with two processes. Readers ask for lists, words, comparisons, fixed
versions and files as chance draws them, each after the answer to the last, and every page is made anew;
editors do what ``benchmarks.verbs`` does, over HTTP. Files are timed to their first line. It fails for any
answer that is none, for a 99th percentile above ten times the median of its kind, and for memory that grows.
"""

import argparse
import http.client
import random
import statistics
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from benchmarks import corpora  # before anything of the site  # isort: skip
from django.db import connection
from django.test import Client
from django.utils.crypto import get_random_string

from articles.models import Comparison
from benchmarks.filters import queries
from benchmarks.pages import addresses
from benchmarks.serving import AS_MEMBER, PORTS, family, gunicorn, megabytes, served
from benchmarks.verbs import Editor, begin_histories

KINDS = {"list": 8, "words": 4, "compare": 3, "fixed version": 3, "file": 1}  # how often, in parts
WORDS = ("peace", "talks", "sanctions", "treaty", "border", "trade", "nuclear", "gov*", "troops", "aid")
TIMES = 10  # of the median, which the 99th percentile may be
GROWTH = 60.0  # megabytes an hour, above which memory is said to grow
EVERY = 10.0  # seconds between two looks at memory
WARM_UP = 60.0  # seconds whose memory does not count: processes fill what they keep
FIXED = 20
EDITORS = 2


@dataclass(slots=True)
class Taken:
    kind: str
    milliseconds: float
    status: int


class Load:
    """What was asked so far; readers and editors add to it."""

    def __init__(self, seconds: float) -> None:
        self.ends = time.monotonic() + seconds
        self.taken: list[Taken] = []
        self.memory: list[tuple[float, float]] = []  # seconds, megabytes
        self.failures: Counter[str] = Counter()

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self.ends

    def ask(self, kind: str, path: str) -> None:
        began = time.perf_counter()
        try:
            status = first_line(path) if kind == "file" else whole(path)
        except (OSError, http.client.HTTPException) as error:
            status = 0
            self.failures[f"{kind}: {error!r}"] += 1
        else:
            if status != 200:
                self.failures[f"{kind}: {status} for {path}"] += 1
        self.taken.append(Taken(kind, (time.perf_counter() - began) * 1000, status))


def whole(path: str) -> int:
    site = http.client.HTTPConnection("127.0.0.1", PORTS["site"], timeout=60)
    try:
        site.request("GET", path, headers=AS_MEMBER)
        answer = site.getresponse()
        answer.read()
        return answer.status
    finally:
        site.close()


def first_line(path: str) -> int:
    """Then the rest is not read: somebody has seen enough."""
    site = http.client.HTTPConnection("127.0.0.1", PORTS["site"], timeout=60)
    try:
        site.request("GET", path, headers=AS_MEMBER)
        answer = site.getresponse()
        answer.readline()
        return answer.status
    finally:
        site.close()


class Http(Client):
    """An editor's client that asks the served site. It logs in as Django's own client does."""

    token = get_random_string(32)

    def get(self, path: str, data: Any = None, **given: Any) -> Any:
        return self._ask("GET", path, data, given.get("headers") or {})

    def post(self, path: str, data: Any = None, **given: Any) -> Any:
        return self._ask("POST", path, data, given.get("headers") or {})

    def _ask(self, method: str, path: str, data: Any, headers: dict[str, str]) -> Any:
        session = self.cookies["sessionid"].value
        sent = {
            "Cookie": f"sessionid={session}; csrftoken={self.token}",
            "X-CSRFToken": self.token,
            **headers,
        }
        body = None
        if method == "POST":
            body = urlencode(data or {}, doseq=True)
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        site = http.client.HTTPConnection("127.0.0.1", PORTS["site"], timeout=60)
        site.request(method, path, body=body, headers=sent)
        answer = site.getresponse()
        answer.content = answer.read()  # type: ignore[attr-defined]
        answer.status_code = answer.status  # type: ignore[attr-defined]
        site.close()
        if answer.status in (302, 303):
            return self._ask("GET", answer.headers["Location"], None, headers)
        return answer


def reader(load: Load, paths: dict[str, list[str]], seed: int) -> None:
    chance = random.Random(seed)
    kinds = chance.choices(list(KINDS), list(KINDS.values()), k=100_000)
    for kind in kinds:
        if load.is_over:
            return
        load.ask(kind, chance.choice(paths[kind]))


def editor(load: Load, seed: int, number: int) -> None:
    try:
        mine = Editor(seed, Http(), number, EDITORS)
        while not load.is_over:
            mine.round()
        load.taken += [
            Taken("verb", each, 200)
            for step in mine.taken
            if ", own" not in step
            for each in mine.taken[step]
        ]
    except (SystemExit, Exception) as error:
        load.failures[f"editor: {error!r}"[:600]] += 1
    finally:
        connection.close()


def watch(load: Load, pid: int) -> None:
    began = time.monotonic()
    while not load.is_over:
        time.sleep(EVERY)
        now = sum(megabytes(each) for each in family(pid))
        load.memory.append((time.monotonic() - began, now))


def paths_by_kind() -> dict[str, list[str]]:
    named = dict(addresses())
    chance = random.Random(7)
    comparison = named["comparison of 3"].partition("?")[2]
    lists = [spelt(f"/statements/?{query}") for query in queries()]
    return {
        "list": [*lists, named["country"], named["issue"], named["speaker"], named["statement"], "/"],
        "words": [f"/statements/?q={chance.choice(WORDS)}+{chance.choice(WORDS)}" for _ in range(40)],
        "compare": [named["comparison of 3"], named["comparison of 8"], f"/agreement/?{comparison}"],
        "fixed version": [each.get_absolute_url() for each in Comparison.objects.all()[:FIXED]],
        "file": ["/statements.csv", f"/statements.json?{comparison}", f"/compare.csv?{comparison}"],
    }


def spelt(path: str) -> str:
    """The one address of a page, to which other spellings lead."""
    answer = Client(headers={"host": "127.0.0.1"}).get(path)
    return str(answer.headers.get("Location", path))


def slope(points: list[tuple[float, float]]) -> float:
    """Megabytes an hour, by the least squares."""
    later = [(seconds / 3600, value) for seconds, value in points if seconds > WARM_UP]
    return statistics.linear_regression(*zip(*later, strict=True)).slope if len(later) > 2 else 0.0


def tell(load: Load) -> bool:
    """Whether all was well."""
    by_kind: dict[str, list[float]] = defaultdict(list)
    for each in load.taken:
        by_kind[each.kind].append(each.milliseconds)
    is_well = not load.failures
    for kind, times in sorted(by_kind.items()):
        cuts = statistics.quantiles(times, n=100, method="inclusive")
        middle, last = cuts[49], cuts[98]
        is_well &= last <= TIMES * middle
        print(f"{kind:<14}{len(times):8,} answers, median {middle:7.0f} ms,", end=" ")
        print(f"99th percentile {last:7.0f} ({last / middle:.1f} times)")
    growth = slope(load.memory)
    is_well &= growth <= GROWTH
    sizes = [value for _, value in load.memory]
    quarters = [sizes[n * len(sizes) // 4 : (n + 1) * len(sizes) // 4] for n in range(4)]
    print(f"memory {sizes[0]:.0f} MB at first, {max(sizes):.0f} at most, {sizes[-1]:.0f} at last,", end=" ")
    print(f"{growth:+.1f} MB an hour;", end=" ")
    print("by quarters", *(f"{statistics.median(each):.0f}" for each in quarters if each))
    print(f"{sum(load.failures.values())} failures")
    for what, number in load.failures.most_common():
        print(f"  {number} times {what}")
    return is_well


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--minutes", type=float, default=2)
    parser.add_argument("--readers", type=int, default=4)
    given = parser.parse_args()
    corpora.use(given.statements)
    begin_histories()
    corpora.build()
    paths = paths_by_kind()
    connection.close()
    with served(*gunicorn("site")) as pid:
        load = Load(given.minutes * 60)
        jobs: list[tuple[Callable[..., None], tuple[Any, ...]]] = [(watch, (load, pid))]
        jobs += [(reader, (load, paths, seed)) for seed in range(given.readers)]
        jobs += [(editor, (load, 11, number)) for number in range(EDITORS)]
        threads = [threading.Thread(target=job, args=arguments) for job, arguments in jobs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    sys.exit(0 if tell(load) else 1)


if __name__ == "__main__":
    main()
