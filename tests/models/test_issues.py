"""An issue may be part of another, and of none that is part of it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from articles.models import Issue
from tests.admin.forms import address, form_of
from tests.hands import at_once


@pytest.fixture
def chain(db):
    """Three issues, each under the one before."""
    titles, above = ("Trade", "Tariffs", "Steel tariffs"), None
    for title in titles:
        above = Issue.objects.create(title=title, slug=title.lower().replace(" ", "-"), parent=above)
    return [Issue.objects.get(title=title) for title in titles]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_the_database_refuses_an_issue_under_itself(chain, place):
    with pytest.raises(IntegrityError, match=r"stands under itself|issue_not_its_own_parent"):
        Issue.objects.filter(pk=chain[0].pk).update(parent=chain[place])


def test_others_may_be_moved(chain):
    Issue.objects.filter(pk=chain[2].pk).update(parent=chain[0])
    assert list(chain[0].children.order_by("title")) == [chain[2], chain[1]]


def test_the_form_says_so(chain, client, chief):
    client.force_login(chief)
    edit = address(Issue, "change", chain[0].pk)
    page = client.post(edit, form_of(client.get(edit), parent=chain[2].pk))
    assert page.status_code == 200
    assert page.context["errors"] == [["“Steel tariffs” is this issue, or stands under it."]]
    assert Issue.objects.get(pk=chain[0].pk).parent is None


def test_of_two_at_once_the_second_is_refused(transactional_db):
    one, other = (Issue.objects.create(title=title, slug=title) for title in ("one", "other"))
    hand = at_once(
        lambda: Issue.objects.filter(pk=one.pk).update(parent=other),
        lambda: Issue.objects.filter(pk=other.pk).update(parent=one),
    )
    with pytest.raises(IntegrityError, match="stands under itself"):
        hand.result()


def test_the_countries_it_concerns_are_written_as_codes(world):
    issue = Issue(title="Sanctions against Iran", slug="iran", about=["irn", "USA", "IRN"])
    issue.full_clean()
    assert issue.about == ["IRN", "USA"]


def test_a_country_that_is_none_is_refused_by_name(world):
    issue = Issue(title="Sanctions against Iran", slug="iran", about=["IRN", "XYZ"])
    with pytest.raises(ValidationError, match="“XYZ” is no country; write ISO codes, such as RUS"):
        issue.full_clean()
