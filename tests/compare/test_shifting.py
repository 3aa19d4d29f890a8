"""Stances over time are the same from arrays as from rows."""

from dataclasses import replace

import numpy as np
import pytest
from django.http import QueryDict
from hypothesis import example, given
from hypothesis import strategies as st

from articles.compare.columns import Stances, voices_for
from articles.compare.observations import Observation, recent
from articles.compare.shifting import last, turns
from articles.compare.shifts import Change, changes, shifts
from articles.compare.timeline import timelines
from articles.dates import Period
from articles.index import maintenance
from articles.index.segments import PRECISIONS, STANCES
from tests.indexing import end_transaction
from tests.selections import selection_of

DAYS = ["2016", "2017", "2017-01", "2017-02", "2017-01-31", "2017-02-01", "2017-02-02", "2018-06-01"]
TAKEN = st.tuples(st.sampled_from([3, 7]), st.sampled_from(DAYS), st.sampled_from(["oppose", "support"]))


def stand_of(statement, issue, day, stance):
    period = Period.parse(day) if day else Period(None, None, "unknown")
    return Observation(
        "country=RUS", issue, 100 + statement, statement, stance, period.first, period.last, period.precision
    )


def in_order(stands):
    dated = sorted((s for s in stands if s.first), key=lambda s: (s.first, s.last, s.statement))
    return [stand for stand in stands if not stand.first] + dated


def arrays_of(stands):
    """As shifting.columns gives them."""
    rows = [
        (s.issue, STANCES.index(s.stance), s.statement, s.utterance, 1, _number(s.first), _number(s.last),
         PRECISIONS.index(s.precision))
        for s in in_order(stands)
    ]  # fmt: skip
    return Stances(*np.array(rows, np.int64).reshape(-1, 8).T)


def _number(day):
    return day.toordinal() if day else 0


def as_change(turn):
    before, after, *mixed = (
        Observation("country=RUS", *row) for row in (turn.before, turn.after, *turn.mixed)
    )
    return Change(before, after, tuple(mixed))


@given(st.lists(TAKEN, max_size=14), st.integers(0, 5))
@example([(3, "2017", "oppose"), (3, "2017-01-31", "oppose"), (3, "2017-02", "support")], 0)
def test_turns_are_the_changes_of_stance(taken, limit):
    stands = [stand_of(n, *each) for n, each in enumerate(taken)]
    expected = changes(in_order(stands))
    expected.sort(key=lambda change: (change.after.first, change.after.statement), reverse=True)
    undated = stand_of(99, 3, None, "conditional")
    for shown in (limit, 100):
        found, number = turns(arrays_of([undated, *stands]), shown)
        assert ([as_change(turn) for turn in found], number) == (expected[:shown], len(expected))


def test_the_last_of_the_dated_and_of_the_undated():
    stands = [stand_of(n, 3, day, "support") for n, day in enumerate(["2017", None, "2016", None, None])]
    arrays = arrays_of(stands)
    [row], number = last(arrays, True, 1)
    assert (Observation("country=RUS", *row), number) == (stands[0], 2)
    rows, number = last(arrays, False, 2)
    assert ([Observation("country=RUS", *row) for row in rows], number) == (stands[3:], 3)
    assert last(arrays_of(stands[:1]), False, 5) == ([], 0)


@pytest.fixture
def changing(world, editor, facet_index):
    told = [("Lavrov", "oppose"), ("Haley", "support"), ("Lavrov", "support"), ("Haley", "oppose")]
    for n, (speaker, stance) in enumerate(told, start=1):
        world.say(speaker, f"Words {n}.", on=f"2017-07-0{n}", by=editor, sanctions=stance, thaad=stance)
    world.say(["Russia", "China"], "At some time.", on=None, by=editor, sanctions="support")
    end_transaction()
    maintenance.build()


@pytest.mark.parametrize("query", ["country=RUS&country=USA&country=CHN", "actor=sergei-lavrov&country=RUS"])
def test_pages_tell_the_same_with_an_index_and_without(changing, settings, query):
    selection = selection_of(QueryDict(f"issue=sanctions&issue=thaad&{query}"))
    assert voices_for(selection)
    told = shifts(selection), timelines(selection)
    settings.FACET_INDEX_DIR = ""
    assert (shifts(selection), timelines(selection)) == told
    assert told[0].total == (4 if "USA" in query else 2 * 2)
    assert [drawn.undated_total > 0 for drawn in told[1]] == [True, False]


@pytest.mark.parametrize("by", ["", "month"])
def test_the_latest_observations_are_the_same_whatever_the_table_is_divided_by(changing, settings, by):
    selection = replace(selection_of(QueryDict("country=RUS&issue=sanctions")), by=by)
    assert voices_for(selection)
    told = recent(selection, 100, 100)
    settings.FACET_INDEX_DIR = ""
    assert recent(selection, 100, 100) == told
    assert (told.dated_total, told.undated_total) == (2, 1)
