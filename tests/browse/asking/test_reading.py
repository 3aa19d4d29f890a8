"""What is read in a line, what is left as words, and what a line becomes without one of its parts."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.browse.asking.reading import merged, reading, settled
from articles.browse.asking.slips import distance
from articles.browse.asking.telling import line
from articles.browse.filterset import StatementFilter
from articles.models import Actor, ActorAlias, Bloc, Issue, Statement
from tests.examples import examples
from tests.factories import actor

pytestmark = pytest.mark.django_db

ISSUES = {
    "new-sanctions": "Further UN sanctions on North Korea",
    "oil": "Oil sanctions on Iran",
    "talks": "Direct talks with North Korea",
    "thaad": "THAAD deployment in South Korea",
}


@pytest.fixture(scope="module", autouse=True)
def said(module_world, module_editor):
    for slug, title in ISSUES.items():
        about = {"oil": ["IRN"], "thaad": ["KOR"]}.get(slug, ["PRK"])
        Issue.objects.create(slug=slug, title=title, about=about)
    module_world.say("Lavrov", "Patience is exhausted.", by=module_editor, new_sanctions="oppose")
    module_world.say("Haley", "Fire and fury.", by=module_editor, new_sanctions="support", oil="support")
    module_world.say("Liu", "Peace in the region of Shandong.", by=module_editor, thaad="oppose")
    module_world.say("UN", "We deplore it.", by=module_editor)
    ActorAlias.objects.create(actor=actor("Lavrov"), name="Сергей Лавров")
    Bloc.objects.create(name="Six-party talks", slug="six-parties")
    Actor.objects.create(name="Hale Silent", slug="silent", kind="person")


def parts(text):
    return [(part.filter, part.text, [known.value for known in part.values]) for part in reading(text).parts]


BOTH = ["new-sanctions", "oil"]


@pytest.mark.parametrize(
    ("text", "expected", "rest"),
    [
        ("russia sanctions", [("country", "russia", ["RUS"]), ("issue", "sanctions", BOTH)], ""),
        ("US", [("country", "US", ["USA"])], ""),
        ("us", [("country", "us", ["USA"])], ""),
        ("U.S.", [("country", "U.S.", ["USA"])], ""),
        ("USA", [("country", "USA", ["USA"])], ""),
        ("CAN the talks", [("country", "CAN", ["CAN"]), ("issue", "talks", ["talks"])], ""),
        ("can it", [], "can it"),
        ("the Kremlin", [("country", "Kremlin", ["RUS"])], ""),
        ("Côte d'Ivoire", [("country", "Côte d'Ivoire", ["CIV"])], ""),
        ("cote d’ivoire", [("country", "cote d’ivoire", ["CIV"])], ""),
        ("britain", [("country", "britain", ["GBR"])], ""),
        ("US-Russia", [("country", "US", ["USA"]), ("country", "Russia", ["RUS"])], ""),
        ("china or russia", [("country", "china", ["CHN"]), ("country", "russia", ["RUS"])], ""),
        ("china or peace", [], "china or peace"),
        ("six-party talks", [("bloc", "six-party talks", ["six-parties"])], ""),
        ("direct talks", [("issue", "direct talks", ["talks"])], ""),
        ("direct speech haley", [("kind", "direct speech", ["direct"]),
                                 ("actor", "haley", ["nikki-haley"])], ""),
        ("Лавров", [("actor", "Лавров", ["sergei-lavrov"])], ""),
        ("Lavrov Sergei", [("actor", "Lavrov", ["sergei-lavrov"]),
                           ("actor", "Sergei", ["sergei-lavrov"])], ""),
        ("hale", [("actor", "hale", ["nikki-haley"])], ""),
        ("silent", [], "silent"),  # was never heard
        ("lavrof", [("actor", "lavrof", ["sergei-lavrov"])], ""),
        ("peace", [], "peace"),
        ("shandong", [], "shandong"),  # it is said, however near a name it may be
        ("UN Security Council", [("actor", "UN Security Council", ["un-security-council"])], ""),
        ("sanctions on iran", [("issue", "sanctions on iran", ["oil"])], ""),
        ("haley on iran", [("actor", "haley", ["nikki-haley"]), ("issue", "iran", ["oil"])], ""),
        ("iran sanctions", [("country", "iran", ["IRN"]), ("issue", "sanctions", BOTH)], ""),
        ("china against thaad", [("country", "china", ["CHN"]), ("stance", "against", ["oppose"]),
                                 ("issue", "thaad", ["thaad"])], ""),
        ("opposes", [], "opposes"),
        ("further", [], "further"),
        ("korea", [], "korea"),
        ("korean", [], "korean"),
        ("haley -fury", [("actor", "haley", ["nikki-haley"])], "-fury"),
        ('"russia" haley', [("actor", "haley", ["nikki-haley"])], '"russia"'),
        ("“russia” haley", [("actor", "haley", ["nikki-haley"])], '"russia"'),
        ("haley fir*", [("actor", "haley", ["nikki-haley"])], "fir*"),
        ("haley fire and fury", [("actor", "haley", ["nikki-haley"])], "fire fury"),
        ("fire and fury", [], "fire and fury"),
        ("", [], ""),
        ("%_\\", [], "%_\\"),
    ],
)  # fmt: skip
def test_what_is_read_and_what_is_left(text, expected, rest):
    assert (parts(text), reading(text).rest) == (expected, rest)


def test_a_period_and_what_is_told_of_it():
    read = reading("russia on sanctions since July 2017")
    assert read.filters == {"country": ["RUS"], "issue": BOTH, "said_after": ["2017-07"]}
    assert line(read) == "Russia on sanctions (2 issues), since July 2017"
    assert line(reading("haley 5 July 2017 fury")) == "Nikki Haley on 5 July 2017, with the words “fury”"
    assert line(reading("china opposes thaad")) == "China opposes on THAAD deployment in South Korea"
    assert line(reading("lavrof and haley")) == "Sergei Lavrov (for “lavrof”) and Nikki Haley"


def test_without_a_part_its_words_are_gone():
    read = reading("what did russia say on sanctions in July 2017")
    country, issue, said = read.parts
    assert read.without(country) == "sanctions in July 2017"
    assert read.without(issue) == "russia say on in July 2017"
    assert read.without(said) == "russia say on sanctions"
    assert read.as_words() == 'what did "russia" say on "sanctions" "in July 2017"'
    assert parts(read.as_words()) == []


@pytest.mark.parametrize("rest", ["", "fury", "russia", 'fury "russia" thaad', "-russia", "north 2017 korea"])
def test_words_that_are_left_are_no_names_the_next_time(rest):
    assert reading(settled(rest)).parts == ()


def narrowed(address):
    data = QueryDict(address)
    return merged(data, reading(data.get("q", "")))


def test_what_is_read_joins_what_is_chosen():
    both = narrowed("country=CHN&kind=direct&q=russia+fury")
    assert (both.getlist("country"), both["kind"], both["q"]) == (["CHN", "RUS"], "direct", "fury")


@pytest.mark.parametrize(
    ("chosen", "typed", "ends"),
    [
        ("said_after=2017", "since+July+2017", ("2017-07", "")),
        ("said_after=2017-08", "July+2017", ("2017-08", "2017-07")),
        ("said_before=2017-07-05", "2017", ("2017", "2017-07-05")),
        ("said_before=garbage", "2017", ("2017", "garbage")),
    ],
)
def test_of_two_periods_what_they_share_counts(chosen, typed, ends):
    both = narrowed(f"{chosen}&q={typed}")
    assert (both.get("said_after", ""), both.get("said_before", "")) == ends


def test_two_periods_that_share_nothing_are_refused():
    filterset = StatementFilter(QueryDict("said_after=2017-08&q=July+2017"), Statement.objects.all())
    [message] = filterset.form.errors["said_after"]
    assert "begins with August 2017 and ends with July 2017" in message


@pytest.mark.parametrize(
    "text", ["a " * 100, "russia " * 28, "x" * 200, "kim " * 24, "(" * 200, "lavrof sanctoins chinna " * 8]
)
def test_of_any_length_it_asks_the_database_a_few_questions(text):
    with CaptureQueriesContext(connection) as asked:
        read = reading(text[:200])
    assert len(asked) <= 32
    assert isinstance(read.rest, str)


@pytest.mark.slow
@settings(
    deadline=None,
    max_examples=examples(150),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.one_of(
        st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40),
        st.lists(
            st.sampled_from(
                ["russia", "or", "on", "-", '"', "sanctions", "July", "2017", "to", "lavrof", "us", "haley*",
                 "north", "korea", ",", "against", "5", "–", "thaad"]
            ),
            max_size=9,
        ).map(" ".join),
    )
)  # fmt: skip
def test_any_line_is_read_the_same_each_time_and_every_part_can_be_taken_off(text):
    read = reading(text)
    assert read == reading(text)
    assert all(one.end <= other.start for one, other in zip(read.parts, read.parts[1:], strict=False))
    assert all(read.text[part.start : part.end] == part.text for part in read.parts)
    assert reading(read.as_words()).parts == ()
    assert reading(settled(read.rest)).parts == ()
    for part in read.parts:
        assert len(read.without(part)) < len(read.text)


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [("lavrov", "lavrov", 0), ("lavrof", "lavrov", 1), ("sanctoins", "sanctions", 1), ("rusia", "russia", 1),
     ("hayle", "haley", 2), ("", "ab", 2)],
)  # fmt: skip
def test_how_many_slips_are_between_two_words(one, other, far):
    assert distance(one, other) == far
