import datetime

import pytest
from django.db import IntegrityError

from articles.models import Bloc, Country, Membership, Statement
from tests.factories import bloc

day = datetime.date.fromisoformat


@pytest.fixture
def union(db):
    """Russia belonged from the second to the fourth of July, the United States always."""
    union = bloc("union", USA=(None, None), RUS=("2017-07-02", "2017-07-04"))
    bloc("other", CHN=(None, None))
    return union


@pytest.mark.parametrize(
    ("on", "counts"),
    [
        ("2017-07-01", False), ("2017-07-02", True), ("2017-07-04", True), ("2017-07-05", False),
        (None, True),
    ],
)  # fmt: skip
def test_a_statement_counts_on_the_first_and_the_last_day_of_a_membership(world, editor, union, on, counts):
    world.say("Lavrov", "Words.", on=on, by=editor)
    assert Statement.objects.by_bloc("union").exists() is counts
    assert not Statement.objects.by_bloc("other").exists()


def test_a_month_counts_if_the_country_belonged_on_one_of_its_days(world, editor, union):
    said = world.say("Lavrov", "Some time in July.", by=editor)
    Statement.objects.filter(pk=said.pk).update(
        said_on=day("2017-07-01"), said_until=day("2017-07-31"), said_on_precision="month"
    )
    assert Statement.objects.by_bloc("union").get() == said


def test_a_country_that_left_and_came_back_counts_once(world, editor, union):
    Membership.objects.create(bloc=union, country_id="USA", starts_on=day("2017-01-01"))
    said = world.say("Haley", "Words.", by=editor)
    assert list(Statement.objects.by_bloc("union")) == [said]


def test_no_membership_ends_before_it_starts(union):
    with pytest.raises(IntegrityError, match="membership_ends_after_it_starts"):
        Membership.objects.create(
            bloc=union, country=Country.objects.get(pk="FRA"), starts_on=day("2017-07-02"),
            ends_on=day("2017-07-01"),
        )  # fmt: skip


def test_no_membership_is_entered_twice(union):
    with pytest.raises(IntegrityError, match="membership_once"):
        Membership.objects.create(bloc=union, country_id="USA")


def test_a_bloc_has_an_address(union):
    assert Bloc.objects.get(slug="union").get_absolute_url() == "/blocs/union/"
