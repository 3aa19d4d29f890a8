"""Learns the weights of ``matching`` from labelled articles.

    python -m articles.extraction.train_matching LABELS.json TEXTS.jsonl --background TEXTS.jsonl[.gz]

LABELS.json holds {"issues": {slug: {"title", "about"}}, "articles": [{"id", "statements": [{"spans",
"positions": [{"issue", "stance"}]}]}]}, spans in code points of the texts; TEXTS.jsonl an article a line
({"id", "title", "text", "date"}). The background says how rare words are. Articles that share an issue are of
one dispute; figures are of disputes that were left out of what was learnt (cross-validation).
"""

import argparse
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from . import embedding, matching
from .matching import STANCES, Matrix
from .overlap import jaccard, positions, tokens
from .pipeline import read_many
from .records import Document, IssueHint, Statement

Issues = dict[str, IssueHint]
Pair = tuple[float, list[dict[str, str]]]  # an overlap in words, and the labelled positions
FOLDS = 5
SAME, FOUND = 0.5, 0.8  # overlap in words from which a reading teaches, and from which it is measured
PENALTY_OF_ISSUES = 20.0  # on the square of the weights, as those below; chosen by cross-validation
PENALTY_OF_SIDES, PENALTY_OF_MEANING = 20.0, 400.0  # meaning tells the topic more than the side
STEPS = 40
NEARLY = 0.95  # of the best F: the highest bar that keeps so much is used, because silence is better
RARE_FROM = 8  # articles with a word from which its number is kept
FREQUENT = (
    "the a an of to in and or for on by with from at as is are was were be been has have had it its that this"
    " these those not no will would can could should must may he they she his her their we our us you said"
    " says who which also more than into over about after before against between under other new"
)


