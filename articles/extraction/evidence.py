"""What speaks for a statement's being on an issue: an array of numbers for every statement and every issue.

Nearness in meaning (``embedding``), shared words by how rare they are, the countries that the issue concerns,
how the words are reported, what they ask for.
"""

import re
from collections.abc import Sequence
from functools import cache
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import embedding
from .passage import Passage
from .records import IssueHint
from .words import countries_in, rarity, stem, stems

Matrix = NDArray[np.float64]


def features(passages: Sequence[Passage], issues: Sequence[IssueHint], by_meaning: bool) -> Matrix:
    """Features of every passage and issue: an array passages × issues × features, all finite."""
    parts = [*_by_words(passages, issues), *_by_countries(passages, issues)]
    if by_meaning:
        parts += _by_meaning(passages, issues)
    pairs = np.stack(parts, axis=2)
    alone = np.array([_manner(one) for one in passages])
    return np.concatenate([pairs, np.repeat(alone[:, None, :], len(issues), axis=1)], axis=2)


def _by_meaning(passages: Sequence[Passage], issues: Sequence[IssueHint]) -> list[Matrix]:
    titles = embedding.embed([issue.title for issue in issues])
    views = (
        [one.statement.quote for one in passages],
        [one.sentence for one in passages],
        [one.title for one in passages],
        [f"{one.title}. {one.statement.quote}" for one in passages],
    )
    return [part for view in views for part in _standing(embedding.embed(view) @ titles.T)]


def _standing(values: Any) -> list[Matrix]:
    """The values, how far each is from the best of the others, and its rank as a fraction."""
    ranked = np.sort(values, axis=1)[:, ::-1]
    best = ranked[:, :1]
    second = ranked[:, 1:2] if values.shape[1] > 1 else best
    rank = (-values).argsort(axis=1).argsort(axis=1)
    return [values, values - np.where(values == best, second, best), 1 / (1 + rank)]


def _by_words(passages: Sequence[Passage], issues: Sequence[IssueHint]) -> list[Matrix]:
    """The share of an issue's words, weighed by how rare they are, in quote, sentence, title, paragraph."""
    wanted = [{word: rarity(word) for word in stems(issue.title)} for issue in issues]
    totals = [sum(words.values()) or 1.0 for words in wanted]
    parts: list[Matrix] = []
    for view in ("quote", "sentence", "title", "paragraph"):
        texts = [one.statement.quote if view == "quote" else getattr(one, view) for one in passages]
        found = [stems(text) for text in texts]
        shares = np.array(
            [
                [
                    sum(words[w] for w in words.keys() & has) / total
                    for words, total in zip(wanted, totals, strict=True)
                ]
                for has in found
            ]
        )
        parts += [shares, shares - shares.max(axis=1, keepdims=True)]
    return parts


def _by_countries(passages: Sequence[Passage], issues: Sequence[IssueHint]) -> list[Matrix]:
    """The share of the countries concerned that quote, sentence, title, lead and speaker name."""
    named = [
        [
            countries_in(one.statement.quote),
            countries_in(one.sentence),
            countries_in(one.title),
            countries_in(one.lead),
            {speaker.country for speaker in one.statement.speakers if speaker.country},
        ]
        for one in passages
    ]
    about = [set(issue.about) for issue in issues]
    shares = np.array(
        [[[len(a & names) / len(a) if a else 0.0 for a in about] for names in views] for views in named]
    )
    parts: list[Matrix] = [shares[:, view, :] for view in range(shares.shape[1])]
    concerns_any = np.array([[float(not a) for a in about]] * len(passages))
    elsewhere = (shares.max(axis=1) == 0) & (concerns_any == 0)
    return [*parts, concerns_any, (shares[:, :2].max(axis=1) > 0).astype(float), elsewhere.astype(float)]


MANNERS = {
    "asks": "call urge demand ask request appeal require press want seek propose recommend"
    " suggest insist need",
    "backs": "support back welcome endorse favor favour approve agree accept praise hail defend pledge"
    " promise vow commit offer sign",
    "refuses": "oppose reject condemn criticize criticise denounce refuse protest object deny decline"
    " dismiss rebuff warn accuse blame attack slam deplore regret",
    "reports": "confirm report explain note add describe estimate claim reveal disclose announce",
}
SAID = tuple(
    re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for words in (
        "must|should|need|needs|ought|have to|has to|necessary|essential|important|urge|demand|call",
        "will|would|shall|going to|ready|willing|intend|plan",
        "not|no|never|cannot|without|reject|opposed?|against|unacceptable",
        "right|wrong|good|bad|best|illegal|legitimate|unacceptable|dangerous|welcome|regret|threat|unfair"
        "|mistake|support|solution|peace",
        "was|were|had|killed|found|arrested|died",
        r"\d+",
    )
)


def _manner(one: Passage) -> list[float]:
    """How something is said, whatever it is about: features of the passage alone."""
    said = one.statement
    cue = stems(one.cue)
    words = len(said.quote.split())
    return [
        *(float(bool(cue & manner_words(manner))) for manner in MANNERS),
        *(float(pattern.search(said.quote) is not None) for pattern in SAID),
        float(any(speaker.country for speaker in said.speakers)),
        float(any(speaker.role for speaker in said.speakers)),
        float(not said.speakers),
        log(1 + words),
        float(words < 6),
        float(said.kind == "direct"),
        float(said.kind == "mixed"),
        float(said.parent is not None),
        1.0 if said.confidence is None else said.confidence,
    ]


@cache
def manner_words(manner: str) -> frozenset[str]:
    return frozenset(stem(word) for word in MANNERS[manner].split())
