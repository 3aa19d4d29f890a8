"""What waits for an editor, and a mark for what is new."""

import pytest

from articles.curate import verbs
from articles.curate.inbox import count_new, inbox, look
from articles.curate.teamwork import assign, comment
from articles.models import Action, Statement


@pytest.fixture
def said(world):
    return world.say("Lavrov", "No.")


def kinds(person):
    return [(message.kind, message.is_new) for message in inbox(person)]


def test_an_assignment_by_somebody_else_waits(said, editor, chief):
    assign(said.article, editor.username, chief)
    [message] = inbox(editor)
    assert message.words == f"{chief} gave you “{said.article}” to review."
    assert message.address == f"/review/{said.article_id}/"
    assert kinds(chief) == []


def test_what_one_takes_oneself_does_not(said, editor):
    assign(said.article, editor.username, editor)
    assert kinds(editor) == []


def test_who_is_named_in_a_comment_and_who_is_answered(said, editor, chief):
    comment(said, f"What do you think, @{chief.username.upper()}?", editor)
    comment(said, "Not a statement.", chief)
    assert kinds(chief) == [("mentioned", True)]
    assert kinds(editor) == [("answered", True)]


def test_a_name_within_a_longer_one_is_not_named(said, editor, chief):
    comment(said, f"Ask @{chief.username}stone.", editor)
    assert kinds(chief) == []


def test_what_somebody_else_took_back_waits(said, editor, chief):
    verbs.accept(Statement.objects.all(), editor)
    verbs.undo(Action.objects.get(), chief)
    [message] = inbox(editor)
    assert (message.kind, message.words) == ("undone", f"{chief} took back what you did: Accepted “No.”")


def test_after_a_look_nothing_is_new(said, editor, chief):
    assign(said.article, editor.username, chief)
    assert count_new(editor) == 1
    look(editor)
    assert (count_new(editor), kinds(editor)) == (0, [("assigned", False)])


def test_the_bar_tells_how_many_and_the_page_what(client, said, editor, chief):
    assign(said.article, editor.username, chief)
    client.force_login(editor)
    page = client.get("/review/inbox/").content.decode()
    assert "1 new" in page and "gave you" in page
    assert client.post("/review/inbox/").status_code == 302
    assert "0 new" in client.get("/review/inbox/").content.decode()
