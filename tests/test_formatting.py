import datetime

import pytest

from articles import formatting
from articles.models import Issue

FIFTH = datetime.date(2017, 7, 5)


@pytest.mark.parametrize(
    ("precision", "words"), [("day", "5 July 2017"), ("month", "July 2017"), ("year", "2017")]
)
def test_a_date_is_written_as_exactly_as_it_is_known(precision, words):
    assert formatting.said(FIFTH, precision) == formatting.said("2017-07-05", precision) == words


def test_an_unknown_date_says_so():
    assert formatting.said(None, "unknown") == "undated"
    assert formatting.day(None) == "undated"


@pytest.mark.parametrize(
    ("precision", "words"), [("day", "on 5 July 2017"), ("month", "in July 2017"), ("year", "in 2017")]
)
def test_a_date_fits_into_a_sentence(precision, words):
    assert formatting.when(FIFTH, precision) == words
    assert formatting.when(None, "unknown") == "at a date not known"


def test_counting():
    assert formatting.count(1, "statement") == "1 statement"
    assert formatting.count(0, "statement") == "0 statements"
    assert formatting.count(2, "country", "countries") == "2 countries"
    assert formatting.count(12345, "statement") == "12,345 statements"


def test_lists_of_names():
    assert formatting.names([]) == ""
    assert formatting.names(["Russia"]) == "Russia"
    assert formatting.names(["Russia", "China"]) == "Russia and China"
    assert formatting.names(["Russia", "China", "France"]) == "Russia, China and France"


def test_every_stance_has_a_shape_of_its_own():
    assert len({formatting.stance_mark(s) for s in formatting.VERBS}) == len(formatting.VERBS) == 5


def test_one_line_holds_neither_breaks_nor_control_characters():
    assert formatting.one_line(" Нет,\r\n\tno\u2028never\x00\x1b[1m\x85 \ufffe") == "Нет, no never[1m"


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Ten letter", "Ten letter"),
        ("seven and more", "seven and…"),
        ("seven, eight", "seven…"),
        ("endlesswords", "endlesswo…"),
        ("a endlesswords", "a endless…"),
    ],
)
def test_long_text_is_cut_between_words_where_it_can_be(text, short):
    assert formatting.shorten(text, 10) == short


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 seconds"), (1.9, "1 second"), (60, "1 minute"), (7_199, "1 hour"), (200_000, "2 days")],
)
def test_an_age_is_told_in_its_largest_unit(seconds, words):
    assert formatting.age(seconds) == words


@pytest.mark.parametrize(
    ("basis", "date", "reported", "words"),
    [
        ("explicit", FIFTH, "6 July 2017", "5 July 2017"),
        ("article", FIFTH, "5 July 2017", "undated, reported 5 July 2017"),
        ("none", None, "July 2017", "undated, reported July 2017"),
        ("none", None, "undated", "undated"),
    ],
)
def test_a_day_that_only_the_article_has_is_no_day_of_the_words(basis, date, reported, words):
    assert formatting.said_or_reported(date, "day" if date else "unknown", basis, reported) == words


@pytest.mark.parametrize(
    ("straight", "curly"),
    [
        ("\"It's 'ours',\" he said.", "“It’s ‘ours’,” he said."),
        ('("No")', "(“No”)"),
        ("“Yes”", "“Yes”"),
        ('a "b" c', "a “b” c"),
    ],
)
def test_quotation_marks_are_set_curly(straight, curly):
    assert formatting.curly(straight) == curly


def test_months_are_cut_to_three_letters_in_narrow_places():
    assert formatting.brief("30 September 2017") == "30 Sep 2017"
    assert formatting.brief("undated") == "undated"


def test_one_supports_and_several_support():
    assert (formatting.stance_verb("support"), formatting.stance_verb("support", 2)) == (
        "supports",
        "support",
    )
    assert formatting.stance_verb("conditional", 2) == "conditional"


def test_years():
    first = datetime.date(2005, 1, 1)
    assert (formatting.years(first, FIFTH), formatting.years(FIFTH, FIFTH)) == ("2005 to 2017", "2017")


@pytest.mark.parametrize(
    ("name", "within"),
    [
        ("United States", "the United States"),
        ("Republic of the Congo", "the Republic of the Congo"),
        ("Central African Republic", "the Central African Republic"),
        ("Netherlands", "the Netherlands"),
        ("Solomon Islands", "the Solomon Islands"),
        ("EU", "the EU"),
        ("Russia", "Russia"),
        ("Norfolk Island", "Norfolk Island"),
        ("Europe", "Europe"),
    ],
)
def test_some_names_have_an_article_within_a_sentence(name, within):
    assert formatting.the(name) == within


def test_a_sentence_begins_with_a_capital_letter():
    assert [formatting.sentence(text) for text in ("the EU and NATO", "", "éa")] == [
        "The EU and NATO",
        "",
        "Éa",
    ]


@pytest.mark.parametrize("issue", [Issue(is_claim=True), {"is_claim": True}])
def test_a_claim_of_fact_is_affirmed_and_disputed(issue):
    told = [formatting.stance_verb(stance, n, issue) for stance in formatting.VERBS for n in (1, 2)]
    assert told == [
        *("affirms", "affirm", "disputes", "dispute", "conditional", "conditional", "neutral", "neutral"),
        *("divided", "divided"),
    ]


@pytest.mark.parametrize("issue", [None, Issue(), {"slug": "sanctions"}])
def test_anything_else_is_supported_and_opposed(issue):
    told = [formatting.stance_verb(stance, n, issue) for stance in ("support", "oppose") for n in (1, 2)]
    assert told == ["supports", "support", "opposes", "oppose"]


def test_a_legend_has_the_words_of_all_its_issues():
    issues = [Issue(), Issue(is_claim=True), Issue()]
    assert formatting.stance_verbs("oppose", issues) == "opposes / disputes"
    assert formatting.stance_verbs("oppose", issues[1:2]) == "disputes"
    assert formatting.stance_verbs("neutral", issues) == "neutral"
    assert formatting.stance_verbs("support", []) == "supports"
