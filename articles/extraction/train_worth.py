"""Learns the weights of ``worth`` from labelled articles.

    python -m articles.extraction.train_worth LABELS.json TEXTS.jsonl [--weights FILE.json]

LABELS.json and TEXTS.jsonl are as for ``train_matching``. Statements are found with the weights of
``ranking`` given by ``--weights``; these must not have been learnt from the same articles, or their
probabilities are too good to learn from. A finding is right if it shares half of its words with a labelled
statement. Prints, for articles that were left out (cross-validation), how many findings above each bar are
right, and the share of the labelled statements that they find.
"""

import argparse
import json
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from . import pipeline, ranking, worth
from .overlap import jaccard, positions, tokens
from .records import Document
from .train_matching import FOUND, SAME, Matrix, regression

FOLDS = 10
PENALTY = 30.0  # on the square of the weights; chosen by cross-validation among 3, 10, 30 and 100
BAR = 0.4
BARS = (0.2, 0.3, 0.35, 0.4, 0.45, 0.5)


@dataclass(slots=True)
class Lesson:
    """One article: the facts about each finding, its overlap with the nearest label, and how many labels."""

    id: str
    labelled: int
    facts: list[dict[str, float]] = field(default_factory=list)
    overlaps: list[float] = field(default_factory=list)


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    if options.weights:
        ranking.WEIGHTS = options.weights
    labels = json.loads(options.labels.read_text(encoding="utf-8"))
    with options.texts.open(encoding="utf-8") as lines:
        lessons = list(lessons_of(labels, map(json.loads, lines)))
    names = sorted({name for lesson in lessons for told in lesson.facts for name in told})
    for line in report(lessons, names):
        sys.stdout.write(line + "\n")
    learnt = _learn(lessons, names)
    kept = {name: round(float(weight), 3) for name, weight in zip(names, learnt, strict=False)}
    options.out.write_text(
        json.dumps({"bar": BAR, "constant": round(float(learnt[-1]), 3), "weights": kept}, indent=1) + "\n",
        encoding="utf-8",
    )
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("labels", type=Path)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--out", type=Path, default=worth.WEIGHTS)
    return parser


def lessons_of(labels: dict[str, Any], texts: Iterable[dict[str, Any]]) -> Iterator[Lesson]:
    by_id = {article["id"]: article["statements"] for article in labels["articles"]}
    documents = (
        Document(text["id"], text["text"], date.fromisoformat(text["date"]), text["title"])
        for text in texts
        if text["id"] in by_id
    )
    for document, found in pipeline.found_in(documents):
        words = tokens(document.text)
        labelled = [positions(s["spans"], words) for s in by_id[document.id]]
        lesson = Lesson(document.id, len(labelled))
        for candidate, statement in found:
            if worth.is_weighed(candidate):
                ours = positions(statement.fragments, words)
                told = worth.facts(candidate, statement.speakers, statement.quote, statement.kind)
                lesson.facts.append(told)
                lesson.overlaps.append(max((jaccard(ours, theirs) for theirs in labelled), default=0.0))
        yield lesson


def _rows(lessons: Sequence[Lesson], names: Sequence[str]) -> tuple[Matrix, Matrix]:
    rows = [[told.get(name, 0.0) for name in names] for lesson in lessons for told in lesson.facts]
    overlaps = [overlap for lesson in lessons for overlap in lesson.overlaps]
    return np.array(rows), np.array(overlaps)


def _learn(lessons: Sequence[Lesson], names: Sequence[str]) -> Matrix:
    """A weight for each name, and the constant."""
    rows, overlaps = _rows(lessons, names)
    return regression(rows, (overlaps >= SAME).astype(float)[:, None], PENALTY)[0]


def report(lessons: Sequence[Lesson], names: Sequence[str]) -> Iterator[str]:
    chances: list[Matrix] = []
    overlaps: list[Matrix] = []
    for fold in range(FOLDS):
        inside = [zlib.crc32(lesson.id.encode()) % FOLDS == fold for lesson in lessons]
        left_out = [lesson for lesson, is_in in zip(lessons, inside, strict=True) if is_in]
        known = [lesson for lesson, is_in in zip(lessons, inside, strict=True) if not is_in]
        if any(lesson.facts for lesson in left_out) and known:
            learnt = _learn(known, names)
            rows, held = _rows(left_out, names)
            chances.append(1 / (1 + np.exp(-(rows @ learnt[:-1] + learnt[-1]))))
            overlaps.append(held)
    every, near = np.concatenate(chances), np.concatenate(overlaps)
    labelled = sum(lesson.labelled for lesson in lessons)
    for bar in BARS:
        kept = near[every >= bar]
        right, found = (kept >= SAME).mean(), (kept >= FOUND).sum() / labelled
        yield f"bar {bar:.2f}: {len(kept)} findings, right {right:.3f}, statements found {found:.3f}"


if __name__ == "__main__":
    sys.exit(main())
