import datetime
from dataclasses import replace

import pytest
from django.http import QueryDict
from django.utils import timezone

from articles.compare.comparison import compare, dissent
from articles.compare.sharing import freeze, with_basis
from articles.curate import verbs
from articles.history.as_of import moment
from articles.models import Actor, Issue, Position, Statement
from tests.selections import selection_of

NOW = datetime.datetime(2026, 11, 22, 10, tzinfo=datetime.UTC)


def shown(query):
    return compare(selection_of(QueryDict(query)), NOW)


def cells(view):
    """{(issue, country): (stance, statements, sources)} of the cells that hold something."""
    return {
        (row["issue"]["slug"], cell["column"].removeprefix("country=")): (
            cell["stance"],
            cell["statements"],
            cell["sources"],
        )
        for row in view["rows"]
        for cell in row["cells"]
        if cell["statements"]
    }


def cell_of(view, issue, country):
    [cell] = [
        cell
        for row in view["rows"]
        if row["issue"]["slug"] == issue
        for cell in row["cells"]
        if cell["column"].removeprefix("country=") == country
    ]
    return cell


@pytest.fixture
def three(world, editor):
    world.say("Lavrov", "We oppose sanctions.", on="2017-07-05", by=editor, sanctions="oppose")
    world.say("Haley", "We want sanctions.", on="2017-07-06", by=editor, sanctions="support")
    world.say(["Russia", "China"], "Freeze for freeze.", on="2017-07-04", by=editor, freeze="support")
    return world


def test_each_country_stands_where_its_statements_put_it(three):
    assert cells(shown("country=RUS&country=USA&country=CHN")) == {
        ("sanctions", "RUS"): ("oppose", 1, 1),
        ("sanctions", "USA"): ("support", 1, 1),
        ("freeze", "RUS"): ("support", 1, 1),
        ("freeze", "CHN"): ("support", 1, 1),
    }


def test_rows_say_whether_the_countries_differ(three):
    rows = shown("country=RUS&country=USA&country=CHN")["rows"]
    assert {row["issue"]["slug"]: row["differ"] for row in rows} == {"sanctions": True, "freeze": False}


def test_the_latest_statement_decides_and_the_others_are_counted(three, editor):
    three.say("Lavrov", "We may accept sanctions.", on="2017-08-01", by=editor, sanctions="conditional")
    cell = cell_of(shown("country=RUS"), "sanctions", "RUS")
    assert (cell["stance"], cell["stances"]) == ("conditional", {"oppose": 1, "conditional": 1})
    assert (cell["first"], cell["last"]) == ("2017-07-05", "2017-08-01")
    assert cell["latest"]["quote"] == "We may accept sanctions."
    assert cell["latest"]["speakers"] == [
        {"name": "Sergei Lavrov", "role": "Foreign Minister", "country": "RUS"}
    ]


def test_a_dated_statement_outranks_an_undated_one(three, editor):
    three.say("Haley", "Undated words.", on=None, by=editor, sanctions="neutral")
    cell = cell_of(shown("country=USA"), "sanctions", "USA")
    assert (cell["stance"], cell["statements"], cell["first"]) == ("support", 2, "2017-07-06")


def test_one_utterance_in_two_outlets_counts_once(three, editor):
    words = "We will never accept any of these new sanctions."
    for source in ("Gazette", "Herald"):
        three.say("Lavrov", words, by=editor, article=three.article(words, source), sanctions="oppose")
    cell = cell_of(shown("country=RUS"), "sanctions", "RUS")
    assert (cell["statements"], cell["utterances"], cell["sources"]) == (3, 2, 2)
    assert cell["stances"] == {"oppose": 2}


def test_what_one_country_says_another_said_counts_for_neither(three, editor):
    article = three.article("Haley said China backed the sanctions now.")
    outer = three.say("Haley", "China backed the sanctions now", by=editor, article=article, kind="indirect")
    three.say("China", "backed the sanctions", by=editor, article=article, parent=outer, sanctions="support")
    assert ("sanctions", "CHN") not in cells(shown("country=CHN&country=USA"))


def test_the_period_is_obeyed_at_both_ends(three):
    assert set(cells(shown("country=RUS&country=USA&said_after=2017-07-05&said_before=2017-07-05"))) == {
        ("sanctions", "RUS")
    }


def test_suggestions_are_left_out_unless_asked_for(three):
    three.say("Liu", "We accept sanctions.", sanctions="support")
    assert ("sanctions", "CHN") not in cells(shown("country=CHN"))
    assert cell_of(shown("country=CHN&review=all"), "sanctions", "CHN")["latest"]["reviewed"] is False


