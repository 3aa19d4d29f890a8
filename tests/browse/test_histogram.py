"""Bars over all time, whatever is known of the days."""

import pytest

from articles.browse.histogram import Bar, Chart, Dated
from articles.dates import Period
from articles.models import Statement


def chart(*months, years=(), undated=0, after=None, before=None):
    """Of one statement for each month and each year."""
    by_month = {12 * int(month[:4]) + int(month[5:]) - 1: 1 for month in months}
    ends = [Period.parse(text) if text else None for text in (after, before)]
    return Chart(Dated(by_month, dict.fromkeys(years, 1), undated), *ends)


def names(of):
    return [bar.name for bar in of.bars]


def test_sql_counts_by_month_and_by_year_where_no_month_is_sure(world, editor):
    for on in ["2017-07-05", "2017-07-31", "2017-09-01", None]:
        world.say("Lavrov", f"said {on}.", on=on, by=editor)
    for n, (last, precision) in enumerate([("2017-07-31", "month"), ("2017-12-31", "year")]):
        pk = world.say("Lavrov", f"vague {n}.", by=editor).pk
        first = "2017-07-01" if precision == "month" else "2017-01-01"
        Statement.objects.filter(pk=pk).update(said_on=first, said_until=last, said_on_precision=precision)
    july = 12 * 2017 + 6
    assert Dated.of(Statement.objects.all()) == Dated({july: 3, july + 2: 1}, {2017: 1}, 1)


def test_months_of_silence_are_drawn_too():
    drawn = Chart(Dated({12 * 2017 + 10: 2, 12 * 2018: 1}, {}))
    assert drawn.bars == [
        Bar("November 2017", "2017-11", "2017-11", 2, 1.0, "Nov 2017", False),
        Bar("December 2017", "2017-12", "2017-12", 0, 0.0, "Dec", False),
        Bar("January 2018", "2018-01", "2018-01", 1, 0.5, "2018", False),
    ]
    assert (drawn.by, drawn.title, drawn.most) == ("month", "2017 to 2018", 2)


def test_nothing_said_draws_nothing():
    assert Chart(Dated({}, {}, 0)).bars == []
    assert chart(undated=3).bars == []
    assert Chart(Dated({}, {}, 0), Period.parse("2017")).closer is None


@pytest.mark.parametrize(
    ("first", "last", "by", "number", "ends"),
    [
        ("2017-02", "2022-01", "month", 60, ("2017-02", "2022-01")),
        ("2017-02", "2022-02", "quarter", 21, ("2017-01", "2022-03")),
        ("2007-12", "2022-09", "quarter", 60, ("2007-10", "2022-09")),
        ("2007-09", "2022-09", "year", 16, ("2007", "2022")),
        ("1963-12", "2022-01", "year", 60, ("1963", "2022")),
        ("1962-12", "2022-01", "decade", 7, ("1960", "2029")),
        ("0003-01", "2022-01", "century", 21, ("0001", "2099")),
        ("0003-01", "9999-12", "century", 100, ("0001", "9999")),
    ],
)
def test_a_longer_time_has_longer_bars_and_never_too_many(first, last, by, number, ends):
    drawn = chart(first, last)
    assert (drawn.by, len(drawn.bars)) == (by, number)
    assert (drawn.bars[0].after, drawn.bars[-1].before) == ends
    assert sum(bar.count for bar in drawn.bars) == 2
    assert sum(1 for bar in drawn.bars if bar.label) <= 7


def test_every_bar_leads_to_its_own_stretch():
    quarters = chart("2010-01", "2017-08")
    assert [(bar.name, bar.after, bar.before) for bar in quarters.bars[-2:]] == [
        ("Q2 2017", "2017-04", "2017-06"),
        ("Q3 2017", "2017-07", "2017-09"),
    ]
    decades = chart("1950-01", "2017-08")
    assert (decades.bars[0].name, decades.bars[0].after, decades.bars[0].before) == (
        "1950 to 1959",
        "1950",
        "1959",
    )


def test_a_bar_that_ends_in_the_future_leads_to_all_that_follows(monkeypatch):
    monkeypatch.setattr("articles.dates.latest_year", lambda: 2027)
    assert [bar.period for bar in chart("1950-01", "2022-08").bars[-2:]] == [("2010", "2019"), ("2020", "")]
    assert [bar.period for bar in chart("0217-07", "2017-08").bars[::18]] == [("", "1800"), ("2000", "")]


def test_what_no_bar_holds_is_told():
    drawn = chart("2017-03", years=[2017], undated=1_234)
    assert drawn.undrawn == ["1,234 undated", "1 of which only the year is known"]
    assert (len(drawn.bars), sum(bar.count for bar in drawn.bars)) == (12, 1)


def test_bars_of_years_hold_what_is_known_to_the_year():
    drawn = chart("2000-03", "2017-03", years=[1999, 2017], undated=1)
    assert drawn.undrawn == ["1 undated"]
    assert [(bar.name, bar.count) for bar in drawn.bars if bar.count] == [
        ("1999", 1),
        ("2000", 1),
        ("2017", 2),
    ]


def test_years_alone_are_drawn_as_years():
    assert names(chart(years=[2015, 2017])) == ["2015", "2016", "2017"]


@pytest.mark.parametrize(
    ("after", "before", "chosen"),
    [
        (None, None, []),
        ("2017-02", "2017-02", ["February 2017"]),
        ("2017-02-28", "2017-03-01", ["February 2017", "March 2017"]),
        ("2017-03", None, ["March 2017", "April 2017"]),
        (None, "2017-01-01", ["January 2017"]),
        ("2018", None, []),
    ],
)
def test_bars_of_the_chosen_period_are_marked(after, before, chosen):
    drawn = chart("2017-01", "2017-04", after=after, before=before)
    assert [bar.name for bar in drawn.bars if bar.chosen] == chosen


def test_a_choice_of_all_bars_narrows_nothing():
    assert chart("2017-01", "2017-04", after="2017").is_narrowed is False
    assert chart("2017-01", "2017-04", after="2017-02").is_narrowed is True
    assert chart("2017-01", "2017-04").is_narrowed is False


def test_chosen_bars_are_drawn_again_in_shorter_ones():
    closer = chart("1995-03", "2016-12", "2017-05", years=[2017, 1990], after="2016", before="2017").closer
    assert (closer.by, len(closer.bars), closer.title) == ("month", 24, "2016 to 2017")
    assert [bar.name for bar in closer.bars if bar.count] == ["December 2016", "May 2017"]
    assert closer.undrawn == ["1 of which only the year is known"]
    assert (closer.is_narrowed, closer.closer) == (False, None)


def test_neighbours_of_a_chosen_month_stay_in_sight():
    closer = chart("1995-03", "2017-05", after="2017-02", before="2017-02").closer
    assert (names(closer)[0], names(closer)[-1]) == ("January 2017", "December 2017")
    assert [bar.name for bar in closer.bars if bar.chosen] == ["February 2017"]


@pytest.mark.parametrize(
    "drawn",
    [
        chart("1995-03", "2017-05"),
        chart("2017-01", "2017-05", after="2017-02", before="2017-02"),  # months are the shortest
        chart("1995-03", "2017-05", after="2000", before="2001"),  # nothing was said
        chart("1995-03", years=[2017], after="2017", before="2017"),  # nothing shorter is known
        chart("1995-03", "2017-05", after="1990"),
    ],
)
def test_what_cannot_be_drawn_closer(drawn):
    assert drawn.closer is None
