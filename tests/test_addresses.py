import pytest

from articles.addresses import Query, ValuesQuery


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
