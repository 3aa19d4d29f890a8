"""Learns the weights of ``matching`` and ``interaction`` from labelled articles.

    python -m articles.extraction.train_matching LABELS.json… --texts TEXTS.jsonl[.gz]… --aside LABELS.json…
        --background TEXTS.jsonl[.gz]

LABELS.json (or .json.gz) holds {"issues": {slug: {"title", "about"}}, "articles": [{"id", "statements":
[{"spans", "positions": [{"issue", "stance"}]}]}]}, spans in code points of the texts, each slug in one file;
TEXTS.jsonl an article a line ({"id", "title", "text", "date"}). The background says how rare words are.
Articles that share an issue are of one dispute. From what is held aside nothing is learnt but the bar: the
figures that are printed are of it, and of disputes that were left out in turn for matching by words alone.
"""

import argparse
import gzip
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from . import embedding, evidence, interaction, matching
from .lexicon import DATA
from .matching import STANCES, Matrix
from .overlap import jaccard, positions, tokens
from .passage import Passage, passage_of
from .pipeline import read_many
from .records import Document, IssueHint, Statement
from .words import WORD, knows, stem

Issues = dict[str, IssueHint]
Pair = tuple[float, list[dict[str, str]]]  # an overlap in words, and the labelled positions
FOLDS = 5
SAME, FOUND = 0.5, 0.8  # overlap in words from which a reading teaches, and from which it is measured
PENALTY_OF_ISSUES = 20.0  # on the square of the weights, as those below; chosen by cross-validation
PENALTY_OF_SIDES, PENALTY_OF_MEANING = 20.0, 400.0  # meaning tells the topic more than the side
STEPS = 40
CATALOGUE = 40  # issues that a statement is told apart by
ASKED = matching.SHORTLIST + 2  # issues of which the network learns from a statement
NEARLY = 0.95  # of the best F: the highest bar that keeps so much is used, because silence is better
RIGHT = 0.8  # share of issue and side that must be right where something is shown unread
RARE_FROM = 8  # articles with a word from which its number is kept
FREQUENT = (
    "the a an of to in and or for on by with from at as is are was were be been has have had it its that this"
    " these those not no will would can could should must may he they she his her their we our us you said"
    " says who which also more than into over about after before against between under other new"
)


_ANSWER = {answer: n for n, answer in enumerate((*interaction.ANSWERS, "neutral"))}


@dataclass(slots=True)
class Lesson:
    """A reading of an article, with the labelled positions of each statement that was found."""

    document: Document
    statements: list[Statement] = field(default_factory=list)
    positions: list[dict[str, str]] = field(default_factory=list)  # issue → stance
    overlaps: list[float] = field(default_factory=list)
    choices: Sequence[IssueHint] = ()  # what each statement may be on
    found: dict[bool, Matrix] = field(default_factory=dict)  # evidence by meaning and by words, once sought

    @property
    def passages(self) -> list[Passage]:
        return [passage_of(self.document, statement) for statement in self.statements]

    def evidence(self, by_meaning: bool) -> Matrix:
        if by_meaning not in self.found:
            self.found[by_meaning] = evidence.features(self.passages, self.choices, by_meaning)
        return self.found[by_meaning]


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    background = rarities(lines_of([options.background]))
    knows(background)
    lessons, issues = _read(options.labels, options.texts)
    aside, _ = _read(options.aside, options.texts)
    by_meaning, network = learn_meaning(lessons, issues, aside)
    learnt = {**background, "by meaning": by_meaning, "by words": learn_words(lessons, issues)}
    options.out.write_text(json.dumps(learnt, ensure_ascii=False) + "\n", encoding="utf-8")
    network.save(options.network)
    return 0


def _read(labels: Sequence[Path], texts: Sequence[Path]) -> tuple[list[Lesson], Issues]:
    read = [loaded(path) for path in labels]
    issues = {
        slug: IssueHint(slug, i["title"], (), tuple(i["about"]))
        for each in read
        for slug, i in each["issues"].items()
    }
    lessons = list(lessons_of([one for each in read for one in each["articles"]], lines_of(texts)))
    lessons = [lesson for lesson in lessons if lesson.statements]
    offer(lessons, issues)
    return lessons, issues


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("labels", type=Path, nargs="+")
    parser.add_argument("--texts", type=Path, nargs="+", required=True)
    parser.add_argument("--aside", type=Path, nargs="+", required=True, metavar="LABELS")
    parser.add_argument("--background", type=Path, required=True, metavar="TEXTS")
    parser.add_argument("--out", type=Path, default=DATA / "matching.json", metavar="FILE")
    parser.add_argument("--network", type=Path, default=interaction.WEIGHTS, metavar="FILE")
    return parser


