"""A comparison has the same figures from the index as from the tables."""

import datetime
import itertools
import json
from unittest.mock import patch

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from articles.compare import by_index, divisions, shifting, shifts
from articles.compare.by_index import ByIndex
from articles.compare.by_sql import BySql
from articles.compare.columns import Voices, voices_for
from articles.compare.comparison import compare
from articles.compare.observations import Observation, observations
from articles.compare.selection import Selection
from articles.dates import Period
from articles.index import maintenance, told
from articles.models import Actor, Bloc, Country, Issue
from articles.models import Statement as Row
from tests.browse.test_by_index import EDITS, ISSUES, SAID, each_made, one_of_each, put_on_record
from tests.examples import everyday, filling_a_database
from tests.indexing import end_transaction

TURNS = itertools.count()  # to begin with another selection each time
PERIODS = [(None, None), ("2017", None), ("2017-02", "2017-02"), (None, "2016"), ("2018", "2018")]


def nested(statements, n):
    """Reported by the one before, as what another said, or the same country."""
    if n:
        Row.objects.filter(pk=statements[n].pk).update(parent=statements[n - 1])


def outer_for_another_country(statements, n):
    statements[n].attributions.speakers().update(country="CHN", body=None)


NESTED_EDITS = [*EDITS, nested, nested, nested, outer_for_another_country]


def selections():
    countries = tuple(Country.objects.filter(pk__in=["RUS", "CHN", "USA", "FRA"]))
    others = {"actors": tuple(Actor.objects.filter(merged_into=None)), "blocs": tuple(Bloc.objects.all())}
    issues = tuple(Issue.objects.filter(slug__in=ISSUES[:2], merged_into=None))
    for (after, before), by in zip(PERIODS, ["", "year", "month", "quarter", "year"], strict=True):
        period = {"after": after and Period.parse(after), "before": before and Period.parse(before)}
        yield Selection(countries, **others, **period)
        yield Selection(countries, issues, **others, **period, review="all")
        yield Selection(countries, **others, **period, by=by or "month")


def told_by(voices):
    """All stands, as rows of the tables give them."""
    every = [(column, rows(said)) for column, said in shifting.columns(voices)]
    return sorted((Observation(column, *row) for column, own in every for row in own), key=order_of)


def rows(said):
    return [row for dated in (False, True) for row in shifting.last(said, dated, 1000)[0]]


def order_of(stand):
    return str(stand.first or ""), str(stand.last or ""), stand.statement, stand.column, stand.issue


def stands(found):
    columns = (column.tolist() for column in (found.issue, found.country, found.stance, found.statements))
    return sorted(zip(*columns, strict=True))


def same_shifts():
    """Also where the list is cut among those of one day and statement."""
    everybody = Selection(tuple(Country.objects.order_by("-name")))
    counted, total = shifts._counted(everybody)
    for listed in (1, 2, shifts.LISTED):
        with patch.object(shifts, "LISTED", listed):
            found, number = shifts._by_index(Voices(maintenance.current(), everybody))
            assert (latest(found)[:listed], number) == (latest(counted)[:listed], total)


def latest(found):
    return sorted(found, key=lambda change: (change.after.first, change.after.statement), reverse=True)


def same_figures(every=1):
    every_country = Voices(maintenance.current() or maintenance.build(), Selection())
    assert stands(divisions._by_index(every_country)) == stands(divisions._by_sql())
    same_shifts()
    for selection in itertools.islice(selections(), next(TURNS) % every, None, every):
        voices = Voices(maintenance.current() or maintenance.build(), selection)
        one, other = ByIndex(voices), BySql(selection)
        cells = other.cells()
        assert one.cells() == cells
        assert one.stances(cells) == other.stances(cells)
        assert one.columns() == other.columns()
        assert one.latest_of_members() == other.latest_of_members()
        assert one.basis() == other.basis()
        assert {place: json.loads(text) for place, text in one.lines().items()} == one.basis()
        assert (one.lines(), one.behind()) == (other.lines(), other.behind())
        assert one.undated() == other.undated()
        assert one.covered() == other.covered()
        if not selection.by:
            assert told_by(voices) == sorted(observations(selection), key=order_of)


