import pytest
from django.db.models import Count

from articles.curate import verbs
from articles.models import Statement, Utterance
from articles.registry.utterances import may_be_the_same, plain_words
from tests.samples.loading import DEMO

LONG = "“We will use them if we must, but we prefer not to have to go in that direction.”"


def utterances(*statements):
    return len({statement.utterance_id for statement in statements})


@pytest.mark.parametrize(
    ("speaker", "words", "on", "kind", "apart"),
    [
        (
            "Haley",
            '"We will use them, if we must, but we prefer not to have to go in that direction"',
            "2017-07-05",
            "direct",
            1,
        ),
        ("Haley", "we prefer not to have to go in that direction", "2017-07-06", "mixed", 1),
        ("Haley", LONG, "2017-07-08", "direct", 2),
        ("Lavrov", LONG, "2017-07-05", "direct", 2),
        ("Haley", LONG, "2017-07-05", "indirect", 2),
        (
            "Haley",
            "We will look at any country that chooses to do business with them.",
            "2017-07-05",
            "direct",
            2,
        ),
        ("Haley", "if we must", "2017-07-05", "direct", 2),
    ],
    ids=[
        "other marks",
        "part, next day",
        "days later",
        "another speaker",
        "paraphrase",
        "other words",
        "too short",
    ],
)
def test_the_same_words_in_another_article_are_one_utterance(world, speaker, words, on, kind, apart):
    first = world.say("Haley", LONG)
    other = world.say(speaker, words, on=on, kind=kind)
    assert utterances(first, other) == apart


def test_words_said_twice_in_one_article_are_two_utterances(world):
    article = world.article(f"{LONG} Later: {LONG} again.")
    first = world.say("Haley", LONG, article=article)
    other = world.say("Haley", f"{LONG} again.", article=article)
    assert utterances(first, other) == 2
    assert Utterance.objects.count() == 2


def test_undated_words_are_not_guessed_to_be_the_same(world):
    assert utterances(world.say("Haley", LONG, on=None), world.say("Haley", LONG, on=None)) == 2


def test_typography_does_not_tell_words_apart():
    assert (
        plain_words("“We’re — HERE,” he  said.")
        == plain_words('"we\'re here" he said')
        == "we re here he said"
    )


def test_of_several_alike_the_likest_is_taken(world):
    article = world.article(
        f"{LONG} He said: we will use them if we must, though we prefer to go in that direction."
    )
    nearly = world.say(
        "Haley", "we will use them if we must, though we prefer to go in that direction", article=article
    )
    exactly = world.say("Haley", LONG, article=article)
    assert nearly.pk < exactly.pk
    assert world.say("Haley", LONG).utterance == exactly.utterance


@pytest.mark.parametrize("on", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_of_the_calendar_have_no_neighbour(world, on):
    words = "Five words are quite enough."
    articles = [world.article(f"{source}: {words}", source=source) for source in ("Gazette", "Times")]
    one, other = (world.say("Lavrov", words, on=on, article=article) for article in articles)
    assert utterances(one, other) == 1


def test_a_part_quoted_within_a_paraphrase_is_of_the_whole(world):
    whole = world.say("Haley", "North Korea's launch is a clear and sharp military escalation.")
    part = world.say(
        "Haley",
        "the launch of the rocket “a clear and sharp military escalation” that puts us at risk",
        kind="mixed",
    )
    short = world.say("Haley", "it was a “sharp military escalation” for the region", kind="mixed")
    assert part.utterance == whole.utterance
    assert short.utterance != whole.utterance


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_drafts_report_as_well_and_what_was_withdrawn_does_not(world, editor, state):
    first = world.article(f"She said: {LONG}", state="draft")
    reported = world.say("Haley", LONG, article=first)
    if state == "withdrawn":
        verbs.publish([first], editor)
        verbs.withdraw([first], "A hoax.", editor)
    again = world.say("Haley", LONG)
    assert (again.utterance == reported.utterance) == (state == "draft")


def test_other_words_of_like_meaning_are_offered_and_not_joined(world):
    one = world.say("Lavrov", "Any attempts to justify a military solution are inadmissible.")
    other = world.say("Lavrov", "Attempts at justifying a solution by military means cannot be accepted.")
    world.say("Lavrov", "We express our support to the idea of dialogue and consultations.")
    world.say("Haley", "Any attempts to find a military solution are inadmissible.")
    world.say("Lavrov", "Any military solution is inadmissible to us.", on="2017-07-09")
    assert one.utterance != other.utterance
    assert may_be_the_same(one) == [other]
    assert may_be_the_same(other) == [one]


@pytest.mark.parametrize(
    ("words", "apart"),
    [
        ("Let it be said that any attempts to justify sanctions by force cannot be accepted.", 1),
        ("Any attempts to justify sanctions are wrong.", 1),
        ("We reject all that is said in order to justify a blockade.", 2),
        ("That would be one of the most that can be done now.", 2),
        ("It is evident to us that some attempts to justify such sanctions are not acceptable.", 1),
        ("It is plain to all here now that, of our attempts, some justify none of the sanctions.", 2),
    ],
    ids=[
        *("another translation", "in part", "no run", "a run of common words"),
        *("the frame of the sentence", "words too far apart"),
    ],
)
def test_two_translations_are_one_utterance_by_a_run_of_rare_words(world, words, apart):
    first = world.say(
        "Lavrov",
        "It is clear to us that any attempts to justify sanctions are inadmissible. "
        "It is one of the most that there were.",
    )
    assert utterances(first, world.say("Lavrov", words)) == apart


def test_nothing_is_offered_for_words_of_nobody_or_of_no_day(world):
    world.say("Lavrov", LONG)
    assert may_be_the_same(world.say("Haley", LONG, on=None)) == []
    nobody = world.say("Haley", f"{LONG} Yes.")
    nobody.attributions.all().delete()
    assert may_be_the_same(nobody) == []


@pytest.mark.slow
def test_the_samples_are_clustered_as_a_person_would(db, settings):
    """Two outlets report one day at the Security Council, partly in other translations."""
    DEMO.bring()
    reported = {
        frozenset(_begins(s) for s in utterance.statements.all())
        for utterance in Utterance.objects.annotate(n=Count("statements")).filter(n__gt=1)
    }
    assert reported == {
        frozenset({"\"North Korea's launch of an", "the launch of the long-range"}),
        frozenset({'"One of our capabilities lies', "“Their actions are quickly closing"}),
    }
    offered = {_begins(s): [_begins(o) for o in may_be_the_same(s)] for s in Statement.objects.published()}
    assert offered["North Korea's actions were \"quickly"][0] == "“Their actions are quickly closing"
    assert offered["the United States could turn"][0] == "“Their actions are quickly closing"
    assert "“It is utterly clear for" in offered['"The possibility of taking military']
    assert sum(map(bool, offered.values())) <= 20


def _begins(statement):
    return " ".join(statement.quote.split()[:5])
