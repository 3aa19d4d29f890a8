"""By how exactly the day of a statement is known."""

import pytest
from django.http import QueryDict
from lxml import html

from articles.browse.filterset import StatementFilter
from articles.browse.results import BySql
from articles.dates import Period
from articles.models import Statement
from tests.indexing import by_index


@pytest.fixture
def said(world, editor):
    days = {"A day.": "2017-07-05", "Its month.": "2017-07", "Its year.": "2017", "No day.": None}
    for words, day in days.items():
        statement = world.say("Lavrov", words, by=editor)
        statement.said = Period.parse(day) if day else None
        statement.said_on_basis = "editor" if day else "none"
        statement.save()


def filterset(query):
    return StatementFilter(QueryDict(query), Statement.objects.all())


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("precision=day", ["A day."]),
        ("precision=unknown&precision=year", ["No day.", "Its year."]),
        ("precision=month&said_after=2017", ["Its month."]),
        ("precision=unknown&said_after=2017", []),
    ],
)
def test_finds(said, facet_index, query, words):
    wanted = filterset(query)
    assert {statement.quote for statement in wanted.qs} == set(words)
    assert (by_index(wanted).total, BySql(wanted).total) == (len(words), len(words))


def test_counts_what_the_others_leave(said, facet_index):
    rows = [
        ("day", "to the day", 1),
        ("month", "to the month", 1),
        ("unknown", "not known", 1),
        ("year", "to the year", 1),
    ]
    for query in ("", "precision=day"):
        wanted = filterset(query)
        assert by_index(wanted).rows("precision") == BySql(wanted).rows("precision") == rows


def test_refuses_what_is_none(db):
    wanted = filterset("precision=hour")
    assert wanted.form.errors["precision"] == ["“hour” is not a precision; use day, month, year or unknown."]
    assert not wanted.qs.exists()


def test_on_every_page_that_filters(said, client):
    page = html.fromstring(client.get("/statements/?precision=month").content)
    [box] = page.xpath("//input[@name='precision'][@checked]")
    assert box.get("value") == "month"
    assert page.xpath("string(//li[@class='chip'])").split("✕")[0].strip() == "date to the month"
    [record] = client.get("/statements.json?precision=month").json()["results"]
    assert record["said_on_precision"] == "month"
    assert client.get("/feeds/statements.atom?precision=month").content.count(b"<entry>") == 1
    assert "to the year" in client.get("/statements/by/precision/?find=year").content.decode()
    crossed = client.get("/statements/?precision=year&precision=day")
    assert (crossed.status_code, crossed["Location"]) == (301, "/statements/?precision=day&precision=year")
