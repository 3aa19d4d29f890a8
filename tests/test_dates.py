import datetime

import pytest

from articles import dates
from articles.dates import MONTHS, Period, Stretch, Stretches, canonical, reach, typed

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


@pytest.fixture
def in_2026(monkeypatch):
    monkeypatch.setattr(dates, "latest_year", lambda: 2027)


@pytest.mark.parametrize("text", ["1800", "2027", "2027-12-31", "1914-08"])
def test_what_is_typed_is_of_the_last_centuries_or_the_next_year(in_2026, text):
    assert typed(text) == Period.parse(text)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("5 July 2017", "2017-07-05"),
        (" July 5, 2017 ", "2017-07-05"),
        ("5th Sept. 2017", "2017-09-05"),
        ("MAY 2017", "2017-05"),
        ("July  2017", "2017-07"),
        ("July, 2017", "2017-07"),
    ],
)
def test_months_may_be_typed_by_their_names(in_2026, text, read):
    assert typed(text) == Period.parse(read)


@pytest.mark.parametrize("text", ["5/7/2017", "5 Juli 2017", "J 2017", "June 31, 2017", "July"])
def test_what_could_mean_another_day_is_refused(in_2026, text):
    with pytest.raises(ValueError, match="is not a da"):
        typed(text)


@pytest.mark.parametrize("text", ["1799", "0217-07-05", "0001", "2028", "9999-12-31", " 2107-07 "])
def test_a_slip_of_the_year_is_refused(in_2026, text):
    with pytest.raises(ValueError, match=f"^“{text}” lies outside the years 1800 to 2027.$"):
        typed(text)
    assert Period.parse(text)  # but read where it is on record


def test_the_next_year_is_the_last_one(monkeypatch):
    class Clock(datetime.date):
        @classmethod
        def today(cls):
            return day(2031, 5, 1)

    monkeypatch.setattr(dates.datetime, "date", Clock)
    assert dates.latest_year() == 2032


@pytest.mark.parametrize(
    ("after", "before", "ends"),
    [
        ("2017", "2018", ("2017", "2018")),
        ("0217-10", "0217-12", ("", "1800")),
        ("2020", "2029", ("2020", "")),
        ("1700", "1899", ("", "1899")),
        ("2217-01", "2217-03", ("2027", "")),
        ("1800", "2027-12-31", ("1800", "2027-12-31")),
    ],
)
def test_where_a_filter_cannot_reach_a_period_is_open(in_2026, after, before, ends):
    assert reach(Period.parse(after), Period.parse(before)) == ends


@pytest.mark.parametrize("by", MONTHS)
@pytest.mark.parametrize("year", [1, 217, 2017, 9999])
def test_a_stretch_of_any_year_of_the_calendar(by, year):
    stretch = Stretch.starting(day(year, 1, 1), by)
    assert str(year) in stretch.name
    ends = {"year": day(year, 12, 31), "quarter": day(year, 3, 31), "month": day(year, 1, 31)}
    assert (stretch.after.first, stretch.before.last) == (day(year, 1, 1), ends[by])


@pytest.mark.parametrize(
    ("by", "last", "number", "end"),
    [
        ("month", day(2017, 7, 5), 21_600, day(2017, 7, 1)),
        ("quarter", day(2017, 7, 31), 7_200, day(2017, 5, 1)),
        ("year", day(217, 8, 5), 1, day(217, 8, 1)),
    ],
)
def test_stretches_in_a_row_are_counted_without_being_made(by, last, number, end):
    row = Stretches.between(day(217, 8, 1), last, by)
    assert (len(row), row[0], row[len(row) - 1]) == (number, day(217, 8, 1), end)


class Leap(datetime.date):
    @classmethod
    def today(cls):
        return cls(2024, 3, 1)


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("today", "2024-03-01"),
        ("Yesterday", "2024-02-29"),
        ("this month", "2024-03"),
        ("last month", "2024-02"),
        ("this year", "2024"),
        ("last  year", "2023"),
    ],
)
def test_words_that_tell_a_period_by_today(words, read, monkeypatch):
    monkeypatch.setattr(dates.datetime, "date", Leap)
    assert canonical(words) == read


@pytest.mark.parametrize("text", ["next year", "2017-13", "32 July 2017", "1017", "July"])
def test_what_is_no_date_that_can_be_meant_stays_as_it_was_typed(text):
    assert canonical(text) == text
