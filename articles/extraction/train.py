"""Learns the weights of ``ranking`` from labelled articles.

    python -m articles.extraction.train CORPUS.jsonl [--leave-out K R] [--folds N] [--out FILE.json]
        [--labels LABELS.json[.gz]… --texts TEXTS.jsonl[.gz]…]

The corpus has an article a line: {"id", "text", "statements": [{"fragments" or "start" and "end",
"cue_span"}]}, offsets in code points. Labels and texts, as for ``train_matching``, are of further articles,
each labelled whole. ``--leave-out 10 1`` leaves aside the articles whose crc32(id) % 10 is
1, so that figures on them are honest. Prints, for articles not fitted to (cross-validation), how often
findings of each band of probability were right. It needs numpy; reading the weights does not.
"""

import argparse
import json
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from . import VERSION, cues, direct, parsing, pipeline, ranking
from .candidates import Passage, passage
from .overlap import jaccard, positions, tokens
from .records import Document, Span
from .train_matching import documents_of, lines_of, loaded

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
Words = frozenset[int]

FOUND = 0.8  # overlap in words from which a choice is right
EXACT = 0.85  # the share of what is to be learnt that goes to exact choices, where there are others too
RARE = 3  # facts of fewer articles are not learnt
PENALTY = 8.0  # on the square of the weights; chosen by cross-validation among 1, 3, 6, 8, 12 and 25
STEPS, RATE = 150, 0.1
SMALL = 0.02  # weights below this are left out of the file
THRESHOLD = 0.12  # low, since ``worth`` weighs what is found once more


@dataclass(slots=True)
class Cue:
    """The choices at one cue, and how well each agrees with a labelled statement (overlap in words)."""

    choices: list[ranking.Choice]
    agreement: list[float]


