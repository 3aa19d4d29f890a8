"""What the choices beside the filters of /statements/ cost: counted by SQL, and from the facet index.

    python -m benchmarks.browsing [--statements N] [--rounds N]

It makes a database of its own beside the project's, with a synthetic corpus, and removes it. Both ways are
taken alternately in one run, for 22 filters from none to very selective: all facets, the total and the
months. The answers, and the pages, are compared, too.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diplomacy.settings")
os.environ.setdefault("DEBUG", "0")  # else Django keeps every query
os.environ.setdefault("SECRET_KEY", "for the length of a measurement, and nobody can reach it")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import QueryDict  # noqa: E402

from articles import corpus  # noqa: E402
from articles.filters import StatementFilter  # noqa: E402
from articles.findings import ByIndex, BySql, Findings, findings  # noqa: E402
from articles.index import keeping  # noqa: E402
from articles.models import Actor, Country, Issue, Source, Statement  # noqa: E402
from articles.models.statements import StatementQuerySet  # noqa: E402

# Names in braces are filled in with values of the corpus.
FILTERS = """
(none)
review=all
sort=oldest
kind=direct
stance=oppose
said_after=2015
said_after=2020-03&said_before=2020-05
said_after=2021-06-01&said_before=2021-06-02
country={country}
country={other}
country={country}&country={other}
country={country}&said_after=2020
bloc=bloc-1
issue={issue}
issue={issue}&stance=support
issue={rare_issue}
source={source}
actor={actor}
actor={rare_actor}
q=peace+talks
country={country}&issue={issue}&kind=indirect
country={other}&issue={rare_issue}&stance=support&stance=oppose&said_after=2010
"""


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def queries() -> list[str]:
    """The filters, with values that are frequent and rare in the corpus."""
    countries = list(Country.objects.order_by("iso2").values_list("pk", flat=True)[:100])
    actors, issues, sources = (list(m.objects.order_by("pk")[:500]) for m in (Actor, Issue, Source))
    values = {
        "country": countries[0],
        "other": countries[60],
        "issue": issues[0].slug,
        "rare_issue": issues[250].slug,
        "actor": actors[0].slug,
        "rare_actor": actors[400].slug,
        "source": sources[2].slug,
    }
    return ["" if text == "(none)" else text.format(**values) for text in FILTERS.split()]


def cards(statements: StatementQuerySet) -> StatementQuerySet:
    return statements.for_cards().with_other_reports()


def asked(query: str) -> StatementFilter:
    return StatementFilter(QueryDict(query), Statement.objects.all())


def by_index(query: str) -> Findings:
    found = findings(asked(query))
    assert isinstance(found, ByIndex)
    return found


def counts(found: Findings) -> tuple[object, ...]:
    return found.facets, found.total, found.months, found.undated


def compare(query: str, rounds: int) -> tuple[float, float]:
    """Milliseconds by SQL and by the index, of the same answers."""
    assert counts(BySql(asked(query))) == counts(by_index(query)), query
    assert BySql(asked(query)).page(cards) == by_index(query).page(cards), query
    taken = [
        (seconds(lambda: counts(BySql(asked(query)))), seconds(lambda: counts(by_index(query))))
        for _ in range(rounds)
    ]
    slow, fast = (statistics.median(column) * 1000 for column in zip(*taken, strict=True))
    return slow, fast


def measure(rounds: int) -> None:
    print(f"{'':75}{'SQL':>11}{'index':>11}")
    taken = []
    for query in queries():
        slow, fast = compare(query, rounds)
        taken.append((slow, fast, slow / fast))
        print(f"{query or '(none)':75}{slow:8.1f} ms{fast:8.1f} ms{slow / fast:7.1f} times", flush=True)
    sql, index, ratios = (list(column) for column in zip(*taken, strict=True))
    print(f"{'median':75}{statistics.median(sql):8.1f} ms{statistics.median(index):8.1f} ms")
    print(f"{'95th percentile':75}{percentile(sql):8.1f} ms{percentile(index):8.1f} ms")
    print(f"ratio: median {statistics.median(ratios):.1f}, least {min(ratios):.1f}, most {max(ratios):.1f}")


def percentile(values: list[float]) -> float:
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        took = seconds(lambda: list(corpus.load(arguments.statements, seed=1)))
        corpus.analyse()
        print(f"{arguments.statements:,} statements put on record in {took:.0f} s")
        with tempfile.TemporaryDirectory() as settings.FACET_INDEX_DIR:
            began = time.perf_counter()
            built = keeping.build()
            size = sum(array.nbytes for array in built.main.arrays().values()) / 1e6
            print(f"index built in {time.perf_counter() - began:.1f} s, {size:.1f} MB")
            measure(arguments.rounds)
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


if __name__ == "__main__":
    main()
