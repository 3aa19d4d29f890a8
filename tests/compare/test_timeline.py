import datetime
from dataclasses import replace
from itertools import pairwise

import pytest
from django.http import QueryDict
from django.utils import timezone

from articles.compare import timeline as drawing
from articles.compare.timeline import axis_of, timelines
from articles.models import Statement
from tests.factories import rejected
from tests.selections import selection_of

D = datetime.date.fromisoformat


def drawn(query):
    [found] = timelines(selection_of(QueryDict(f"issue=sanctions&{query}")))
    return found


def lanes(found):
    """{country: [(day, stance)]} of what is drawn."""
    return {
        lane.column.key: [
            (str(mark.said.observation.first), mark.said.observation.stance) for mark in lane.marks
        ]
        for lane in found.lanes
    }


def places(found, n=0):
    """[(x, y)] of the marks in a lane."""
    return [(mark.x, mark.y) for mark in found.lanes[n].marks]


def test_each_country_has_a_lane_with_its_marks_in_order(world, editor):
    world.say("Lavrov", "We oppose it.", on="2017-07-05", by=editor, sanctions="oppose")
    world.say("Lavrov", "We may accept it.", on="2017-06-20", by=editor, sanctions="conditional")
    world.say("Haley", "We want it.", on="2017-07-01", by=editor, sanctions="support", thaad="oppose")
    found = drawn("country=RUS&country=USA&country=CHN")
    assert lanes(found) == {
        "CHN": [],
        "RUS": [("2017-06-20", "conditional"), ("2017-07-05", "oppose")],
        "USA": [("2017-07-01", "support")],
    }


def test_a_mark_tells_who_said_what_where_and_whether_it_is_reviewed(world, editor):
    said = world.say("Lavrov", "We oppose it.", by=editor, sanctions="oppose")
    [mark] = drawn("country=RUS").lanes[0].marks
    assert mark.said.words["address"] == said.get_absolute_url()
    assert mark.said.words["speakers"] == [
        {"name": "Sergei Lavrov", "role": "Foreign Minister", "country": "RUS"}
    ]
    assert (mark.said.words["quote"], mark.said.words["reviewed"], mark.said.reports) == (
        "We oppose it.",
        True,
        1,
    )


def test_marks_stand_where_their_days_are(world, editor):
    for on in ["2017-06-01", "2017-08-31", "2017-07-16"]:
        world.say("Lavrov", f"Said {on}.", on=on, by=editor, sanctions="oppose")
    found = drawn("country=RUS")  # 92 days on 96 percent, each mark in the middle of its day
    assert [mark.x for mark in found.lanes[0].marks] == [2.52, 49.48, 97.48]
    assert [(tick.label, tick.x) for tick in found.ticks] == [
        ("Jun 2017", 2.0),
        ("Jul", 33.3),
        ("Aug", 65.65),
    ]


def test_marks_of_one_day_are_stacked(world, editor):
    for n in range(3):
        world.say("Lavrov", f"Number {n}.", on="2017-07-05", by=editor, sanctions="oppose")
    world.say("Haley", "Alone.", on="2017-07-05", by=editor, sanctions="support")
    found = drawn("country=RUS&country=USA")
    [x] = {x for x, _ in places(found) + places(found, 1)}
    assert places(found) == [(x, 91), (x, 74), (x, 57)]
    assert places(found, 1) == [(x, 132)]
    assert found.height == 180


def test_no_two_marks_of_a_lane_touch_even_at_the_least_width(world, editor):
    for n in range(1, 29):
        world.say("Lavrov", f"Day {n}.", on=f"2017-02-{n:02}", by=editor, sanctions="oppose")
    world.say("Lavrov", "Later.", on="2019-02-01", by=editor, sanctions="oppose")
    marks = drawn("country=RUS").lanes[0].marks
    by_row = {}
    for mark in marks:
        by_row.setdefault(mark.y, []).append(mark.x * drawing.NARROWEST / 100)
    gaps = [b - a for row in by_row.values() for a, b in pairwise(row)]
    assert len(by_row) > 2
    assert min(gaps) >= drawing.MARK


