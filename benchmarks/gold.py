"""How well hand-labelled news of the world is read, scored by the corpus's own script."""

import gzip
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from articles.extraction import Document, IssueHint, Statement, read_many
from articles.importing.reader.asking import NotAnswered, Server, ask
from articles.importing.reader.checking import check
from articles.importing.reader.prompt import questions

Figures = dict[str, Any]
Reader = Callable[[Iterable[Document], Sequence[IssueHint]], Iterable[tuple[Document, tuple[Statement, ...]]]]

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
LABELS = Path(__file__).parent / "labels"
ASIDE = ("gold", "official R", "useful P", "who", "country", "claimed", "date")
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


@dataclass(slots=True)
class Chosen:
    """A reader of one's own choosing, without a memory; what it does not answer counts as nothing found."""

    server: Server
    at_once: int = 2
    tokens: int = 0
    proposed: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    unanswered: Counter[str] = field(default_factory=Counter)

    def read_many(
        self, documents: Iterable[Document], issues: Sequence[IssueHint]
    ) -> Iterator[tuple[Document, tuple[Statement, ...]]]:
        with ThreadPoolExecutor(self.at_once) as pool:
            rows = list(documents)
            for document, answers in zip(
                rows, pool.map(lambda one: self._asked(one, issues), rows), strict=True
            ):
                checked = check(document, issues, answers)
                self.proposed += checked.proposed
                self.dropped += checked.dropped
                yield document, checked.statements

    def _asked(self, document: Document, issues: Sequence[IssueHint]) -> list[str]:
        try:
            answers = [ask(self.server, one) for one in questions(document, issues, self.server.model)]
        except NotAnswered as failure:
            self.unanswered[str(failure)] += 1
            return []
        self.tokens += sum(answer.tokens or 0 for answer in answers)
        return [answer.content for answer in answers]


def chosen(gold: Path, reader: Chosen) -> None:
    """Prints each figure of the articles to measure by, of the embedded reader and of another beside it."""
    if not (gold / "world.json").exists():
        return
    ours, others = _scored(gold, "world"), _scored(gold, "world", read=reader.read_many)
    print(f"{'world news':16}{'embedded':>10}  {reader.server.name}")
    for name in WORLD:
        print(f"{name:16}{ours[name] or 0.0:10.3f}  {others[name] or 0.0:.3f}")
    print(f"{reader.proposed} statements proposed, {reader.tokens} tokens; dropped: {_told(reader.dropped)}")
    print(f"articles without an answer: {_told(reader.unanswered)}")


def _told(counts: Counter[str]) -> str:
    return ", ".join(f"{reason} {number}" for reason, number in counts.most_common()) or "none"


def aside(shared: Path) -> None:
    """Prints what is found in the articles of ``labels`` that were labelled whole and held aside."""
    texts = shared / "data" / "wikinews.jsonl.gz"
    if not texts.exists():
        return
    with gzip.open(LABELS / "whole-aside.json.gz") as labels, gzip.open(texts) as lines:
        labelled = json.load(labels)
        wanted = {article["id"] for article in labelled["articles"]}
        rows = [row for row in map(json.loads, lines) if row["id"] in wanted]
    figures = _score(shared / "gold", labelled, rows)
    print("held aside  ", *(f"{key} {figures[key]}" for key in ASIDE), sep="  ")


def _scored(gold: Path, name: str, options: Sequence[str] = (), read: Reader = read_many) -> Figures:
    """Read a corpus, its issues told by title and countries alone, and score what was found."""
    labelled = json.loads((gold / f"{name}.json").read_text(encoding="utf-8"))
    rows = [row for row in _rows(gold / f"{name}.jsonl") if not options or row["lang"] == options[1]]
    return _score(gold, labelled, rows, options, read)


def _score(
    gold: Path,
    labelled: dict[str, Any],
    rows: Sequence[dict[str, Any]],
    options: Sequence[str] = (),
    read: Reader = read_many,
) -> Figures:
    catalogue = labelled.get("issues", {})
    issues = [IssueHint(slug, e["title"], (), tuple(e.get("about", ()))) for slug, e in catalogue.items()]
    with tempfile.TemporaryDirectory() as folder:
        labels, texts, found = (Path(folder) / name for name in ("labels.json", "texts.jsonl", "found.jsonl"))
        ids = {row["id"] for row in rows}
        articles = [article for article in labelled.get("articles", ()) if article["id"] in ids]
        labels.write_text(json.dumps({**labelled, "articles": articles}), encoding="utf-8")
        texts.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        with found.open("w", encoding="utf-8") as file:
            for document, statements in read(map(_document, rows), issues):
                said = [statement.to_json() for statement in statements]
                file.write(json.dumps({"id": document.id, "statements": said}) + "\n")
        files = [labels, found, "--texts", texts]
        command = [sys.executable, gold / "score_world.py", *files, "--json", *options]
        scored = subprocess.run(command, capture_output=True, check=True, text=True)
    figures: Figures = json.loads(scored.stdout)
    return figures


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _document(row: dict[str, Any]) -> Document:
    day = date.fromisoformat(row["date"]) if row.get("date") else None
    return Document(row["id"], row["text"], day, row["title"])
