"""Where nothing was found: whether anything could be, and what would find something, with its number."""

import pytest
from django.http import QueryDict

from articles.addresses import Query
from articles.browse.chips import canonical, chips
from articles.browse.filterset import StatementFilter
from articles.browse.remedies import elsewhere, remedies
from articles.models import Statement

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def said(module_world, module_editor):
    module_world.say("Lavrov", "No.", by=module_editor, new_sanctions="oppose")
    module_world.say("Russia", "Never.", on="2017-08-01", by=module_editor, new_sanctions="oppose")
    module_world.say("Haley", "Yes.", by=module_editor, new_sanctions="support")
    module_world.say("Haley", "Perhaps.", new_sanctions="conditional")


def asked(**values):
    query = Query({name: [value] for name, value in values.items()})
    return StatementFilter(QueryDict(str(query)[1:]), Statement.objects.all()), query


def offered(**values):
    return [(str(one.query), one.total, one.left_out, one.adds) for one in remedies(*asked(**values))]


def test_least_is_left_out_first_and_each_finds_something():
    assert offered(q="lavrof sanctions 2012") == [
        ("?q=lavrof+sanctions", 1, ("2012",), ""),
        ("?country=RUS&issue=new-sanctions", 2, (), "other speakers for Russia, at any time"),
        ("?q=lavrof", 1, ("2012", "New sanctions"), ""),
        ("?q=sanctions", 3, ("2012", "Sergei Lavrov"), ""),
        ("?q=sanctions&review=all", 4, ("2012", "Sergei Lavrov"), "include machine-read"),
    ]


def test_what_the_machine_read_and_others_for_the_country_are_offered():
    found = offered(country="USA", stance="conditional")
    assert found[0] == ("?country=USA&stance=conditional&review=all", 1, (), "include machine-read")
    others = offered(q="lavrov August 2017")
    assert ("?country=RUS", 2, (), "other speakers for Russia, at any time") in others


def test_of_what_finds_nothing_either_nothing_is_offered():
    assert offered(stance="neutral") == []  # all statements are no answer


def test_only_if_no_article_is_of_the_period_it_is_said_of_which_they_are():
    whole = elsewhere(asked(q="2012")[0])
    assert (whole.articles, whole.first.year, whole.last.year) == (4, 2017, 2017)
    assert elsewhere(asked(q="lavrov August 2017")[0]) is None
    assert elsewhere(asked(q="lavrov")[0]) is None


def labels(**values):
    return [(chip.title, chip.label, chip.aside, str(chip.query)) for chip in chips(*asked(**values))]


def test_each_chip_has_the_address_without_it():
    assert labels(kind="direct", q="lavrof sanctions fury 2017") == [
        ("", "direct", "", "?q=lavrof+sanctions+fury+2017"),
        ("speaker", "Sergei Lavrov", "for “lavrof”", "?kind=direct&q=sanctions+fury+2017"),
        ("issue", "New sanctions", "", "?kind=direct&q=lavrof+fury+2017"),
        ("said", "2017", "", "?kind=direct&q=lavrof+sanctions+fury"),
        ("words", "fury", "", "?kind=direct&q=lavrof+sanctions+2017"),
    ]


@pytest.mark.parametrize(
    ("typed", "filters"),
    [
        (
            "lavrof sanctions 2017",
            "?actor=sergei-lavrov&issue=new-sanctions&said_after=2017&said_before=2017",
        ),
        ("fury", "?q=fury"),
        ("haley fury", "?actor=nikki-haley&q=fury"),
        ('haley "russia"', "?actor=nikki-haley&q=%22russia%22"),
    ],
)
def test_the_same_list_by_filters_alone_finds_the_same(typed, filters):
    filterset, query = asked(q=typed)
    alone = canonical(filterset, query)
    assert str(alone) == filters
    same = StatementFilter(QueryDict(filters[1:]), Statement.objects.all())
    assert {row.pk for row in same.qs} == {row.pk for row in filterset.qs}
