"""What is offered while somebody types: what all of it was understood as, then names that lead somewhere."""

import pytest
from django.http import QueryDict

from articles.addresses import Query
from articles.browse.filterset import StatementFilter
from articles.browse.results import results
from articles.browse.suggestions import meant, suggested
from articles.models import Actor, ActorAlias, Issue, Statement
from tests.factories import actor

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def said(module_world, module_editor):
    module_world.say("Lavrov", "No.", by=module_editor, new_sanctions="oppose")
    module_world.say("Lavrov", "Never.", on="2017-08-01", by=module_editor, new_sanctions="oppose")
    module_world.say("Haley", "Yes.", by=module_editor, new_sanctions="support")
    module_world.say("Liu", "Perhaps.", thaad="oppose")
    ActorAlias.objects.create(actor=actor("Lavrov"), name="Сергей Лавров")
    Issue.objects.create(title="Sanctions on fish", slug="fish")
    Actor.objects.create(name="Lavrov Junior", slug="junior", kind="person")


def offered(typed, **filters):
    groups = suggested(Query({"q": [typed], **filters}))
    return {
        group.title: [("".join(piece.text for piece in one.pieces), one.total) for one in group.suggestions]
        for group in groups
    }


@pytest.mark.parametrize(
    ("typed", "groups"),
    [
        (
            "russia new sanctions july 2017",
            {
                "As understood": [("Russia on New sanctions in July 2017", 1)],
                "Countries": [("Russia", 2)],
                "Issues": [("New sanctions", 3)],
                "Periods": [("July 2017", 2)],
            },
        ),
        ("lavr", {"As understood": [("Sergei Lavrov (for “lavr”)", 2)], "Speakers": [("Sergei Lavrov", 2)]}),
        ("ha", {"Speakers": [("Nikki Haley", 1)]}),
        ("united", {"Countries": [("United States", 1)]}),
        ("Never", {"As words": [("The words “Never”", 1)]}),
        ("thaad", {}),  # the machine's suggestion alone
        ("fish", {}),  # no statement
        ("%%%", {}),
        ("", {}),
        ("china", {}),
    ],
)
def test_what_is_offered(said, typed, groups):
    found = offered(typed)
    assert {title: found[title] for title in found if title in groups or groups == {}} == groups


def test_every_suggestion_leads_to_as_many_statements_as_it_says(said):
    for typed in ("russia sanctions", "us new", "lavrov since july 2017", "opposes sanctions"):
        for group in suggested(Query({"q": [typed]})):
            for one in group.suggestions:
                asked = StatementFilter(QueryDict(str(one.query)[1:]), Statement.objects.all())
                assert results(asked).total == one.total > 0, (typed, one)


def test_beside_filters_that_are_chosen_they_stay(said):
    found = suggested(Query({"q": ["sanctions"], "country": ["USA"]}))
    issues = next(group for group in found if group.title == "Issues")
    assert [(str(one.query), one.total) for one in issues.suggestions] == [
        ("?country=USA&issue=new-sanctions", 1)
    ]
    assert str(found[0].suggestions[0].query) == "?country=USA&q=sanctions"


def test_nothing_is_offered_beside_a_filter_that_is_not_understood(said):
    assert suggested(Query({"q": ["russia"], "said_after": ["2017-13"]})) == []


def test_what_begins_as_typed_is_marked(said):
    groups = suggested(Query({"q": ["lav"]}))
    [one] = next(group for group in groups if group.title == "Speakers").suggestions
    assert [(piece.text, piece.is_named) for piece in one.pieces] == [
        ("Sergei ", False),
        ("Lav", True),
        ("rov", False),
    ]


def test_in_place_of_a_word_that_is_said_a_name_is_offered_if_little_was_found(said, world, editor):
    world.say("Haley", "lavrof", by=editor)
    filterset = StatementFilter(QueryDict("q=lavrof"), Statement.objects.all())
    assert filterset.read.parts == ()
    assert [(name, known.label) for name, known in meant(filterset.read, 1)] == [("actor", "Sergei Lavrov")]
    assert meant(filterset.read, 5) == []


def test_what_has_no_statement_is_never_meant(said, world, editor):
    world.say("Haley", "Chinn and thad", by=editor)
    for word in ("chinn", "thad"):
        filterset = StatementFilter(QueryDict(f"q={word}"), Statement.objects.all())
        assert meant(filterset.read, 1) == []


@pytest.mark.parametrize(
    ("typed", "title"), [("russia", "Countries"), ("nikki haley", "Speakers"), ("july 2017", "Periods")]
)
def test_a_name_or_period_alone_is_offered_once(said, typed, title):
    found = offered(typed)
    assert (list(found), len(found[title])) == ([title], 1)
