from dataclasses import replace

import numpy as np
import pytest

from articles.extraction import embedding, interaction
from articles.extraction.interaction import Network, Questions, Texts, forward, shapes

FEATURES, STATEMENTS, TITLES = 3, 2, 4
CHOICES = np.array([[0, 1, 2], [3, 0, 1]])


def drawn(*shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


def texts(number, tokens, seed, longest=None):
    """Texts of so many tokens, filled up to ``longest``."""
    states = np.zeros((number, longest or tokens, embedding.DIMENSIONS), np.float32)
    there = np.zeros((number, longest or tokens), np.float32)
    states[:, :tokens], there[:, :tokens] = drawn(number, tokens, embedding.DIMENSIONS, seed=seed), 1
    return Texts(states, there)


def questions(longest=(5, 4, 3)):
    return Questions(
        texts(STATEMENTS, 5, 1, longest[0]),
        texts(STATEMENTS, 4, 2, longest[1]),
        texts(TITLES, 3, 3, longest[2]),
        CHOICES,
        drawn(STATEMENTS, 3, FEATURES, seed=4),
    )


@pytest.fixture(scope="module")
def learnt():
    return {name: drawn(*shape, seed=n) / 9 for n, (name, shape) in enumerate(shapes(FEATURES).items())}


def test_what_texts_are_filled_up_with_tells_nothing(learnt):
    plain, filled = forward(learnt, questions()), forward(learnt, questions(longest=(9, 8, 7)))
    assert plain == pytest.approx(filled, abs=1e-5)


def test_each_choice_is_told_by_itself(learnt):
    asked = questions()
    turned = replace(asked, choices=CHOICES[:, ::-1], evidence=asked.evidence[:, ::-1])
    assert forward(learnt, turned)[:, ::-1] == pytest.approx(forward(learnt, asked), abs=1e-5)


def test_words_of_the_statement_and_of_the_heading_are_told_apart(learnt):
    asked = questions()
    turned = replace(asked, statements=asked.headings, headings=asked.statements)
    assert np.abs(forward(learnt, turned) - forward(learnt, asked)).max() > 1e-3


def test_chances_are_the_mean_of_all_that_was_learnt(learnt):
    bare = Network(np.zeros(FEATURES, np.float32), np.ones(FEATURES, np.float32), (learnt,))
    other = {name: -one for name, one in learnt.items()}
    chances = bare.chances(questions())
    assert chances.sum(axis=-1) == pytest.approx(np.ones((STATEMENTS, 3)), abs=1e-5)
    both = replace(bare, learnt=(learnt, other)).chances(questions())
    assert both == pytest.approx(
        (chances + replace(bare, learnt=(other,)).chances(questions())) / 2, abs=1e-6
    )


def test_what_is_kept_is_what_was_learnt(learnt, tmp_path):
    made = Network(drawn(FEATURES, seed=8), np.ones(FEATURES, np.float32), (learnt, learnt))
    made.save(tmp_path / "network.npz")
    kept = interaction.load(tmp_path / "network.npz")
    assert kept.chances(questions()) == pytest.approx(made.chances(questions()), abs=1e-3)
    assert kept.mean == pytest.approx(made.mean)
    assert len(kept.learnt) == 2


def test_evidence_is_told_in_spreads_from_its_mean(learnt):
    asked = questions()
    bare = Network(np.zeros(FEATURES, np.float32), np.ones(FEATURES, np.float32), (learnt,))
    moved = Network(np.full(FEATURES, 2, np.float32), np.full(FEATURES, 3, np.float32), (learnt,))
    assert moved.chances(replace(asked, evidence=asked.evidence * 3 + 2)) == pytest.approx(
        bare.chances(asked), abs=1e-5
    )


def test_evidence_far_from_all_others_is_not_believed():
    bare = Network(np.ones(2, np.float32), np.full(2, 2, np.float32), ())
    assert bare.plain(np.array([3, 1e9])).tolist() == [1, interaction.STRANGE]


def test_what_is_packaged_fits():
    network = interaction.network()
    assert {name: one.shape for name, one in network.learnt[0].items()} == shapes(len(network.mean))
    assert all(np.isfinite(one).all() for learnt in network.learnt for one in learnt.values())
