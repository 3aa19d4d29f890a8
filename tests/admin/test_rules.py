"""Rules of the tables are told in sentences about things."""

from articles.admin.rules import in_a_sentence
from articles.models import Actor
from tests.admin.forms import address, form_of


def test_a_rule_is_told_and_not_named(at_desk, world):
    who = Actor.objects.create(name="Sergei Lavrov", slug="lavrov", kind="person", country_id="RUS")
    path = address(Actor, "change", who.pk)
    term = {"title": "Minister", "country": "RUS", "starts_on": "2017-01-01", "ends_on": "2016-01-01"}
    sent = {f"roles-0-{name}": value for name, value in term.items()} | {"roles-TOTAL_FORMS": "1"}
    page = at_desk.post(path, form_of(at_desk.get(path), **sent)).content.decode()
    assert "This term would end before it begins." in page
    assert "role_ends_after_it_starts" not in page


def test_what_has_no_sentence_is_told_in_its_own_words():
    assert in_a_sentence("Constraint “comment_not_empty” is violated.") == "Comment not empty."
    assert in_a_sentence("Choose one.") == "Choose one."
