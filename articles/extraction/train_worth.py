"""Learns the weights of ``worth`` from labelled articles.

    python -m articles.extraction.train_worth LABELS.json[.gz]… --texts TEXTS.jsonl[.gz]…
        [--weights FILE.json]

LABELS.json and TEXTS.jsonl are as for ``train_matching``. An article whose findings were judged has "others"
beside its "statements": the spans of what is none. Nothing is learnt there of what is near neither, within
another statement (judges did not agree on these) or nobody's (they were not asked who speaks). An article
that was labelled whole counts WHOLE times. Statements are found with the weights of ``ranking``, or those
given by ``--weights``; these must not have been learnt from the same articles, or their probabilities are too
good to learn from. A finding is right if it shares half of its words with a labelled statement, and no more
with one of the others. Prints, for articles that were left out (cross-validation), how many findings above
each bar are right, and the share of the labelled statements that they find.
"""

import argparse
import json
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from . import pipeline, ranking, worth
from .overlap import jaccard, positions, tokens
from .train_matching import FOUND, SAME, Matrix, documents_of, lines_of, loaded, regression

FOLDS = 10
PENALTY = 30.0  # on the square of the weights; chosen by cross-validation among 3, 10, 30 and 100
BAR = 0.45
WHOLE = 3
BARS = (0.3, 0.4, 0.45, 0.5, 0.55, 0.6)


@dataclass(slots=True)
class Lesson:
    """One article: the facts about each finding, its overlap with the nearest label, and how many labels.

    It counts so many ``times``.
    """

    id: str
    labelled: int
    times: int
    facts: list[dict[str, float]] = field(default_factory=list)
    overlaps: list[float] = field(default_factory=list)


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    if options.weights:
        ranking.WEIGHTS = options.weights
    articles = [one for path in options.labels for one in loaded(path)["articles"]]
    lessons = list(lessons_of(articles, lines_of(options.texts)))
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
    parser.add_argument("labels", type=Path, nargs="+")
    parser.add_argument("--texts", type=Path, nargs="+", required=True)
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--out", type=Path, default=worth.WEIGHTS)
    return parser


def lessons_of(articles: Iterable[dict[str, Any]], texts: Iterable[dict[str, Any]]) -> Iterator[Lesson]:
    by_id = {article["id"]: article for article in articles}
    for document, found in pipeline.found_in(documents_of(by_id, texts)):
        article, words = by_id[document.id], tokens(document.text)
        labelled = [positions(s["spans"], words) for s in article["statements"]]
        others = [positions(spans, words) for spans in article.get("others", ())]
        is_judged = "others" in article
        lesson = Lesson(document.id, len(labelled), 1 if is_judged else WHOLE)
        for candidate, statement in found:
            if not worth.is_weighed(candidate):
                continue
            ours = positions(statement.fragments, words)
            right, wrong = (_nearest(ours, those) for those in (labelled, others))
            is_told = statement.speakers and candidate.parent is None and max(right, wrong) >= SAME
            if is_judged and not is_told:
                continue
            lesson.facts.append(worth.facts(candidate, statement.speakers, statement.quote, statement.kind))
            lesson.overlaps.append(right if right >= wrong else 0.0)
        yield lesson


def _nearest(ours: frozenset[int], those: Iterable[frozenset[int]]) -> float:
    return max((jaccard(ours, theirs) for theirs in those), default=0.0)


def _rows(lessons: Sequence[Lesson], names: Sequence[str]) -> tuple[Matrix, Matrix]:
    rows = [[told.get(name, 0.0) for name in names] for lesson in lessons for told in lesson.facts]
    overlaps = [overlap for lesson in lessons for overlap in lesson.overlaps]
    return np.array(rows), np.array(overlaps)


def _learn(lessons: Sequence[Lesson], names: Sequence[str]) -> Matrix:
    """A weight for each name, and the constant."""
    rows, overlaps = _rows([lesson for lesson in lessons for _ in range(lesson.times)], names)
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
