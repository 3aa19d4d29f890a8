"""Which fields of a suggestion ask to be looked at, and why."""

import pytest

from articles.curate.checks import checks
from articles.models import Attribution, LikelyPosition, Statement


def asked(statement, near=()):
    found = Statement.objects.with_context().get(pk=statement.pk)
    likely = LikelyPosition.objects.filter(statement=found).select_related("issue")
    return {check.field: check for check in checks(found, list(likely), near)}


def test_a_person_by_name_on_the_day_of_the_article_with_no_position_asks_nothing(world):
    assert asked(world.say("Lavrov", "No.")) == {}


def test_words_of_little_confidence_ask(world):
    said = world.say("Lavrov", "No.")
    Statement.objects.update(confidence=0.59)
    assert list(asked(said)) == ["words"]


@pytest.mark.parametrize(
    ("speaker", "printed", "why"),
    [
        ("Russia", "Moscow", "“Moscow”: who is that?"),
        ("Lavrov", "the minister", "“the minister”: who is that?"),
        ("Lavrov", "he", None),
        ("Lavrov", "Lavrov", None),
    ],
)
def test_a_speaker_by_a_common_noun_or_a_state_asks(world, speaker, printed, why):
    said = world.say(speaker, "No.")
    Attribution.objects.update(name_printed=printed)
    found = asked(said).get("speaker")
    assert (found and found.why) == why


def test_nobody_asks_and_offers_who_speaks_beside(world):
    said, beside = world.say([], "No."), world.say("Haley", "Yes.")
    found = asked(said, list(beside.attributions.select_related("actor")))["speaker"]
    assert found.why == "nobody was found who says this"
    assert [(a.label, a.sets) for a in found.answers] == [
        ("Nikki Haley", "set:speaker-0-name=Nikki+Haley&speaker-0-country=USA")
    ]


def test_a_day_that_is_told_elsewhere_asks(world):
    said = world.say("Lavrov", "No.")
    Statement.objects.update(said_on_basis="turn", said_on="2017-07-04", said_on_phrase="on Tuesday")
    found = asked(said)["said"]
    assert found.why == "“on Tuesday” is told with another statement"
    assert [answer.label for answer in found.answers] == ["2017-07-05", "undated"]


def test_a_position_asks_and_offers_the_other_side_and_what_is_likely(world):
    said = world.say("Lavrov", "No.", talks="neutral")
    LikelyPosition.objects.create(statement=said, issue=world.issue("visas"), stance="oppose", chance=0.3)
    assert [a.sets for a in asked(said)["position"].answers] == [
        "position:talks:support", "position:talks:oppose", "position:visas:oppose",
    ]  # fmt: skip


def test_what_is_decided_asks_nothing(world, editor):
    assert asked(world.say("Russia", "No.", by=editor, talks="neutral")) == {}


@pytest.mark.parametrize(
    ("told", "offered"),
    [
        ("neutral", ["supports Sanctions", "opposes Sanctions"]),
        ("oppose", ["opposes Sanctions", "supports Sanctions"]),
        ("conditional", ["conditional Sanctions", "supports Sanctions", "opposes Sanctions"]),
    ],
)
def test_of_an_issue_whose_phrases_are_there_both_sides_are_offered(world, told, offered):
    said = world.say("Lavrov", "sanctions would be wrong")
    guess = {"issue": world.issue("sanctions"), "stance": told, "chance": 0.1, "by_phrases": True}
    LikelyPosition.objects.create(statement=said, **guess)
    assert [answer.label for answer in asked(said)["position"].answers] == offered
