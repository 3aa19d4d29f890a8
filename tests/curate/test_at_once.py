"""Two people at one thing in the same moment."""

import pytest

from articles.curate import verbs
from articles.models import Action, Actor, Statement
from tests.factories import World, actor
from tests.hands import at_once


@pytest.fixture
def said(transactional_db):
    return World().say("Lavrov", "We oppose sanctions.")


def refusal(first, second):
    """Why the second was refused, done while the first was not yet committed."""
    hand = at_once(first, second)
    assert isinstance(hand.error, verbs.Refused)
    return str(hand.error)


def test_what_somebody_else_has_just_accepted_is_refused(said, editor, chief):
    why = refusal(
        lambda: verbs.accept(Statement.objects.all(), editor),
        lambda: verbs.accept(Statement.objects.all(), chief),
    )
    assert why == f"Statement {said.pk} is accepted; nothing was changed."
    assert [action.by for action in Action.objects.all()] == [editor]


def test_an_action_is_not_undone_by_two(said, editor, chief):
    verbs.accept(Statement.objects.all(), editor)
    action = Action.objects.get()
    why = refusal(lambda: verbs.undo(action, editor), lambda: verbs.undo(action, chief))
    assert "was undone already by editor" in why
    assert Action.objects.count() == 2


def test_an_actor_is_not_merged_both_ways(said, editor, chief):
    twin = Actor.objects.create(name="Sergey Lavrov", slug="sergey", kind="person", country_id="RUS")
    lavrov = actor("Lavrov")
    why = refusal(lambda: verbs.merge([twin], lavrov, editor), lambda: verbs.merge([lavrov], twin, chief))
    assert why.startswith("“Sergey Lavrov” was merged into “Sergei Lavrov” already")
