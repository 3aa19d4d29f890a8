"""Prints how well and how fast statements are extracted, beside the floors that a change must keep.

The corpora are not part of the project: ``--shared DIR`` names a folder with bench/polnear.dev.jsonl,
bench/score.py, gold/seeds.json, gold/score_seeds.py and seeds/. Articles are read in one process.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from articles.extraction import Document, IssueHint, read, read_many  # noqa: E402

FLOORS = {
    "speech F@.8": 0.55,
    "direct F@.8": None,
    "articles/s": 4.0,
    "samples found": 0.70,
    "samples actor": 0.85,
    "samples country": 0.85,
    "samples date": 0.85,
    "samples stance": None,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", metavar="DIR")
    parser.add_argument("--limit", type=int, metavar="N", help="only the first N articles of the corpus")
    options = parser.parse_args()
    corpus = options.shared / "bench" / "polnear.dev.jsonl"
    if not corpus.exists():
        print(f"skipped: no corpora at {options.shared}")
        return 0
    read(Document("warm-up", "Peru said that Chile had won."))  # load the model outside the clock
    figures = news(corpus, options.limit) | samples(options.shared)
    for name, floor in FLOORS.items():
        mark = "" if floor is None else f"floor {floor:g}   {'ok' if figures[name] >= floor else 'BELOW'}"
        print(f"{name:18} {figures[name]:8.3f}   {mark}".rstrip())
    return 0


def news(corpus: Path, limit: int | None) -> dict[str, float]:
    """Figures on the news corpus, scored by its own script in a process of its own."""
    lines = corpus.read_text(encoding="utf-8").splitlines()[:limit]
    rows = [json.loads(line) for line in lines]
    began = time.process_time()
    found = list(read_many(_document(row["id"], row["text"], row.get("date")) for row in rows))
    seconds = time.process_time() - began
    with tempfile.TemporaryDirectory() as folder:
        gold = Path(folder) / "gold.jsonl"
        gold.write_text("\n".join(lines), encoding="utf-8")
        scored = _score(corpus.parent / "score.py", gold, found, Path(folder))
    return {
        "speech F@.8": scored["speech@.8"]["F"],
        "direct F@.8": scored["direct (speech)@.8"]["F"],
        "articles/s": len(rows) / seconds,
    }


def samples(shared: Path) -> dict[str, float]:
    """Figures on the labelled sample articles."""
    issues = json.loads((ROOT / "articles" / "samples" / "issues.json").read_text(encoding="utf-8"))
    hints = tuple(IssueHint(slug, issue["title"], tuple(issue["phrases"])) for slug, issue in issues.items())
    rows = json.loads((shared / "seeds" / "seeds.json").read_text(encoding="utf-8"))
    texts = {row["file"]: (shared / "seeds" / row["file"]).read_text(encoding="utf-8") for row in rows}
    documents = [_document(row["file"], texts[row["file"]], row["published_on"]) for row in rows]
    with tempfile.TemporaryDirectory() as folder:
        gold = shared / "gold" / "seeds.json"
        found = list(read_many(documents, hints))
        scored = _score(shared / "gold" / "score_seeds.py", gold, found, Path(folder))
    return {
        "samples found": scored["R"],
        **{f"samples {name}": scored[name] for name in ("actor", "country", "date", "stance")},
    }


def _document(name: str, text: str, published_on: str | None) -> Document:
    return Document(name, text, date.fromisoformat(published_on[:10]) if published_on else None)


def _score(script: Path, gold: Path, found: Iterable[Any], folder: Path) -> dict[str, Any]:
    predicted = folder / "predicted.jsonl"
    with predicted.open("w", encoding="utf-8") as out:
        for document, statements in found:
            line = {"id": document.id, "statements": [statement.to_json() for statement in statements]}
            out.write(json.dumps(line) + "\n")
    command = [sys.executable, str(script), str(gold), str(predicted), "--json"]
    result: dict[str, Any] = json.loads(
        subprocess.run(command, capture_output=True, check=True, text=True).stdout
    )
    return result


if __name__ == "__main__":
    sys.exit(main())
