import pytest

from articles.compare.divisions import camps, divisions, stands_of
from articles.compare.findings import finding, headline
from articles.models import Country, Issue
from tests.compare.test_comparison import shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(world, editor):
    world.say("Lavrov", "No.", on="2017-07-05", by=editor, sanctions="oppose", talks="support")
    world.say("Lavrov", "No, again.", on="2017-07-06", by=editor, sanctions="oppose")
    world.say("Haley", "Yes.", on="2017-07-06", by=editor, sanctions="support")
    world.say("Liu", "If so.", on="2017-07-06", by=editor, sanctions="conditional", talks="support")
    world.say("Haley", "A machine's guess.", talks="oppose")
    return world


def countries():
    return list(Country.objects.filter(pk__in=["CHN", "RUS", "USA"]))


def test_the_most_divided_issue_comes_first_with_who_stands_where(said):
    first, second = divisions(countries())
    assert (first.issue.slug, first.dissent, second.issue.slug, second.dissent) == (
        "sanctions",
        4,
        "talks",
        0,
    )
    assert [(stand.country.pk, stand.stance, stand.statements) for stand in first.stands] == [
        ("RUS", "oppose", 2),
        ("CHN", "conditional", 1),
        ("USA", "support", 1),
    ]
    assert [stand.country.pk for stand in first.taking("oppose")] == ["RUS"]


def test_of_different_stances_the_latest_counts(said, editor):
    said.say("Lavrov", "Well, yes.", on="2017-08-01", by=editor, sanctions="support")
    [division] = divisions(countries(), [Issue.objects.get(slug="sanctions")])
    assert {stand.country.pk: stand.stance for stand in division.stands}["RUS"] == "support"


def test_a_country_stands_beside_all_others(said):
    china = Country.objects.get(pk="CHN")
    stands = stands_of(china, countries())
    assert [(stand.stance, division.issue.slug, len(division.stands)) for stand, division in stands] == [
        ("conditional", "sanctions", 3),
        ("support", "talks", 2),
    ]
    assert stands_of(Country.objects.get(pk="FRA"), countries()) == []


def test_the_camps_of_an_issue(said):
    found = camps(shown("country=CHN&country=RUS&country=USA&issue=talks"))
    assert [(stance, len(cells)) for stance, cells in found] == [("support", 2)]


def test_what_divides_most_is_said_in_a_sentence(said):
    assert headline(divisions(countries())[0]) == "Sanctions: 1 country supports, 1 opposes"


def test_what_a_comparison_shows_is_said_in_a_sentence(said):
    assert finding(shown("country=RUS&country=USA")) == ("On 1 of 2 issues some support what others oppose.")
    assert finding(shown("country=CHN&country=RUS")) == (
        "On none of 2 issues some support what others oppose."
    )
    assert finding(shown("country=CHN")) == "China takes a position on 2 issues."
    assert finding(shown("country=FRA")) == ""
