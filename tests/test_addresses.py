import pytest

from articles.addresses import (
    ORDER,
    AgreementQuery,
    ComparisonQuery,
    FileQuery,
    ListQuery,
    Query,
    ValuesQuery,
    number,
)


def test_the_same_choices_give_the_same_address():
    one = Query({"country": ["USA", "RUS"], "issue": ["thaad"]})
    other = Query({"issue": ["thaad"], "country": ["RUS", "USA", "RUS"]})
    assert str(one) == str(other) == "?country=RUS&country=USA&issue=thaad"


def test_defaults_blanks_and_unknown_names_are_left_out():
    query = Query({"review": ["reviewed"], "sort": ["newest"], "q": ["  "], "utm_source": ["x"]})
    assert str(query) == ""
    assert not query


def test_values_are_encoded():
    assert str(Query({"q": ["a&b=c é"]})) == "?q=a%26b%3Dc+%C3%A9"


def test_removing_one_value_keeps_the_others_and_starts_at_page_one():
    query = Query({"country": ["RUS", "USA"], "cursor": ["2017-07-05.3"]})
    assert str(query.without("country", "USA")) == "?country=RUS"
    assert str(query) == "?country=RUS&country=USA&cursor=2017-07-05.3"


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"country": ["RUS", "CHN"], "cursor": ["2017-07-05.3"]},
        {"q": ["a & b"], "sort": ["relevance"], "said_after": ["2017"]},
        {"kind": ["direct"], "review": ["all"], "said_before": ["2018"]},
    ],
)
def test_another_period(values):
    query = Query(values)
    expected = query.replace(said_after="2017-02", said_before="2017-05")
    assert query.within("2017-02", "2017-05") == str(expected)
    assert query.within("2017-02", "") == str(query.replace(said_after="2017-02", said_before=""))


def test_replacing_and_adding():
    query = Query({"country": ["RUS"]})
    assert str(query.replace(country="USA", stance=["oppose"])) == "?country=USA&stance=oppose"
    assert str(query.adding("country", "CHN")) == "?country=CHN&country=RUS"
    assert str(query.replace(country="")) == ""
    assert str(query.adding("stance", "oppose").only("stance")) == "?stance=oppose"


def test_relevance_goes_with_the_words():
    query = Query({"q": ["talks"], "sort": ["relevance"], "kind": ["direct"]})
    assert str(query) == "?kind=direct&q=talks&sort=relevance"
    assert str(query.without("q", "talks")) == str(query.replace(q="")) == "?kind=direct"
    assert str(query.replace(q="", sort="oldest")) == "?kind=direct&sort=oldest"


def test_a_list_of_values_has_a_page_and_what_is_looked_for():
    query = ValuesQuery({"country": ["RUS"], "find": ["lav"], "page": ["2"], "cursor": ["2017-07-05.3"]})
    assert str(query) == "?country=RUS&find=lav&page=2"
    assert str(query.replace(page="3")) == "?country=RUS&find=lav&page=3"
    assert str(query.replace(page="1")) == str(query.without("page", "2")) == "?country=RUS&find=lav"
    assert str(query.without("country", "RUS")) == "?find=lav"
    assert str(query.filters.adding("actor", "x")) == "?country=RUS&actor=x"
    assert str(Query({"find": ["lav"], "page": ["2"]})) == ""


def test_a_query_without_its_crowded_filters():
    query = Query({"actor": [f"x{n}" for n in range(51)], "country": ["RUS"], "cursor": ["2017-07-05.3"]})
    assert str(query.uncrowded()) == "?country=RUS"
    few = Query({"actor": [f"x{n}" for n in range(50)], "cursor": ["2017-07-05.3"]})
    assert str(few.uncrowded()) == str(few)


def test_the_last_value_counts_where_one_can_be_meant():
    query = Query({"q": ["b", "a"], "review": ["all", "reviewed"], "sort": ["newest", "oldest"]})
    assert str(query) == "?q=a&sort=oldest"


def test_each_kind_of_view_has_its_parameters():
    everything = {name: ["1"] for name in [*ORDER, "find", "page", "x"]} | {"page": ["2"]}
    names = [
        {name for name, _ in kind(everything).items()}
        for kind in (ListQuery, FileQuery, ValuesQuery, ComparisonQuery, AgreementQuery, Query.taking("page"))
    ]
    assert names[0] == names[1] == set(ORDER) - {"by", "differ"}
    assert names[2] == names[0] - {"cursor", "as_of"} | {"find", "page"}
    of_lists = {"stance", "kind", "source", "precision", "voice", "q", "sort", "cursor"}
    assert names[3] == set(ORDER) - of_lists | {"page"}
    assert names[4] == names[3] - {"by", "differ", "page"}
    assert names[5] == {"page"}


def test_the_place_in_an_order_by_words_goes_with_the_words():
    values = {"sort": ["relevance"], "cursor": ["r5.1"]}
    assert (str(ListQuery(values)), str(FileQuery(values))) == ("", "?sort=relevance&cursor=r5.1")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0", 0), ("42", 42), ("9" * 18, 10**18 - 1), ("9" * 19, None), ("9" * 5000, None), ("", None),
     ("-1", None), ("+1", None), (" 1", None), ("1\n", None), ("1_0", None), ("٣", None), ("²", None)],
)  # fmt: skip
def test_which_numbers_are_read(text, expected):
    assert number(text) == expected


@pytest.mark.parametrize(
    ("page", "kept"), [("2", "?page=2"), ("02", "?page=2"), ("0", ""), ("x", ""), ("1", "")]
)
def test_a_page_has_one_number(page, kept):
    assert str(Query.taking("page")({"page": [page]})) == kept


def test_dates_are_written_in_one_way_however_they_were_typed():
    typed = {"said_after": ["5 July 2017"], "said_before": ["July, 2018"], "as_of": ["22 Nov. 2025"]}
    assert str(Query(typed)) == "?said_after=2017-07-05&said_before=2018-07&as_of=2025-11-22"
    assert str(Query({"said_after": ["the day"]})) == "?said_after=the+day"
