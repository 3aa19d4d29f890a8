import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.browse.suggestions import Suggestion, suggestions
from articles.models import Actor, ActorAlias, Attribution, Issue, Statement
from articles.samples import corpus
from tests.factories import actor

LAVROV = Suggestion("actor", "sergei-lavrov", "Sergei Lavrov")
HALEY = Suggestion("actor", "nikki-haley", "Nikki Haley")
SANCTIONS = Suggestion("issue", "new-sanctions", "New sanctions")


@pytest.fixture
def said(world, editor):
    world.say("Lavrov", "No.", by=editor, new_sanctions="oppose")
    world.say("Haley", "Yes.", by=editor)
    ActorAlias.objects.create(actor=actor("Lavrov"), name="Сергей Лавров")


@pytest.mark.parametrize(
    ("words", "named", "meant"),
    [
        ("lavrov", [LAVROV], []),
        ('"Sergei Lavrov"', [LAVROV], []),
        ("haley*", [HALEY], []),
        ("лавров", [LAVROV], []),  # an alias
        ("Làvrôv", [LAVROV], []),
        ("lâvrof", [], [LAVROV]),
        ("sanctions", [SANCTIONS], []),
        ("lavrof", [], [LAVROV]),
        ("sergey lavrow", [], [LAVROV]),
        ("sanctoins", [], [SANCTIONS]),
        ("peace", [], []),
        ("ha", [], []),  # too short
        ("%%%", [], []),
        ("", [], []),
    ],
)
def test_what_is_offered_for_what_was_typed(said, words, named, meant):
    offered = suggestions(words, total=0)
    assert (offered.named, offered.meant) == (named, meant)


def test_names_that_are_like_it_are_offered_only_if_little_was_found(said):
    assert suggestions("lavrof", total=4).meant == [LAVROV]
    assert suggestions("lavrof", total=5).meant == []
    assert suggestions("lavrov", total=5).named == [LAVROV]


def test_what_was_merged_is_offered_under_its_new_name(said):
    old = Actor.objects.create(name="S. Lawroff", slug="lawroff", kind="person", merged_into=actor("Lavrov"))
    assert old.merged_into == actor("Lavrov")
    ActorAlias.objects.create(actor=actor("Lavrov"), name="Lawroff, S.")
    gone = Issue.objects.create(title="Embargo", slug="embargo", merged_into=Issue.objects.get())
    assert (suggestions("lawroff", 0).named, suggestions("lawrofv", 0).meant) == ([LAVROV], [LAVROV])
    assert suggestions(gone.title, 0).named == [SANCTIONS]


def test_five_are_offered_those_of_the_closest_name_first(said):
    for n in range(9):
        heard(Actor.objects.create(name=f"Lavrov {'junior ' * n}".strip(), slug=f"l{n}", kind="person"))
    assert [each.value for each in suggestions("lavrov", 0).named] == ["l0", "l1", "l2", "l3", "l4"]
    assert len(suggestions("lavrof", 0).meant) == 5


def heard(speaker):
    Attribution.objects.create(statement=Statement.objects.first(), actor=speaker)


def test_who_was_never_heard_is_not_offered(said):
    silent = Actor.objects.create(name="Lavrov Junior", slug="junior", kind="person")
    ActorAlias.objects.create(actor=silent, name="Lavroff")
    assert suggestions("lavrov", 0).named == [LAVROV]
    assert suggestions("lavrow", 0).meant == [LAVROV]
    assert suggestions("lavroff junio", 0) == suggestions("", 0)


@pytest.mark.slow
def test_twenty_thousand_names_are_not_read_one_by_one(said):
    list(corpus.load(1, seed=1))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE articles_actor")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        suggestions("lavrof", 0)
    asked = [
        query["sql"]
        for query in queries
        if " %> " in query["sql"] and query["sql"].partition(" FROM ")[2].startswith('"articles_actor"')
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {asked[0]}")
        plan = "\n".join(line for [line] in cursor)
    assert (len(asked), "Bitmap Index Scan on actor_name_part" in plan) == (1, True)
