"""Chooses for each cue one of its readings with its boundaries, or none, by weights learnt from labels.

All choices of a cue compete: the probability of each is a softmax over their sums of weights, and over "no
statement", whose sum is 0. ``train`` makes the weights; here they are only added up.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import exp
from pathlib import Path
from typing import Any

from . import features
from .bounds import before_medium, merged, ranges_to_spans
from .candidates import Candidate, Passage
from .options import Range, Reading, ends, readings, starts
from .records import Span
from .subjects import tag_of

WEIGHTS = Path(__file__).parent / "data" / "weights.json"
ALIKE = 0.8  # share of common characters from which two choices count as the same finding
SEEN = 12  # choices, the likeliest ones, that are compared with each other
OWN = 0.3  # how much a choice's own probability counts beside that of its likes
HIGHEST = 30.0  # a sum of weights beyond which a probability no longer changes
LEFT_OUT = ("left out",)

Speaker = Callable[[Any, str], Any]


@dataclass(slots=True)
class Choice:
    """A reading with its boundaries: ``spans`` of the text (from token ``ranges``), facts that others share.

    ``probability`` is that of the finding: of this choice and of those that differ from it in a word or two.
    """

    reading: Reading
    ranges: tuple[Range, ...]
    spans: tuple[Span, ...]
    subject: Any | None
    parts: tuple[tuple[str, ...], ...]
    joined: tuple[Candidate, ...] = ()
    probability: float = 0.0


@cache
def learnt() -> dict[str, Any]:
    """``weights`` by fact, the ``threshold``, and for ``quotations`` how often each attribution is right."""
    loaded: dict[str, Any] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return loaded


def choose_one(
    token: Any,
    passage: Passage,
    speaker_of: Speaker,
    followers: Sequence[Candidate] = (),
    least: float | None = None,
    is_free: Callable[[tuple[Span, ...]], bool] = lambda spans: True,
) -> Choice | None:
    """The likeliest finding at a cue; None when it is less probable than ``least`` (else the threshold).

    Choices whose spans are not free, since they hold half of what somebody else says, are left out.
    """
    offered = [one for one in choices(token, passage, speaker_of, followers) if is_free(one.spans)]
    if not offered:
        return None
    best = likeliest(offered, probabilities([sum_of(choice, learnt()["weights"]) for choice in offered]))
    if best.probability < (learnt()["threshold"] if least is None else least):
        return None
    return _without_medium(best, token, passage)


def _without_medium(choice: Choice, token: Any, passage: Passage) -> Choice:
    """The choice without "… in a statement" at its end: words of the narrator, which labels often hold."""
    first, last = choice.ranges[-1]
    end = before_medium(token, first, last) if first > token.i else last
    if end == last:
        return choice
    ranges = [*choice.ranges[:-1], (first, end)]
    quoted = [span for follower in choice.joined for span in follower.fragments]
    return replace(choice, spans=tuple(merged([*ranges_to_spans(passage, ranges), *quoted])))


def sum_of(choice: Choice, weights: Mapping[str, float]) -> float:
    """What the facts about a choice weigh together; facts that were not learnt weigh nothing."""
    return sum(weights.get(fact, 0.0) for part in choice.parts for fact in part)


def probabilities(sums: Sequence[float]) -> list[float]:
    """Of each choice; what is missing to 1 is the probability that there is no statement."""
    powers = [exp(max(-HIGHEST, min(HIGHEST, one))) for one in sums]
    total = 1 + sum(powers)
    return [power / total for power in powers]


def likeliest(offered: Sequence[Choice], shares: Sequence[float]) -> Choice:
    """The choice that is the most probable with those nearly the same; its probability is theirs together."""
    top = sorted(range(len(offered)), key=lambda i: -shares[i])[:SEEN]
    places = {i: frozenset(at for start, end in offered[i].spans for at in range(start, end)) for i in top}
    near = {i: sum(shares[j] for j in top if _alike(places[i], places[j])) for i in top}
    best = max(top, key=lambda i: near[i] + OWN * shares[i])
    return replace(offered[best], probability=min(1.0, near[best]))


def _alike(one: frozenset[int], other: frozenset[int]) -> bool:
    return len(one & other) >= ALIKE * len(one | other)


def choices(
    token: Any, passage: Passage, speaker_of: Speaker, followers: Sequence[Candidate] = ()
) -> list[Choice]:
    """Every choice there is for a cue; readings that lead to the same words are listed once, the surest.

    None holds "the ministry reported" of "A, Lavrov said, the ministry reported".
    """
    made: dict[tuple[Span, ...], Choice] = {}
    tag = tag_of(token)
    for reading in readings(token, passage):
        for choice in _of_reading(reading, token, passage, speaker_of(token, reading.relation)):
            if tag is None or not any(first <= tag.head.i <= last for first, last in choice.ranges):
                made.setdefault(choice.spans, choice)
    alone = list(made.values())
    return [*alone, *(_joined(choice, followers) for choice in alone)] if followers else alone


def _of_reading(reading: Reading, token: Any, passage: Passage, subject: Any | None) -> Iterator[Choice]:
    about_cue = tuple(features.of_cue(token, reading, subject, passage))
    last = reading.ranges[-1]
    begin = {at: tuple(features.of_start(token, reading, at, passage)) for at in starts(token, reading)}
    places = ends(token, *last) if last[0] > token.i else [last[1]]
    finish = {at: tuple(features.of_end(token, reading, at, passage)) for at in places}
    for ranges in _bounded(reading, list(begin), list(finish)):
        if spans := tuple(ranges_to_spans(passage, list(ranges))):
            left, right = begin.get(ranges[0][0], LEFT_OUT), finish.get(ranges[-1][1], LEFT_OUT)
            content = tuple(features.of_content(token, reading, ranges, spans, passage))
            yield Choice(reading, ranges, spans, subject, (about_cue, left, right, content))


def _bounded(reading: Reading, begin: list[int], finish: list[int]) -> Iterator[tuple[Range, ...]]:
    """The reading's ranges with each beginning and end; of several ranges also the first or last alone."""
    for start in begin:
        for end in finish:
            ranges = [*reading.ranges]
            ranges[0] = (start, ranges[0][1])
            ranges[-1] = (ranges[-1][0], end)
            if all(first <= last for first, last in ranges):
                yield tuple(ranges)
                if len(ranges) > 1:
                    yield (ranges[0],)
                    yield (ranges[-1],)


def _joined(choice: Choice, followers: Sequence[Candidate]) -> Choice:
    """ "A, he said. “B.”" as one statement of two fragments."""
    spans = merged([*choice.spans, *(span for follower in followers for span in follower.fragments)])
    facts = ("joined", f"{choice.reading.relation}&joined")
    return replace(choice, spans=tuple(spans), parts=(*choice.parts, facts), joined=tuple(followers))
