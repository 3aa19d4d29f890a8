"""How well hand-labelled news of the world is read, scored by the corpus's own script."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from articles.extraction import Document, IssueHint, read_many

Figures = dict[str, Any]

WORLD = {  # figure of world.json: version 0.1, floor, aim
    "official R": (0.765, 0.82, 0.88),
    "useful P": (0.769, 0.85, 0.92),
    "who": (0.754, 0.85, 0.92),
    "country": (0.664, 0.88, 0.95),
    "claimed": (0.883, 0.97, 0.99),
    "date": (0.415, 0.62, 0.80),
    "position F": (0.0, 0.52, 0.70),
    "stance": (None, 0.75, 0.90),
    "wrong side": (None, 0.40, 0.20),
}
SMALLER_IS_BETTER = frozenset(("wrong side",))
FOREIGN = ("gold", "R", "useful P", "who", "country", "claimed", "date")


def world(gold: Path) -> None:
    """Prints each figure before and now, beside that of the articles that were learnt from."""
    if not (gold / "world.json").exists():
        return
    measured, learnt = (_scored(gold, name) for name in ("world", "world-train"))
    print(f"{'world news':16}{'0.1':>10}{'now':>10}{'learnt':>10}{'floor':>10}{'aim':>9}")
    for name, (before, floor, aim) in WORLD.items():
        now = measured[name] or 0.0
        kept = now <= floor if name in SMALLER_IS_BETTER else now >= floor
        was = f"{before:10.3f}" if before is not None else f"{'–':>10}"
        told = "ok" if kept else "BELOW"
        print(f"{name:16}{was}{now:10.3f}{learnt[name] or 0.0:10.3f}{floor:10g}{aim:9g}   {told}")


def foreign(gold: Path) -> None:
    """Prints a row for each language of gold/foreign.json: found, useful, who, country, claimed, date."""
    if not (gold / "foreign.json").exists():
        return
    languages = dict.fromkeys(row["lang"] for row in _rows(gold / "foreign.jsonl"))
    for lang in languages:
        figures = _scored(gold, "foreign", ("--lang", lang))
        print(f"{lang:4}", *(f"{key} {figures[key]}" for key in FOREIGN), sep="  ")


def _scored(gold: Path, name: str, options: Sequence[str] = ()) -> Figures:
    """Read a corpus, its issues told by title and countries alone, and score what was found."""
    catalogue = json.loads((gold / f"{name}.json").read_text(encoding="utf-8")).get("issues", {})
    issues = [IssueHint(slug, e["title"], (), tuple(e.get("about", ()))) for slug, e in catalogue.items()]
    rows = [row for row in _rows(gold / f"{name}.jsonl") if not options or row["lang"] == options[1]]
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as found:
        for document, statements in read_many(map(_document, rows), issues):
            said = [statement.to_json() for statement in statements]
            found.write(json.dumps({"id": document.id, "statements": said}) + "\n")
        found.flush()
        files = [gold / f"{name}.json", found.name, "--texts", gold / f"{name}.jsonl"]
        command = [sys.executable, gold / "score_world.py", *files, "--json", *options]
        scored = subprocess.run(command, capture_output=True, check=True, text=True)
    figures: Figures = json.loads(scored.stdout)
    return figures


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _document(row: dict[str, Any]) -> Document:
    day = date.fromisoformat(row["date"]) if row.get("date") else None
    return Document(row["id"], row["text"], day, row["title"])