def test_a_chosen_issue_is_shown_even_if_nobody_spoke_on_it(three):
    three.issue("thaad")
    view = shown("country=RUS&issue=thaad")
    assert [row["issue"]["slug"] for row in view["rows"]] == ["thaad"]
    assert view["rows"][0]["cells"][0] == {
        "column": "country=RUS",
        "query": "?country=RUS&issue=thaad&hand=first",
        "statements": 0,
        "utterances": 0,
        "sources": 0,
    }


def test_a_cell_leads_to_its_evidence_in_the_same_period(three):
    view = shown("country=RUS&country=USA&said_after=2017-07&review=all")
    assert cell_of(view, "sanctions", "RUS")["query"] == (
        "?country=RUS&issue=sanctions&said_after=2017-07&review=all&hand=first"
    )


def test_undated_statements_that_a_period_leaves_out_are_counted(three, editor):
    three.say("Haley", "Undated words.", on=None, by=editor, thaad="support")
    three.say("Liu", "Undated too.", on=None, by=editor, thaad="support")
    assert shown("country=USA&said_after=2017")["undated"] == 1
    assert shown("country=USA&issue=sanctions&said_after=2017")["undated"] == 0
    assert shown("country=USA")["undated"] == 0


def test_the_page_says_what_was_searched(three):
    view = shown("country=RUS")
    assert view["as_of"] == "2026-11-22T10:00:00.000000+00:00"
    assert view["coverage"] == {
        "articles": 3, "sources": 1, "first": "2017-07-04", "last": "2017-07-06", "waiting": 0,
    }  # fmt: skip


def test_the_number_of_queries_does_not_grow_with_the_statements(three, editor, django_assert_num_queries):
    selection = selection_of(QueryDict("country=RUS&country=USA"))
    with django_assert_num_queries(9):
        compare(selection, NOW)
    for n in range(3):
        three.say("Lavrov", f"Number {n}.", by=editor, sanctions="oppose", thaad="oppose")
    with django_assert_num_queries(9):
        compare(selection, NOW)


def test_the_rows_that_divide_most_come_first(three, editor):
    for speaker, stance in [("Lavrov", "oppose"), ("Haley", "support"), ("Liu", "oppose")]:
        three.say(speaker, f"{speaker} on thaad.", by=editor, thaad=stance)
    three.say("Liu", "China on sanctions.", by=editor, sanctions="neutral")
    rows = shown("country=RUS&country=USA&country=CHN")["rows"]
    assert [(row["issue"]["slug"], row["dissent"]) for row in rows] == [
        ("sanctions", 4),
        ("thaad", 4),
        ("freeze", 0),
    ]


@pytest.mark.parametrize(
    ("stances", "expected"),
    [
        ([], 0),
        (["support"], 0),
        (["support", "support"], 0),
        (["support", "oppose"], 2),
        (["support", "conditional"], 1),
        (["support", "oppose", "neutral"], 4),
    ],
)
def test_opposite_stances_divide_twice_as_much(stances, expected):
    assert dissent(stances) == expected


def test_one_switch_leaves_only_what_divides(three):
    rows = shown("country=RUS&country=USA&country=CHN&differ=only")["rows"]
    assert [row["issue"]["slug"] for row in rows] == ["sanctions"]


def test_as_of_a_moment_equals_what_was_shown_then(three, editor):
    query = "country=RUS&country=USA&country=CHN&said_after=2017"
    selection = selection_of(QueryDict(query))
    frozen = with_basis(freeze(compare(selection, timezone.now(), with_basis=True), selection.query))
    assert frozen.pop("evidence")["statements"] == 3
    said = Statement.objects.get(quote="We oppose sanctions.")
    Statement.objects.filter(pk=said.pk).update(
        quote="mended", said_on=None, said_until=None, said_on_precision="unknown"
    )
    Position.objects.filter(statement=said).update(stance="conditional")
    Actor.objects.filter(name="Nikki Haley").update(name="N. Haley")
    Issue.objects.filter(slug="freeze").update(title="Renamed")
    verbs.reject(Statement.objects.filter(quote="Freeze for freeze."), editor)
    three.say("Liu", "New.", by=editor, thaad="oppose")
    now = compare(selection, timezone.now(), with_basis=True)
    then = compare(replace(selection, as_of=moment(frozen["as_of"])), timezone.now(), with_basis=True)
    assert then == frozen
    assert now["rows"] != frozen["rows"]
