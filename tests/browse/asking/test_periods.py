import datetime

import pytest

from articles import dates
from articles.browse.asking.periods import periods


class Monday(datetime.date):
    @classmethod
    def today(cls):
        return cls(2018, 1, 1)


@pytest.fixture(autouse=True)
def in_2018(monkeypatch):
    monkeypatch.setattr(dates.datetime, "date", Monday)


@pytest.mark.parametrize(
    ("text", "words", "after", "before"),
    [
        ("russia July 2017", "July 2017", "2017-07", "2017-07"),
        ("in july, 2017 china", "in july, 2017", "2017-07", "2017-07"),
        ("5 July 2017", "5 July 2017", "2017-07-05", "2017-07-05"),
        ("july 5th, 2017", "july 5th, 2017", "2017-07-05", "2017-07-05"),
        ("2017-07-05", "2017-07-05", "2017-07-05", "2017-07-05"),
        ("2017-07", "2017-07", "2017-07", "2017-07"),
        ("thaad 2017", "2017", "2017", "2017"),
        ("2016-2017", "2016-2017", "2016", "2017"),
        ("2016 – 2017", "2016 – 2017", "2016", "2017"),
        ("from 2015 to March 2016", "from 2015 to March 2016", "2015", "2016-03"),
        ("between 2006 and 2008", "between 2006 and 2008", "2006", "2008"),
        ("5-7 July 2017", "5-7 July 2017", "2017-07-05", "2017-07-07"),
        ("Jul to Sept. 2017", "Jul to Sept. 2017", "2017-07", "2017-09"),
        ("Q3 2017", "Q3 2017", "2017-07", "2017-09"),
        ("since 2015", "since 2015", "2015", None),
        ("after July 2017", "after July 2017", "2017-08", None),
        ("after 2017", "after 2017", "2018", None),
        ("until 2016", "until 2016", None, "2016"),
        ("before 5 July 2017", "before 5 July 2017", None, "2017-07-04"),
        ("last year", "last year", "2017", "2017"),
        ("russia last month", "last month", "2017-12", "2017-12"),
        ("last week", "last week", "2017-12-25", "2017-12-31"),
        ("this week", "this week", "2018-01-01", "2018-01-07"),
    ],
)
def test_a_period_and_its_place(text, words, after, before):
    [found] = periods(text)
    ends = tuple(end and str(end) for end in (found.after, found.before))
    assert (text[found.start : found.end], ends) == (words, (after, before))


@pytest.mark.parametrize(
    "text",
    [
        "may", "Theresa May", "july", "31 June 2017", "2017-13", "1,2017", "A2017", "17", "resolution 1929",
        "UNSCR 2017", "no. 2017", "July 1066", "2999", "-2017", "2017-07-05-06",
    ],
)  # fmt: skip
def test_what_is_no_period(text):
    assert periods(text) == []


def test_a_period_turned_round_is_read_for_the_filter_to_refuse_it():
    [found] = periods("from 2017 to July 2016")
    assert (str(found.after), str(found.before)) == ("2017", "2016-07")


def test_each_end_is_told_once():
    assert [(f.after, f.before) for f in periods("2016 2017")] == [
        (f.after, f.before) for f in periods("2016")
    ]
    assert len(periods("since 2015 until 2016")) == 2
    assert len(periods("since 2015 since 2016")) == 1
