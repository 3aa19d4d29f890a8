import pytest

from articles.curate import verbs
from articles.history.as_of import tracked
from articles.history.events import changes
from articles.models import Action, Actor, Attribution, Issue, LikelyPosition, Position, Role, Statement
from tests.factories import actor


@pytest.fixture
def said(world):
    return world.say("Lavrov", "We oppose sanctions.", sanctions="oppose", talks="support")


def every():
    return Statement.objects.all()


def record():
    """Every tracked row, but for when it last changed."""
    rows = {m: list(m.objects.order_by("pk").values()) for m in tracked()}
    for statement in rows[Statement]:
        del statement["changed_at"]
    return rows


def last():
    return Action.objects.latest("id")


@pytest.mark.parametrize("verb", [verbs.accept, verbs.reject, verbs.discard])
def test_undone_and_redone(said, chief, verb):
    before = record()
    verb(every(), chief)
    after = record()
    verbs.undo(last(), chief)
    assert record() == before != after
    verbs.undo(last(), chief)
    assert record() == after
    assert [a.verb for a in Action.objects.order_by("id")] == [verb.__name__, "undo", verb.__name__]
    assert last().undoes.undoes == Action.objects.earliest("id")
    verbs.undo(last(), chief)
    assert record() == before


def test_what_is_restored_changed_now(said, chief):
    verbs.discard(every(), chief)
    verbs.undo(last(), chief)
    assert every().get().changed_at > said.changed_at


def test_an_action_is_undone_once(said, editor):
    verbs.accept(every(), editor)
    accepted = last()
    verbs.undo(accepted, editor)
    with pytest.raises(
        verbs.Refused, match=r"“Accepted “We.*” was undone already by editor on .* UTC. Undo that"
    ):
        verbs.undo(accepted, editor)
    assert Action.objects.count() == 2


def test_what_was_changed_since_is_not_overwritten(said, editor, chief):
    verbs.accept(every(), editor)
    accepted = last()
    verbs.reject(every(), chief)
    before = record()
    with pytest.raises(
        verbs.Refused,
        match=rf"Statement {said.pk} was changed since by chief on .* UTC: Rejected “We.*”\. Undo that first",
    ):
        verbs.undo(accepted, editor)
    assert record() == before
    verbs.undo(last(), chief)
    verbs.undo(accepted, editor)
    assert every().get().review == "suggested"


def test_nor_what_was_changed_without_an_action(said, editor):
    verbs.accept(every(), editor)
    every().update(kind="mixed")
    with pytest.raises(verbs.Refused, match=f"Statement {said.pk} was changed since outside the desk"):
        verbs.undo(last(), editor)


def test_who_may_not_do_it_may_not_undo_it(said, editor, chief, reader):
    verbs.discard(every(), chief)
    for person in (editor, reader):
        with pytest.raises(verbs.Refused, match=f"{person} may not do this"):
            verbs.undo(last(), person)
    assert not every().exists()


def test_a_place_taken_meanwhile_is_named(said, chief, world):
    verbs.discard(every(), chief)
    world.say("Haley", "We oppose sanctions.", article=said.article)
    with pytest.raises(verbs.Refused, match=r"Another row is in the way: Key \(article_id, fragments\)"):
        verbs.undo(last(), chief)
    assert Attribution.objects.get().actor == actor("Haley")


def test_what_others_rest_on_by_now_stays(said, chief):
    with verbs.acting(verbs.Verb.ADD, chief, "articles.add_role", "Added a role"):
        role = Role.objects.create(actor=actor("Lavrov"), title="Foreign Minister", reference="mid.ru")
    Attribution.objects.update(role=role)
    with pytest.raises(verbs.Refused) as refused:
        verbs.undo(last(), chief)
    assert str(refused.value) == (
        f"The role “{role}” is in use by now: 1 attribution, the first being “{Attribution.objects.get()}”. "
        "Undo or change that first, then this. Nothing was changed."
    )
    assert Role.objects.get() == role


