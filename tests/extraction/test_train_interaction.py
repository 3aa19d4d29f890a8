import numpy as np
import pytest

from articles.extraction.interaction import Questions, Texts
from tests.extraction.test_interaction import texts

train_interaction = pytest.importorskip("articles.extraction.train_interaction", reason="learning needs JAX")


def lesson(seed):
    """Of two choices the one whose evidence is 1 is supported, and opposed where the second is 1, too."""
    evidence = np.zeros((32, 2, 2), np.float32)
    which, side = np.random.default_rng(seed).integers(0, 2, (2, 32))
    evidence[range(32), which, 0], evidence[:, :, 1] = 1, side[:, None]
    answers = np.zeros((32, 2), np.int64)
    answers[range(32), which] = 1 + side
    silent = [Texts(0 * one.states, one.there) for one in (texts(32, 3, 1), texts(2, 3, 1))]
    choices = np.tile([0, 1], (32, 1))
    return train_interaction.Lesson(Questions(silent[0], *silent, choices, evidence), answers)


def answers(network, asked):
    """The likeliest answer to each question."""
    return network.chances(asked).argmax(axis=-1)


def test_what_evidence_tells_is_learnt():
    network = train_interaction.learn([lesson(n) for n in range(4)], beginnings=1, rounds=100)
    other = lesson(9)
    assert (answers(network, other.asked) == other.answers).mean() > 0.95


def test_of_neutral_positions_the_issue_is_learnt():
    lessons = [lesson(n) for n in range(4)]
    for one in lessons:
        one.answers[one.answers > 0] = train_interaction.EITHER
    network = train_interaction.learn(lessons, beginnings=1, rounds=100)
    other = lesson(9)
    assert ((answers(network, other.asked) > 0) == (other.answers > 0)).mean() > 0.95


def test_the_same_lessons_teach_the_same():
    one, other = (train_interaction.learn([lesson(1)], beginnings=1, rounds=1) for _ in range(2))
    assert all((one.learnt[0][name] == array).all() for name, array in other.learnt[0].items())
