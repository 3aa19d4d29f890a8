"""A large import: how fast it is, what comes of it, and that it ends the same however often it is killed.

    python -m benchmarks.bulk CORPUS.jsonl[.gz] [--articles N] [--kills N]

CORPUS has a line of JSON for each article, as ``import_articles`` reads them. It is imported into a database
of its own, and with ``--kills`` into another one, where the process is killed with SIGKILL so many times at
even distances and begun again. The contents of both are compared without keys and moments.
"""

import argparse
import gzip
import hashlib
import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from benchmarks import corpora  # before anything of the site  # isort: skip

from articles.models import Article, Sketch, Statement

ROOT = Path(__file__).parents[1]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--articles", type=int, default=10**9, metavar="N")
    parser.add_argument("--kills", type=int, default=0, metavar="N")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.jsonl"
        number = _cut(options.corpus, path, options.articles)
        whole = _imported("bench_bulk", path, [])
        if options.kills:
            kills = [number * n // (options.kills + 1) for n in range(1, options.kills + 1)]
            broken = _imported("bench_bulk_killed", path, kills)
            print("the same" if broken == whole else "DIFFERENT", json.dumps(broken), flush=True)


def _cut(corpus: Path, path: Path, most: int) -> int:
    opened = gzip.open if corpus.suffix == ".gz" else open
    number = 0
    with opened(corpus, "rt", encoding="utf-8") as lines, path.open("w", encoding="utf-8") as out:
        for line in lines:
            if number < most:
                out.write(line)
                number += 1
    return number


def _imported(database: str, path: Path, kills: list[int]) -> dict[str, object]:
    """What a database of that name holds after the import; killed when so many articles are on record."""
    corpora.anew(database)
    began = time.perf_counter()
    for number in kills:
        process = _begin(path)
        while Article.objects.count() < number and process.poll() is None:
            time.sleep(0.2)
        process.kill()
        print(f"killed at {Article.objects.count():,} articles", flush=True)
        process.wait()
    _begin(path).wait()
    told = path.with_suffix(".log").read_text(encoding="utf-8").splitlines()
    print("\n".join(told[-2:]), f"{time.perf_counter() - began:.0f} s in all", flush=True)
    return _contents()


def _begin(path: Path) -> subprocess.Popen:
    command = [sys.executable, "manage.py", "import_articles", str(path)]
    with path.with_suffix(".log").open("w", encoding="utf-8") as log:
        return subprocess.Popen(
            command, cwd=ROOT, env=corpora.environment(), stdout=log, stderr=subprocess.DEVNULL
        )


def _contents() -> dict[str, object]:
    """Numbers and a checksum of all that was imported."""
    said = Statement.objects.order_by("article__text_sha256", "starts_at", "quote")
    rows = [
        (
            s.article.text_sha256,
            s.quote,
            s.kind,
            str(s.said_on),
            s.cue,
            [str(a) for a in s.attributions.all()],
        )
        for s in said.select_related("article").defer("article__text").prefetch_related("attributions__actor")
    ]
    same = defaultdict(list)
    for sha256, quote, utterance in said.values_list("article__text_sha256", "quote", "utterance"):
        same[utterance].append((sha256, quote))
    articles = list(Article.objects.order_by("text_sha256").values_list("title", "text_sha256", "state"))
    copies = list(
        Sketch.objects.exclude(copy_of=None)
        .order_by("article__text_sha256")
        .values_list("article__text_sha256", "copy_of__text_sha256")
    )
    everything = repr((articles, rows, sorted(map(sorted, same.values())), copies))
    return {
        "articles": len(articles),
        "statements": len(rows),
        "utterances": len(same),
        "near copies": len(copies),
        "checksum": hashlib.sha256(everything.encode()).hexdigest()[:16],
    }


if __name__ == "__main__":
    main()
