from datetime import date

import pytest

from articles.extraction import dates

FRIDAY = date(2024, 3, 15)

CASES = {
    "weekday before": ("on Tuesday", "2024-03-12", "day"),
    "weekday of the article": ("on Friday", "2024-03-15", "day"),
    "last weekday of that name": ("last Friday", "2024-03-08", "day"),
    "month and day": ("on March 4", "2024-03-04", "day"),
    "day and month": ("on 4 March", "2024-03-04", "day"),
    "four letters": ("on Sept. 9", "2023-09-09", "day"),
    "abbreviated": ("on Jan. 9", "2024-01-09", "day"),
    "last year's": ("on December 30", "2023-12-30", "day"),
    "full": ("on May 2, 2019", "2019-05-02", "day"),
    "iso": ("on 2019-05-02", "2019-05-02", "day"),
    "yesterday": ("yesterday", "2024-03-14", "day"),
    "the day before yesterday": ("the day before yesterday", "2024-03-13", "day"),
    "earlier in the day": ("earlier in the day", "2024-03-15", "day"),
    "month": ("in February", "2024-02", "month"),
    "month and year": ("in February 2020", "2020-02", "month"),
    "this month": ("this month", "2024-03", "month"),
    "last month": ("last month", "2024-02", "month"),
    "days ago": ("three days ago", "2024-03-12", "day"),
    "years ago": ("two years ago", "2022", "year"),
    "year": ("in 2019", "2019", "year"),
    "month of last year": ("in August last year", "2023-08", "month"),
    "month of this year": ("in January of this year", "2024-01", "month"),
    "last week": ("last week", "2024-03", "month"),
    "earlier this week": ("earlier this week", "2024-03", "month"),
    "vague": ("last winter", None, "unknown"),
    "some time": ("recently", None, "unknown"),
    "some time, which is told": ("recently on Tuesday", "2024-03-12", "day"),
    "no such day": ("on February 31", None, None),
}


def reading(phrase, published_on=FRIDAY, past=True):
    text = f"She said {phrase} that it was late."
    return dates.read(text, (0, len(text)), (4, 8), (), published_on, past)


@pytest.mark.parametrize(("phrase", "said_on", "precision"), CASES.values(), ids=CASES.keys())
def test_phrases(phrase, said_on, precision):
    when = reading(phrase)
    assert (when and when.said_on, when and when.precision) == (said_on, precision)


@pytest.mark.parametrize("phrase", ["on Tuesday", "on March 4", "yesterday", "in February", "this month"])
def test_without_an_article_date_nothing_is_invented(phrase):
    when = reading(phrase, published_on=None)
    assert (when.said_on, when.precision, when.basis) == (None, "unknown", "explicit")


@pytest.mark.parametrize(
    ("phrase", "said_on"),
    [("in February 2020", "2020-02"), ("on May 2, 2019", "2019-05-02"), ("in 2019", "2019")],
)
def test_what_is_printed_in_full_needs_no_article_date(phrase, said_on):
    assert reading(phrase, published_on=None).said_on == said_on


def test_the_place_of_the_phrase_is_kept():
    assert reading("on Tuesday").phrase == (12, 19)


def test_a_week_of_two_months_is_of_none():
    assert reading("last week", date(2024, 3, 4)).said_on is None


def test_a_date_inside_the_content_is_not_the_date_of_speech():
    text = "She said the ferry left on Tuesday."
    assert dates.read(text, (0, len(text)), (4, 8), [(9, 34)], FRIDAY) is None


def test_a_possessive_date_is_not_the_date_of_speech():
    text = "After Tuesday's storm she said it was late."
    assert dates.read(text, (0, len(text)), (26, 30), [(31, 42)], FRIDAY) is None


@pytest.mark.parametrize("term", ["by March 4", "until Tuesday", "to 4 March", "by the year's end, March 4"])
def test_a_term_is_not_the_date_of_speech(term):
    text = f"Peru said, {term}, that it would vote."
    assert dates.read(text, (0, len(text)), (5, 9), [], FRIDAY) is None


def test_nobody_has_spoken_on_a_day_to_come(read):
    text = "Ana Ruiz, who told a station on Monday of the plan, says that Peru will vote."
    assert {s.said_on for s in read(text)} == {"2024-03-11"}


def test_a_day_in_a_clause_on_something_else_is_not_the_date_of_speech(read):
    held = "Relations are frozen until all sailors, who were detained by the navy on March 3, are released."
    named = ", said Ana Ruiz, mentioning an agreement Chile made on March 4."
    for text in (f'{held} "We will do no more," said Ana Ruiz.', f'"We will do no more,"{named[1:]}'):
        assert {s.said_on for s in read(text)} == {"2024-03-15"}
    assert read("Peru said in a statement released on Tuesday that it was late.")[0].said_on == "2024-03-12"


def test_a_day_without_its_year_is_not_of_long_ago(read):
    text = "On {}, Peru clarified that it would vote."
    assert read(text.format("May 30"))[0].said_on == "2024-03-15"
    assert read(text.format("December 30"))[0].said_on == "2023-12-30"


def test_who_says_something_does_so_in_the_year_of_the_article(read):
    text = "While Ana Ruiz had fled Peru after a warrant in 2003, the BBC {} that she had returned."
    assert read(text.format("reports"))[0].said_on == "2024-03-15"
    assert read(text.format("reported"))[0].said_on == "2003"


def test_a_turn_shares_its_date(read):
    text = "Rojas said on Tuesday the talks were over and called for an end to the blockade."
    said, called = read(text)
    assert (said.said_on, said.said_on_basis) == ("2024-03-12", "explicit")
    assert called.said_on == "2024-03-12"


def test_without_a_phrase_the_article_dates_it(read):
    (statement,) = read("Peru said that Chile had won.")
    assert (statement.said_on, statement.said_on_basis) == ("2024-03-15", "article")


def test_without_any_date_there_is_none(read):
    (statement,) = read("Peru said that Chile had won.", None)
    assert (statement.said_on, statement.said_on_precision, statement.said_on_basis) == (
        None,
        "unknown",
        "none",
    )


def test_the_statement_keeps_the_date_of_its_document(read):
    text = "In a joint statement on March 3, Peru and Chile said they won. The statement said it was late."
    assert [(s.said_on, s.said_on_basis) for s in read(text)] == [
        ("2024-03-03", "explicit"),
        ("2024-03-03", "turn"),
    ]


def test_a_day_earlier_counts_from_the_day_told_before(read):
    text = (
        "Solberg said on Wednesday that the ferry was late. A day earlier, Rojas had said that it was sunk."
    )
    assert [s.said_on for s in read(text)] == ["2024-03-13", "2024-03-12"]
