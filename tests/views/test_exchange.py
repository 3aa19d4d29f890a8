"""Statements that refer to each other, on their pages and on one of their own."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from articles.curate import verbs
from articles.models import Statement


@pytest.fixture
def three(world, editor):
    """Haley calls, Lavrov answers, Haley contradicts him; reviewed, each a day later."""
    said = [
        world.say(who, words, on=day, by=editor)
        for who, words, day in (
            ("Haley", "All should break off relations.", "2017-07-05"),
            ("Lavrov", "We look at it negatively.", "2017-07-06"),
            ("Haley", "That is an excuse.", "2017-07-07"),
        )
    ]
    verbs.refer(said[1], said[0], "answers", editor)
    verbs.refer(said[2], said[1], "contradicts", editor)
    return said


def beside(client, statement):
    page = html.fromstring(client.get(statement.get_absolute_url()).text)
    return [
        " ".join(p.text_content().split())
        for p in page.xpath("//section[h2/@id='exchange' or div/h2/@id='exchange']//p[@class='who']")
    ]


def test_it_is_shown_both_ways(client, three):
    assert beside(client, three[0]) == ["Answered by RUS Sergei Lavrov Foreign Minister"]
    assert beside(client, three[1]) == [
        "Answers USA Nikki Haley Ambassador",
        "Contradicted by USA Nikki Haley Ambassador",
    ]
    assert beside(client, three[2]) == ["Contradicts RUS Sergei Lavrov Foreign Minister"]


def test_the_exchange_is_in_the_order_of_days_from_whichever_statement(client, three):
    for statement in three:
        page = html.fromstring(client.get(f"/statements/{statement.pk}/exchange/").text)
        rows = page.xpath("//ol[@class='entries']/li")
        assert [row.xpath(".//article/@id")[0] for row in rows] == [f"s{s.pk}" for s in three]
        told = [" ".join(row.xpath("./p")[0].text_content().split()) for row in rows]
        assert told == ["1", "2 answers 1", "3 contradicts 2"]


def test_what_was_rejected_or_withdrawn_leaves_it(client, editor, three):
    verbs.reject(Statement.objects.filter(pk=three[0].pk), editor)
    assert beside(client, three[1]) == ["Contradicted by USA Nikki Haley Ambassador"]
    verbs.withdraw([three[2].article], "A hoax.", editor)
    assert beside(client, three[1]) == []
    page = client.get(f"/statements/{three[1].pk}/exchange/").text
    assert "No editor has linked this statement" in page
    assert client.get(f"/statements/{three[2].pk}/exchange/").status_code == 410
    assert client.get(f"/statements/{three[0].pk}/exchange/").status_code == 404


def test_its_page_asks_the_database_as_often_for_one_as_for_three(client, world, three):
    alone = world.say("Lavrov", "Alone.")
    with CaptureQueriesContext(connection) as one:
        client.get(f"/statements/{alone.pk}/exchange/")
    with CaptureQueriesContext(connection) as three_of_them:
        client.get(f"/statements/{three[0].pk}/exchange/")
    assert len(three_of_them) <= len(one) + 3  # one look a step from the statement asked for
