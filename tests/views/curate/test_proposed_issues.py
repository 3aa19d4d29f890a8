"""The pages on which editors decide on issues that were found, as their forms are sent without a script."""

import pytest
from lxml import html

from articles.models import Issue, Position, ProposedIssue


@pytest.fixture
def proposal(world):
    proposal = ProposedIssue.objects.create(title="Whales", about=["NOR"])
    for who, stance in {"Lavrov": "support", "Haley": "oppose", "Liu": ""}.items():
        statement = world.say(who, f"{who} spoke of whales.")
        proposal.positions.create(statement=statement, stance=stance, chance=0.7 if stance else 0.2)
    return proposal


@pytest.fixture
def page(client, editor, proposal):
    client.force_login(editor)
    return f"/review/issues/{proposal.pk}/"


def form_of(response):
    [form] = [f for f in html.fromstring(response.content.decode()).forms if "found" in f.classes]
    return {name: value or "" for name, value in form.fields.items()}


def test_the_list_leads_to_each_with_its_countries_and_size(client, page):
    shown = html.fromstring(client.get("/review/issues/").content.decode())
    [row] = [li for li in shown.iter("li") if "Whales" in li.text_content()]
    assert row.text_content().split() == ["Whales", "NOR", "3"]
    assert [a.get("href") for a in row.iter("a")] == [page]


def test_each_statement_stands_with_its_side_and_what_was_likely_is_chosen(client, page, proposal):
    form = form_of(client.get(page))
    assert (form["title"], form["about"]) == ("Whales", "NOR")
    sides = [form[f"side-{row.statement_id}"] for row in proposal.positions.order_by("pk")]
    assert sides == ["support", "oppose", ""]


def test_accepting_makes_the_issue_and_the_sides_that_were_chosen(client, page):
    form = form_of(client.get(page)) | {"title": "Ban on whaling", "about": "nor, ISL", "do": "accept"}
    answer = client.post(page, form, follow=True)
    assert "“Ban on whaling” is an issue now" in answer.content.decode()
    assert Issue.objects.get().about == ["NOR", "ISL"]
    assert sorted(Position.objects.values_list("stance", flat=True)) == ["oppose", "support"]
    assert "None waits." in answer.content.decode()


def test_a_mistake_is_told_beside_its_field_and_nothing_typed_is_lost(client, page, proposal):
    [first, *_] = proposal.positions.order_by("pk")
    changes = {"title": "Ban on whaling", "about": "NOR, XX", f"side-{first.statement_id}": "conditional"}
    answer = client.post(page, form_of(client.get(page)) | changes | {"do": "accept"})
    assert answer.status_code == 422
    assert "“XX” is no country; write ISO codes with commas: IRN, USA." in answer.content.decode()
    again = form_of(answer)
    assert (again["title"], again["about"]) == ("Ban on whaling", "NOR, XX")
    assert again[f"side-{first.statement_id}"] == "conditional"
    assert not Issue.objects.exists()


def test_a_refusal_is_told_in_the_form(client, page, world):
    world.issue("whaling", "Ban on whaling")
    form = form_of(client.get(page)) | {"title": "Ban on whaling", "do": "accept"}
    answer = client.post(page, form)
    assert answer.status_code == 422
    assert "There is an issue “Ban on whaling” already" in answer.content.decode()


def test_dismissing_takes_it_off_the_list(client, page, proposal):
    answer = client.post(page, {"do": "dismiss"}, follow=True)
    assert "“Whales” was dismissed." in answer.content.decode()
    assert ProposedIssue.objects.get().state == "dismissed"
    assert "This was dismissed already." in client.get(page).content.decode()
