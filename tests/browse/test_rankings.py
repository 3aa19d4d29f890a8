import pytest

from articles.browse import rankings
from articles.models import Actor, Country


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
    found = rankings.found_by()
    assert listed(rankings.ranked(found, "country")) == [("Russia", 5), ("China", 1)]
    assert listed(rankings.ranked(found, "country", 1)) == [("Russia", 5)]
    assert [thing.heard for thing in rankings.ranked(found, "issue")] == [3, 1]


def test_who_speaks_for_a_country_and_not_who_speaks_beside_it(said):
    speakers = rankings.speakers_for(Country.objects.get(pk="RUS"))
    assert listed(speakers) == [("Russia", 4), ("Sergei Lavrov", 1)]


def test_a_value_that_is_gone_is_left_out(said):
    assert listed(rankings.with_counts("country", [("CHN", 7), ("XXX", 3)])) == [("China", 7)]


def test_all_countries_are_offered_and_those_that_speak_come_first(said):
    offered = rankings.all_countries()
    assert listed(offered[:3]) == [("Russia", 5), ("China", 1), ("Afghanistan", 0)]
    assert len(offered) == Country.objects.count()


def test_speakers_that_are_offered_are_no_states_but_for_those_chosen(said):
    china, haley = (Actor.objects.get(slug=slug) for slug in ("china", "nikki-haley"))
    assert listed(rankings.speakers([], 5)) == [("Sergei Lavrov", 1)]
    assert listed(rankings.speakers([haley, china], 5)) == [
        ("China", 1),
        ("Sergei Lavrov", 1),
        ("Nikki Haley", 0),
    ]
    assert listed(rankings.speakers([haley], 0)) == [("Nikki Haley", 0)]
