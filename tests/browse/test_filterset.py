import pytest
from django.http import QueryDict

from articles.browse.filterset import StatementFilter
from articles.compare.filters import ComparisonFilter
from articles.dates import latest_year
from articles.models import Actor, Statement
from tests.factories import actor, bloc

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def said(module_world, module_editor):
    module_world.say("Lavrov", "no sanctions", by=module_editor, kind="mixed", new_sanctions="oppose")
    module_world.say("Haley", "tougher sanctions", on="2017-08-01", by=module_editor, new_sanctions="support")
    module_world.say("Liu", "a machine's guess")


def found(query):
    filterset = StatementFilter(QueryDict(query), Statement.objects.all())
    return sorted(statement.quote for statement in filterset.qs), filterset.form.errors


@pytest.mark.parametrize(
    ("query", "quotes"),
    [
        ("", ["no sanctions", "tougher sanctions"]),
        ("country=RUS", ["no sanctions"]),
        ("country=RUS&country=USA", ["no sanctions", "tougher sanctions"]),
        ("actor=nikki-haley", ["tougher sanctions"]),
        ("issue=new-sanctions&stance=oppose", ["no sanctions"]),
        ("country=USA&stance=oppose", []),
        ("kind=mixed", ["no sanctions"]),
        ("source=gazette", ["no sanctions", "tougher sanctions"]),
        ("said_after=2017-08", ["tougher sanctions"]),
        ("said_before=2017-07-05", ["no sanctions"]),
        ("said_before=2017-07-04", []),
        ("q=tougher", ["tougher sanctions"]),
        ("review=all", ["a machine's guess", "no sanctions", "tougher sanctions"]),
        ("review=reviewed&sort=oldest", ["no sanctions", "tougher sanctions"]),
        ("hand=first", ["no sanctions", "tougher sanctions"]),
    ],
)
def test_filters_combine(said, query, quotes):
    assert found(query) == (quotes, {})


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("country", "XXX", "“XXX” is not the ISO 3166-1 code of a country, such as RUS."),
        ("country", "rus", "“rus” is not the ISO 3166-1 code of a country, such as RUS."),
        ("actor", "nobody", "“nobody” is not a known speaker."),
        ("issue", "nothing", "“nothing” is not a known issue."),
        ("source", "x", "“x” is not a known source."),
        ("stance", "maybe", "“maybe” is not a stance; use support, oppose, conditional or neutral."),
        ("kind", "loud", "“loud” is not a kind of statement; use direct, mixed or indirect."),
        ("review", "rejected", "“rejected” is not a choice; use reviewed or all."),
        ("hand", "second", "“second” is not a choice; use first, or leave it out."),
        ("sort", "random", "“random” is not an order; use newest, oldest, relevance or confidence."),
        ("said_before", "17", "“17” is not a date: write 2017, July 2017, 5 July 2017 or 2017-07-05."),
        (
            "said_after",
            "garbage",
            "“garbage” is not a date: write 2017, July 2017, 5 July 2017 or 2017-07-05.",
        ),
        ("said_after", "1799", f"“1799” lies outside the years 1800 to {latest_year()}."),
        ("said_before", "9999-12", f"“9999-12” lies outside the years 1800 to {latest_year()}."),
        ("said_before", "2017-02-30", "“2017-02-30” is not a day of the calendar."),
        ("sort", "relevance", "Sort by relevance needs words to search for."),
        ("cursor", "7", "“7” is not a place in this list."),
        ("cursor", "c0.75.42", "“c0.75.42” is not a place in this list."),
        ("q", "a\0b", "Null characters are not allowed."),
    ],
)
def test_what_is_not_understood_gives_a_message_and_no_rows(said, name, value, message):
    quotes, errors = found(f"{name}={value}".replace("\0", "%00"))
    assert quotes == []
    assert errors == {name: [message]}


@pytest.mark.parametrize(
    ("sort", "cursors"),
    [
        ("newest", ["r60793.42", "c0.75.42"]),
        ("oldest", ["r60793.42", "c.42"]),
        ("relevance", ["2017-07-05.42", "c.42"]),
        ("confidence", ["2017-07-05.42", "r60793.42"]),
    ],
)
def test_a_place_in_a_list_of_another_order_is_refused(said, sort, cursors):
    for cursor in cursors:
        errors = {"cursor": [f"“{cursor}” is not a place in this list."]}
        assert found(f'q="sanctions"&sort={sort}&cursor={cursor}') == ([], errors)


def test_words_that_are_not_understood_are_the_only_fault(said):
    assert found("q=a%00b&sort=relevance")[1] == {"q": ["Null characters are not allowed."]}


def test_one_bad_value_among_good_ones_gives_no_rows(said):
    quotes, errors = found("country=RUS&country=XXX")
    assert (quotes, list(errors)) == ([], ["country"])


