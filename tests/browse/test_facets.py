import pytest
from django.http import QueryDict

from articles.browse import facets as facets_module
from articles.browse.facets import Facet, Option, facet, facets, matching, values
from articles.browse.filterset import StatementFilter
from articles.models import Actor, Statement
from tests.factories import bloc, rejected

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def said(module_world, module_editor):
    world, editor = module_world, module_editor
    world.say("Lavrov", "one", by=editor, thaad="oppose", dialogue="support")
    world.say("Haley", "two", by=editor, thaad="support")
    world.say(["Russia", "China"], "three", by=editor, kind="indirect", thaad="oppose")
    world.say("Haley", "a guess", thaad="neutral")
    rejected(world.say("Liu", "rejected", kind="mixed", restraint="support"), editor)


def counted(query, name, **options):
    filterset = StatementFilter(QueryDict(query), Statement.objects.all())
    [facet] = [facet for facet in facets(filterset) if facet.name == name]
    return {option.value: option.count for option in facet.options}


def test_every_value_is_counted_and_joint_statements_count_for_each(said):
    assert counted("", "country") == {"RUS": 2, "CHN": 1, "USA": 1}
    assert counted("", "actor") == {"china": 1, "nikki-haley": 1, "russia": 1, "sergei-lavrov": 1}
    assert counted("", "issue") == {"thaad": 3, "dialogue": 1}
    assert counted("", "stance") == {"oppose": 2, "support": 2}
    assert counted("", "kind") == {"direct": 2, "indirect": 1}
    assert counted("", "source") == {"gazette": 3}


def test_a_facet_ignores_its_own_filter_and_obeys_the_others(said):
    assert counted("country=RUS", "country") == {"RUS": 2, "CHN": 1, "USA": 1}
    assert counted("country=RUS", "kind") == {"direct": 1, "indirect": 1}
    assert counted("kind=indirect", "country") == {"CHN": 1, "RUS": 1}


def test_issue_and_stance_count_positions_that_fit_both(said):
    assert counted("stance=support", "issue") == {"dialogue": 1, "thaad": 1}
    assert counted("issue=thaad", "stance") == {"oppose": 2, "support": 1}


def test_suggestions_are_counted_when_asked_for_and_rejected_ones_never(said):
    assert counted("review=all", "country") == {"RUS": 2, "USA": 2, "CHN": 1}
    assert "restraint" not in counted("review=all", "issue")


def test_nothing_is_counted_when_a_value_is_not_understood(said):
    assert counted("country=XXX", "kind") == {}


@pytest.mark.parametrize(
    ("query", "name", "kept"),
    [
        ("country=CHN&kind=direct", "country", Option("CHN", "China", 0, True)),
        ("country=RUS&said_after=soon", "country", Option("RUS", "RUS", 0, True)),
        ("country=XXX", "country", Option("XXX", "XXX", 0, True)),
        ("stance=neutral", "stance", Option("neutral", "neutral", 0, True)),
    ],
)
def test_what_was_chosen_stays_even_if_it_finds_nothing(said, query, name, kept):
    filterset = StatementFilter(QueryDict(query), Statement.objects.all())
    [facet] = [facet for facet in facets(filterset) if facet.name == name]
    assert [option for option in facet.top if option.chosen] == [kept]


def test_what_is_chosen_is_always_on_top():
    options = [Option(str(n), str(n), 9 - n, n == 8) for n in range(9)]
    facet = Facet("issue", options, 9)
    assert [o.value for o in facet.top] == ["0", "1", "2", "3", "4", "5", "8"]
    assert [o.value for o in facet.rest] == ["6", "7"]


def asked(query):
    return StatementFilter(QueryDict(query), Statement.objects.all())


def test_of_very_many_values_the_most_frequent_are_listed_and_those_chosen(said):
    filterset = asked("actor=sergei-lavrov&actor=nobody-yet")
    Actor.objects.create(name="Nobody", slug="nobody-yet", kind="person")
    listed = facet("actor", filterset, limit=2)
    assert listed.options == [
        Option("china", "China", 1, False),
        Option("nikki-haley", "Nikki Haley", 1, False),
        Option("sergei-lavrov", "Sergei Lavrov", 1, True),
        Option("nobody-yet", "Nobody", 0, True),
    ]
    assert (listed.number, listed.unlisted) == (4, 1)


def test_all_who_were_heard_are_listed_and_those_silent_here_are_last(said):
    Actor.objects.create(name="Aaron", slug="aaron", kind="person")
    found = values("actor", asked("kind=indirect&actor=russia"), "")
    assert len(found) == 4
    assert found.heard == 2
    assert found[0:4] == [
        Option("china", "China", 1, False),
        Option("russia", "Russia", 1, True),
        Option("nikki-haley", "Nikki Haley", 0, False),
        Option("sergei-lavrov", "Sergei Lavrov", 0, False),
    ]
    assert found[2:3] == [Option("nikki-haley", "Nikki Haley", 0, False)]


def test_no_value_is_listed_when_a_filter_is_not_understood(said):
    assert len(values("actor", asked("country=XXX"), "")) == 0


def test_those_that_match_stand_below_those_chosen(said, monkeypatch):
    monkeypatch.setattr(facets_module, "MATCHING", 1)
    query = asked("actor=russia&actor=nikki-haley")
    chosen = facet("actor", query, limit=0)
    found = matching("i", values("actor", query, ""), chosen)
    assert [(option.value, option.chosen) for option in found.top] == [
        ("nikki-haley", True),
        ("russia", True),
        ("china", False),
    ]
    assert (found.rest, found.number, found.unlisted) == ([], 4, 1)


def test_a_joint_statement_counts_once_for_each_bloc_its_countries_then_belonged_to(said):
    bloc("both", RUS=(None, None), CHN=(None, None))
    bloc("left", RUS=(None, "2017-07-04"), USA=(None, None))
    assert counted("", "bloc") == {"both": 2, "left": 1}
    assert counted("bloc=left&kind=indirect", "bloc") == {"both": 1, "left": 0}


def test_a_site_without_blocs_has_no_such_facet(said):
    filterset = StatementFilter(QueryDict(), Statement.objects.all())
    assert "bloc" not in {facet.name for facet in facets(filterset)}
