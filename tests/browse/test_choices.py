"""Values of filters are found by any of their names."""

import pytest
from django.utils import timezone

from articles.browse.choices import Known, words_of
from articles.browse.filters.declared import COUNTED
from articles.models import Actor, ActorAlias, Attribution, Bloc, Issue, Source, Statement


def known(name, typed=""):
    return COUNTED[name].known(words_of(typed))


def values(name, typed=""):
    return [each.value for each in known(name, typed)]


@pytest.fixture
def speakers(world):
    """All of them were heard."""
    lavrov = Actor.objects.create(name="Сергей Лавров", slug="lavrov", kind="person", country_id="RUS")
    ActorAlias.objects.create(actor=lavrov, name="Sergey Lavrov")
    ActorAlias.objects.create(actor=lavrov, name="the Foreign Minister")
    for name, slug in [("Heiko Müller-Lüdenscheid", "mueller"), ("Siobhán O'Brien", "brien")]:
        Actor.objects.create(name=name, slug=slug, kind="person")
    said = world.say([], "Something was said.")
    Attribution.objects.bulk_create(Attribution(statement=said, actor=actor) for actor in Actor.objects.all())
    return lavrov


def test_who_was_never_heard_is_not_offered(speakers):
    Actor.objects.create(name="Lavrov the Silent", slug="silent", kind="person", country_id="RUS")
    assert values("actor", "lavrov") == ["lavrov"]
    Statement.objects.update(review="rejected", reviewed_at=timezone.now(), machine_fields=[])
    assert values("actor", "lavrov") == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ["mueller", "brien", "lavrov"]),
        ("  ", ["mueller", "brien", "lavrov"]),
        ("((", ["mueller", "brien", "lavrov"]),
        ("Lavrov", ["lavrov"]),
        ("лав", ["lavrov"]),
        ("ЛАВРОВ СЕР", ["lavrov"]),
        ("lav serg", ["lavrov"]),
        ("serg minister", []),  # words of two names
        ("avrov", []),  # no word begins like this
        ("muller", ["mueller"]),
        ("MÜLLER", ["mueller"]),
        ("Mu\u0308ller", ["mueller"]),
        ("ludens heiko", ["mueller"]),
        ("o'brien", ["brien"]),
        ("brien siobhan", ["brien"]),
        (".*", ["mueller", "brien", "lavrov"]),
        ("nobody", []),
        ("\x00", ["mueller", "brien", "lavrov"]),
    ],
)
def test_speakers_are_found_by_the_beginnings_of_words(speakers, typed, found):
    assert values("actor", typed) == found


def test_whoever_was_merged_leads_to_the_one_it_became(speakers):
    Actor.objects.create(name="S. Viktorovich", slug="sv", kind="person", merged_into=speakers)
    assert values("actor", "viktorovich") == ["lavrov"]
    assert "sv" not in values("actor")
    assert known("actor", "lavrov") == [Known(speakers.pk, "lavrov", "Сергей Лавров")]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("russ", "RUS"),
        ("RUS", "RUS"),
        ("ru", "RUS"),
        ("british", "GBR"),
        ("cote iv", "CIV"),
        ("Kremlin", "RUS"),
    ],
)
def test_countries_are_found_by_name_demonym_and_code(db, typed, first):
    assert first in values("country", typed)


def test_a_code_is_taken_whole(db):
    assert "DEU" in values("country", "deu")
    assert "AUT" in values("country", "aut")
    assert "AUT" not in values("country", "autx")
    assert values("country", "ivoire rus") == []


def test_issues_are_found_by_title_and_key_phrase(db):
    Issue.objects.create(title="Deployment of THAAD", slug="thaad", phrases=["missile shield", "radar"])
    Issue.objects.create(title="Talks without conditions", slug="talks")
    assert values("issue", "thaad depl") == values("issue", "missile sh") == ["thaad"]
    assert values("issue", "talk") == ["talks"]


def test_sources_are_found_by_name_and_domain(db):
    Source.objects.create(name="RFE/RL", slug="rferl", domain="www.rferl.org")
    Source.objects.create(name="Press TV", slug="press-tv")
    assert values("source", "rl") == values("source", "rferl.org") == ["rferl"]
    assert values("source", "tv press") == ["press-tv"]


def test_blocs_stances_and_kinds_are_found_by_name(db):
    Bloc.objects.create(name="Union of Föderations", slug="union")
    assert values("bloc", "fod") == ["union"]
    assert values("stance", "opp") == ["oppose"]
    assert values("kind", "") == ["indirect", "mixed", "direct"]
    assert values("kind", "quot") == ["mixed", "direct"]
    assert values("kind", "uoted") == []


def test_signs_part_words_and_there_are_not_too_many():
    assert words_of("U.S. O'Brien RFE/RL") == ["U", "S", "O", "Brien", "RFE", "RL"]
    assert len(words_of("a " * 100)) == 8
