"""Issues found in statements that mean much the same."""

import pytest

from articles.extraction import embedding
from articles.extraction.clustering import Saying, clusters

pytestmark = pytest.mark.skipif(not embedding.is_available(), reason="takes the model of meaning")

WHALING = [
    ("the ban on commercial whaling", "backed", "Peru"),
    ("a lasting ban on commercial whaling", "called for", "Chile"),
    ("an end to the ban on commercial whaling", "called for", "Norway"),
]
COUNTRIES = {"Peru": "PER", "Chile": "CHL", "Norway": "NOR"}


def sayings(rows):
    return [
        Saying(quote, cue, f"{country} and the whaling ban", number, frozenset({COUNTRIES[country]}))
        for number, (quote, cue, country) in enumerate(rows)
    ]


def test_what_three_articles_tell_of_two_countries_is_an_issue():
    other = Saying("the harbour was built in 1904", "said", "Harbour turns 100", 9, frozenset({"PER"}))
    [found] = clusters([*sayings(WHALING), other])
    assert sorted(found.members) == [0, 1, 2]
    assert found.title == "Ban on commercial whaling"
    assert found.about == ()


def test_one_country_alone_makes_no_issue():
    assert clusters(sayings([(quote, cue, "Peru") for quote, cue, _ in WHALING])) == []


def test_two_articles_make_no_issue():
    assert clusters(sayings(WHALING[:2])) == []


def test_the_countries_that_most_statements_name_are_concerned():
    rows = [(f"{quote} off Iceland", cue, country) for quote, cue, country in WHALING]
    [found] = clusters(sayings(rows))
    assert found.about == ("ISL",)


def test_nothing_said_gives_nothing():
    assert clusters([]) == []
