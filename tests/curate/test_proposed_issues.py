"""Accepting and dismissing issues that were found: permitted, forbidden, conflicting, undone."""

import pytest

from articles.curate import verbs
from articles.models import Action, Issue, Position, ProposedIssue, Statement


@pytest.fixture
def said(world):
    return [world.say(who, f"{who} spoke of whales.") for who in ("Lavrov", "Haley", "Liu")]


@pytest.fixture
def proposal(said):
    proposal = ProposedIssue.objects.create(title="Whales", about=["NOR"])
    for statement in said:
        proposal.positions.create(statement=statement, stance="support", chance=0.7)
    return proposal


WORDING = verbs.Wording("Ban on whaling", ("NOR", "ISL"))


def positions():
    return list(Position.objects.order_by("statement").values_list("statement", "issue__title", "stance"))


def state(proposal):
    return ProposedIssue.objects.get(pk=proposal.pk).state


def test_an_accepted_one_is_an_issue_and_its_statements_get_suggested_positions(proposal, said, editor):
    issue = verbs.accept_issue(proposal, WORDING, {said[0].pk: "support", said[2].pk: "oppose"}, editor)
    assert (issue.title, issue.slug, issue.about) == ("Ban on whaling", "ban-on-whaling", ["NOR", "ISL"])
    assert positions() == [
        (said[0].pk, "Ban on whaling", "support"),
        (said[2].pk, "Ban on whaling", "oppose"),
    ]
    assert state(proposal) == "accepted"
    assert set(Statement.objects.values_list("review", flat=True)) == {"suggested"}
    assert "positions" in Statement.objects.get(pk=said[0].pk).machine_fields
    assert str(Action.objects.get()) == "Added issue “Ban on whaling” with 2 suggested positions"


def test_what_is_reviewed_stays_as_it_is(proposal, said, editor):
    verbs.accept(Statement.objects.filter(pk=said[0].pk), editor)
    verbs.accept_issue(proposal, WORDING, {said[0].pk: "support", said[1].pk: "support"}, editor)
    assert positions() == [(said[1].pk, "Ban on whaling", "support")]


def test_it_is_put_on_an_issue_on_record_where_positions_there_stay(proposal, said, editor, world):
    whales = world.issue("whales")
    said[0].positions.create(issue=whales, stance="oppose")
    stances = {statement.pk: "support" for statement in said}
    assert verbs.accept_issue(proposal, whales, stances, editor) == whales
    assert [stance for *_, stance in positions()] == ["oppose", "support", "support"]
    assert str(Action.objects.get()) == "Put 2 suggested positions on “Whales”"


@pytest.mark.parametrize("do", [lambda p, by: verbs.dismiss_issue(p, by), lambda p, by: accept(p, by)])
def test_a_reader_may_not(proposal, reader, do):
    with pytest.raises(verbs.Refused, match=r"takes the permission articles\.add_issue"):
        do(proposal, reader)
    assert state(proposal) == "waiting"


def accept(proposal, by):
    return verbs.accept_issue(proposal, WORDING, {}, by)


def test_what_was_decided_meanwhile_is_refused(proposal, editor):
    verbs.dismiss_issue(proposal, editor)
    with pytest.raises(verbs.Refused, match="“Whales” was dismissed meanwhile"):
        accept(proposal, editor)


def test_what_was_looked_for_anew_is_refused(proposal, editor):
    ProposedIssue.objects.all().delete()
    with pytest.raises(verbs.Refused, match="issues were looked for anew"):
        accept(proposal, editor)


def test_a_title_that_is_taken_is_refused_with_the_remedy(proposal, editor, world):
    world.issue("whaling", "Ban on whaling")
    with pytest.raises(verbs.Refused, match="There is an issue “Ban on whaling” already; choose it"):
        accept(proposal, editor)
    assert state(proposal) == "waiting"


def test_accepting_is_undone_as_one_action(proposal, said, editor):
    verbs.accept_issue(proposal, WORDING, {s.pk: "support" for s in said}, editor)
    verbs.undo(Action.objects.get(), editor)
    assert positions() == []
    assert not Issue.objects.exists()
    assert state(proposal) == "waiting"


def test_dismissing_is_undone(proposal, editor):
    verbs.dismiss_issue(proposal, editor)
    assert state(proposal) == "dismissed"
    verbs.undo(Action.objects.get(), editor)
    assert state(proposal) == "waiting"
