import pytest

from articles.extraction import embedding


def test_word_pieces_are_those_of_the_model():
    assert embedding.pieces("Élysée urges sanctions, unhappily!") == [
        101, 20779, 19763, 23876, 17147, 1010, 4895, 3270, 9397, 6588, 999, 102,
    ]  # fmt: skip


def test_long_sentences_are_cut():
    found = embedding.pieces("peace " * 500)
    assert (len(found), found[0], found[-1]) == (embedding.LONGEST, 101, 102)


def test_what_is_near_in_meaning_is_near():
    peru, chile, rain = embedding.embed(
        ["Peru demands that troops leave.", "Withdrawal of foreign soldiers", "It rained in April."]
    )
    assert peru @ chile > peru @ rain + 0.2
    assert peru @ peru == pytest.approx(1, abs=1e-5)


def test_no_sentences_are_no_vectors():
    assert embedding.embed([]).shape == (0, embedding.DIMENSIONS)


def test_without_the_model_it_says_what_is_missing(monkeypatch):
    monkeypatch.setattr(embedding, "PARTS", ("a_model_that_is_not_here",))
    embedding.is_available.cache_clear()
    try:
        with pytest.raises(RuntimeError, match="a_model_that_is_not_here"):
            embedding.embed(["Peru"])
    finally:
        embedding.is_available.cache_clear()