def test_an_added_issue_goes_with_what_the_machine_took_for_likely(said, chief):
    with verbs.acting(verbs.Verb.ADD, chief, "articles.add_issue", "Added an issue"):
        issue = Issue.objects.create(slug="thaad", title="THAAD")
    LikelyPosition.objects.create(statement=said, issue=issue, stance="oppose", chance=0.5)
    verbs.undo(last(), chief)
    assert not Issue.objects.filter(slug="thaad").exists()
    assert not LikelyPosition.objects.exists()


def test_unique_values_that_were_handed_on_are_handed_back(said, chief, world):
    third = world.issue("third")
    first, second = Position.objects.order_by("pk")
    before = record()
    with verbs.acting(verbs.Verb.CORRECT, chief, "articles.change_statement", "Handed on"):
        Position.objects.filter(pk=first.pk).update(issue=third)
        Position.objects.filter(pk=second.pk).update(issue=Issue.objects.get(slug="sanctions"))
    verbs.undo(last(), chief)
    assert record() == before


def test_what_follows_in_the_same_transaction_is_not_part_of_it(said, editor):
    verbs.accept(every(), editor)
    Actor.objects.update(name="S. Lavrov")
    assert {c.row for c in changes(last().context_id)} == {f"statement {said.pk}"}
    verbs.undo(last(), editor)
    assert Actor.objects.get().name == "S. Lavrov"


def test_two_verbs_in_one_request_are_two_actions(said, world, client, editor, monkeypatch):
    """The middleware opens one context for the whole request; neither verb shares it."""
    other = world.say("Haley", "Yes.")
    accept = verbs.accept

    def both(statements, by):
        verbs.reject(every().filter(pk=other.pk), by)
        Actor.objects.filter(name="Nikki Haley").update(name="N. Haley")
        return accept(statements, by)

    monkeypatch.setattr(verbs, "accept", both)
    client.force_login(editor)
    client.post("/admin/articles/statement/", {"action": "accept", "_selected_action": [said.pk]})
    metadata = {"user": editor.pk, "url": "/admin/articles/statement/"}
    assert list(Action.objects.values_list("verb", "context__metadata")) == [
        ("accept", {**metadata, "verb": "accept"}),
        ("reject", {**metadata, "verb": "reject"}),
    ]
    for action in Action.objects.all():
        verbs.undo(action, editor)
    assert set(every().values_list("review", flat=True)) == {"suggested"}
    assert actor_event().pgh_context.metadata == metadata


def actor_event():
    return Actor.pgh_event_model.objects.filter(name="N. Haley").latest("pgh_id")


def test_a_verb_within_a_verb_is_part_of_it(said, editor):
    with verbs.acting(verbs.Verb.CORRECT, editor, "articles.change_statement", "Both"):
        Position.objects.filter(issue__slug="talks").delete()
        verbs.confirm_edit(said, editor)
    assert [a.summary for a in Action.objects.all()] == ["Both"]
    verbs.undo(last(), editor)
    assert (every().get().review, Position.objects.count()) == ("suggested", 2)


def test_what_changes_nothing_is_no_action(said, editor):
    assert verbs.accept(every().none(), editor) == 0
    assert not Action.objects.exists()


def test_many_are_undone_in_as_many_queries_as_one(world, chief, django_assert_max_num_queries):
    for n in range(30):
        world.say("Liu", f"More {n}.", thaad="oppose")
    before = record()
    verbs.discard(every(), chief)
    with django_assert_max_num_queries(38):
        verbs.undo(last(), chief)
    assert record() == before


def test_a_second_look_is_undone_and_redone(said, editor, chief):
    verbs.accept(every(), editor)
    before = record()
    verbs.check(every(), chief)
    after = record()
    verbs.undo(last(), editor)
    assert record() == before
    verbs.undo(last(), chief)
    assert record() == after
