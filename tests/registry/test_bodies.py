"""International bodies speak for themselves, and those who hold their offices speak for them."""

import datetime
from collections import Counter

import pytest

from articles.extraction.records import Speaker
from articles.models import Actor, Attribution, Bloc, Role, Statement
from articles.registry.actors import actor_of, known_actor
from articles.registry.bodies import bodies, body_named, load_blocs, settle
from articles.text.normal import name_key
from tests.factories import SPEAKERS, actor

D = datetime.date.fromisoformat


def person(name, country, *roles):
    made = Actor.objects.create(
        name=name, slug=name.lower().replace(" ", "-"), kind="person", country_id=country
    )
    for title, iso3, body, start, end in roles:
        Role.objects.create(
            actor=made, title=title, country_id=iso3, body=body, starts_on=start, ends_on=end, reference="-"
        )
    return made


def attribution(statement):
    return statement.attributions.get()


@pytest.fixture
def un(db):
    return actor_of(Speaker("U.N.", "organisation"))


class TestPackaged:
    def test_no_name_means_two_bodies(self):
        names = Counter(name_key(name) for body in bodies() for name in body.names)
        assert [name for name, times in names.items() if times > 1] == []

    @pytest.mark.parametrize("name", ["UN", "u.n.", "the United Nations", "ООН", "联合国"])
    def test_a_body_is_known_by_any_of_its_names(self, name):
        assert body_named(name).name == "United Nations"

    def test_what_is_none_is_not_known(self):
        assert body_named("United Nations of Beer") is None

    def test_every_bloc_of_a_body_is_packaged_with_members(self, db):
        load_blocs()
        members = Counter(Bloc.objects.values_list("slug", "memberships__country").values_list("slug"))
        assert {body.bloc for body in bodies() if body.bloc} <= {slug for (slug,) in members}
        assert members["eu",] == 28

    def test_members_are_those_of_the_day(self, db):
        load_blocs("eu")
        assert load_blocs("eu") == 0
        britain = Bloc.objects.get(slug="eu").memberships.get(country="GBR")
        assert (britain.starts_on, britain.ends_on) == (D("1973-01-01"), D("2020-01-31"))

    def test_a_bloc_of_that_name_is_left_alone(self, db):
        Bloc.objects.create(name="European Union", slug="union")
        assert load_blocs("eu") == 0
        assert list(Bloc.objects.values_list("slug", flat=True)) == ["union"]


def test_a_text_puts_a_body_on_record_with_all_its_names(un):
    assert (un.name, un.kind, un.country, un.slug) == ("United Nations", "body", None, "united-nations")
    assert actor_of(Speaker("the United Nations", "organisation")) == un
    assert actor_of(Speaker("Организация Объединённых Наций", "organisation")) == un
    assert Actor.objects.count() == 1


def test_its_members_are_linked_if_their_bloc_is_on_record(db):
    load_blocs("nato")
    assert actor_of(Speaker("NATO", "organisation")).bloc == Bloc.objects.get()
    assert actor_of(Speaker("EU", "organisation")).bloc is None


def test_a_person_is_never_a_body(db):
    assert actor_of(Speaker("Au", "person")).kind == "person"


def test_a_body_speaks_for_itself_and_for_no_country(world):
    row = attribution(world.say("UN", "We urge restraint."))
    assert (row.body, row.country) == (row.actor, None)


def test_the_holder_of_an_office_speaks_for_its_body_in_that_time(world, un):
    lavrov = person("Sergei Lavrov", "RUS", ("Secretary-General", None, un, "2017-01-01", "2017-12-31"))
    during, after = (attribution(world.say("Lavrov", f"{on}.", on=on)) for on in ("2017-07-05", "2018-07-05"))
    assert (during.actor, during.body, during.country) == (lavrov, un, None)
    assert (after.body, after.country_id) == (None, "RUS")  # as the text tells


def test_who_is_out_of_office_speaks_for_no_country_unless_the_text_tells(world):
    person("a senior official", "FRA", ("Minister", "FRA", None, "2010-01-01", "2015-12-31"))
    during, after = (
        attribution(world.say("official", f"{on}.", on=on)).country_id for on in ("2012-07-05", "2017-07-05")
    )
    assert (during, after) == ("FRA", None)


def test_whose_offices_are_not_dated_speaks_for_the_usual_country(world):
    person("a senior official", "FRA")
    assert attribution(world.say("official", "No.", on="2017-07-05")).country_id == "FRA"


def test_a_namesake_of_another_time_is_somebody_else(db):
    envoy = person("John Smith", "USA", ("Ambassador", "USA", None, "1950-01-01", "1955-01-01"))
    speaker = Speaker("John Smith", "person")
    assert known_actor(speaker, D("1979-01-01")) == envoy
    assert known_actor(speaker, D("2017-01-01")) is None
    assert known_actor(Speaker("John Smith", "person", None, "USA"), D("2017-01-01")) == envoy


def test_of_namesakes_the_one_in_office_is_meant(db):
    then = person("Li Wei", "CHN", ("Minister", "CHN", None, "2000-01-01", "2005-01-01"))
    now = person("Li  Wei", "SGP", ("Minister", "SGP", None, "2015-01-01", None))
    Actor.objects.filter(pk=now.pk).update(name="Li Wei")
    speaker = Speaker("Li Wei", "person")
    assert known_actor(speaker, D("2003-01-01")) == then
    assert known_actor(speaker, D("2017-01-01")) == now
    assert known_actor(speaker, D("2010-01-01")) is None


def test_what_an_editor_calls_a_body_speaks_for_itself_from_then_on(world):
    world.say("official", "No.", by=None)
    council = actor("official")
    council.kind = "body"
    council.save()
    settle(council)
    assert attribution(Statement.objects.get()).body == council
    Actor.objects.filter(pk=council.pk).update(kind="group")
    settle(Actor.objects.get(pk=council.pk))
    assert attribution(Statement.objects.get()).body is None


def test_the_database_refuses_to_speak_for_both(world):
    from django.db import IntegrityError, transaction

    world.say("UN", "No.")
    with pytest.raises(IntegrityError, match="attribution_for_a_country_or_a_body"), transaction.atomic():
        Attribution.objects.update(country="FRA")
    with pytest.raises(IntegrityError, match="actor_body_is_of_no_country"), transaction.atomic():
        Actor.objects.filter(name=SPEAKERS["UN"].name).update(country="FRA")
