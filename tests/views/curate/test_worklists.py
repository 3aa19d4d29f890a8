"""An editor's own work."""

import datetime

import pytest
from lxml import html

from articles.curate import verbs
from articles.models import Action, Statement
from articles.views.curate.worklists import monday

MINE = "/review/mine/"


@pytest.fixture
def at_desk(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def busy(world, editor, chief):
    """The editor accepts three statements and rejects one; the chief takes one back, and accepts another."""
    said = [world.say("Lavrov", f"Number {n}.") for n in range(5)]
    for statement in said[:3]:
        verbs.accept(only(statement), editor)
    verbs.reject(only(said[3]), editor)
    verbs.undo(Action.objects.get(summary="Accepted “Number 0.”"), chief)
    verbs.accept(only(said[4]), chief)
    verbs.undo(Action.objects.get(summary="Accepted “Number 1.”"), editor)
    return said


def only(statement):
    return Statement.objects.filter(pk=statement.pk)


def lists(response):
    page = html.fromstring(response.content.decode())
    return [[item.text_content().strip() for item in rows.findall("li")] for rows in page.find_class("rows")]


def test_it_lists_ones_own_actions_with_links(at_desk, busy):
    _, latest = lists(at_desk.get(MINE))
    assert [line.split("”")[0] for line in latest] == [
        "Undone: Accepted “Number 1.",
        "Rejected “Number 3.",
        "Accepted “Number 2.",
        "Accepted “Number 1.",
        "Accepted “Number 0.",
    ]
    assert (
        Action.objects.get(summary="Rejected “Number 3.”").get_absolute_url()
        in at_desk.get(MINE).content.decode()
    )


def test_what_others_took_back_stands_apart(at_desk, busy):
    [line], _ = lists(at_desk.get(MINE))
    assert line.startswith("Accepted “Number 0.”") and line.endswith("undone by chief")


def test_verbs_are_counted_this_week_and_in_all(at_desk, busy, editor):
    since = Action.objects.get(summary="Accepted “Number 2.”").at
    assert Action.objects.of(editor).counted(since) == [
        ("accepted", 1, 3),
        ("rejected", 1, 1),
        ("undone", 1, 1),
    ]
    table = html.fromstring(at_desk.get(MINE).content.decode()).find_class("data")[0]
    assert [cell.text_content() for cell in table.iter("td")][:3] == ["accepted", "3", "3"]


def test_the_week_begins_on_monday_by_utc():
    sunday = datetime.datetime.fromisoformat("2026-11-23T00:30+01:00")
    assert monday(sunday).isoformat() == "2026-11-16T00:00:00+00:00"
    assert monday(sunday + datetime.timedelta(hours=1)).isoformat() == "2026-11-23T00:00:00+00:00"


def test_who_has_done_nothing_is_led_to_the_queue(at_desk):
    assert lists(at_desk.get(MINE)) == [["Nothing yet. See what waits."]]


def test_it_takes_as_many_queries_for_three_as_for_one(at_desk, world, editor, django_assert_num_queries):
    for n in range(3):
        verbs.accept(only(world.say("Lavrov", f"Number {n}.")), editor)
        if n != 1:
            with django_assert_num_queries(14):
                at_desk.get(MINE)