def test_a_joint_statement_is_in_both_lanes(world, editor):
    world.say(["Russia", "China"], "Together.", by=editor, sanctions="oppose")
    assert lanes(drawn("country=RUS&country=CHN")) == {
        "CHN": [("2017-07-05", "oppose")],
        "RUS": [("2017-07-05", "oppose")],
    }


def test_one_utterance_in_two_outlets_is_one_mark_with_the_latest_words(world, editor):
    for on, source, lead in [("2017-07-05", "Gazette", "At"), ("2017-07-06", "Herald", "On")]:
        words = f"{lead} no time will we accept any of these new sanctions."
        article = world.article(words, source, published_on=on)
        world.say("Lavrov", words, on=on, by=editor, article=article, sanctions="oppose")
    [mark] = drawn("country=RUS").lanes[0].marks
    assert (mark.said.reports, mark.said.words["source"], str(mark.said.observation.first)) == (
        2,
        "Herald",
        "2017-07-06",
    )


def test_what_is_known_to_the_month_is_drawn_as_a_span(world, editor):
    world.say("Lavrov", "In July.", on="2017-07", by=editor, sanctions="oppose")
    world.say("Lavrov", "On 20 July.", on="2017-07-20", by=editor, sanctions="oppose")
    span, point = drawn("country=RUS").lanes[0].marks
    assert (span.is_span, span.left, span.width, span.x) == (True, 2.0, 96.0, 3.25)
    assert (point.is_span, span.y - point.y) == (False, 17)


def test_undated_statements_are_listed_apart(world, editor):
    world.say("Lavrov", "Dated.", by=editor, sanctions="oppose")
    world.say("Haley", "Undated.", on=None, by=editor, sanctions="support")
    found = drawn("country=RUS&country=USA")
    assert [said.words["quote"] for said in found.undated] == ["Undated."]
    assert lanes(found)["USA"] == []
    assert drawn("country=RUS&country=USA&said_after=2017").undated == ()


def test_the_period_is_kept(world, editor):
    for on in ["2017-06-30", "2017-07-01", "2017-08-01"]:
        world.say("Lavrov", f"Said {on}.", on=on, by=editor, sanctions="oppose")
    found = drawn("country=RUS&said_after=2017-07&said_before=2017-07")
    assert lanes(found) == {"RUS": [("2017-07-01", "oppose")]}


def test_rejected_statements_are_never_drawn(world, editor):
    rejected(world.say("Lavrov", "Withdrawn.", sanctions="oppose"), editor)
    assert lanes(drawn("country=RUS&review=all")) == {"RUS": []}


def test_suggestions_are_drawn_only_when_asked_for(world):
    world.say("Lavrov", "A guess.", sanctions="oppose")
    assert lanes(drawn("country=RUS")) == {"RUS": []}
    [mark] = drawn("country=RUS&review=all").lanes[0].marks
    assert mark.said.words["reviewed"] is False


def test_what_one_country_says_another_said_is_in_no_lane(world, editor):
    article = world.article("Haley said China backed the sanctions now.")
    outer = world.say("Haley", "China backed the sanctions now", by=editor, article=article, kind="indirect")
    world.say("China", "backed the sanctions", by=editor, article=article, parent=outer, sanctions="support")
    assert lanes(drawn("country=CHN&country=USA")) == {"CHN": [], "USA": []}


def test_two_speakers_of_one_country_make_one_mark(world, editor):
    world.say(["Lavrov", "Russia"], "Both of us.", by=editor, sanctions="oppose")
    assert lanes(drawn("country=RUS")) == {"RUS": [("2017-07-05", "oppose")]}


def test_of_too_many_the_latest_are_drawn_and_the_rest_counted(world, editor, monkeypatch):
    monkeypatch.setattr(drawing, "DRAWN", 2)
    for n in (1, 2, 3):
        world.say("Lavrov", f"Day {n}.", on=f"2017-07-0{n}", by=editor, sanctions="oppose")
    found = drawn("country=RUS")
    assert lanes(found) == {"RUS": [("2017-07-02", "oppose"), ("2017-07-03", "oppose")]}
    assert found.left_out == 1


