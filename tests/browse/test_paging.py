import datetime

import pytest

from articles.browse.paging import Cursor, page_at, places
from articles.models import Statement


def words(page):
    return page.rows


def page_of(statements, sort="newest", after=None, size=25, words=""):
    return page_at(places(statements, sort, after, size + 1, words), statements, quotes, size)


def quotes(statements, ids):
    found = statements.in_bulk(ids)
    return [found[pk].quote for pk in ids if pk in found]


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


def walk(statements, sort, asked=""):
    page, seen = page_of(statements, sort, size=2, words=asked), []
    while True:
        seen.append(words(page))
        if not page.next:
            return seen
        page = page_of(statements, sort, Cursor.parse(page.next), size=2, words=asked)


def test_pages_follow_each_other_without_gap_or_repetition(five):
    assert walk(five, "newest") == [["four", "three"], ["two", "one"], ["undated"]]
    assert walk(five, "oldest") == [["undated", "one"], ["two", "three"], ["four"]]


def test_a_statement_that_arrives_meanwhile_shifts_nothing(five, world, editor):
    first = page_of(five, size=2)
    world.say("Haley", "news", on="2017-07-09", by=editor)
    assert words(page_of(five, after=Cursor.parse(first.next), size=2)) == ["two", "one"]


def test_a_page_costs_two_queries(five, django_assert_num_queries):
    with django_assert_num_queries(2):  # where it is, and what it tells
        page_of(five, size=3)


@pytest.fixture
def five_sure(five):
    """By confidence: two and four, five ids apart, then three; people tagged the others."""
    for quote, confidence in [
        ("one", None),
        ("two", 0.9),
        ("three", 1e-05),
        ("four", 0.9),
        ("undated", None),
    ]:
        five.filter(quote=quote).update(confidence=confidence)
    return five


def test_the_surest_come_first_then_the_newest_and_those_tagged_by_people_last(five_sure):
    assert walk(five_sure, "confidence") == [["four", "two"], ["three", "undated"], ["one"]]


def test_best_matches_come_first_then_the_newest(world, editor):
    for quote in ["talks on a treaty", "talks", "treaty talks, talks, talks", "talks", "a treaty"]:
        world.say("Lavrov", quote, by=editor, article=world.article(f"{quote} {len(quote)} {world.numbers}"))
    told = walk(Statement.objects.matching("talks"), "relevance", "talks")
    assert told == [["treaty talks, talks, talks", "talks"], ["talks", "talks on a treaty"]]
    [first, second] = [s.pk for s in Statement.objects.matching("talks").most_relevant_first("talks")[1:3]]
    assert first > second  # of the same words


def test_who_is_found_by_a_name_alone_comes_after_all_whose_words_match(world, editor):
    world.say("Lavrov", "talks with Lavrov", by=editor, on="2017-07-01")
    world.say("Lavrov", "no", by=editor)
    asked = "lavrov or talks"
    assert walk(Statement.objects.matching("lavrov"), "relevance", asked) == [["talks with Lavrov", "no"]]
    assert [s.relevance for s in Statement.objects.most_relevant_first("lavrov -talks")] == [0, 0]


@pytest.mark.parametrize("sort", ["confidence", "relevance"])
def test_what_arrives_meanwhile_shifts_nothing_in_any_order(five_sure, world, editor, sort):
    asked = "one or two or three or four or undated"
    first = page_of(five_sure, sort, size=2, words=asked)
    rest = words(page_of(five_sure, sort, Cursor.parse(first.next), words=asked))
    news = world.say("Haley", "one two three four", on="2017-07-09", by=editor)
    Statement.objects.filter(pk=news.pk).update(confidence=1)
    assert words(page_of(five_sure, sort, Cursor.parse(first.next), words=asked)) == rest
    assert len(rest) == 3


@pytest.mark.parametrize(
    ("text", "cursor"),
    [
        ("2017-07-05.42", Cursor(datetime.date(2017, 7, 5), 42)),
        ("r60793.42", Cursor(60793, 42)),
        ("c0.75.42", Cursor(0.75, 42)),
        ("c1e-05.42", Cursor(0.00001, 42)),
        ("c.42", Cursor(-1.0, 42)),
    ],
)
def test_a_cursor_is_written_as_it_is_read(text, cursor):
    assert (str(cursor), Cursor.parse(text)) == (text, cursor)


@pytest.mark.parametrize(
    "text",
    [
        *["", "42", "2017-07-05", "2017-07-05.", "2017-07-05.x", "2017-13-05.1", "2017-07-05.-1"],
        *["2017-07-05.²", "20170705.1", "2017-07-05.042", "2017-07-05.1\n", "2017-07-05.1234567890123456789"],
        *["r.42", "r-1.42", "r07.42", "r0.5.42", "r12345678.42", "R1.42"],
        *["c-1.42", "c1.42", "c0.750.42", "c2.0.42", "c0.75", "cnan.42", "c1e999.42", "c-0.5.42", "c..42"],
    ],
)
def test_a_cursor_that_is_not_ours_is_refused(text):
    with pytest.raises(ValueError, match="is not a place in this list"):
        Cursor.parse(text)
