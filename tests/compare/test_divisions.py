import pytest

from articles.compare.divisions import camps, most_divided, stands_of
from articles.compare.findings import finding, headline
from articles.models import Country, Statement
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


def told(divisions):
    return [
        (d.issue.slug, d.dissent, [(stand.country.pk, stand.stance, stand.statements) for stand in d.stands])
        for d in divisions
    ]


def test_the_most_divided_issue_comes_first_with_who_stands_where(said):
    stands = [("RUS", "oppose", 2), ("CHN", "conditional", 1), ("USA", "support", 1)]
    assert told(most_divided(5)) == [("sanctions", 4, stands)]
    assert most_divided(0) == []


def test_of_different_stances_the_latest_counts(said, editor):
    said.say("Lavrov", "Well, yes.", on="2017-08-01", by=editor, sanctions="support")
    [division] = most_divided(5)
    assert [stand.stance for stand in division.stands if stand.country.pk == "RUS"] == ["support"]
    assert [stand.country.pk for stand in division.taking("support")] == ["RUS", "USA"]


def test_a_country_stands_beside_all_others(said):
    stands = stands_of(Country.objects.get(pk="CHN"))
    assert [(stand.stance, division.issue.slug, len(division.stands)) for stand, division in stands] == [
        ("conditional", "sanctions", 3),
        ("support", "talks", 2),
    ]
    assert stands_of(Country.objects.get(pk="FRA")) == []


def test_what_another_says_it_said_is_no_stand(said, editor):
    inner = said.say("Haley", "Talks must end.", on="2017-08-01", by=editor, talks="oppose")
    outer = said.say("Lavrov", "Haley says talks must end.", on="2017-08-01", by=editor)
    Statement.objects.filter(pk=inner.pk).update(parent=outer)
    assert told(most_divided(5))[0][0] == "sanctions"
    assert "talks" not in [slug for slug, *_ in told(most_divided(5))]


def test_the_camps_of_an_issue(said):
    found = camps(shown("country=CHN&country=RUS&country=USA&issue=talks"))
    assert [(stance, len(cells)) for stance, cells in found] == [("support", 2)]


def test_what_divides_most_is_said_in_a_sentence(said):
    assert headline(most_divided(1)[0]) == "Sanctions: 1 country supports, 1 opposes"


def test_what_a_comparison_shows_is_said_in_a_sentence(said):
    assert finding(shown("country=RUS&country=USA")) == ("On 1 of 2 issues some support what others oppose.")
    assert finding(shown("country=CHN&country=RUS")) == (
        "On none of 2 issues some support what others oppose."
    )
    assert finding(shown("country=RUS&country=USA&issue=sanctions")) == "Some support what others oppose."
    assert finding(shown("country=CHN&country=RUS&issue=talks")) == "Nobody supports what others oppose."
    assert finding(shown("country=CHN")) == "China takes a position on 2 issues."
    assert finding(shown("country=FRA")) == ""
