"""Whether a dump, loaded elsewhere, tells the same: a fixed comparison byte by byte, and all facets.

python -m benchmarks.dumping [--statements N]
"""

import argparse
import shutil
import time
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

FOLDER = corpora.SCRATCH / "dump"


def told(key: str) -> tuple[bytes, int, Any]:
    """What must be the same: the bytes of a fixed comparison, how many statements there are, all facets."""
    found = BySql(StatementFilter(QueryDict("review=all"), Statement.objects.all()))
    fixed = Client(headers={"host": "127.0.0.1"}).get(f"/c/{key}.json")
    assert fixed.status_code == 200
    return fixed.content, found.total, found.facets


def fixed() -> str:
    """The key of a comparison of the three countries that are heard most."""
    three = "&".join(f"country={country.pk}" for country in ranked(found_by(), "country", 3))
    selection = ComparisonFilter(QueryDict(three), Statement.objects.all()).selection
    return freeze(compare(selection, timezone.now(), with_basis=True), selection.query).key


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--statements", type=int, default=100_000)
    arguments = parser.parse_args()
    corpora.use(arguments.statements)
    key = Comparison.objects.first().key if Comparison.objects.exists() else fixed()
    before = told(key)
    shutil.rmtree(FOLDER, ignore_errors=True)
    began = time.perf_counter()
    call_command("dump", str(FOLDER))
    size = sum(path.stat().st_size for path in FOLDER.iterdir()) / 1e6
    print(f"dumped in {time.perf_counter() - began:.0f} s, {size:,.0f} MB", flush=True)
    corpora.anew("bench_loaded")
    began = time.perf_counter()
    call_command("load", str(FOLDER))
    print(f"loaded in {time.perf_counter() - began:.0f} s", flush=True)
    same = "the same" if told(key) == before else "NOT the same"
    number, size = before[1], len(before[0])
    print(f"{number:,} statements, {size:,} bytes of /c/{key}.json, {len(before[2])} facets: {same}")


if __name__ == "__main__":
    main()
