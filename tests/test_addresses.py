from articles.addresses import Query


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
