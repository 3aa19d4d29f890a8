"""What the counts beside the filters of /statements/ cost in SQL and from the index, and what a page costs.

    python -m benchmarks.browsing [--statements N] [--rounds N]

In one process, for 22 filters from none to very selective: all facets by SQL, in two ways of which the
better one counts, and from the index, as time of the processor (of the database's, too); their answers are
compared. Then the page, made anew, and the same request but for rendering, alternately. The database stays
for next time; SQL at a million statements takes some minutes.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from benchmarks import corpora  # before anything of the site  # isort: skip
from django.conf import settings
from django.db import connection
from django.http import HttpResponse, QueryDict
from django.test import Client

from articles.browse.facets import facets
from articles.browse.filters.declared import COUNTED
from articles.browse.filterset import StatementFilter
from articles.browse.results import ByIndex, results
from articles.models import Statement
from articles.views import access
from benchmarks.filters import queries

TICKS = os.sysconf("SC_CLK_TCK")
# Of each facet: the rows of its values, and the value; "hit" are the statements that fit, read once.
JOINS = {
    "country": ("articles_attribution x ON x.statement_id = hit.id", "x.country_id"),
    "bloc": (
        "articles_attribution x ON x.statement_id = hit.id JOIN articles_membership m "
        "ON m.country_id = x.country_id AND (hit.said_on IS NULL OR ("
        "coalesce(m.starts_on <= hit.said_until, true) AND coalesce(m.ends_on >= hit.said_on, true)))",
        "m.bloc_id::text",
    ),
    "stance": ("articles_position x ON x.statement_id = hit.id", "x.stance"),
    "issue": ("articles_position x ON x.statement_id = hit.id", "x.issue_id::text"),
    "actor": ("articles_attribution x ON x.statement_id = hit.id", "x.actor_id::text"),
    "kind": ("(SELECT) x ON true", "hit.kind"),
    "precision": ("(SELECT) x ON true", "hit.said_on_precision"),
    "source": ("articles_article x ON x.id = hit.article_id", "x.source_id::text"),
}


def asked(query: str) -> StatementFilter:
    return StatementFilter(QueryDict(query), Statement.objects.all())


def processor() -> float:
    """Seconds that this process and its server process have worked."""
    fields = (
        Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text().rpartition(")")[2].split()
    )
    return time.process_time() + (int(fields[11]) + int(fields[12])) / TICKS


def spent(work: Callable[[], object], clock: Callable[[], float], at_least: float = 0.0) -> float:
    """Milliseconds; repeated until it has taken so many seconds, since the server's clock ticks slowly."""
    began, times = clock(), 0
    while True:
        work()
        times += 1
        if (taken := clock() - began) >= at_least:
            return taken / times * 1000


def one_facet_at_a_time(filterset: StatementFilter) -> list[object]:
    return list(facets(filterset))


def all_from_one_list(filterset: StatementFilter) -> list[object]:
    """The statements that fit are found once for all facets that ignore the same filters."""
    shared: dict[frozenset[str], list[str]] = {}
    for name in COUNTED:
        ignored = {"issue", "stance"} if name in ("issue", "stance") else {name}
        ignored = frozenset(each for each in ignored if filterset.wanted.get(each))
        shared.setdefault(ignored, []).append(name)
    return [_fetched(filterset, ignored, names) for ignored, names in shared.items()]


def _fetched(filterset: StatementFilter, ignored: Iterable[str], names: list[str]) -> list[tuple]:
    found = filterset.narrowed(ignored).order_by()
    found = found.values("id", "kind", "article_id", "said_on", "said_until", "said_on_precision")
    sql, given = found.query.sql_with_params()
    parts = " UNION ALL ".join(
        f"SELECT '{name}', {JOINS[name][1]}, count(DISTINCT hit.id) FROM hit JOIN {JOINS[name][0]} GROUP BY 2"
        for name in names
    )
    with connection.cursor() as cursor:
        cursor.execute(f"WITH hit AS MATERIALIZED ({sql}) {parts}", given)
        return cursor.fetchall()


def by_index(query: str) -> ByIndex:
    found = results(asked(query))
    assert isinstance(found, ByIndex)
    return found


def measure_facets(rounds: int) -> None:
    """Milliseconds of the processor, for all facets."""
    print(f"{'facets, milliseconds of the processor':75}{'one by one':>11}{'from a list':>12}{'index':>9}")
    taken = []
    for query in queries():
        one, other, index = facets_of(query, rounds)
        taken.append((min(one, other), index))
        print(f"{query or '(none)':75}{one:11.1f}{other:12.1f}{index:9.2f}", flush=True)
    best, index = zip(*taken, strict=True)
    for name, of in (("median", statistics.median), ("95th percentile", percentile)):
        print(f"{name}: {of(best):.1f} by the better SQL, {of(index):.2f} from the index", end="")
        print(f": {of(best) / of(index):.0f} times")


def facets_of(query: str, rounds: int) -> tuple[float, float, float]:
    """By SQL in two ways, and from the index, whose answer is the same."""
    filterset = asked(query)
    assert facets(filterset) == by_index(query).facets, query
    slow = [
        spent(partial(way, filterset), processor, 0.2) for way in (one_facet_at_a_time, all_from_one_list)
    ]
    fast = [spent(lambda: by_index(query).facets, processor, 0.2) for _ in range(rounds)]
    return slow[0], slow[1], statistics.median(fast)


def measure_rendering(rounds: int) -> None:
    """Milliseconds of a page, and of the same request without rendering."""
    whole, rest = zip(*(page_of(query, rounds) for query in queries()), strict=True)
    for name, of in (("median", statistics.median), ("95th percentile", percentile)):
        ratio = of(whole) / of(rest)
        print(f"{name}: page {of(whole):.1f} ms, without rendering {of(rest):.1f} ms: {ratio:.2f} times")


def page_of(query: str, rounds: int) -> tuple[float, float]:
    """Alternately with rendering and without."""
    client, render = Client(HTTP_COOKIE="sessionid=anybody"), access.render
    times: list[list[float]] = [[], []]
    for _ in range(rounds):
        for kept, made in zip(times, (render, lambda *given, **named: HttpResponse()), strict=True):
            access.render = made  # type: ignore[assignment]
            kept.append(spent(lambda: client.get(f"/statements/?{query}"), time.perf_counter))
    access.render = render
    return statistics.median(times[0]), statistics.median(times[1])


def percentile(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    settings.FRESH_WITHIN = None
    corpora.use(arguments.statements)
    corpora.build()
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")  # so that one process does all the work
    measure_rendering(arguments.rounds)
    measure_facets(arguments.rounds)


if __name__ == "__main__":
    main()
