"""Learns the weights of ``interaction``, for ``train_matching``. Needs JAX (``requirements-train.txt``)."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from .interaction import ANSWERS, SHORT, Array, Network, Questions, Texts, forward, shapes

Numbers = NDArray[np.int64]

BEGINNINGS = 3
ROUNDS = 5  # through all statements; not tuned
AT_ONCE = 32  # statements of a step
RATE = 2e-3  # of the first step; it falls to nothing along a cosine
THINNED = 0.3  # of what each layer tells is left out while it learns
PENALTY = 2e-5  # on the squares of the weights
MEMORY = (0.9, 0.999)  # of the steps before (Adam, Kingma and Ba 2015)
EITHER = len(ANSWERS)  # a position without a side ("neutral"): any but none
SELDOM = np.array([1, -1, -1, -2], np.float32)  # what speaks for each answer at first


@dataclass(frozen=True, slots=True)
class Lesson:
    """The statements of an article, what is asked of them, and the answers."""

    asked: Questions
    answers: Numbers  # statements × choices: a number of ANSWERS, or EITHER


def learn(lessons: Sequence[Lesson], beginnings: int = BEGINNINGS, rounds: int = ROUNDS) -> Network:
    """The weights from all lessons, each with as many choices for a statement."""
    evidence = np.concatenate(
        [one.asked.evidence.reshape(-1, one.asked.evidence.shape[2]) for one in lessons]
    )
    bare = Network(evidence.mean(axis=0), evidence.std(axis=0) + 1e-3, ())
    together = _joined(lessons, bare)
    learnt = tuple(_learn(together, seed, rounds) for seed in range(beginnings))
    return Network(bare.mean, bare.spread, learnt)


def _joined(lessons: Sequence[Lesson], bare: Network) -> Lesson:
    """All in one: titles one after the other, evidence made plain, states at half their length in memory."""
    before = np.cumsum([0, *(len(one.asked.titles.there) for one in lessons)])
    asked = [one.asked for one in lessons]
    return Lesson(
        Questions(
            _all([one.statements for one in asked]),
            _all([one.headings for one in asked]),
            _all([one.titles for one in asked]),
            np.concatenate([one.choices + first for one, first in zip(asked, before, strict=False)]),
            np.concatenate([bare.plain(one.evidence) for one in asked]),
        ),
        np.concatenate([one.answers for one in lessons]),
    )


def _all(texts: Sequence[Texts]) -> Texts:
    states = np.concatenate([one.states.astype(SHORT) for one in texts])
    return Texts(states, np.concatenate([one.there for one in texts]))


def _learn(together: Lesson, seed: int, rounds: int) -> dict[str, Array]:
    count = len(together.answers)
    steps = rounds * (count // AT_ONCE)
    weights = _beginning(seed, together.asked.evidence.shape[2])
    former = {name: (jnp.zeros_like(one), jnp.zeros_like(one)) for name, one in weights.items()}
    key = jax.random.PRNGKey(seed)
    for step, chosen in enumerate(_batches(count, rounds, seed)):
        key, own = jax.random.split(key)
        batch = _batch(together, chosen)
        weights, former = _stepped(weights, former, batch, own, step, steps)
    return {name: np.asarray(one) for name, one in weights.items()}


def _beginning(seed: int, features: int) -> dict[str, Any]:
    drawn = np.random.default_rng(seed)
    made = {
        name: drawn.normal(0, shape[0] ** -0.5, shape).astype(np.float32)
        if len(shape) > 1 and name not in {"place", "by_evidence"}
        else np.zeros(shape, np.float32)
        for name, shape in shapes(features).items()
    }
    return {**{name: jnp.asarray(one) for name, one in made.items()}, "answer_0": jnp.asarray(SELDOM)}


def _batches(count: int, rounds: int, seed: int) -> Iterator[Numbers]:
    order = list(range(count))
    drawn = random.Random(seed)
    for _ in range(rounds):
        drawn.shuffle(order)
        for first in range(0, count - AT_ONCE + 1, AT_ONCE):
            yield np.sort(order[first : first + AT_ONCE])


def _batch(together: Lesson, chosen: Numbers) -> tuple[Any, ...]:
    """Arrays of the same shapes each time, or JAX would compile anew: a title for each choice."""
    asked = together.asked
    choices = asked.choices[chosen]
    titles = choices.ravel()
    return (
        (asked.statements.states[chosen], asked.statements.there[chosen]),
        (asked.headings.states[chosen], asked.headings.there[chosen]),
        (asked.titles.states[titles], asked.titles.there[titles]),
        np.arange(titles.size).reshape(choices.shape),
        asked.evidence[chosen],
        together.answers[chosen],
    )


@partial(jax.jit, static_argnums=(5,))
def _stepped(weights: Any, former: Any, batch: Any, key: Any, step: int, steps: int) -> tuple[Any, Any]:
    slopes = jax.grad(_loss)(weights, batch, key)
    rate = RATE * 0.5 * (1 + jnp.cos(jnp.pi * step / steps))
    slow, quick = MEMORY
    kept = {
        name: (slow * former[name][0] + (1 - slow) * slope, quick * former[name][1] + (1 - quick) * slope**2)
        for name, slope in slopes.items()
    }
    moved = {
        name: weights[name]
        - rate * (mean / (1 - slow ** (step + 1))) / (jnp.sqrt(square / (1 - quick ** (step + 1))) + 1e-8)
        for name, (mean, square) in kept.items()
    }
    return moved, kept


def _loss(weights: Any, batch: Any, key: Any) -> Any:
    *parts, choices, evidence, answers = batch
    statements, headings, titles = (Texts(states.astype(jnp.float32), there) for states, there in parts)
    keys = iter(jax.random.split(key, 8))

    def thinned(array: Any) -> Any:
        return jnp.where(jax.random.bernoulli(next(keys), 1 - THINNED, array.shape), array / (1 - THINNED), 0)

    asked = Questions(statements, headings, titles, choices, evidence)
    told = jax.nn.log_softmax(forward(weights, asked, jnp, thinned))
    right = jnp.take_along_axis(told, jnp.minimum(answers, EITHER - 1)[..., None], -1)[..., 0]
    any_side = jnp.log1p(-jnp.exp(jnp.minimum(told[..., 0], -1e-6)))
    squares = sum((one**2).sum() for one in weights.values() if one.ndim > 1)
    return -jnp.where(answers == EITHER, any_side, right).mean() + PENALTY * squares