def loaded(path: Path) -> Any:
    with opened(path) as file:
        return json.load(file)


def opened(path: Path) -> BinaryIO | gzip.GzipFile:
    """Its bytes, unpacked if it is packed."""
    return gzip.open(path) if path.suffix == ".gz" else path.open("rb")


def lines_of(paths: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """What each line of JSON of these files holds."""
    for path in paths:
        with opened(path) as lines:
            yield from map(json.loads, lines)


def rarities(texts: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """How many articles there are, and with each word that is in several of them."""
    counts: Counter[str] = Counter()
    number = 0
    for text in texts:
        number += 1
        counts.update({stem(word) for word in WORD.findall(text["text"])})
    kept = {word: count for word, count in sorted(counts.items()) if count >= RARE_FROM}
    return {"frequent": FREQUENT, "articles": number, "articles_with": kept}


def lessons_of(articles: Iterable[dict[str, Any]], texts: Iterable[dict[str, Any]]) -> Iterator[Lesson]:
    """Each labelled article as it is read, its statements paired with the labelled ones."""
    by_id = {article["id"]: article["statements"] for article in articles}
    for document, statements in read_many(documents_of(by_id, texts)):
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


def documents_of(ids: Iterable[str], texts: Iterable[dict[str, Any]]) -> Iterator[Document]:
    """The texts of these articles, each once: of several with one id the first."""
    wanted = set(ids)
    for text in texts:
        if text["id"] in wanted:
            wanted.remove(text["id"])
            yield Document(text["id"], text["text"], date.fromisoformat(text["date"]), text["title"])


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


def offer(lessons: Sequence[Lesson], issues: Issues) -> None:
    """Give each lesson the issues of its dispute and, up to CATALOGUE in all, some of others.

    As a record has them: what is near in topic is told from what is not, and nothing is asked too often.
    """
    drawn = random.Random(1)
    everything = _of(lessons)
    for group in disputes(lessons):
        own = _of(group)
        for lesson in group:
            slugs = _filled(sorted(own), sorted(everything - own), drawn)
            lesson.choices = [issues[slug] for slug in slugs]


def _filled(own: list[str], others: list[str], drawn: random.Random) -> list[str]:
    return [*own, *drawn.sample(others, max(min(CATALOGUE - len(own), len(others)), 0))]


def _of(lessons: Sequence[Lesson]) -> set[str]:
    return {issue for lesson in lessons for positions in lesson.positions for issue in positions}


def learn_words(lessons: Sequence[Lesson], issues: Issues) -> dict[str, Any]:
    """The weights from all lessons, and the bar, printed with the figures of lessons that were left out."""
    folds: list[list[Lesson]] = [[] for _ in range(FOLDS)]
    for group in sorted(disputes(lessons), key=lambda g: -sum(len(one.statements) for one in g)):
        min(folds, key=lambda fold: sum(len(one.statements) for one in fold)).extend(group)
    tried: list[Trial] = []
    for n, fold in enumerate(folds):
        tried += _try(_regressions(_others(folds, n), issues, by_meaning=False), fold)
    return _kept(_regressions(lessons, issues, by_meaning=False), tried)


def _others(folds: list[list[Lesson]], left_out: int) -> list[Lesson]:
    return [lesson for n, fold in enumerate(folds) if n != left_out for lesson in fold]


def learn_meaning(
    lessons: Sequence[Lesson], issues: Issues, aside: Sequence[Lesson]
) -> tuple[dict[str, Any], interaction.Network]:
    """The weights from all lessons, the network that reads on from there, and the bar, found aside."""
    from . import train_interaction  # JAX is wanted for nothing else

    first = _regressions(lessons, issues, by_meaning=True)
    drawn = random.Random(2)
    network = train_interaction.learn(
        [train_interaction.Lesson(*_asked(first, lesson, drawn)) for lesson in lessons]
    )
    return _kept(first, list(_try(replace(first, network=network), aside))), network


def _asked(
    learnt: matching.Weights, lesson: Lesson, drawn: random.Random
) -> tuple[interaction.Questions, NDArray[np.int64]]:
    """Of each statement ASKED issues, those it takes a position on among them, and the answers."""
    choices, found = lesson.choices, lesson.evidence(learnt.by_meaning)
    chances = learnt.chances(found)
    rows = [
        _chosen([n for n, one in enumerate(choices) if one.slug in held], list(near), len(choices), drawn)
        for held, near in zip(lesson.positions, matching.shortlist(chances), strict=True)
    ]
    answers = [
        [_ANSWER[held.get(choices[n].slug, "none")] for n in row]
        for held, row in zip(lesson.positions, rows, strict=True)
    ]
    near = np.array(rows, np.int64)
    return matching.questions(lesson.passages, choices, near, found, chances), np.array(answers, np.int64)


def _chosen(held: list[int], near: list[int], count: int, drawn: random.Random) -> list[int]:
    """Numbers of issues: those held, the likeliest, and for the rest any."""
    return list(dict.fromkeys([*held, *near, *drawn.sample(range(count), min(count, ASKED))]))[:ASKED]


def _regressions(lessons: Sequence[Lesson], issues: Issues, by_meaning: bool) -> matching.Weights:
    sides = learn_side(lessons, issues, by_meaning)
    return matching.Weights(learn_issue(lessons, by_meaning), sides, 0.0, 1.0, by_meaning)


def _kept(learnt: matching.Weights, tried: Sequence["Trial"]) -> dict[str, Any]:
    bars = {"bar": _report(tried), "shown": _shown_from(tried)}
    return {"issue": _rounded(learnt.issue), "side": _rounded(learnt.side), **bars}


def learn_issue(lessons: Sequence[Lesson], by_meaning: bool) -> Matrix:
    found = [lesson.evidence(by_meaning) for lesson in lessons]
    features = np.concatenate([each.reshape(-1, each.shape[2]) for each in found])
    answers = [float(c.slug in held) for one in lessons for held in one.positions for c in one.choices]
    return regression(features, np.array(answers)[:, None], PENALTY_OF_ISSUES)[0]


def learn_side(lessons: Sequence[Lesson], issues: Issues, by_meaning: bool) -> Matrix:
    features, answers = [], []
    for lesson in lessons:
        for one, held in zip(lesson.passages, lesson.positions, strict=True):
            for slug, stance in held.items():
                if stance in STANCES:
                    features.append(matching.bearing(one, issues[slug], by_meaning))
                    answers.append([float(stance == each) for each in STANCES])
    penalties = np.full(len(features[0]), PENALTY_OF_SIDES)
    if by_meaning:
        penalties[-embedding.DIMENSIONS :] = PENALTY_OF_MEANING
    return regression(np.array(features), np.array(answers), penalties)


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
    """A statement of a dispute that was left out: the likeliest issue and side, and the labels."""

    issue: str
    side: str
    chance: float  # of the issue, times the certainty of the side
    is_taken: bool  # by the words alone, see ``matching.words_take``
    held: dict[str, str]

    @property
    def is_wrong(self) -> bool:
        """On an issue that it takes no position on, or on the other side."""
        return self.issue not in self.held or {self.side, self.held[self.issue]} == {"support", "oppose"}


def _try(learnt: matching.Weights, lessons: Sequence[Lesson]) -> Iterator[Trial]:
    for lesson in lessons:
        guesses = matching.guesses(learnt, lesson.passages, lesson.choices, 1)
        by_slug = {issue.slug: issue for issue in lesson.choices}
        for one, ((told, certainty),), held, overlap in zip(
            lesson.passages, guesses, lesson.positions, lesson.overlaps, strict=True
        ):
            if overlap >= FOUND:
                issue = by_slug[told.issue or ""]
                is_taken = matching.words_take(one, issue, told.stance)
                chance = (told.confidence or 0.0) * certainty
                yield Trial(issue.slug, told.stance, chance, is_taken, held)


def _shown_from(tried: Sequence[Trial]) -> float:
    """The lowest chance from which RIGHT are right, issue and side, of what the words take."""
    for bar in np.arange(0.4, 1.0, 0.02).round(2):
        told = [trial for trial in tried if trial.is_taken and trial.chance >= bar]
        right = sum(trial.held.get(trial.issue) == trial.side for trial in told)
        if told and right >= RIGHT * len(told):
            _tell(f"  shown from {bar:.2f}: {right} of {len(told)} right")
            return float(bar)
    return 1.0


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
