import pytest

from articles.extraction import worth
from articles.extraction.worth import Weights


def test_a_plain_report_is_kept_and_a_bare_word_is_not(read):
    assert [s.quote for s in read("Peru said that the border would be closed.")] == [
        "the border would be closed"
    ]
    assert read("Ghana was accused of it.") == ()


def test_below_the_bar_nothing_is_kept(read, monkeypatch):
    monkeypatch.setattr(worth, "weights", lambda: Weights({}, 0.0, 0.51))
    assert read("Peru said that the border would be closed.") == ()
    monkeypatch.setattr(worth, "weights", lambda: Weights({}, 0.0, 0.5))
    assert len(read("Peru said that the border would be closed.")) == 1


def test_the_chance_is_the_confidence_of_a_report(read, monkeypatch):
    monkeypatch.setattr(worth, "weights", lambda: Weights({}, 1.0, 0.5))
    assert read("Peru said that the border would be closed.")[0].confidence == 0.73


@pytest.mark.parametrize("fact", ["country", "state", "list say", "list strong", "indirect", "leads"])
def test_facts_that_hold_count(read, monkeypatch, fact):
    monkeypatch.setattr(worth, "weights", lambda: Weights({fact: 2.0}, 0.0, 0.5))
    assert read("Peru said that the border would be closed.")[0].confidence == 0.88


@pytest.mark.parametrize(
    "fact", ["nobody", "quotation", "noun", "list ask", "direct", "person", "short", "inner"]
)
def test_facts_that_do_not_hold_count_nothing(read, monkeypatch, fact):
    monkeypatch.setattr(worth, "weights", lambda: Weights({fact: 2.0}, 0.0, 0.5))
    assert read("Peru said that the border would be closed.")[0].confidence == 0.5


def test_an_inner_report_whose_outer_is_not_kept_has_no_parent(read, monkeypatch):
    text = "Peru said that Chile had announced that the border would be closed."
    assert [s.parent for s in read(text)] == [None, 0]
    monkeypatch.setattr(worth, "chance", lambda candidate, *rest: float(candidate.parent is not None))
    assert [(s.quote, s.parent) for s in read(text)] == [("the border would be closed", None)]
