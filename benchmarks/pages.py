"""What the pages of a record of any size weigh and cost: bytes of HTML, compressed, and time to make them.

    python -m benchmarks.pages [--statements N] [--rounds N]

Each page is asked for in one process as by somebody who is logged in, so that it is made anew; the time is
the median of the rounds, of the processor and the database together. The database stays for next time.
"""

import argparse
import gzip
import statistics
import time
from collections.abc import Iterator

from benchmarks import corpora  # before anything of the site  # isort: skip
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from articles.browse.rankings import found_by, ranked
from articles.compare.comparison import compare
from articles.compare.filters import ComparisonFilter
from articles.compare.sharing import freeze
from articles.models import Comparison, Statement

LARGEST = 300_000  # bytes of HTML that a public page may have


def addresses() -> Iterator[tuple[str, str]]:
    """Name and address of the pages that grow with the record; those of what is heard most."""
    found = found_by()
    countries = [country.pk for country in ranked(found, "country", 8)]
    issue, actor = (ranked(found, name, 1)[0].slug for name in ("issue", "actor"))
    three, eight = ("&".join(f"country={iso3}" for iso3 in sorted(countries[:n])) for n in (3, 8))
    yield "home", "/"
    yield "statements", "/statements/"
    yield "statement", Statement.objects.published().latest("pk").get_absolute_url()
    yield "country", f"/countries/{countries[0]}/"
    yield "issue", f"/issues/{issue}/"
    yield "speaker", f"/actors/{actor}/"
    yield "issues", "/issues/"
    yield "countries", "/countries/"
    yield "shifts", "/shifts/"
    yield "comparison of 3", f"/compare/?{three}"
    yield "comparison of 8", f"/compare/?{eight}"
    yield "agreement of 8", f"/agreement/?{eight}"
    yield "fixed version", _fixed(three).get_absolute_url()


def _fixed(query: str) -> Comparison:
    selection = ComparisonFilter(QueryDict(query), Statement.objects.all()).selection
    began = time.perf_counter()
    made = freeze(compare(selection, timezone.now(), with_basis=True), selection.query)
    print(f"fixing a version took {1000 * (time.perf_counter() - began):.0f} ms")
    return made


def measure(name: str, address: str, rounds: int) -> None:
    client = Client(headers={"host": "127.0.0.1"})
    client.cookies["sessionid"] = "anybody"
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        response = client.get(address)
        times.append(1000 * (time.perf_counter() - began))
    assert response.status_code == 200, (address, response.status_code)
    size, packed = len(response.content), len(gzip.compress(response.content, 6))
    verdict = "ok" if size <= LARGEST else "TOO LARGE"
    print(
        f"{name:<18}{statistics.median(times):8.0f} ms {times[0]:8.0f} at first"
        f"{size:10,} bytes{packed:10,} compressed   {verdict}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    corpora.use(arguments.statements)
    corpora.build()
    for name, address in addresses():
        measure(name, address, arguments.rounds)


if __name__ == "__main__":
    main()
