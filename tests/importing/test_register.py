"""The packaged register of who is who, put on record."""

import csv
import datetime
import io

import pytest
from django.core.management import CommandError, call_command

from articles.importing import register
from articles.importing.files.entries import Flaw
from articles.importing.office_terms import Refused
from articles.importing.register import load_register, registered
from articles.models import Actor, ActorAlias, Attribution, Bloc, Membership, Role, Statement
from articles.registry.bodies import bodies
from tests.factories import actor

D = datetime.date.fromisoformat
HEADS = """name,other_names,iso3,role,from,to,source,licence,body,known_from,known_to
Ana Paz,,PER,Prime Minister,2001,2004,Demarche,BSD-3-Clause
Bo Li,李波,,Secretary-General of the UN,2005,2026,Demarche,BSD-3-Clause,United Nations,2005-03-04,2026
Vladimir Putin,,RUS,President,2012,2026,Demarche,BSD-3-Clause
Gus Ohm,,USA,Secretary of State,2001,2005,Demarche,BSD-3-Clause
"""
OPEN_DATA = """name,other_names,iso3,role,from,to,source,licence,known_from,known_to
Ana Paz,,PER,Prime minister,1998,2010,UNGDC,CC0 1.0,2002,2003
Bo Li,,CHN,Minister of Trade,1990,1996,POCOM,public domain (US),1991-02-03,1994-05-06
Carla Ruiz,,PER,Minister of Health,2017,2021,CIA,public domain (US),,
", Paz",,PER,,1998,2010,UNGDC,CC0 1.0,2002,2004
Gus Henry Ohm,,USA,Secretary of State,2001,2005,POCOM,public domain (US),2001-01-20,2005-01-19
Gus Henry Ohm,,USA,Ambassador,1981,1985,POCOM,public domain (US),1981-01-20,1985-01-19
Dara Sy,,SEN,,1998,2012,UNGDC,CC0 1.0,2003,2007
"""


@pytest.fixture
def packaged(monkeypatch):
    """A register of a few rows."""
    files = {register.BY_HAND: HEADS, register.FROM_OPEN_DATA: OPEN_DATA}

    def read(name):
        return enumerate(csv.DictReader(io.StringIO(files[name])), 2)

    monkeypatch.setattr(register, "_read", read)
    return files


def load():
    return load_register()


def command():
    out = io.StringIO()
    call_command("load_registry", stdout=out)
    return out.getvalue().splitlines()


def held(name):
    roles = Role.objects.filter(actor__name=name).order_by("starts_on")
    return [(r.title, r.country_id or r.body.name, str(r.starts_on), str(r.ends_on)) for r in roles]


def everything():
    models = (Actor, ActorAlias, Role, Bloc, Membership)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_terms_hold_on_the_days_that_are_certain(db, packaged):
    load()
    assert held("Ana Paz") == [("Prime Minister", "PER", "2001-12-31", "2004-01-01")]
    ana = Actor.objects.get(name="Ana Paz")
    assert (ana.kind, ana.country_id) == ("person", "PER")
    assert ana.roles.get().reference == "Demarche, BSD-3-Clause (from 2001 to 2004)"
    assert held("Dara Sy") == [(register.SPOKE, "SEN", "2003-12-31", "2007-01-01")]


def test_what_names_no_certain_day_or_nobody_in_full_is_left_out(db, packaged):
    assert load().undated == 2
    assert not Actor.objects.filter(name__in=["Carla Ruiz", ", Paz", "Paz"]).exists()


def test_who_heads_a_body_keeps_their_country_and_has_a_role_there(db, packaged):
    load()
    [bo] = Actor.objects.filter(name="Bo Li")
    assert bo.country_id == "CHN"
    assert held("Bo Li") == [
        ("Minister of Trade", "CHN", "1991-02-03", "1994-05-06"),
        ("Secretary-General of the UN", "United Nations", "2005-03-04", "None"),
    ]
    assert list(bo.aliases.values_list("name", flat=True)) == ["李波"]


