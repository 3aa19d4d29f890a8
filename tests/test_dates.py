import datetime

import pytest

from articles.dates import Period

day = datetime.date


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2017", day(2017, 1, 1), day(2017, 12, 31), "year"),
        ("2017-02", day(2017, 2, 1), day(2017, 2, 28), "month"),
        ("2016-02", day(2016, 2, 1), day(2016, 2, 29), "month"),
        ("2017-12", day(2017, 12, 1), day(2017, 12, 31), "month"),
        (" 2017-07-05 ", day(2017, 7, 5), day(2017, 7, 5), "day"),
    ],
)
def test_a_partial_date_means_all_days_it_may_be(text, first, last, precision):
    assert Period.parse(text) == Period(first, last, precision)


@pytest.mark.parametrize("text", ["2017", "2017-07", "2017-07-05"])
def test_a_period_is_written_as_it_was_read(text):
    assert str(Period.parse(text)) == text


@pytest.mark.parametrize("text", ["garbage", "17", "2017-7", "2017-07-05T10:00", "٢٠١٧", "2017-07-05; DROP"])
def test_anything_else_is_refused_with_the_forms_that_are_read(text):
    with pytest.raises(ValueError, match="write YYYY, YYYY-MM or YYYY-MM-DD"):
        Period.parse(text)


@pytest.mark.parametrize("text", ["2017-00", "2017-13", "2017-02-29", "2017-01-00", "0000"])
def test_days_that_no_calendar_has_are_refused(text):
    with pytest.raises(ValueError, match="not a day of the calendar"):
        Period.parse(text)