@pytest.mark.parametrize(
    ("query", "quotes"),
    [
        ("", ["China wants talks", "Russia and China agree", "Russia wants none", "it says so"]),
        ("hand=first", ["Russia and China agree", "Russia wants none", "it says so"]),
        ("country=CHN&hand=first", ["it says so"]),
        ("country=RUS&hand=first", ["Russia and China agree", "Russia wants none"]),
        ("country=CHN&country=RUS&hand=first", ["Russia and China agree", "Russia wants none", "it says so"]),
        ("actor=liu-jieyi&hand=first", ["it says so"]),
        ("bloc=pair&hand=first", ["it says so"]),
        ("bloc=pair", ["China wants talks", "Russia and China agree", "it says so"]),
    ],
)
def test_at_first_hand_is_what_a_country_says_itself(world, editor, query, quotes):
    """Russia says that China wants talks, and that both agree: of that, China says nothing itself."""
    bloc("pair", CHN=(None, None))
    outer = world.say("Lavrov", "Russia wants none", by=editor)
    world.say("Liu", "China wants talks", by=editor, parent=outer)
    world.say(["Lavrov", "Liu"], "Russia and China agree", by=editor, parent=outer)
    world.say("Liu", "it says so", by=editor)
    assert found(query) == (quotes, {})


def test_the_number_in_a_cell_is_that_of_the_list_it_leads_to(world, editor, client):
    outer = world.say("Lavrov", "China opposes it, too", by=editor, thaad="oppose")
    world.say("Liu", "it, too", by=editor, parent=outer, thaad="oppose")
    world.say("Liu", "no", by=editor, thaad="oppose")
    [row] = client.get("/compare.json", {"country": ["CHN", "RUS"]}).json()["rows"]
    for cell in row["cells"]:
        listed = client.get(f"/statements.json{cell['query']}").json()
        exported = client.get(f"/statements.jsonl{cell['query']}").getvalue().splitlines()
        assert cell["statements"] == listed["count"] == len(exported) == 1


def test_the_address_of_a_merged_actor_finds_the_one_it_became(said):
    Actor.objects.create(name="S. Lavrov", slug="s-lavrov", kind="person", merged_into=actor("Lavrov"))
    assert found("actor=s-lavrov")[0] == ["no sanctions"]


def test_eight_countries_can_be_compared_and_nine_are_too_many(db):
    eight = "&".join(f"country={iso3}" for iso3 in ["RUS", "USA", "CHN", "FRA", "GBR", "JPN", "KOR", "PRK"])
    allowed = ComparisonFilter(QueryDict(eight), Statement.objects.all())
    assert len(allowed.selection.countries) == 8
    nine = ComparisonFilter(QueryDict(f"{eight}&country=DEU"), Statement.objects.all())
    assert nine.form.errors == {"country": ["9 countries are too many; choose up to 8 in all."]}
    assert nine.selection.countries == ()


def several(name, number):
    return QueryDict("&".join(f"{name}=x{n}" for n in range(number)))


@pytest.mark.parametrize("name", ["country", "bloc", "actor", "issue", "stance", "kind", "source"])
def test_of_one_filter_fifty_values_are_enough(db, name, django_assert_num_queries):
    filterset = StatementFilter(several(name, 51), Statement.objects.all())
    with django_assert_num_queries(0):
        assert filterset.form.errors == {name: ["At most 50 values; these are 51."]}
    assert not filterset.qs.exists()
    fifty = StatementFilter(several(name, 50), Statement.objects.all())
    assert " is not " in fifty.form.errors[name][0]


def test_repeated_values_are_counted_once(db):
    query = "&".join(["country=RUS", "country=USA"] * 40)
    assert StatementFilter(QueryDict(query), Statement.objects.all()).is_valid()


def test_of_issues_to_compare_fifty_are_enough(db):
    filterset = ComparisonFilter(several("issue", 51), Statement.objects.all())
    assert filterset.form.errors == {"issue": ["At most 50 values; these are 51."]}
    assert not filterset.selection.columns


@pytest.mark.parametrize(("after", "before"), [("2017-07-05", "July 2016"), ("2018", "2017")])
def test_a_period_turned_round_is_refused_with_both_its_ends(world, after, before):
    filterset = StatementFilter(
        QueryDict(f"said_after={after}&said_before={before}"), Statement.objects.all()
    )
    assert not filterset.is_valid()
    [message] = filterset.form.errors["said_after"]
    ends = {"2018": "begins with 2018 and ends with 2017"}
    assert ends.get(after, "begins with 5 July 2017 and ends with July 2016") in message


def test_a_month_of_the_year_it_begins_with_is_no_turned_round_period(world):
    assert StatementFilter(
        QueryDict("said_after=2017&said_before=2017-03"), Statement.objects.all()
    ).is_valid()