def test_a_term_known_by_the_year_gives_way_to_one_known_by_the_day(db, packaged):
    load()
    assert held("Gus Ohm") == [
        ("Ambassador", "USA", "1981-01-20", "1985-01-19"),  # under the full name, once it is known to be his
        ("Secretary of State", "USA", "2001-01-20", "2005-01-19"),
    ]
    assert list(Actor.objects.get(name="Gus Ohm").aliases.values_list("name", flat=True)) == ["Gus Henry Ohm"]
    assert Actor.objects.filter(name__startswith="Gus").count() == 1


def test_a_role_of_the_same_kind_on_record_is_kept(db, packaged):
    ana = Actor.objects.create(name="Ana Paz", slug="ana-paz", kind="person", country_id="PER")
    Role.objects.create(actor=ana, title="Premier", country_id="PER", starts_on="2001-04-05", reference="-")
    load()
    assert held("Ana Paz") == [("Premier", "PER", "2001-04-05", "None")]


def test_names_in_other_scripts_are_learnt(db, packaged):
    load()
    assert Actor.objects.named("Владимир Путин").get().name == "Vladimir Putin"


def test_bodies_come_with_their_names_and_members(db, packaged):
    loaded = load()
    assert (loaded.bodies, Actor.objects.filter(kind="body").count()) == (len(bodies()), len(bodies()))
    nato = Actor.objects.named("North Atlantic Treaty Organization").get()
    assert (nato.name, nato.bloc.slug) == ("NATO", "nato")
    assert nato.bloc.memberships.get(country="SWE").starts_on == D("2024-03-07")


def test_what_is_on_record_under_its_name_becomes_the_body(world, packaged):
    world.say("official", "The council speaks.")
    world.say(["official", "Russia"], "Both speak.")
    council = actor("official")
    Actor.objects.filter(pk=council.pk).update(name="Security Council", kind="organisation")
    ActorAlias.objects.create(actor=council, name="UN Security Council")
    load()
    council.refresh_from_db()
    assert (council.name, council.kind, council.bloc.slug) == ("Security Council", "body", "security-council")
    own = Attribution.objects.filter(actor=council)
    assert set(own.values_list("body", flat=True)) == {council.pk}
    voices = dict(Statement.objects.with_voice().values_list("quote", "voice"))
    assert voices == {"The council speaks.": "body", "Both speak.": "state"}
    assert Actor.objects.named("UN Security Council").count() == 1


def test_the_same_again_changes_nothing_and_says_so(db, packaged):
    first = command()
    before = everything()
    names = ActorAlias.objects.filter(actor__kind="person").count()
    assert first[0] == (
        f"New on record: {len(bodies())} international bodies, 13 blocs, 5 persons, 7 roles, "
        f"{names} other names."
    )
    assert first[1] == (
        "2 terms known already; 2 rows of the register left out, because no day of theirs is certain."
    )
    second = command()
    assert everything() == before
    assert second[0] == "Nothing is new: the register was on record already."
    assert second[1].startswith("9 terms known already;")


def test_all_or_nothing(db, packaged, monkeypatch):
    before = everything()

    def broken(terms):
        yield terms[0]
        raise Flaw("the disk is full")

    with pytest.raises(Flaw):
        load_register(broken)
    assert everything() == before


def test_what_others_wrote_meanwhile_is_told(db, monkeypatch):
    def broken(progress):
        raise Flaw("somebody else changed the actors meanwhile")

    monkeypatch.setattr("articles.management.commands.load_registry.load_register", broken)
    with pytest.raises(CommandError, match="somebody else changed the actors"):
        command()


def test_it_knows_whom_it_can_put_on_record(db, packaged):
    load()
    on_record = set(Actor.objects.values_list("name", "kind", "country"))
    assert on_record <= registered()


@pytest.mark.slow
def test_the_whole_register_is_sound(db):
    loaded = load()
    refused = [outcome for outcome in loaded.outcomes if isinstance(outcome, Refused)]
    assert {outcome.kind for outcome in refused} <= {"another end on record", "dates too coarse"}
    assert len(refused) < 20
    assert Actor.objects.filter(kind="person").count() > 4_000
    assert Role.objects.exclude(body=None).count() > 60
    before = everything()
    assert not load().is_new
    assert everything() == before
