import pytest
from django.contrib.auth.models import User

from articles.curate import verbs
from articles.curate.teamwork import assign, comment, editors
from articles.models import Action, Assignment, Comment


@pytest.fixture
def said(world):
    return world.say("Lavrov", "We oppose it.")


def test_editors_are_staff_who_may_change_statements(reader, editor, chief):
    User.objects.create_user("clerk", is_staff=True)
    editor_who_left = User.objects.create_user("left", is_staff=True, is_active=False)
    editor_who_left.groups.set(editor.groups.all())
    assert list(editors()) == [chief, editor]


def test_an_article_has_one_editor_at_a_time(said, editor, chief):
    assign(said.article, "editor", chief)
    assign(said.article, "chief", editor)
    assert [(a.editor, a.assigned_by) for a in Assignment.objects.all()] == [(chief, editor)]
    assign(said.article, "", chief)
    assert not Assignment.objects.exists()


def test_nobody_but_an_editor_is_given_an_article(said, reader, chief):
    with pytest.raises(verbs.Refused, match="“reader” is no editor"):
        assign(said.article, "reader", chief)
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("text", ["", "  \n", "x" * 2001])
def test_an_empty_or_endless_comment_is_refused(said, editor, text):
    with pytest.raises(verbs.Refused, match="1 to 2,000 characters"):
        comment(said, text, editor)
    assert not Comment.objects.exists()


def test_comments_outlast_the_waste_bin(said, editor, chief):
    comment(said, "Is this his?", editor)
    verbs.discard(type(said).objects.filter(pk=said.pk), chief)
    verbs.undo(Action.objects.get(), chief)
    assert [str(entry) for entry in said.comments.all()] == ["editor: Is this his?"]


def test_a_comment_is_no_change_of_the_statement(said, editor):
    version = verbs.version(said)
    comment(said, "Is this his?", editor)
    assert verbs.version(said) == version


class TestDesk:
    @pytest.fixture
    def path(self, client, editor, said):
        client.force_login(editor)
        return f"/review/{said.article.pk}/"

    def test_a_thread_stands_beside_its_statement(self, client, path, said):
        client.post(f"{path}?s={said.pk}", {"do": "comment", "text": "Is this <b>his</b>?"})
        page = client.get(f"{path}?s={said.pk}").content.decode()
        assert "Is this &lt;b&gt;his&lt;/b&gt;?" in page
        assert "1 comment" in page

    def test_it_is_nowhere_public(self, client, path, said, editor):
        verbs.accept(type(said).objects.filter(pk=said.pk), editor)
        comment(said, "A secret remark.", editor)
        client.logout()
        for address in (said.get_absolute_url(), said.article.get_absolute_url(), "/statements/"):
            assert "A secret remark." not in client.get(address).content.decode()

    def test_the_queue_shows_whose_it_is_and_can_be_ones_own_alone(self, client, path, world, said):
        world.say("Liu", "No.")
        client.post(path, {"do": "assign", "editor": "editor"})
        page = client.get("/review/").content.decode()
        assert (page.count("1 suggestion"), page.count(", editor</span>")) == (2, 1)
        mine = client.get("/review/?mine").content.decode()
        assert (mine.count("1 suggestion"), mine.count(", editor</span>")) == (1, 1)
