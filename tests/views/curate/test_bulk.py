"""Accepting several at once, after a preview of what will be confirmed."""

import pytest
from lxml import html

from articles.models import Action, Flag, Statement

TEXT = "“We oppose it,” Lavrov said. He added that talks should begin. Haley wants sanctions now."


@pytest.fixture
def article(world):
    return world.article(TEXT)


@pytest.fixture
def three(world, article):
    """Two with nothing to check, and one with a position."""
    return [
        world.say("Lavrov", "“We oppose it,”", article=article),
        world.say("Haley", "wants sanctions", article=article, kind="indirect"),
        world.say("Lavrov", "talks should begin", article=article, talks="support"),
    ]


@pytest.fixture
def bulk(client, editor, article, three):
    client.force_login(editor)
    return f"/review/{article.pk}/bulk/"


def form(client, bulk):
    """What the page would send, as names with lists of values."""
    page = html.fromstring(client.get(bulk).content.decode())
    data = {}
    for box in page.xpath("//form[@class='cols left']//input"):
        if box.get("type") != "checkbox" or box.get("checked") is not None:
            data.setdefault(box.get("name"), []).append(box.get("value"))
    return data


def reviews(three):
    return [Statement.objects.get(pk=s.pk).review for s in three]


def test_what_has_nothing_to_check_is_listed_and_accepted_as_one_action(client, bulk, three):
    data = form(client, bulk)
    assert data["id"] == [str(three[0].pk), str(three[1].pk)]
    assert client.post(bulk, data).status_code == 302
    assert reviews(three) == ["accepted", "accepted", "suggested"]
    assert Action.objects.get().summary == "Accepted 2 statements"


def test_a_value_that_is_unticked_leaves_its_statements(client, bulk, three):
    data = form(client, bulk)
    data["speaker"].remove("Nikki Haley")
    client.post(bulk, data)
    assert reviews(three) == ["accepted", "suggested", "suggested"]


def test_a_flagged_one_is_left_out(client, bulk, three, editor):
    Flag.objects.create(statement=three[0], by=editor)
    assert form(client, bulk)["id"] == [str(three[1].pk)]


def test_what_was_changed_since_the_preview_still_waits(client, bulk, three):
    data = form(client, bulk)
    Statement.objects.filter(pk=three[0].pk).update(kind="mixed")
    page = client.post(bulk, data, follow=True).content.decode()
    assert "Accepted 1 at once. 1 had been changed meanwhile and still wait." in page
    assert reviews(three) == ["suggested", "accepted", "suggested"]


def test_nothing_ticked_is_told(client, bulk, three):
    page = client.post(bulk, {**form(client, bulk), "id": []}, follow=True).content.decode()
    assert "Nothing is ticked" in page
    assert reviews(three) == ["suggested"] * 3
