import pytest

from articles.curate import verbs
from articles.models import Actor, ActorAlias, Attribution
from articles.registry.actors import add_alias
from tests.factories import actor


@pytest.fixture
def printed(world):
    """Makes an attribution of Lavrov's, with the name as the text prints it."""

    def printed(name, text="Afterwards Lavrov met the officials. {} spoke.", speaker="Lavrov"):
        said = world.say(speaker, "Yes.", article=world.article(f"{text.format(name)} Yes."))
        Attribution.objects.filter(statement=said).update(name_printed=name)
        return Attribution.objects.get(statement=said)

    return printed


@pytest.mark.parametrize(
    ("name", "learnt"),
    [
        ("Lavrov", "Lavrov"),
        ("Mr. Lavrov", "Mr. Lavrov"),
        ("Sergey Viktorovich Lavrov", "Sergey Viktorovich Lavrov"),
        ("the Russian’s S. Lavrov", "S. Lavrov"),
        ("a read-out of Lavrov’s address to reporters", "Lavrov"),
        ("Russia's foreign minister Sergey Lavrov", "Sergey Lavrov"),
    ],
)
def test_a_name_is_learnt_without_what_stands_around_it(printed, name, learnt):
    assert verbs.learn_alias(printed(name))
    assert [alias.name for alias in ActorAlias.objects.filter(actor=actor("Lavrov"))] == [learnt]


@pytest.mark.parametrize(
    "name",
    [
        "He",
        "he",
        "",
        "Officials",
        "Analysts",
        "the minister",
        "Foreign Minister",
        "Moscow",
        "The Russian minister",
    ],
)
def test_pronouns_common_nouns_roles_and_countries_are_not(printed, name):
    assert not verbs.learn_alias(printed(name))
    assert not ActorAlias.objects.exists()


def test_an_office_may_be_called_by_its_role(printed):
    ministry = Actor.objects.create(name="MFA", slug="mfa", kind="office", country_id="RUS")
    attribution = printed("Russian Foreign Ministry")
    attribution.actor = ministry
    assert verbs.learn_alias(attribution)


def test_a_name_of_somebody_else_is_not_taken(printed, world):
    world.say("Haley", "No.")
    add_alias(actor("Haley"), "Lavrov")
    assert not verbs.learn_alias(printed("lavrov"))
    assert not verbs.learn_alias(printed("Nikki Haley"))
    assert [alias.actor for alias in ActorAlias.objects.all()] == [actor("Haley")]


def test_what_is_known_is_not_learnt_again(printed):
    assert verbs.learn_alias(printed("Lavrov"))
    assert not verbs.learn_alias(printed("LAVROV"))
    assert ActorAlias.objects.count() == 1
