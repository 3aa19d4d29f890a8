"""Prints how well and how fast statements are extracted, beside a pattern and textacy in the same run.

The corpora are not part of the project: ``--shared DIR`` names a folder with bench/polnear.dev.jsonl,
bench/score.py, gold/ and seeds/. News figures are of the articles whose
crc32(id) % 10 is 1, which the shipped weights were not fitted to; ``--all`` takes every article. textacy is
measured where it is installed (pip install textacy); it finds direct speech only. ``--reader`` has the
labelled news of the world read by a language model, too.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from articles.extraction import Document, IssueHint, parsing, read, read_many  # noqa: E402
from articles.importing.reader.asking import Server  # noqa: E402
from benchmarks import gold  # noqa: E402

Row = dict[str, Any]
Finder = Callable[[str], Iterator[Row]]

FLOORS = {  # floor, aim
    "speech F@.8": (0.75, 0.78),
    "speech exact": (0.64, 0.70),
    "direct F@.8": (0.92, 0.95),
    "mixed F@.8": (0.72, 0.80),
    "all F@.8": (0.60, 0.67),
    "speaker": (0.965, 0.98),
    "samples found": (0.85, 0.92),
    "samples actor": (0.93, 0.97),
    "samples country": (0.95, 0.98),
    "samples date": (0.90, 0.97),
    "samples stance": (0.75, 0.88),
    "samples stance by title": (0.75, 0.88),
    "articles/s": (9.0, 12.0),
    "two processes": (15.0, 22.0),
    "memory, MB": (400.0, 300.0),
}
SMALLER_IS_BETTER = frozenset(("memory, MB",))
ENOUGH = 300  # articles for two processes
SPEAKER = r"(?P<who>(?:[A-Z][\w.’'-]+ ?){1,4}|[Hh]e|[Ss]he|[Tt]hey)"
QUOTE = r"(?P<quote>[“\"][^”\"\n]{8,600}[”\"])"
PATTERN = re.compile(
    rf"{QUOTE},? (?:{SPEAKER}\s?(?:said|told|says|wrote|added)"
    rf"|(?:said|says) {SPEAKER.replace('who', 'who2')})"
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", metavar="DIR")
    parser.add_argument(
        "--all", action="store_true", help="also the articles that the weights were fitted to"
    )
    parser.add_argument(
        "--reader",
        metavar="URL",
        default="",
        help="also read by this server, model READER_MODEL, key READER_KEY",
    )
    options = parser.parse_args()
    if options.reader and not os.environ.get("READER_MODEL"):
        parser.error("READER_MODEL must name the model to be asked there")
    corpus = options.shared / "bench" / "polnear.dev.jsonl"
    if not corpus.exists():
        print(f"skipped: no corpora at {options.shared}")
        return 0
    with corpus.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    rows = [row for row in rows if options.all or zlib.crc32(row["id"].encode()) % 10 == 1]
    scorer = corpus.parent / "score.py"
    cost = throughput(rows)  # while this process is small: one that it starts begins with its memory
    read(Document("warm-up", "Peru said that Chile had won."))  # load the model outside the clock
    columns = {"ours": news(rows, scorer) | samples(options.shared) | cost}
    columns["pattern"] = peer(rows, scorer, by_pattern)
    if (by_textacy := textacy()) is not None:
        columns["textacy"] = peer(rows, scorer, by_textacy)
    report(columns, len(rows))
    gold.world(options.shared / "gold")
    gold.aside(options.shared)
    gold.foreign(options.shared / "gold")
    if options.reader:
        gold.chosen(options.shared / "gold", gold.Chosen(server(options.reader)))
    return 0


def server(url: str) -> Server:
    """The reader of one's own choosing, named as for the site."""
    return Server(url, os.environ["READER_MODEL"], os.environ.get("READER_KEY", ""))


def report(columns: dict[str, dict[str, float]], articles: int) -> None:
    print(f"{articles} news articles; 3 sample articles")
    print(f"{'':24}" + "".join(f"{name:>10}" for name in columns) + "     floor      aim")
    for name, (floor, aim) in FLOORS.items():
        cells = "".join(
            f"{column[name]:10.3f}" if name in column else f"{'':10}" for column in columns.values()
        )
        value = columns["ours"][name]
        kept = value <= floor if name in SMALLER_IS_BETTER else value >= floor
        print(f"{name:24}{cells}{floor:10g}{aim:9g}   {'ok' if kept else 'BELOW'}")


def news(rows: list[Row], scorer: Path) -> dict[str, float]:
    """Figures on the news corpus, scored by its own script in a process of its own."""
    found = read_many(_document(row["id"], row["text"], row.get("date")) for row in rows)
    lines = ({"id": d.id, "statements": [s.to_json() for s in statements]} for d, statements in found)
    return scored(rows, scorer, lines)


def peer(rows: list[Row], scorer: Path, find: Finder) -> dict[str, float]:
    """The same figures of another way to find statements."""
    began = time.process_time()
    lines = [{"id": row["id"], "statements": list(find(row["text"]))} for row in rows]
    seconds = time.process_time() - began
    return scored(rows, scorer, lines) | {"articles/s": len(rows) / seconds}


