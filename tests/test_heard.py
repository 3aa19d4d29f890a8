import pytest

from articles import heard
from articles.models import Country


@pytest.fixture
def said(world, editor):
    for n in range(3):
        world.say("Russia", f"Alone {n}.", by=editor, thaad="oppose")
    world.say(["Russia", "China"], "Together.", by=editor, dialogue="support")
    world.say("Lavrov", "Himself.", by=editor)
    world.say("Haley", "A guess.", thaad="support")


def listed(things):
    return [(str(thing), thing.heard) for thing in things]


def test_the_most_heard_come_first_and_suggestions_do_not_count(said):
    found = heard.everything()
    assert listed(heard.ranked(found, "country")) == [("Russia", 5), ("China", 1)]
    assert listed(heard.ranked(found, "country", 1)) == [("Russia", 5)]
    assert [thing.heard for thing in heard.ranked(found, "issue")] == [3, 1]


def test_who_speaks_for_a_country_and_not_who_speaks_beside_it(said):
    speakers = heard.speakers_for(Country.objects.get(pk="RUS"))
    assert listed(speakers) == [("Russia", 4), ("Sergei Lavrov", 1)]


def test_a_value_that_is_gone_is_left_out(said):
    assert listed(heard.with_counts("country", [("CHN", 7), ("XXX", 3)])) == [("China", 7)]