@pytest.mark.slow
def test_every_selection_of_one_of_each(world, editor, facet_index):
    statements = put_on_record(world, editor, list(one_of_each()))
    for n in range(1, len(statements), 2):
        nested(statements, n)
    end_transaction()
    maintenance.build()
    assert len(maintenance.current().main.echoed_country.rows) > 0
    same_figures()
    outer_for_another_country(statements, 2)
    Row.objects.filter(pk=statements[5].pk).update(utterance=statements[4].utterance_id)
    same_figures()


@pytest.mark.slow
@filling_a_database(15)
@given(
    said=st.lists(SAID, min_size=1, max_size=6),
    edits=st.lists(st.tuples(st.sampled_from(NESTED_EDITS), st.integers(0, 5)), max_size=5),
)
def test_after_any_edits(world, editor, facet_index, said, edits):
    with transaction.atomic():
        statements = put_on_record(world, editor, said)
        end_transaction()
        maintenance.build()
        for _ in each_made(edits, statements):
            same_figures(every=everyday(3, thorough=1))
        transaction.set_rollback(True)


@pytest.fixture
def three(world, editor, facet_index):
    world.say("Lavrov", "one", by=editor, thaad="oppose")
    world.say(["Russia", "China"], "two", by=editor, thaad="support")
    world.say("Haley", "three", by=editor, thaad="support", dialogue="oppose")
    end_transaction()
    maintenance.build()


NOW = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)


def test_a_comparison_comes_from_the_index_and_is_the_same(three, settings):
    selection = Selection(tuple(Country.objects.filter(pk__in=["RUS", "USA"])))
    assert voices_for(selection)
    shown = compare(selection, NOW)
    settings.FACET_INDEX_DIR = ""
    assert compare(selection, NOW) == shown
    assert [row["issue"]["slug"] for row in shown["rows"]] == ["thaad", "dialogue"]


def test_what_was_known_at_another_moment_comes_from_the_tables(three):
    assert voices_for(Selection(tuple(Country.objects.filter(pk="RUS")), as_of=NOW)) is None


def test_what_is_kept_for_good_is_the_same_by_either(three, settings):
    selection = Selection(tuple(Country.objects.filter(pk__in=["RUS", "USA"])))
    shown = compare(selection, NOW, with_basis=True)
    settings.FACET_INDEX_DIR = ""
    assert compare(selection, NOW, with_basis=True) == shown
    assert [len(cell["basis"]) for row in shown["rows"] for cell in row["cells"] if cell["statements"]]


def test_a_mistyped_year_takes_no_more_room_than_it_has_statements(three, world, editor):
    world.say("Lavrov", "four", on="0217-07-05", by=editor, thaad="oppose")
    end_transaction()
    countries = tuple(Country.objects.filter(pk__in=["RUS", "USA"]))
    selection = Selection(countries, tuple(Issue.objects.filter(slug="thaad")), by="month")
    voices = Voices(maintenance.build(), selection)
    assert ByIndex(voices).cells() == BySql(selection).cells()
    assert [by_index._placed(said, selection).size for said in voices.columns.values()] == [2, 1]


def test_only_where_something_changed_is_counted_anew(three, world, editor, monkeypatch):
    """Two countries turn in one statement; a third is left as the index was built."""
    world.say("Haley", "four", on="2018-01-01", by=editor, dialogue="support")
    end_transaction()
    maintenance.build()
    world.say(["Russia", "China"], "five", on="2018-02-01", by=editor, thaad="neutral", dialogue="support")
    end_transaction()
    summed = []
    monkeypatch.setattr(told.Summary, "of", spied(told.Summary.of, summed))
    index = maintenance.current()
    same_shifts()
    issues = len(index.vocabulary["issue"])
    countries = [index.vocabulary["country"].keys[group // issues] for groups in summed for group in groups]
    assert index.later and {"CHN", "RUS"} == set(countries)
    assert shifts.shifts(Selection(tuple(Country.objects.filter(pk__in=["CHN", "RUS", "USA"])))).total == 2


def spied(made, summed):
    def of(said, groups):
        summed.append(groups.tolist())
        return made(said, groups)

    return of