def test_a_notch_lies_between_two_stances_in_a_row(world, editor):
    world.say("Lavrov", "Never.", on="2017-07-01", by=editor, sanctions="oppose")
    world.say("Lavrov", "Yes.", on="2017-07-11", by=editor, sanctions="support")
    world.say("Haley", "Yes.", on="2017-07-05", by=editor, sanctions="support")
    russia, america = drawn("country=RUS&country=USA").lanes
    [notch] = russia.notches
    assert notch.x == pytest.approx(sum(mark.x for mark in russia.marks) / 2, abs=0.01)
    assert (notch.before.words["quote"], notch.after.words["quote"]) == ("Never.", "Yes.")
    assert america.notches == ()


def test_notches_that_would_touch_are_one(world, editor):
    for n, stance in [(1, "oppose"), (2, "support"), (3, "oppose"), (20, "support")]:
        world.say("Lavrov", f"Day {n}.", on=f"2017-07-{n:02}", by=editor, sanctions=stance)
    world.say("Haley", "Long ago.", on="2014-07-01", by=editor, sanctions="support")
    [notch] = drawn("country=RUS&country=USA").lanes[0].notches
    assert (notch.times, str(notch.before.observation.first), str(notch.after.observation.first)) == (
        3,
        "2017-07-01",
        "2017-07-20",
    )
    apart = drawn("country=RUS").lanes[0].notches
    assert [notch.times for notch in apart] == [1, 1, 1]


def test_a_sentence_says_what_is_drawn(world, editor):
    world.say("Lavrov", "Never.", on="2017-07-01", by=editor, sanctions="oppose")
    world.say("Lavrov", "Yes.", on="2017-07-11", by=editor, sanctions="support")
    assert drawn("country=RUS&country=USA").summary == (
        "Sanctions, 1 July 2017 to 11 July 2017: Russia 2 utterances and United States 0 utterances, "
        "1 change of stance."
    )


def test_nothing_said_draws_nothing(world):
    world.issue("sanctions")
    found = drawn("country=RUS")
    assert (lanes(found), found.ticks, found.first) == ({"RUS": []}, (), None)


def test_a_past_moment_shows_what_was_known_then(world, editor):
    said = world.say("Lavrov", "Never.", by=editor, sanctions="oppose")
    moment = timezone.now()
    world.say("Lavrov", "Yes.", on="2017-07-11", by=editor, sanctions="support")
    Statement.objects.filter(pk=said.pk).update(quote="mended")
    selection = replace(selection_of(QueryDict("issue=sanctions&country=RUS")), as_of=moment)
    [mark] = timelines(selection)[0].lanes[0].marks
    assert mark.said.words["quote"] == "Never."


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        ("2017-07-05", "2017-07-05", ["1 Jul 2017", "8 Jul", "15 Jul", "22 Jul"]),
        ("2017-11-05", "2018-01-31", ["Nov 2017", "Dec", "Jan 2018"]),
        ("2017-05-05", "2018-03-31", ["Q2 2017", "Q3 2017", "Q4 2017", "Q1 2018"]),
        ("2015-05-05", "2018-03-31", ["2015", "2016", "2017", "2018"]),
        ("1990-05-05", "2018-03-31", [str(year) for year in range(1990, 2019, 3)]),
    ],
)
def test_ticks_fit_the_span(first, last, labels):
    assert [tick.label for tick in axis_of(D(first), D(last)).ticks] == labels


@pytest.mark.parametrize(("first", "last"), [("0001-01-01", "9999-12-31"), ("9999-12-31", "9999-12-31")])
def test_the_ends_of_the_calendar_have_an_axis(first, last):
    axis = axis_of(D(first), D(last))
    assert axis.first <= D(first) <= D(last) <= axis.last


def test_the_number_of_queries_does_not_grow(world, editor, django_assert_num_queries):
    for number in (1, 3):
        while Statement.objects.count() < number:
            world.say("Lavrov", f"Words {Statement.objects.count()}.", by=editor, sanctions="oppose")
        selection = selection_of(QueryDict("issue=sanctions&country=RUS"))
        with django_assert_num_queries(6):
            timelines(selection)
