import pytest

from articles.extraction.records import Speaker
from articles.models import Actor, ActorAlias
from articles.registry.actors import actor_of, add_alias, free_slug, new_actor

MINISTRY = Speaker("Foreign Ministry", "office", None, "RUS")


@pytest.fixture
def ministry(db):
    return actor_of(MINISTRY)


def test_an_unknown_speaker_is_registered_once(ministry):
    assert (ministry.name, ministry.kind, ministry.country_id, ministry.slug) == (
        "Foreign Ministry", "office", "RUS", "foreign-ministry",
    )  # fmt: skip
    assert actor_of(MINISTRY) == ministry


def test_the_same_name_of_another_country_is_another_actor(ministry):
    chinese = actor_of(Speaker("Foreign Ministry", "office", None, "CHN"))
    assert chinese != ministry
    assert chinese.slug == "foreign-ministry-chn"
    assert actor_of(MINISTRY) == ministry


def test_a_name_without_country_that_several_bear_becomes_an_actor_of_its_own(ministry):
    actor_of(Speaker("Foreign Ministry", "office", None, "CHN"))
    assert actor_of(Speaker("Foreign Ministry", "office", None, None)).country is None


def test_an_alias_that_an_editor_gave_is_known(ministry):
    add_alias(ministry, "MID")
    add_alias(ministry, "mid")
    assert ActorAlias.objects.count() == 1
    assert actor_of(Speaker("Mid", "organisation", None, "RUS")) == ministry


def test_a_merged_actor_speaks_as_the_one_it_was_merged_into(ministry):
    old = actor_of(Speaker("MFA", "office", None, "RUS"))
    Actor.objects.filter(pk=old.pk).update(merged_into=ministry)
    assert actor_of(Speaker("MFA", "office", None, "RUS")) == ministry


def test_states_go_by_their_country_whatever_the_text_calls_them(db):
    britain = actor_of(Speaker("Britain", "state", None, "GBR"))
    assert britain.name == "United Kingdom"
    assert actor_of(Speaker("London", "state", None, "GBR")) == britain


def test_addresses_stay_apart(db):
    for n, slug in enumerate(["lavrov", "lavrov-rus", "lavrov-rus-2"]):
        assert free_slug("Lavrov", "RUS") == slug
        Actor.objects.create(name=f"Lavrov {n}", slug=slug, kind="person")
    assert free_slug("—") == "actor"


@pytest.mark.parametrize("name", ["Foreign Ministry", "the Foreign Ministry", "The  foreign ministry"])
def test_an_article_or_a_space_makes_no_other_actor(ministry, name):
    assert actor_of(Speaker(name, "office", None, "RUS")) == ministry


def test_neither_does_the_shape_of_an_apostrophe(db):
    one = actor_of(Speaker("Russia's UN mission", "office", None, "RUS"))
    assert actor_of(Speaker("Russia’s UN mission", "office", None, "RUS")) == one
    add_alias(one, "Moscow’s mission")
    assert actor_of(Speaker("Moscow's mission", "office", None, "RUS")) == one


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Robert O’Brien", "Robert O'Brien"),
        ("The Élysée", "Élysée"),
        ("Jose\u0301 Nu\u0301n\u0303ez", "José Núñez"),
        ("RECEP TAYYİP ERDOĞAN", "Recep Tayyip Erdoğan"),
    ],
)
def test_whom_somebody_typed_is_whom_a_text_names(db, typed, printed):
    one = new_actor(typed, "person", "USA")
    assert actor_of(Speaker(printed, "person", None, "USA")) == one
    assert new_actor(printed, "person", "USA") == one
    assert not add_alias(one, printed)
    assert Actor.objects.count() == 1


def test_an_alias_in_other_capitals_is_no_other_alias(ministry):
    assert add_alias(ministry, "Çavuşoğlu")
    assert not add_alias(ministry, "ÇAVUŞOĞLU")
