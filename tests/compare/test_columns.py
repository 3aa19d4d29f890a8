"""Blocs and single speakers beside countries."""

import datetime

import pytest
from django.http import QueryDict

from articles.compare import sharing
from articles.compare.agreement import pairs_of
from articles.compare.changes_since import changes_since
from articles.compare.comparison import compare
from articles.compare.shifts import shifts
from articles.compare.timeline import timelines
from articles.history.as_of import moment
from articles.models import Actor, Attribution, Bloc, Membership, Statement
from tests.factories import actor, bloc
from tests.selections import selection_of

NOW = datetime.datetime(2026, 11, 22, 10, tzinfo=datetime.UTC)


def shown(query, **options):
    return compare(selection_of(QueryDict(query)), NOW, **options)


def row_of(view, issue):
    """{column's id: cell} of the issue's row."""
    [row] = [row for row in view["rows"] if row["issue"]["slug"] == issue]
    return {cell["column"]: cell for cell in row["cells"]}


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def said(module_world, module_editor):
    bloc("pair", RUS=(None, None), CHN=(None, None))
    module_world.say("Lavrov", "No.", on="2017-07-01", by=module_editor, sanctions="oppose", thaad="oppose")
    module_world.say("Liu", "Never.", on="2017-07-02", by=module_editor, sanctions="oppose")
    module_world.say("China", "Perhaps.", on="2017-07-03", by=module_editor, thaad="conditional")
    module_world.say("Haley", "Yes.", on="2017-07-04", by=module_editor, sanctions="support")
    return module_world


def test_columns_are_countries_then_blocs_then_speakers(said):
    view = shown("actor=liu-jieyi&bloc=pair&country=USA")
    assert [(c["id"], c["name"], c["code"], c["statements"]) for c in view["columns"]] == [
        ("country=USA", "United States", "USA", 1),
        ("bloc=pair", "Pair", "Pair", 3),
        ("actor=liu-jieyi", "Liu Jieyi", "Liu Jieyi", 1),
    ]


def test_a_bloc_stands_where_all_of_its_members_that_were_heard_stand(said):
    cell = row_of(shown("bloc=pair"), "sanctions")["bloc=pair"]
    assert (cell["stance"], cell["members"]) == ("oppose", {"CHN": "oppose", "RUS": "oppose"})
    assert (cell["statements"], cell["latest"]["quote"]) == (2, "Never.")


def test_a_bloc_whose_members_differ_is_divided_whoever_spoke_last(said):
    cell = row_of(shown("bloc=pair"), "thaad")["bloc=pair"]
    assert (cell["stance"], cell["members"]) == ("divided", {"CHN": "conditional", "RUS": "oppose"})


def test_each_member_stands_by_its_own_latest_statement(said, editor):
    said.say("Lavrov", "Perhaps, after all.", on="2017-08-01", by=editor, thaad="conditional")
    assert row_of(shown("bloc=pair"), "thaad")["bloc=pair"]["stance"] == "conditional"


def test_a_member_is_heard_only_while_it_belongs(said):
    Membership.objects.filter(country="CHN").update(starts_on="2017-07-03")
    view = shown("bloc=pair&said_before=2017-07-02")
    assert row_of(view, "sanctions")["bloc=pair"]["members"] == {"RUS": "oppose"}
    assert view["columns"][0]["members"] == 1
    assert shown("bloc=pair")["columns"][0]["members"] == 2


def test_a_joint_statement_of_two_members_is_one(said, editor):
    said.say(["Russia", "China"], "Both sides call for talks.", by=editor, talks="support")
    cell = row_of(shown("bloc=pair"), "talks")["bloc=pair"]
    assert (cell["statements"], cell["utterances"], len(cell["members"])) == (1, 1, 2)


def test_a_speaker_stands_alone(said):
    cells = row_of(shown("actor=liu-jieyi&country=CHN"), "thaad")
    assert (cells["country=CHN"]["statements"], cells["actor=liu-jieyi"]["statements"]) == (1, 0)
    every_voice = "voice=body&voice=other&voice=state"
    assert cells["actor=liu-jieyi"]["query"] == f"?actor=liu-jieyi&issue=thaad&{every_voice}&hand=first"
    assert cells["country=CHN"]["query"] == "?country=CHN&issue=thaad&hand=first"


def test_a_speaker_who_is_chosen_is_heard_in_any_voice(world, editor, client):
    world.say("official", "Alone.", by=editor, sanctions="oppose")
    world.say(["official", "Russia"], "Together.", by=editor, sanctions="oppose")
    cell = row_of(shown("actor=a-senior-official"), "sanctions")["actor=a-senior-official"]
    assert client.get(f"/statements.json{cell['query']}").json()["count"] == cell["statements"] == 2


