import pytest

from articles.models import Utterance
from articles.registry.utterances import plain_words

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
