import datetime

import pytest
from django.db import IntegrityError, transaction

from articles.models import Actor, ActorAlias, Country, Role

FIRST, LAST = datetime.date(2017, 1, 27), datetime.date(2018, 12, 31)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def haley(db):
    haley = Actor.objects.create(name="Nikki Haley", slug="nikki-haley", kind="person", country_id="USA")
    Role.objects.create(
        actor=haley, title="Ambassador", country_id="USA", starts_on=FIRST, ends_on=LAST, reference="x"
    )
    return haley


@pytest.mark.parametrize(
    ("day", "title"),
    [(FIRST - DAY, None), (FIRST, "Ambassador"), (LAST, "Ambassador"), (LAST + DAY, None), (None, None)],
)
def test_the_first_and_last_day_of_a_term_count(haley, day, title):
    role = haley.role_on(day)
    assert (role and role.title) == title


def test_of_two_roles_the_later_begun_counts(haley):
    Role.objects.create(actor=haley, title="Envoy", country_id="USA", starts_on=FIRST + DAY, reference="x")
    assert haley.role_on(FIRST + DAY).title == "Envoy"


def test_named_finds_names_and_aliases_in_any_case(haley):
    ActorAlias.objects.create(actor=haley, name="Ambassador Haley")
    assert list(Actor.objects.named("nikki HALEY")) == [haley]
    assert list(Actor.objects.named("ambassador haley")) == [haley]
    assert list(Actor.objects.named("Haley")) == []


def test_one_name_may_serve_two_countries_but_not_one_country_twice(db):
    for iso3 in ("RUS", "CHN"):
        Actor.objects.create(name="Foreign Ministry", slug=f"fm-{iso3}", kind="office", country_id=iso3)
    with pytest.raises(IntegrityError, match="actor_once_per_country"), transaction.atomic():
        Actor.objects.create(name="foreign ministry", slug="fm-3", kind="office", country_id="CHN")


def test_a_term_does_not_end_before_it_starts(haley):
    with pytest.raises(IntegrityError, match="role_ends_after_it_starts"), transaction.atomic():
        Role.objects.create(actor=haley, title="x", starts_on=LAST, ends_on=FIRST, reference="x")


def test_a_state_speaks_for_a_country(db):
    with pytest.raises(IntegrityError, match="actor_state_has_country"), transaction.atomic():
        Actor.objects.create(name="Nowhere", slug="nowhere", kind="state")


def test_all_of_iso_3166_1_and_kosovo_are_on_record(db):
    assert Country.objects.count() == 249 + 1
    assert Country.objects.get(pk="XKX").name == "Kosovo"
    russia = Country.objects.get(pk="RUS")
    assert set(russia.names.values_list("kind", "name")) >= {
        ("demonym", "Russian"), ("capital", "Moscow"), ("seat", "Kremlin"), ("alias", "Russian Federation"),
    }  # fmt: skip