def test_a_cell_of_a_bloc_leads_to_its_evidence(said, client):
    cell = row_of(shown("bloc=pair&country=USA&said_after=2017"), "sanctions")["bloc=pair"]
    assert cell["query"] == "?bloc=pair&issue=sanctions&said_after=2017&hand=first"
    assert client.get(f"/statements.json{cell['query']}").json()["count"] == cell["statements"] == 2


def test_a_divided_bloc_differs_from_a_stance_and_agrees_with_none(said):
    view = shown("bloc=pair&country=RUS&country=CHN&country=USA")
    differ = {row["issue"]["slug"]: (row["differ"], row["dissent"]) for row in view["rows"]}
    assert differ == {"sanctions": (True, 6), "thaad": (True, 3)}
    assert pairs_of(view)["country=RUS", "bloc=pair"].shared == ("sanctions",)


def test_what_was_known_of_a_bloc_at_a_moment(said):
    before = moment(datetime.datetime.now(datetime.UTC).isoformat())
    Membership.objects.filter(country="RUS").delete()
    Bloc.objects.update(name="Renamed")
    Actor.objects.filter(slug="liu-jieyi").update(name="Renamed")
    assert set(row_of(shown("bloc=pair"), "thaad")["bloc=pair"]["members"]) == {"CHN"}
    then = shown(f"bloc=pair&actor=liu-jieyi&as_of={before.isoformat().replace('+00:00', 'Z')}")
    assert set(row_of(then, "thaad")["bloc=pair"]["members"]) == {"CHN", "RUS"}
    assert [column["name"] for column in then["columns"]] == ["Pair", "Liu Jieyi"]


def test_members_of_a_bloc_make_no_shift_among_each_other(said):
    assert shifts(selection_of(QueryDict("bloc=pair"))).total == 0
    [drawn] = timelines(selection_of(QueryDict("bloc=pair&issue=thaad")))
    assert [(len(lane.marks), lane.notches) for lane in drawn.lanes] == [(2, ())]


def test_a_speaker_makes_shifts(said, editor):
    said.say("Liu", "Now yes.", on="2017-09-01", by=editor, sanctions="support")
    [shift] = shifts(selection_of(QueryDict("actor=liu-jieyi"))).listed
    assert (shift.column.id, shift.before.observation.stance, shift.after.observation.stance) == (
        "actor=liu-jieyi", "oppose", "support",
    )  # fmt: skip


def test_a_speaker_who_was_merged_since_is_followed(said):
    selection = selection_of(QueryDict("actor=sergei-lavrov"))
    shared = sharing.freeze(compare(selection, NOW, with_basis=True), selection.query)
    old = actor("Lavrov")
    new = Actor.objects.create(name="S. Lavrov", slug="s-lavrov", kind="person", country_id="RUS")
    Attribution.objects.filter(actor=old).update(actor=new)
    Actor.objects.filter(pk=old.pk).update(merged_into=new)
    assert [(c.kind, c.column, c.details) for c in changes_since(shared, NOW)] == [
        ("corrected", "S. Lavrov", (("speaker", "Sergei Lavrov", "S. Lavrov"),))
    ] * 2


def test_the_old_name_of_a_merged_speaker_compares_the_new_one(said):
    new = Actor.objects.create(name="S. Lavrov", slug="s-lavrov", kind="person", country_id="RUS")
    Attribution.objects.filter(actor__slug="sergei-lavrov").update(actor=new)
    Actor.objects.filter(slug="sergei-lavrov").update(merged_into=new)
    selection = selection_of(QueryDict("actor=sergei-lavrov&actor=s-lavrov"))
    assert str(selection.query) == "?actor=s-lavrov"


def test_suggestions_of_members_are_left_out(said):
    said.say("Lavrov", "A guess.", on="2018-01-01", thaad="support")
    assert row_of(shown("bloc=pair"), "thaad")["bloc=pair"]["statements"] == 2
    assert row_of(shown("bloc=pair&review=all"), "thaad")["bloc=pair"]["members"]["RUS"] == "support"


@pytest.mark.parametrize(
    ("query", "queries"), [("country=RUS&country=CHN", 10), ("bloc=pair", 13), ("actor=liu-jieyi", 10)]
)
def test_the_number_of_queries_does_not_grow(said, editor, django_assert_num_queries, query, queries):
    """With cells in which stances differ, whose latest one is looked up, before and after."""
    for numbers in (range(3), range(3, 9)):
        for n in numbers:
            stance = ("oppose", "support")[n % 2]
            said.say("Liu", f"More {n}.", by=editor, thaad=stance, talks="support")
            said.say("Lavrov", f"More {n}.", by=editor, thaad=stance, talks="support")
        selection = selection_of(QueryDict(query))
        with django_assert_num_queries(queries):
            compare(selection, NOW)
    assert Statement.objects.count() == 22
