"""Two people at one thing in the same moment."""

import threading

import pytest
from django.db import connection, transaction

from articles import curation
from articles.models import Action, Actor, Statement
from tests.factories import World, actor


@pytest.fixture
def said(transactional_db):
    return World().say("Lavrov", "We oppose sanctions.")


def refusal(verb):
    """Runs the verb in a thread of its own; gives the thread, and a list that its refusal will be in."""
    found = []

    def run():
        try:
            verb()
        except curation.Refused as refused:
            found.append(str(refused))
        finally:
            connection.close()

    return threading.Thread(target=run), found


def is_waited_for():
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return cursor.fetchone()[0]


def at_once(first, second):
    """Does the first, and the second before the first is committed; gives why the second was refused."""
    thread, found = refusal(second)
    with transaction.atomic():
        first()
        thread.start()
        while thread.is_alive() and not is_waited_for():
            pass
    thread.join()
    return found


def test_what_somebody_else_has_just_accepted_is_refused(said, editor, chief):
    found = at_once(
        lambda: curation.accept(Statement.objects.all(), editor),
        lambda: curation.accept(Statement.objects.all(), chief),
    )
    assert found == [f"Statement {said.pk} is accepted; nothing was changed."]
    assert [action.by for action in Action.objects.all()] == [editor]


def test_an_action_is_not_undone_by_two(said, editor, chief):
    curation.accept(Statement.objects.all(), editor)
    action = Action.objects.get()
    [why] = at_once(lambda: curation.undo(action, editor), lambda: curation.undo(action, chief))
    assert "was undone already by editor" in why
    assert Action.objects.count() == 2


def test_an_actor_is_not_merged_both_ways(said, editor, chief):
    twin = Actor.objects.create(name="Sergey Lavrov", slug="sergey", kind="person", country_id="RUS")
    lavrov = actor("Lavrov")
    [why] = at_once(
        lambda: curation.merge([twin], lavrov, editor), lambda: curation.merge([lavrov], twin, chief)
    )
    assert why.startswith("“Sergey Lavrov” was merged into “Sergei Lavrov” already")
