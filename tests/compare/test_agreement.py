import pytest
from django.http import QueryDict
from django.utils import timezone

from articles.compare.agreement import by_likeness, memberships, pairs_of
from articles.compare.comparison import compare
from tests.factories import bloc
from tests.selections import selection_of


def pairs(query):
    """Those of countries, by their codes."""
    found = pairs_of(compare(selection_of(QueryDict(query)), timezone.now()))
    return {tuple(side.removeprefix("country=") for side in sides): pair for sides, pair in found.items()}


@pytest.fixture
def said(world, editor):
    world.say("Lavrov", "R.", by=editor, thaad="oppose", sanctions="oppose", talks="support", ties="support")
    world.say("Liu", "C.", by=editor, thaad="oppose", sanctions="conditional", talks="support")
    world.say("Haley", "U.", by=editor, thaad="support", sanctions="support")


def test_issues_are_agreed_on_differed_on_or_conditional(said):
    pair = pairs("country=RUS&country=CHN&country=USA")["RUS", "CHN"]
    assert set(pair.agreed) == {"thaad", "talks"}
    assert (pair.differing, pair.conditional) == ((), ("sanctions",))
    assert set(pair.shared) == {"thaad", "sanctions", "talks"}
    assert pair.share == 2 / 3


def test_two_conditional_stances_are_no_agreement(said, world, editor):
    world.say("Lavrov", "Perhaps.", "2017-07-06", by=editor, sanctions="conditional")
    assert pairs("country=RUS&country=CHN")["RUS", "CHN"].conditional == ("sanctions",)


def test_below_three_shared_issues_there_is_no_share(said):
    pair = pairs("country=RUS&country=USA")["USA", "RUS"]
    assert (set(pair.differing), pair.agreed, pair.share) == ({"thaad", "sanctions"}, (), None)


def test_both_orders_name_the_same_pair(said):
    found = pairs("country=RUS&country=CHN")
    assert found["RUS", "CHN"] is found["CHN", "RUS"]
    assert len(found) == 2


def test_suggestions_and_other_periods_do_not_count(said, world):
    world.say("Haley", "A guess.", talks="support", ties="support")
    assert pairs("country=RUS&country=USA")["RUS", "USA"].share is None
    assert pairs("country=RUS&country=USA&review=all")["RUS", "USA"].share == 0.5
    assert pairs("country=RUS&country=CHN&said_after=2018")["RUS", "CHN"].shared == ()


def test_nothing_is_counted_between_a_bloc_and_its_member(said, world, client):
    bloc("pair", RUS=(None, None), CHN=(None, None))
    selection = selection_of(QueryDict("bloc=pair&country=RUS&country=USA"))
    assert memberships(selection) == [("bloc=pair", "country=RUS")]
    found = pairs_of(compare(selection, timezone.now()), memberships(selection))
    assert ("bloc=pair", "country=RUS") not in found and ("country=RUS", "bloc=pair") not in found
    assert ("bloc=pair", "country=USA") in found
    page = client.get("/agreement/?country=RUS&country=USA&bloc=pair").content.decode()
    assert page.count("one is a member of the other") == 2


def test_those_who_agree_most_stand_beside_each_other(said):
    view = compare(selection_of(QueryDict("country=CHN&country=USA&country=RUS")), timezone.now())
    ordered = [column["key"] for column in by_likeness(view["columns"], pairs_of(view))]
    assert set(ordered[:2]) == {"RUS", "CHN"} and ordered[2] == "USA"
    assert by_likeness(view["columns"][:1], {}) == view["columns"][:1]


def test_the_page_names_the_issues_and_leads_to_the_evidence(client, said):
    page = client.get("/agreement/?country=CHN&country=RUS&country=USA").content.decode()
    assert "<b>2</b> of 3 issues" in page
    assert "<b>2 of 3</b>" in page and "<b>1 of 3</b>" in page
    assert "/compare/?country=CHN&amp;country=RUS&amp;issue=sanctions&amp;issue=talks&amp;issue=thaad" in page
    assert page.count('class="h3"') == 2  # two thirds, under both orders
    assert "%" not in page.partition("<main")[2]


def test_the_switch_for_differences_does_not_hide_what_they_agree_on(client, said):
    page = client.get("/agreement/?country=CHN&country=RUS&differ=only", follow=True).content.decode()
    assert "<b>2</b> of 3 issues" in page


@pytest.mark.parametrize(
    ("query", "words"), [("", "Choose two or more countries"), ("?country=XXX", "“XXX” is not")]
)
def test_without_countries_the_page_says_what_to_do(client, said, query, words):
    assert words in client.get(f"/agreement/{query}").content.decode()
