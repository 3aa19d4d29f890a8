"""Which side a statement takes on an issue, told by how its words meet those of the issue's title.

A small network over the states that the sentence model gives each token: every token of the title looks for
its like among those of the statement and of its article's title, and what it finds is compared with it
(decomposable attention, Parikh et al. 2016, over states that know their sentence). Beside that it is given
the evidence of ``matching``. Its weights are learnt by ``train_interaction`` several times from different
beginnings, and the mean of what they tell is taken; they stand in ``data/interaction.npz``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import embedding
from .lexicon import DATA

Array = NDArray[np.float32]
SHORT = np.float16  # as weights are kept
Weights = Mapping[str, Any]  # arrays by name, see ``shapes``

WEIGHTS = DATA / "interaction.npz"
ANSWERS = ("none", "support", "oppose", "conditional")
WIDTH, HIDDEN = 96, 64
LONGEST_STATEMENT, LONGEST_TITLE = 64, 20  # tokens that are looked at
SHARPNESS = 3.0  # of the attention, at the beginning
FAR = -1e4  # what a place without a token counts
STRANGE = 5.0  # spreads from the mean, beyond which evidence is not believed


@dataclass(frozen=True, slots=True)
class Texts:
    """The states of the tokens of several texts, filled up with zeros, and where there is one: 1, else 0."""

    states: Array  # texts × tokens × embedding.DIMENSIONS
    there: Array  # texts × tokens

    @classmethod
    def of(cls, texts: Sequence[str], longest: int) -> "Texts":
        made = cls(
            np.zeros((len(texts), longest, embedding.DIMENSIONS), np.float32),
            np.zeros((len(texts), longest), np.float32),
        )
        for n, text in enumerate(texts):
            found = embedding.states(text)[:longest]
            made.states[n, : len(found)] = found
            made.there[n, : len(found)] = 1
        return made


@dataclass(frozen=True, slots=True)
class Questions:
    """Statements, and for each of them the issues that it may take a side on."""

    statements: Texts
    headings: Texts  # the titles of their articles
    titles: Texts  # of issues
    choices: NDArray[np.int64]  # statements × choices: numbers of titles
    evidence: Array  # statements × choices × features


def shapes(features: int) -> dict[str, tuple[int, ...]]:
    """The shape of each array of weights; those with one side are constants, and begin as zeros."""
    return {
        "words": (embedding.DIMENSIONS, WIDTH),
        "title": (embedding.DIMENSIONS, WIDTH),
        "place": (2, WIDTH),  # what sets words of a statement and of a heading apart
        "compared": (3 * WIDTH, WIDTH),
        "compared_0": (WIDTH,),
        "alone": (WIDTH, WIDTH),
        "alone_0": (WIDTH,),
        "sought": (WIDTH, WIDTH),
        "hidden": (5 * WIDTH + features, HIDDEN),
        "hidden_0": (HIDDEN,),
        "answer": (HIDDEN, len(ANSWERS)),
        "by_evidence": (features, len(ANSWERS)),
        "answer_0": (len(ANSWERS),),
    }


def forward(
    weights: Weights, asked: Questions, xp: Any = np, thinned: Callable[[Any], Any] = lambda array: array
) -> Any:
    """How much speaks for each answer: statements × choices × answers, before they are made chances.

    ``xp`` is numpy or what has its functions and gives gradients, too; ``thinned`` leaves parts out while
    learning.
    """
    there = xp.concatenate([asked.statements.there, asked.headings.there], axis=1)
    said = asked.statements.states @ weights["words"] + weights["place"][0]
    above = asked.headings.states @ weights["words"] + weights["place"][1]
    context = thinned(xp.tanh(xp.concatenate([said, above], axis=1)))
    titles = thinned(xp.tanh(asked.titles.states @ weights["title"]))[asked.choices]
    is_word = asked.titles.there[asked.choices][..., None]  # statements × choices × tokens × 1
    length = xp.maximum(is_word.sum(2), 1)

    near = xp.einsum("ncjd,nid->ncji", titles, context) * (SHARPNESS / WIDTH**0.5)
    met = xp.einsum("ncji,nid->ncjd", _shares(near + FAR * (1 - there[:, None, None]), xp), context)
    beside = xp.concatenate([titles, met, titles * met], axis=-1)
    compared = xp.maximum(beside @ weights["compared"] + weights["compared_0"], 0) * is_word
    topic = (titles * is_word).sum(2) / length
    sought = xp.einsum("ncd,nid->nci", topic @ weights["sought"], context) + FAR * (1 - there[:, None])
    answer = xp.einsum("nci,nid->ncd", _shares(sought, xp), context)
    alone = xp.maximum(context @ weights["alone"] + weights["alone_0"], 0) * there[..., None]
    alone = alone[:, : asked.statements.there.shape[1]].max(1)
    alone = xp.broadcast_to(alone[:, None], answer.shape)
    parts = [compared.sum(2) / length, compared.max(2), answer, answer * topic, alone, asked.evidence]
    found = thinned(xp.concatenate(parts, axis=-1)) @ weights["hidden"] + weights["hidden_0"]
    hidden = thinned(xp.maximum(found, 0)) @ weights["answer"]
    return hidden + asked.evidence @ weights["by_evidence"] + weights["answer_0"]


def _shares(values: Any, xp: Any) -> Any:
    """They add up to 1 along the last axis."""
    raised = xp.exp(values - values.max(-1, keepdims=True))
    return raised / raised.sum(-1, keepdims=True)


@dataclass(frozen=True, slots=True)
class Network:
    """What was learnt, from several beginnings."""

    mean: Array
    spread: Array
    learnt: tuple[dict[str, Array], ...]

    def plain(self, evidence: Array) -> Array:
        """The evidence as it was learnt from: in spreads from its mean."""
        return np.clip((evidence - self.mean) / self.spread, -STRANGE, STRANGE).astype(np.float32)

    def chances(self, asked: Questions) -> Array:
        """Of each answer: statements × choices × ANSWERS."""
        plain = replace(asked, evidence=self.plain(asked.evidence))
        told = [_shares(forward(weights, plain), np) for weights in self.learnt]
        return np.asarray(np.mean(told, axis=0))

    def save(self, path: Any) -> None:
        arrays = {
            f"{n} {name}": one.astype(SHORT) for n, w in enumerate(self.learnt) for name, one in w.items()
        }
        np.savez_compressed(path, mean=self.mean, spread=self.spread, **arrays)  # type: ignore[arg-type]


@cache
def network() -> Network:
    """What is packaged."""
    return load(WEIGHTS)


def load(path: Any) -> Network:
    """What ``Network.save`` has kept."""
    with np.load(path) as kept:
        learnt: dict[str, dict[str, Array]] = {}
        for n, name in (each.split(" ") for each in kept.files if " " in each):
            learnt.setdefault(n, {})[name] = kept[f"{n} {name}"].astype(np.float32)
        return Network(kept["mean"], kept["spread"], tuple(learnt.values()))
