import datetime

import pytest

from articles.models import Statement
from articles.paging import Cursor, page_of


def words(page):
    return [statement.quote for statement in page.statements]


@pytest.fixture
def five(world, editor):
    for quote, day in [
        ("one", "2017-07-01"),
        ("two", "2017-07-02"),
        ("three", "2017-07-02"),
        ("four", "2017-07-03"),
    ]:
        world.say("Lavrov", quote, on=day, by=editor)
    world.say("Lavrov", "undated", on=None, by=editor)
    return Statement.objects.all()


def walk(statements, sort):
    page, seen = page_of(statements, sort, size=2), []
    while True:
        seen.append(words(page))
        if not page.next:
            return seen
        page = page_of(statements, sort, Cursor.parse(page.next), size=2)


def test_pages_follow_each_other_without_gap_or_repetition(five):
    assert walk(five, "newest") == [["four", "three"], ["two", "one"], ["undated"]]
    assert walk(five, "oldest") == [["undated", "one"], ["two", "three"], ["four"]]


def test_a_statement_that_arrives_meanwhile_shifts_nothing(five, world, editor):
    first = page_of(five, size=2)
    world.say("Haley", "news", on="2017-07-09", by=editor)
    assert words(page_of(five, after=Cursor.parse(first.next), size=2)) == ["two", "one"]


def test_a_page_costs_one_query(five, django_assert_num_queries):
    with django_assert_num_queries(1):
        page_of(five, size=3)


def test_a_cursor_is_written_as_it_is_read():
    cursor = Cursor(datetime.date(2017, 7, 5), 42)
    assert str(cursor) == "2017-07-05.42"
    assert Cursor.parse("2017-07-05.42") == cursor


@pytest.mark.parametrize(
    "text",
    ["", "42", "2017-07-05", "2017-07-05.", "2017-07-05.x", "2017-13-05.1", "2017-07-05.-1", "2017-07-05.²"],
)
def test_a_cursor_that_is_not_ours_is_refused(text):
    with pytest.raises(ValueError):
        Cursor.parse(text)
