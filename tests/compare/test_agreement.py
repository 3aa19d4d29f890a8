import pytest
from django.http import QueryDict
from django.utils import timezone

from articles.compare.agreement import network, pairs_of
from articles.compare.comparison import compare
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


def test_agreement_is_the_share_of_shared_issues_with_the_same_stance(said):
    pair = pairs("country=RUS&country=CHN&country=USA")["RUS", "CHN"]
    assert set(pair.shared) == {"thaad", "sanctions", "talks"}
    assert set(pair.agreed) == {"thaad", "talks"}
    assert pair.share == 2 / 3


def test_below_three_shared_issues_there_is_no_figure(said):
    pair = pairs("country=RUS&country=USA")["USA", "RUS"]
    assert (len(pair.shared), len(pair.agreed), pair.share) == (2, 0, None)


def test_both_orders_name_the_same_pair(said):
    found = pairs("country=RUS&country=CHN")
    assert found["RUS", "CHN"] is found["CHN", "RUS"]
    assert len(found) == 2


def test_suggestions_and_other_periods_do_not_count(said, world):
    world.say("Haley", "A guess.", talks="support", ties="support")
    assert pairs("country=RUS&country=USA")["RUS", "USA"].share is None
    assert pairs("country=RUS&country=USA&review=all")["RUS", "USA"].share == 0.5
    assert pairs("country=RUS&country=CHN&said_after=2018")["RUS", "CHN"].shared == ()


def test_the_drawing_goes_round_from_the_top():
    nodes = network([{"id": c, "name": c} for c in ("A", "B", "C", "D")])
    assert [(n.x, n.y, n.anchor) for n in nodes] == [
        (200.0, 50.0, "middle"),
        (350.0, 200.0, "start"),
        (200.0, 350.0, "middle"),
        (50.0, 200.0, "end"),
    ]


def test_the_page_leads_to_the_evidence(client, said):
    page = client.get("/agreement/?country=CHN&country=RUS&country=USA").content.decode()
    assert "<b>67\u00a0%</b> <small>2 of 3 issues</small>" in page
    assert "2 shared issues, too few" in page
    assert "/compare/?country=CHN&amp;country=RUS&amp;issue=sanctions&amp;issue=talks&amp;issue=thaad" in page
    assert page.count("<line") == 1


def test_the_switch_for_differences_does_not_hide_what_they_agree_on(client, said):
    page = client.get("/agreement/?country=CHN&country=RUS&differ=only", follow=True).content.decode()
    assert "2 of 3 issues" in page


@pytest.mark.parametrize(
    ("query", "words"), [("", "Choose two or more countries"), ("?country=XXX", "“XXX” is not")]
)
def test_without_countries_the_page_says_what_to_do(client, said, query, words):
    assert words in client.get(f"/agreement/{query}").content.decode()