@dataclass(slots=True)
class Lesson:
    """A reading of an article, with the labelled positions of each statement that was found."""

    document: Document
    statements: list[Statement] = field(default_factory=list)
    positions: list[dict[str, str]] = field(default_factory=list)  # issue → stance
    overlaps: list[float] = field(default_factory=list)


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    labels = json.loads(options.labels.read_text(encoding="utf-8"))
    background = rarities(_lines(options.background))
    matching.knows(background)
    issues = {
        slug: IssueHint(slug, i["title"], (), tuple(i["about"])) for slug, i in labels["issues"].items()
    }
    lessons = list(lessons_of(labels, _lines(options.texts)))
    learnt = {
        **background,
        "by meaning": learn(lessons, issues, by_meaning=True),
        "by words": learn(lessons, issues, by_meaning=False),
    }
    options.out.write_text(json.dumps(learnt, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("labels", type=Path)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--background", type=Path, required=True, metavar="TEXTS")
    parser.add_argument("--out", type=Path, default=matching.DATA / "matching.json", metavar="FILE")
    return parser


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as lines:
        yield from map(json.loads, lines)


def rarities(texts: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """How many articles there are, and with each word that is in several of them."""
    counts: Counter[str] = Counter()
    number = 0
    for text in texts:
        number += 1
        counts.update({matching.stem(word) for word in matching.WORD.findall(text["text"])})
    kept = {word: count for word, count in sorted(counts.items()) if count >= RARE_FROM}
    return {"frequent": FREQUENT, "articles": number, "articles_with": kept}


def lessons_of(labels: dict[str, Any], texts: Iterable[dict[str, Any]]) -> Iterator[Lesson]:
    """Each labelled article as it is read, its statements paired with the labelled ones."""
    by_id = {article["id"]: article["statements"] for article in labels["articles"]}
    documents = (
        Document(text["id"], text["text"], date.fromisoformat(text["date"]), text["title"])
        for text in texts
        if text["id"] in by_id
    )
    for document, statements in read_many(documents):
        lesson = Lesson(document)
        words = tokens(document.text)
        labelled = [(positions(s["spans"], words), s["positions"]) for s in by_id[document.id]]
        for statement in statements:
            ours = positions(statement.fragments, words)
            near: Pair = max(
                ((jaccard(ours, theirs), held) for theirs, held in labelled), key=_overlap, default=(0.0, [])
            )
            lesson.statements.append(statement)
            lesson.overlaps.append(near[0])
            lesson.positions.append({p["issue"]: p["stance"] for p in near[1]} if near[0] >= SAME else {})
        yield lesson


def _overlap(pair: Pair) -> float:
    return pair[0]


def disputes(lessons: Sequence[Lesson]) -> list[list[Lesson]]:
    """The lessons in groups that share no issue."""
    groups: list[tuple[set[str], list[Lesson]]] = []
    for lesson in lessons:
        issues = {issue for held in lesson.positions for issue in held}
        joined = [group for group in groups if group[0] & issues]
        apart = [group for group in groups if not group[0] & issues]
        merged = (issues.union(*(g[0] for g in joined)), [*(one for g in joined for one in g[1]), lesson])
        groups = [*apart, merged]
    return [lessons for _, lessons in groups]


def learn(lessons: Sequence[Lesson], issues: Issues, by_meaning: bool) -> dict[str, Any]:
    """The weights from all lessons, and the bar, printed with the figures of lessons that were left out."""
    folds: list[list[Lesson]] = [[] for _ in range(FOLDS)]
    for group in sorted(disputes(lessons), key=lambda g: -sum(len(one.statements) for one in g)):
        min(folds, key=lambda fold: sum(len(one.statements) for one in fold)).extend(group)
    tried = [
        trial for n, fold in enumerate(folds) for trial in _try(_others(folds, n), fold, issues, by_meaning)
    ]
    bar = _report(tried)
    return {
        "issue": _rounded(learn_issue(lessons, issues, by_meaning)),
        "side": _rounded(learn_side(lessons, issues, by_meaning)),
        "bar": bar,
    }


def _others(folds: list[list[Lesson]], left_out: int) -> list[Lesson]:
    return [lesson for n, fold in enumerate(folds) if n != left_out for lesson in fold]


def _of(lessons: Sequence[Lesson], issues: Issues) -> list[IssueHint]:
    held = {issue for lesson in lessons for positions in lesson.positions for issue in positions}
    return [issues[slug] for slug in sorted(held)]


def learn_issue(lessons: Sequence[Lesson], issues: Issues, by_meaning: bool) -> Matrix:
    choices = _of(lessons, issues)
    features, answers = [], []
    for lesson in lessons:
        if not lesson.statements:
            continue
        found = matching.evidence(_passages(lesson), choices, by_meaning)
        features.append(found.reshape(-1, found.shape[2]))
        answers += [float(choice.slug in held) for held in lesson.positions for choice in choices]
    return regression(np.concatenate(features), np.array(answers)[:, None], PENALTY_OF_ISSUES)[0]


def learn_side(lessons: Sequence[Lesson], issues: Issues, by_meaning: bool) -> Matrix:
    features, answers = [], []
    for lesson in lessons:
        for one, held in zip(_passages(lesson), lesson.positions, strict=True):
            for slug, stance in held.items():
                if stance in STANCES:
                    features.append(matching.bearing(one, issues[slug], by_meaning))
                    answers.append([float(stance == each) for each in STANCES])
    penalties = np.full(len(features[0]), PENALTY_OF_SIDES)
    if by_meaning:
        penalties[-embedding.DIMENSIONS :] = PENALTY_OF_MEANING
    return regression(np.array(features), np.array(answers), penalties)


def _passages(lesson: Lesson) -> list[matching.Passage]:
    return [matching.passage(lesson.document, statement) for statement in lesson.statements]


def regression(features: Matrix, answers: Matrix, penalty: float | Matrix) -> Matrix:
    """A logistic regression for each column of answers, by Newton's method; a row of weights each.

    ``penalty`` on the squares: one for all features, or one for each.
    """
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-6
    plain = np.hstack([(features - mean) / spread, np.ones((len(features), 1))])
    penalties = np.append(np.broadcast_to(penalty, features.shape[1]), 1e-6)
    learnt = []
    for column in answers.T:
        weights = np.zeros(plain.shape[1])
        for _ in range(STEPS):
            chance = 1 / (1 + np.exp(-np.clip(plain @ weights, -30, 30)))
            slope = plain.T @ (chance - column) + penalties * weights
            curve = (plain * (chance * (1 - chance))[:, None]).T @ plain + np.diag(penalties)
            step = np.linalg.solve(curve, slope)
            weights -= step
            if np.abs(step).max() < 1e-6:
                break
        scaled = weights[:-1] / spread
        learnt.append(np.append(scaled, weights[-1] - scaled @ mean))
    return np.array(learnt)


def _rounded(weights: Matrix) -> Any:
    return np.round(weights, 4).tolist()


@dataclass(frozen=True, slots=True)
class Trial:
    """A statement of a dispute that was left out: the likeliest issue and side, their chance, the labels."""

    issue: str
    side: str
    chance: float
    held: dict[str, str]

    @property
    def is_wrong(self) -> bool:
        """On an issue that it takes no position on, or on the other side."""
        return self.issue not in self.held or {self.side, self.held[self.issue]} == {"support", "oppose"}


def _try(
    known: Sequence[Lesson], left_out: Sequence[Lesson], issues: Issues, by_meaning: bool
) -> Iterator[Trial]:
    of_issue, of_side = learn_issue(known, issues, by_meaning), learn_side(known, issues, by_meaning)
    learnt = matching.Weights(of_issue, of_side, 0.0, by_meaning)
    choices = _of(left_out, issues)
    for lesson in left_out:
        passages = _passages(lesson)
        if not passages:
            continue
        chances = learnt.chances(matching.evidence(passages, choices, by_meaning))
        for one, row, held, overlap in zip(passages, chances, lesson.positions, lesson.overlaps, strict=True):
            if overlap >= FOUND:
                best = choices[int(row.argmax())]
                side, certainty = matching.side_by(learnt, one, best)
                yield Trial(best.slug, side, float(row.max()) * certainty, held)


def _report(tried: Sequence[Trial]) -> float:
    """Prints precision, recall and F by bar, and returns the bar that is used."""
    held = sum(len(trial.held) for trial in tried)
    counted: dict[float, tuple[float, ...]] = {}
    for bar in np.arange(0.06, 0.8, 0.02).round(2):
        told = [trial for trial in tried if trial.chance >= bar]
        right = [trial for trial in told if trial.issue in trial.held]
        sides = sum(trial.held[trial.issue] == trial.side for trial in right)
        precision, recall = len(right) / max(len(told), 1), len(right) / max(held, 1)
        f = 2 * precision * recall / max(precision + recall, 1e-9)
        wrong = sum(trial.is_wrong for trial in told) / max(len(told), 1)
        counted[float(bar)] = (f, precision, recall, sides / max(len(right), 1), wrong)
    best = max(f for f, *_ in counted.values())
    best_bar = max(bar for bar, (f, *_) in counted.items() if f >= NEARLY * best)
    likeliest = [trial for trial in tried if trial.held]
    first = sum(trial.issue in trial.held for trial in likeliest) / max(len(likeliest), 1)
    _tell(f"{len(tried)} statements, {held} positions; the likeliest issue is right in {first:.3f}")
    for bar in sorted({best_bar, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6}):
        f, precision, recall, side, wrong = counted[bar]
        figures = f"F {f:.3f}, P {precision:.3f}, R {recall:.3f}, side {side:.3f}, wrong side {wrong:.3f}"
        _tell(f"  bar {bar:.2f}: {figures}")
    return best_bar


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
