import threading

import pytest
from django.db import connection
from django.http import QueryDict
from django.utils import timezone

from articles.compare import shifts as module
from articles.compare.observations import quoted
from articles.compare.shifts import shifts
from articles.models import Statement
from tests.factories import World, rejected
from tests.selections import selection_of


@pytest.fixture
def said(world, editor):
    """Put a row of (day, stance) of one speaker on record."""

    def say(*row, speaker="Lavrov", issue="sanctions", by=editor):
        return [
            world.say(speaker, f"Words {next(world.numbers)}.", on=on, by=by, **{issue: stance})
            for on, stance in row
        ]

    return say


def found(query="country=RUS"):
    """[(country, issue, from, to)] of the shifts, latest first."""
    return [
        (s.column.key, s.issue.slug, stand(s.before), stand(s.after))
        for s in shifts(selection_of(QueryDict(query))).listed
    ]


def stand(said):
    return (str(said.observation.first), said.observation.stance)


def turn(before, after, country="RUS", issue="sanctions"):
    return (country, issue, before, after)


def test_a_shift_is_two_dated_utterances_in_a_row_with_other_stances(said):
    a, b, c = ("2017-07-01", "oppose"), ("2017-07-05", "oppose"), ("2017-08-01", "support")
    said(c, a, b)
    assert found() == [turn(b, c)]


def test_it_gives_both_words_speakers_sources_and_addresses(said):
    before, after = said(("2017-07-01", "oppose"), ("2017-08-01", "support"))
    [shift] = shifts(selection_of(QueryDict("country=RUS"))).listed
    for side, statement in [(shift.before, before), (shift.after, after)]:
        assert side.words["quote"] == statement.quote
        assert side.words["address"] == statement.get_absolute_url()
        assert side.words["source"] == "Gazette"
        assert side.words["speakers"][0]["name"] == "Sergei Lavrov"


def test_one_statement_is_no_shift_nor_are_two_of_one_stance(said):
    said(("2017-07-01", "oppose"))
    assert found() == []
    said(("2017-07-02", "oppose"))
    assert found() == []


def test_back_and_forth_are_two_shifts_latest_first(said):
    a, b, c = ("2017-07-01", "oppose"), ("2017-07-05", "support"), ("2017-08-01", "oppose")
    said(a, b, c)
    assert found() == [turn(b, c), turn(a, b)]


def test_a_day_of_several_stances_makes_no_shift_by_itself(said):
    said(("2017-07-05", "oppose"), ("2017-07-05", "support"))
    assert found() == []


def test_a_mixed_day_is_told_between_two_that_differ_around_it(said):
    a, c = ("2017-07-01", "oppose"), ("2017-07-09", "support")
    said(a, ("2017-07-05", "oppose"), ("2017-07-05", "support"), c)
    [shift] = shifts(selection_of(QueryDict("country=RUS"))).listed
    assert (stand(shift.before), stand(shift.after)) == (a, c)
    assert [str(stand.first) for stand in shift.mixed_days] == ["2017-07-05"]


def test_a_mixed_day_between_two_that_agree_is_no_shift(said):
    said(("2017-07-01", "oppose"), ("2017-07-05", "oppose"), ("2017-07-05", "support"))
    said(("2017-07-09", "oppose"))
    assert found() == []


def test_undated_statements_make_no_shift(said):
    said(("2017-07-01", "oppose"), (None, "support"))
    assert found() == []


def test_what_lies_within_a_month_said_only_to_the_month_has_no_order(said):
    said(("2017-07", "support"), ("2017-07-20", "oppose"))
    assert found() == []
    said(("2017-08-01", "support"))
    assert found() == [turn(("2017-07-20", "oppose"), ("2017-08-01", "support"))]


def test_a_year_and_a_month_within_it_have_no_order(said):
    said(("2017", "support"), ("2017-07", "oppose"))
    assert found() == []


def test_a_month_before_another_day_has_an_order(said):
    a, b = ("2017-07", "support"), ("2017-08-01", "oppose")
    said(a, b)
    assert found() == [turn(("2017-07-01", "support"), b)]


def test_countries_and_issues_are_not_mixed(said):
    said(("2017-07-01", "oppose"))
    said(("2017-07-02", "support"), speaker="Haley")
    said(("2017-07-03", "support"), issue="thaad")
    assert found("country=RUS&country=USA") == []


def test_a_joint_statement_shifts_each_of_its_countries(said):
    a, b = ("2017-07-01", "oppose"), ("2017-07-05", "support")
    said(a)
    said(a, speaker="Liu")
    said(b, speaker=["Russia", "China"])
    assert sorted(found("country=RUS&country=CHN")) == [turn(a, b, "CHN"), turn(a, b)]


def test_one_utterance_dated_differently_by_two_outlets_is_said_once(world, editor):
    words = "We will never accept any of these new sanctions."
    for on, source, stance in [("2017-07-05", "Gazette", "oppose"), ("2017-07-06", "Herald", "conditional")]:
        article = world.article(words, source, published_on=on)
        world.say("Lavrov", words, on=on, by=editor, article=article, sanctions=stance)
    assert found() == []


def test_suggestions_shift_only_when_asked_for_and_are_marked(said):
    a, b = ("2017-07-01", "oppose"), ("2017-07-05", "support")
    said(a)
    said(b, by=None)
    assert found() == []
    [shift] = shifts(selection_of(QueryDict("country=RUS&review=all"))).listed
    assert (shift.before.words["reviewed"], shift.after.words["reviewed"]) == (True, False)


def test_rejected_statements_never_shift(said, editor):
    said(("2017-07-01", "oppose"))
    [withdrawn] = said(("2017-07-05", "support"))
    rejected(withdrawn, editor)
    assert found("country=RUS&review=all") == []


def test_the_latest_are_listed_and_all_are_counted(said, monkeypatch):
    monkeypatch.setattr(module, "LISTED", 1)
    a, b, c = ("2017-07-01", "oppose"), ("2017-07-05", "support"), ("2017-08-01", "oppose")
    said(a, b, c)
    assert found() == [turn(b, c)]
    assert shifts(selection_of(QueryDict("country=RUS"))).total == 2


def test_the_number_of_queries_does_not_grow(said, django_assert_num_queries):
    said(("2017-07-01", "oppose"), ("2017-07-02", "support"))
    selection = selection_of(QueryDict("country=RUS"))
    with django_assert_num_queries(7):
        assert shifts(selection).total == 1
    said(("2017-07-03", "oppose"), ("2017-07-04", "support"))
    with django_assert_num_queries(7):
        assert shifts(selection).total == 3


def elsewhere(work):
    """In a transaction of its own, and done."""

    def run():
        work()
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


@pytest.mark.django_db(transaction=True)
def test_what_is_rejected_while_a_page_is_made_is_told_to_its_end(transactional_db, monkeypatch):
    world = World()
    for n, stance in enumerate(["oppose", "support"], start=1):
        world.say("Lavrov", f"Words {n}.", on=f"2017-07-0{n}", sanctions=stance)

    def quoted_late(*given):
        elsewhere(lambda: Statement.objects.update(review="rejected", reviewed_at=timezone.now()))
        return quoted(*given)

    monkeypatch.setattr(module, "quoted", quoted_late)
    query = "country=RUS&review=all"
    assert found(query) == [turn(("2017-07-01", "oppose"), ("2017-07-02", "support"))]
    assert found(query) == []