@dataclass(slots=True)
class Lesson:
    """One article: its cues, and for each attributed quotation its relation and whether it was right."""

    id: str
    cues: list[Cue] = field(default_factory=list)
    quotations: list[tuple[str, bool]] = field(default_factory=list)


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    with options.corpus.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    if options.leave_out:
        modulus, rest = options.leave_out
        rows = [row for row in rows if _slice(row["id"], modulus) != rest]
    lessons = list(_lessons([*rows, *labelled(options.labels, options.texts)]))
    for line in calibration(lessons, options.folds):
        _say(line)
    weights = fit(lessons)
    learnt = {
        "version": VERSION,
        "articles": len(lessons),
        "threshold": THRESHOLD,
        "quotations": _shares(lessons),
        "weights": weights,
    }
    options.out.write_text(json.dumps(learnt, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    _say(f"{len(weights)} weights from {len(lessons)} articles are in {options.out}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m articles.extraction.train", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--leave-out", nargs=2, type=int, metavar=("K", "R"))
    parser.add_argument("--labels", type=Path, nargs="+", default=[])
    parser.add_argument("--texts", type=Path, nargs="+", default=[])
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--out", type=Path, default=ranking.WEIGHTS)
    return parser


def labelled(labels: Sequence[Path], texts: Sequence[Path]) -> list[dict[str, Any]]:
    """Articles that were labelled whole, as the corpus has them."""
    by_id = {one["id"]: one["statements"] for path in labels for one in loaded(path)["articles"]}
    return [
        {"id": one.id, "text": one.text, "statements": [{"fragments": s["spans"]} for s in by_id[one.id]]}
        for one in documents_of(by_id, lines_of(texts))
    ]


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def _slice(name: str, modulus: int) -> int:
    return zlib.crc32(name.encode()) % modulus


# What there is to learn


def _lessons(rows: Sequence[dict[str, Any]]) -> Iterator[Lesson]:
    frames = [pipeline.frames_of(Document(row["id"], row["text"])) for row in rows]
    parsed = parsing.parse(parsing.flatten(frames))
    for row, ours in zip(rows, frames, strict=True):
        passages = [passage(frame, doc, n) for n, (frame, doc) in enumerate(next(parsed) for _ in ours)]
        yield lesson(row, passages)


def lesson(row: dict[str, Any], passages: list[Passage]) -> Lesson:
    """The choices of one labelled article, each with its agreement."""
    words = tokens(row["text"])
    gold = [positions(_fragments(s), words) for s in row["statements"]]
    quoted = direct.find(passages, row["text"])
    made = Lesson(
        row["id"], quotations=[(c.relation, _best(c.fragments, gold, words)[0] >= FOUND) for c in quoted]
    )
    places: list[Span] = []
    nearest: list[list[int]] = []
    for one in passages:
        ours = [c for c in quoted if c.passage is one]
        for token, followers in cues.free_tokens(one, ours) if one.doc is not None else ():
            if offered := ranking.choices(token, one, cues.speaker_token, followers):
                best = [_best(choice.spans, gold, words) for choice in offered]
                made.cues.append(Cue(offered, [agreement for agreement, _ in best]))
                places.append(one.frame.source(token.idx, token.idx + len(token)))
                nearest.append([index for _, index in best])
    _leave_to_their_own(made.cues, nearest, places, [s.get("cue_span") for s in row["statements"]])
    return made


def _fragments(statement: dict[str, Any]) -> list[Span]:
    return [(a, b) for a, b in statement.get("fragments") or [(statement["start"], statement["end"])]]


def _best(spans: Iterable[Span], gold: Sequence[Words], words: Any) -> tuple[float, int]:
    ours = positions(spans, words)
    return max(
        ((jaccard(ours, one), index) for index, one in enumerate(gold) if ours & one), default=(0.0, -1)
    )


def _leave_to_their_own(
    found: list[Cue], nearest: list[list[int]], places: list[Span], labelled: list[Any]
) -> None:
    """A statement is learnt from the cue that its label names, if that is among ours, and from no other."""
    owners: dict[int, set[int]] = defaultdict(set)
    for number, cue in enumerate(found):
        for agreement, index in zip(cue.agreement, nearest[number], strict=True):
            if agreement >= FOUND and _touch(places[number], labelled[index]):
                owners[index].add(number)
    for number, cue in enumerate(found):
        for at, index in enumerate(nearest[number]):
            if owners.get(index) and number not in owners[index]:
                cue.agreement[at] = 0.0


def _touch(place: Span, label: Any) -> bool:
    return bool(label) and label[0] < place[1] and place[0] < label[1]


def _shares(lessons: Sequence[Lesson]) -> dict[str, float]:
    every = Counter(relation for one in lessons for relation, _ in one.quotations)
    right = Counter(relation for one in lessons for relation, is_right in one.quotations if is_right)
    return {relation: round((right[relation] + 1) / (every[relation] + 2), 3) for relation in sorted(every)}


# Learning


@dataclass(slots=True)
class Table:
    """All choices as numbers: which facts each part has, which parts each choice, which cue it belongs to.

    ``wanted`` is the share of its cue's probability that a choice should have; a part of -1 is missing.
    """

    facts: list[str]
    part_of: Ints
    fact_of: Ints
    parts: int
    choices: Ints
    cue_of: Ints
    cues: int
    wanted: Floats


def table(lessons: Sequence[Lesson]) -> Table:
    """Number facts, parts and choices. A fact must occur in ``RARE`` articles."""
    seen = Counter(fact for one in lessons for fact in {f for c in _choices(one) for p in c.parts for f in p})
    facts = {fact: number for number, fact in enumerate(sorted(f for f, n in seen.items() if n >= RARE))}
    parts: dict[tuple[str, ...], int] = {}
    rows: list[list[int]] = []
    cue_of: list[int] = []
    wanted: list[float] = []
    pairs: list[tuple[int, int]] = []
    for number, cue in enumerate(cue for one in lessons for cue in one.cues):
        wanted.extend(_wanted(cue.agreement))
        for choice in cue.choices:
            for part in choice.parts:
                if part not in parts:
                    parts[part] = len(parts)
                    pairs.extend((parts[part], facts[fact]) for fact in part if fact in facts)
            rows.append([parts[part] for part in choice.parts] + [-1] * (5 - len(choice.parts)))
            cue_of.append(number)
    part_of, fact_of = np.array(pairs, dtype=np.intp).reshape(-1, 2).T
    number_of_cues = sum(len(one.cues) for one in lessons)
    return Table(
        list(facts), part_of, fact_of, len(parts), np.array(rows), np.array(cue_of), number_of_cues,
        np.array(wanted),
    )  # fmt: skip


def _choices(one: Lesson) -> Iterator[ranking.Choice]:
    return (choice for cue in one.cues for choice in cue.choices)


def _wanted(agreement: list[float]) -> list[float]:
    exact = [a > 1 - 1e-9 for a in agreement]
    near = [a >= FOUND - 1e-9 and not e for a, e in zip(agreement, exact, strict=True)]
    for_exact = 0.0 if not any(exact) else EXACT if any(near) else 1.0
    for_near = 0.0 if not any(near) else 1 - for_exact
    return [
        for_exact / sum(exact) if e else for_near / sum(near) if n else 0.0
        for e, n in zip(exact, near, strict=True)
    ]


def fit(lessons: Sequence[Lesson]) -> dict[str, float]:
    """Weights that make the labelled choices likely: Adam on the penalised cross-entropy."""
    rows = table(lessons)
    weights, first, second = (np.zeros(len(rows.facts)) for _ in range(3))
    for step in range(1, STEPS + 1):
        slope = gradient(rows, weights)
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope * slope
        length = RATE * (1 - step / (STEPS + 1))
        weights = weights - length * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    learnt = zip(rows.facts, weights, strict=True)
    return {fact: round(float(weight), 3) for fact, weight in learnt if abs(weight) >= SMALL}


def gradient(rows: Table, weights: Floats) -> Floats:
    """The slope of the cross-entropy and of ``PENALTY`` × half the square of the weights."""
    # One part more than there are: the last stands for those that are missing, and weighs nothing.
    of_parts = np.bincount(rows.part_of, weights[rows.fact_of], rows.parts + 1)
    powers = np.exp(np.clip(of_parts[rows.choices].sum(axis=1), -ranking.HIGHEST, ranking.HIGHEST))
    totals = 1 + np.bincount(rows.cue_of, powers, rows.cues)
    error = powers / totals[rows.cue_of] - rows.wanted
    by_part: Floats = np.zeros(rows.parts + 1)
    for column in rows.choices.T % (rows.parts + 1):
        by_part += np.bincount(column, error, rows.parts + 1)
    slope: Floats = np.bincount(rows.fact_of, by_part[rows.part_of], len(rows.facts)) + PENALTY * weights
    return slope


# What it is worth


def calibration(lessons: Sequence[Lesson], folds: int) -> Iterator[str]:
    """Lines of a table: band of probability, findings in it, mean probability, share that was right."""
    bands: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for fold in range(folds):
        others = [one for one in lessons if _slice("fold" + one.id, folds) != fold]
        weights = fit(others)
        for one in lessons:
            if _slice("fold" + one.id, folds) == fold:
                for probability, is_right in _findings(one, weights):
                    bands[min(9, int(probability * 10))].append((probability, is_right))
    for band, found in sorted(bands.items()):
        expected = sum(probability for probability, _ in found) / len(found)
        observed = sum(is_right for _, is_right in found) / len(found)
        yield f"{band / 10:.1f}-{band / 10 + 0.1:.1f}  {len(found):6}  {expected:.3f}  {observed:.3f}"


def _findings(one: Lesson, weights: dict[str, float]) -> Iterator[tuple[float, bool]]:
    for cue in one.cues:
        shares = ranking.probabilities([ranking.sum_of(choice, weights) for choice in cue.choices])
        best = ranking.likeliest(cue.choices, shares)
        at = next(n for n, c in enumerate(cue.choices) if c.spans == best.spans)
        yield best.probability, cue.agreement[at] >= FOUND - 1e-9


if __name__ == "__main__":
    sys.exit(main())
