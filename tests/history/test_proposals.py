import pghistory
import pytest

from articles.curate import verbs
from articles.history.proposals import Proposal, as_it_stands, proposals
from articles.models import Actor, Statement
from tests.factories import actor


@pytest.fixture
def guess(world):
    return world.say("Lavrov", "We oppose sanctions.", sanctions="oppose")


def mend(statement, by, **changes):
    """What an editor's form does, as a request of its own."""
    with pghistory.context(user=by.pk):
        Statement.objects.filter(pk=statement.pk).update(**changes)
        statement.attributions.update(actor=Actor.objects.get(kind="state"), country="CHN")
        statement.positions.update(stance="support")
        verbs.confirm_edit(statement, by)


def proposed(statement):
    return proposals([statement.pk]).get(statement.pk)


def test_a_suggestion_is_what_was_proposed(guess):
    [position], lavrov = guess.positions.all(), actor("Lavrov")
    assert proposed(guess) == as_it_stands(guess)
    assert proposed(guess) == Proposal(
        type="direct",
        fragments=((3, 23),),
        said=("2017-07-05", "2017-07-05"),
        speakers=frozenset({(lavrov.pk, "RUS")}),
        positions=frozenset({(position.issue_id, "oppose")}),
    )


def test_it_stays_so_whatever_an_editor_mends(world, guess, editor):
    world.say("China", "Other words.")
    before = as_it_stands(guess)
    mend(guess, editor, kind="indirect")
    now = as_it_stands(Statement.objects.get(pk=guess.pk))
    assert proposed(guess) == before
    assert before.differs_from(now) == ["type", "speakers", "positions"]


def test_accepting_and_rejecting_change_nothing_of_it(guess, editor):
    before = as_it_stands(guess)
    for verb in (verbs.accept, verbs.reject, verbs.accept):
        verb(Statement.objects.filter(pk=guess.pk), editor)
        assert proposed(guess) == before
    assert before.differs_from(as_it_stands(Statement.objects.get(pk=guess.pk))) == []


def test_what_is_mended_after_it_was_accepted_was_not_proposed(guess, editor):
    before = as_it_stands(guess)
    verbs.accept(Statement.objects.filter(pk=guess.pk), editor)
    guess.positions.all().delete()
    assert proposed(guess) == before


def test_a_merge_of_actors_is_no_mending(world, guess):
    world.say("Haley", "Words.")
    haley, lavrov = actor("Haley"), actor("Lavrov")
    with pghistory.context():
        guess.attributions.update(actor=haley)
        Actor.objects.filter(pk=lavrov.pk).update(merged_into=haley)
    assert proposed(guess).differs_from(as_it_stands(Statement.objects.get(pk=guess.pk))) == []


def test_what_a_person_tagged_was_proposed_by_nobody(world, editor):
    assert proposed(world.say("Lavrov", "Tagged by hand.", by=editor)) is None


@pytest.mark.parametrize("statements", [1, 3])
def test_proposals_cost_four_queries(world, django_assert_num_queries, statements):
    ids = [world.say("Lavrov", f"Number {n}.", thaad="oppose").pk for n in range(statements)]
    with django_assert_num_queries(4):
        assert len(proposals(ids)) == statements


def test_words_that_moved_with_the_text_of_their_article_were_not_mended(guess, editor):
    verbs.replace_text(guess.article, f"News. {guess.article.text}", editor)
    statement = Statement.objects.get()
    assert statement.fragments != guess.fragments
    assert proposed(statement).differs_from(as_it_stands(statement)) == []
