"""One statement that is two, and two that are one."""

import pytest

from articles.curate import verbs
from articles.models import Action, Statement

TEXT = "He said that talks should begin and that sanctions must end. He added a word."


@pytest.fixture
def said(world):
    article = world.article(TEXT)
    quote = "talks should begin and that sanctions must end"
    return world.say("Lavrov", quote, article=article, kind="indirect", talks="support")


def halves(article):
    return list(article.statements.order_by("starts_at").values_list("quote", flat=True))


def test_both_halves_have_speaker_day_and_positions(said, editor):
    second = verbs.split(said, TEXT.index("that sanctions"), editor)
    assert halves(said.article) == ["talks should begin and", "that sanctions must end"]
    for half in (said, second):
        half = Statement.objects.with_context().get(pk=half.pk)
        assert [row.actor.name for row in half.attributions.all()] == ["Sergei Lavrov"]
        assert [(row.issue.slug, row.stance) for row in half.positions.all()] == [("talks", "support")]
        assert (str(half.said), half.review) == ("2017-07-05", "suggested")


def test_a_split_is_undone(said, editor):
    verbs.split(said, TEXT.index("that sanctions"), editor)
    verbs.undo(Action.objects.get(), editor)
    assert halves(said.article) == ["talks should begin and that sanctions must end"]


@pytest.mark.parametrize("at", [0, TEXT.index("talks"), len(TEXT)])
def test_a_place_beside_the_words_is_refused(said, editor, at):
    with pytest.raises(verbs.Refused, match="Mark where the second statement begins"):
        verbs.split(said, at, editor)
    assert Statement.objects.count() == 1


def test_who_saw_another_version_splits_nothing(said, editor, chief):
    seen = verbs.version(said)
    verbs.accept(Statement.objects.all(), chief)
    with pytest.raises(verbs.Outdated):
        verbs.split(said, TEXT.index("that sanctions"), editor, seen=seen)


def test_a_reader_splits_nothing(said, reader):
    with pytest.raises(verbs.Refused, match="change_statement"):
        verbs.split(said, TEXT.index("that sanctions"), reader)


def test_two_are_joined_with_all_their_words_and_positions(said, world, editor):
    other = world.say("Lavrov", "a word", article=said.article, sanctions="oppose", talks="oppose")
    verbs.merge_words(said, other, editor)
    kept, gone = Statement.objects.get(pk=said.pk), Statement.objects.get(pk=other.pk)
    assert kept.quote == "talks should begin and that sanctions must end … a word"
    assert len(kept.fragments) == 2
    assert set(kept.positions.values_list("issue__slug", "stance")) == {
        ("talks", "support"),
        ("sanctions", "oppose"),
    }
    assert gone.review == "rejected"
    verbs.undo(Action.objects.get(), editor)
    assert Statement.objects.get(pk=said.pk).quote == "talks should begin and that sanctions must end"
    assert Statement.objects.get(pk=other.pk).review == "suggested"


def test_statements_of_two_articles_are_not_joined(said, world, editor):
    with pytest.raises(verbs.Refused, match="one article"):
        verbs.merge_words(said, world.say("Haley", "No."), editor)
