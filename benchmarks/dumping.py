"""Whether a dump, loaded elsewhere, tells the same: fixed comparisons byte by byte, and all facets.

python -m benchmarks.dumping [--statements N | --demo]
"""

import argparse
import shutil
import sys
import time
from itertools import combinations
from typing import Any

from benchmarks import corpora  # before anything of the site  # isort: skip
from django.core.management import call_command
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from articles.browse.filterset import StatementFilter
from articles.browse.rankings import found_by, ranked
from articles.browse.results import BySql
from articles.compare.comparison import compare
from articles.compare.filters import ComparisonFilter
from articles.compare.sharing import freeze
from articles.models import Comparison, Statement
from articles.samples import demo

EVERYTHING = "review=all&voice=state&voice=body&voice=other"
FOLDER = corpora.SCRATCH / "dump"


def told(keys: list[str]) -> tuple[dict[str, bytes], int, Any]:
    """What must be the same: the bytes of each fixed comparison, how many statements, all facets."""
    found = BySql(StatementFilter(QueryDict(EVERYTHING), Statement.objects.all()))
    client, bytes_of = Client(headers={"host": "127.0.0.1"}), dict[str, bytes]()
    for key in keys:
        answer = client.get(f"/c/{key}.json")
        assert answer.status_code == 200
        bytes_of[key] = answer.content
    return bytes_of, found.total, {each.name: found.rows(each.name) for each in found.facets}


def fixed() -> list[str]:
    """The keys of all fixed comparisons; where there are none, of the countries that are heard most."""
    if not Comparison.objects.exists():
        three = [country.pk for country in ranked(found_by(), "country", 3)]
        (issue,) = ranked(found_by(), "issue", 1)
        every = "&".join(f"country={each}" for each in three)
        for query in (
            every,
            f"{every}&issue={issue.slug}&by=year",
            *(f"country={a}&country={b}" for a, b in combinations(three, 2)),
        ):
            selection = ComparisonFilter(QueryDict(query), Statement.objects.all()).selection
            freeze(compare(selection, timezone.now(), with_basis=True), selection.query)
    return list(Comparison.objects.order_by("pk").values_list("key", flat=True))


def fill(arguments: argparse.Namespace) -> None:
    if not arguments.demo:
        corpora.use(arguments.statements)
        return
    corpora.anew("bench_demo")
    demo.load(demo.make_editor())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--demo", action="store_true", help="the sample articles instead")
    arguments = parser.parse_args()
    fill(arguments)
    keys = fixed()
    before = told(keys)
    shutil.rmtree(FOLDER, ignore_errors=True)
    began = time.perf_counter()
    call_command("dump", str(FOLDER))
    size = sum(path.stat().st_size for path in FOLDER.iterdir()) / 1e6
    print(f"dumped in {time.perf_counter() - began:.0f} s, {size:,.0f} MB", flush=True)
    corpora.anew("bench_loaded")
    began = time.perf_counter()
    call_command("load", str(FOLDER))
    print(f"loaded in {time.perf_counter() - began:.0f} s", flush=True)
    after = told(keys)
    for key, content in before[0].items():
        same = "the same" if after[0][key] == content else "NOT the same"
        print(f"/c/{key}.json, {len(content):,} bytes: {same}")
    same = "the same" if after[1:] == before[1:] else "NOT the same"
    values = sum(map(len, before[2].values()))
    print(
        f"{before[1]:,} statements, {values:,} values of {len(before[2])} facets with their numbers: {same}"
    )
    sys.exit(after != before)


if __name__ == "__main__":
    main()