def scored(rows: list[Row], scorer: Path, lines: Iterable[Row]) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        gold = Path(folder) / "gold.jsonl"
        gold.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        result = _score(scorer, gold, lines, Path(folder))
    return {
        "speech F@.8": result["speech@.8"]["F"],
        "speech exact": result["speech exact"]["F"],
        "direct F@.8": result["direct (speech)@.8"]["F"],
        "all F@.8": result["all@.8"]["F"],
        "mixed F@.8": result["mixed (speech)@.8"]["F"],
        "speaker": result["speaker given match"] or 0.0,
    }


def by_pattern(text: str) -> Iterator[Row]:
    """Quotations with a name and a verb behind them, by one regular expression."""
    for match in PATTERN.finditer(text):
        who = match.span("who") if match.group("who") else match.span("who2")
        yield {"fragments": [match.span("quote")], "type": "direct", "speaker_span": who}


def textacy() -> Finder | None:
    """textacy's quotations, a paragraph at a time: it refuses texts with an odd number of marks."""
    try:
        from textacy.extract.triples import direct_quotations
    except ImportError:
        return None

    def find(text: str) -> Iterator[Row]:
        for match in re.finditer(r"[^\n]+", text):
            try:
                triples = list(direct_quotations(parsing.language()(match.group())))
            except ValueError:
                continue
            for triple in triples:
                start, end = triple.content.start_char, triple.content.end_char
                who = triple.speaker[0].idx, triple.speaker[-1].idx + len(triple.speaker[-1])
                at = match.start()
                yield {
                    "fragments": [(at + start, at + end)],
                    "type": "direct",
                    "speaker_span": (at + who[0], at + who[1]),
                }

    return find


def throughput(rows: list[Row]) -> dict[str, float]:
    """Articles a second of the command with one process and with two, without their start, and memory of one.

    One process is measured by the processor's seconds, so that its neighbours on the machine count less.
    """
    many = rows * (1 + ENOUGH // len(rows))
    start, one, two = _command(rows[:1], 1), _command(many, 1), _command(many, 2)
    return {
        "articles/s": len(many) / (one.processor - start.processor),
        "two processes": len(many) / (two.clock - _command(rows[:1], 2).clock),
        "memory, MB": one.memory,
    }


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock and of the processor, and megabytes of the largest process at their most."""

    clock: float
    processor: float
    memory: float


def _command(rows: list[Row], processes: int) -> Cost:
    command = [sys.executable, "-m", "articles.extraction", "--processes", str(processes)]
    with tempfile.TemporaryFile("w+") as given:
        fields = ({"id": row["id"], "text": row["text"], "published_on": row.get("date")} for row in rows)
        given.writelines(json.dumps(one) + "\n" for one in fields)
        given.seek(0)
        began = time.perf_counter()
        started = subprocess.Popen(command, stdin=given, stdout=subprocess.DEVNULL, cwd=ROOT)
        _, status, used = os.wait4(started.pid, 0)
        clock = time.perf_counter() - began
    if status:
        raise RuntimeError(f"{' '.join(command)} ended with status {os.waitstatus_to_exitcode(status)}")
    return Cost(clock, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def samples(shared: Path) -> dict[str, float]:
    """Figures on the labelled sample articles; stances by key phrases, and by titles and countries alone."""
    issues = json.loads((ROOT / "articles" / "samples" / "issues.json").read_text(encoding="utf-8"))
    by_phrases = [IssueHint(slug, one["title"], tuple(one["phrases"])) for slug, one in issues.items()]
    by_title = [IssueHint(slug, one["title"], (), tuple(one["about"])) for slug, one in issues.items()]
    result = _of_samples(shared, tuple(by_phrases))
    return {
        "samples found": result["R"],
        **{f"samples {name}": result[name] for name in ("actor", "country", "date", "stance")},
        "samples stance by title": _of_samples(shared, tuple(by_title))["stance"],
    }


def _of_samples(shared: Path, hints: tuple[IssueHint, ...]) -> dict[str, Any]:
    rows = json.loads((shared / "seeds" / "seeds.json").read_text(encoding="utf-8"))
    texts = {row["file"]: (shared / "seeds" / row["file"]).read_text(encoding="utf-8") for row in rows}
    documents = [_document(row["file"], texts[row["file"]], row["published_on"]) for row in rows]
    with tempfile.TemporaryDirectory() as folder:
        gold = shared / "gold" / "seeds.json"
        found = read_many(documents, hints)
        lines = ({"id": d.id, "statements": [s.to_json() for s in statements]} for d, statements in found)
        return _score(shared / "gold" / "score_seeds.py", gold, lines, Path(folder))


def _document(name: str, text: str, published_on: str | None) -> Document:
    return Document(name, text, date.fromisoformat(published_on[:10]) if published_on else None)


def _score(script: Path, gold: Path, lines: Iterable[Row], folder: Path) -> dict[str, Any]:
    predicted = folder / "predicted.jsonl"
    predicted.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    command = [sys.executable, str(script), str(gold), str(predicted), "--json"]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


if __name__ == "__main__":
    sys.exit(main())
