"""The likely positions of a suggestion: offered at the review desk, taken by a button or a key."""

import pytest
from lxml import html

from articles.models import LikelyPosition, Statement
from tests.views.curate.test_queue import Desk, entries

TEXT = "“We oppose it,” Lavrov said. He added that talks should begin."


@pytest.fixture
def desk(client, editor, world):
    client.force_login(editor)
    return Desk(client, world.article(TEXT, title="Words"))


@pytest.fixture
def said(world, desk):
    said = world.say("Lavrov", "talks should begin", article=world.article(TEXT), sanctions="oppose")
    for slug, stance, chance in (("talks", "support", 0.7), ("visas", "oppose", 0.2)):
        guess = {"issue": world.issue(slug), "stance": stance, "chance": chance}
        LikelyPosition.objects.create(statement=said, **guess)
    return said


@pytest.fixture(autouse=True)
def one_article(desk, said):
    desk.path = f"/review/{said.article_id}/"


def offered(response):
    """What may be answered to the position, in the order of the digits."""
    [group] = html.fromstring(response.content.decode()).xpath("//div[@id='g-position']")
    return [" ".join(b.text_content().split()) for b in group.iter("button")]


def positions(form):
    rows = range(int(form["position-TOTAL_FORMS"]))
    taken = [(form[f"position-{n}-issue"], form[f"position-{n}-stance"]) for n in rows]
    return [pair for pair in taken if any(pair)]


def on_record(said):
    return list(said.positions.order_by("pk").values_list("issue__slug", "stance"))


def test_they_are_offered_after_the_other_side_of_what_is_taken_and_none_at_the_end(desk, said):
    assert offered(desk.page(said)) == [
        "keep", "supports Sanctions", "supports Talks", "opposes Visas", "no position",
    ]  # fmt: skip


def test_one_that_is_taken_stands_in_the_form_and_nothing_is_written(desk, said):
    form = entries(desk.post(said, "position:talks:support"))
    assert positions(form) == [("Sanctions", "oppose"), ("Talks", "support")]
    assert on_record(said) == [("sanctions", "oppose")]
    assert Statement.objects.get(pk=said.pk).review == "suggested"


def test_accepting_then_confirms_it(desk, said):
    form = entries(desk.post(said, "position:talks:support"))
    desk.client.post(f"{desk.path}?s={said.pk}", {**form, "do": "accept"})
    assert on_record(said) == [("sanctions", "oppose"), ("talks", "support")]
    assert Statement.objects.get(pk=said.pk).review == "accepted"


def test_taking_one_of_an_issue_that_is_chosen_changes_its_stance(desk, said):
    form = entries(desk.post(said, "position:sanctions:support"))
    assert positions(form) == [("Sanctions", "support")]


def test_no_position_empties_the_form(desk, said):
    assert positions(entries(desk.post(said, "position:"))) == []
    assert on_record(said) == [("sanctions", "oppose")]


def test_a_reviewed_statement_is_offered_none(desk, said, world, editor):
    desk.post(said, "accept")
    assert offered(desk.page(said)) == []
    reader = desk.client
    reader.logout()
    assert "Talks" not in reader.get(said.get_absolute_url()).content.decode()


def test_an_issue_that_was_merged_is_not_offered(desk, said, world):
    guess = said.likely_positions.first()
    guess.issue.merged_into = world.issue("sanctions")
    guess.issue.save()
    assert offered(desk.page(said)) == ["keep", "supports Sanctions", "opposes Visas", "no position"]
