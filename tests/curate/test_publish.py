"""An article goes from draft to published to withdrawn, and every step can be taken back."""

import pytest

from articles.curate import verbs
from articles.history.revisions import revisions
from articles.models import Action, Article, Source, Statement

pytestmark = pytest.mark.django_db
WORDS = "We reject this plan."


@pytest.fixture
def draft(world):
    return world.article(f"Mr Lavrov spoke. {WORDS}", state="draft")


@pytest.fixture
def said(world, draft, editor):
    return world.say("Lavrov", WORDS, article=draft, by=editor, thaad="oppose")


def state_of(article):
    return Article.objects.values_list("state", "withdrawn_because").get(pk=article.pk)


def test_a_draft_is_published(draft, said, editor):
    assert not Statement.objects.published().exists()
    assert verbs.publish([draft], editor) == 1
    assert state_of(draft) == ("published", "")
    assert list(Statement.objects.published()) == [said]
    assert str(Action.objects.latest("pk")) == f"Published “{draft}”"


def test_what_was_published_is_withdrawn_and_published_again(draft, said, editor):
    verbs.publish([draft], editor)
    verbs.withdraw([draft], "  The agency\nretracted it. ", editor)
    assert state_of(draft) == ("withdrawn", "The agency retracted it.")
    assert not Statement.objects.with_suggestions().exists()
    verbs.publish([draft], editor)
    assert state_of(draft) == ("published", "")
    assert list(Statement.objects.published()) == [said]


def test_undo_puts_everything_back(draft, said, editor):
    verbs.publish([draft], editor)
    since = Article.objects.get(pk=draft.pk).published_at
    verbs.withdraw([draft], "A hoax.", editor)
    verbs.undo(Action.objects.latest("pk"), editor)
    assert state_of(draft) == ("published", "")
    assert Article.objects.get(pk=draft.pk).published_at == since
    assert list(Statement.objects.published()) == [said]
    verbs.undo(Action.objects.get(verb="publish"), editor)
    assert state_of(draft) == ("draft", "")


def test_what_was_decided_meanwhile_does_not_stand_in_the_way_of_undo(draft, said, editor):
    verbs.publish([draft], editor)
    verbs.withdraw([draft], "A hoax.", editor)
    withdrawal = Action.objects.latest("pk")
    verbs.reject(Statement.objects.filter(pk=said.pk), editor)
    verbs.undo(withdrawal, editor)
    assert state_of(draft) == ("published", "")


@pytest.mark.parametrize(
    ("verb", "message"),
    [
        (lambda a, by: verbs.withdraw([a], "No.", by), "is draft, not published"),
        (lambda a, by: verbs.withdraw([a], " ", by), "Say why"),
        (lambda a, by: verbs.withdraw([a], "x" * 301, by), "more than 300 characters"),
        (lambda a, by: verbs.publish([a, Article(pk=a.pk + 1)], by), "no longer on record"),
        (lambda a, by: verbs.publish([], by), "no longer on record"),
    ],
)
def test_what_cannot_be(draft, editor, verb, message):
    with pytest.raises(verbs.Refused, match=message):
        verb(draft, editor)
    assert state_of(draft) == ("draft", "")


def test_what_is_published_is_not_published_twice(world, draft, editor):
    with pytest.raises(verbs.Refused, match="is published already"):
        verbs.publish([draft, world.article()], editor)
    assert state_of(draft) == ("draft", "")


def test_it_takes_a_permission(draft, reader, editor):
    with pytest.raises(verbs.Refused, match="the permission articles"):
        verbs.publish([draft], reader)


def test_a_trusted_source_is_published_at_once(world):
    Source.objects.create(name="Ministry", slug="ministry", is_trusted=True)
    assert world.article("It says.", source="Ministry", state="draft").is_published
    assert not world.article("It says so.", source="Herald", state="draft").is_published


def test_the_public_history_begins_with_the_day_it_was_published(draft, said, editor):
    assert revisions(said) == []
    verbs.publish([draft], editor)
    verbs.withdraw([draft], "A hoax.", editor)
    verbs.publish([draft], editor)
    assert [revision.done for revision in revisions(said)] == ["published again", "withdrawn", "published"]


def test_the_queue_has_drafts_and_not_what_was_withdrawn(world, draft, editor):
    world.say("Lavrov", WORDS, article=draft)
    assert list(Article.objects.waiting()) == [draft]
    verbs.publish([draft], editor)
    verbs.withdraw([draft], "A hoax.", editor)
    assert list(Article.objects.waiting()) == []


def test_addresses_of_a_draft_are_nowhere(client, draft, said):
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.get(said.get_absolute_url()).status_code == 404


def test_addresses_of_what_was_withdrawn_tell_why(client, draft, said, editor):
    verbs.publish([draft], editor)
    verbs.withdraw([draft], "The agency <b>retracted</b> it.", editor)
    for thing, name in ((draft, "article"), (said, "statement")):
        response = client.get(thing.get_absolute_url())
        assert response.status_code == 410
        page = response.content.decode()
        assert f"This {name} was withdrawn" in page
        assert "The agency &lt;b&gt;retracted&lt;/b&gt; it." in page
        assert WORDS not in page


def test_the_feed_has_first_what_readers_saw_last(client, world, draft, said, editor):
    world.say("Haley", "We support this plan.", by=editor, thaad="support")
    verbs.publish([draft], editor)
    feed = client.get("/feeds/statements.atom").content.decode()
    assert feed.index(WORDS) < feed.index("We support this plan.")


@pytest.mark.parametrize("position", ["published", "withdrawn"])
def test_on_the_desk(client, draft, said, editor, position):
    client.force_login(editor)
    desk = f"/review/{draft.pk}/"
    client.post(desk, {"do": "publish"})
    if position == "withdrawn":
        assert "Say why" in client.post(desk, {"do": "withdraw"}, follow=True).content.decode()
        client.post(desk, {"do": "withdraw", "reason": "A hoax."})
        assert "Publish again" in client.get(desk).content.decode()
    assert state_of(draft)[0] == position


def test_without_the_permission_the_desk_offers_nothing(client, draft, editor):
    editor.groups.first().permissions.filter(codename="publish_article").get()
    editor.groups.first().permissions.remove(
        editor.groups.first().permissions.get(codename="publish_article")
    )
    client.force_login(editor)
    page = client.get(f"/review/{draft.pk}/").content.decode()
    assert "Readers see nothing of this article." in page
    assert 'value="publish"' not in page
    client.post(f"/review/{draft.pk}/", {"do": "publish"})
    assert state_of(draft)[0] == "draft"
