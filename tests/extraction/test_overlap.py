import pytest

from articles.extraction.overlap import jaccard, positions, tokens

TEXT = "He said that Peru's offer, which he saw, was too little."


@pytest.mark.parametrize(
    ("spans", "words"),
    [
        ([(0, 7)], ["he", "said"]),
        ([(8, 25)], ["peru's", "offer"]),  # a leading "that" does not count
        ([(8, 12)], ["that"]),  # unless it is all there is
        ([(41, 55), (13, 25)], ["peru's", "offer", "was", "too", "little"]),
        ([(14, 15)], ["peru's"]),  # a word that is touched counts whole
        ([(7, 8)], []),
    ],
)
def test_positions(spans, words):
    every = tokens(TEXT)
    assert [every[at][2] for at in sorted(positions(spans, every))] == words


def test_jaccard():
    assert jaccard(frozenset((1, 2, 3)), frozenset((2, 3, 4))) == 0.5
    assert jaccard(frozenset(), frozenset()) == 0.0
