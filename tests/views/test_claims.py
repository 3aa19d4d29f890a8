"""An issue that is a claim of fact is affirmed and disputed, wherever its stances are told."""

import csv
import io

import pytest
from django.http import QueryDict
from lxml import html

from articles.browse.asking.reading import reading
from articles.browse.asking.telling import line
from articles.compare.changes_since import changes_since
from articles.compare.comparison import compare
from articles.compare.sharing import freeze
from articles.models import Issue
from tests.selections import selection_of

COMPARED = "country=RUS&country=USA"


@pytest.fixture
def claim(world):
    issue = world.issue("attack", "The attack was carried out by A")
    Issue.objects.filter(pk=issue.pk).update(is_claim=True)
    return issue


@pytest.fixture
def said(world, editor, claim):
    world.say("Haley", "A did it, we know.", by=editor, attack="support")
    return world.say("Lavrov", "A did not do it.", by=editor, attack="oppose")


@pytest.fixture
def proposed(world, editor):
    world.say("Haley", "We want sanctions.", by=editor, sanctions="support")
    return world.say("Lavrov", "We oppose sanctions.", by=editor, sanctions="oppose")


def words(response):
    page = html.fromstring(response.content)
    for each in page.xpath("//script"):
        each.drop_tree()
    return " ".join(page.text_content().split())


PLACES = ["/issues/attack/", "/countries/RUS/", f"/compare/?{COMPARED}", f"/compare/?{COMPARED}&issue=attack"]


@pytest.mark.parametrize("path", PLACES)
def test_pages_say_disputes_of_a_claim_and_never_opposes(client, said, path):
    page = words(client.get(path))
    assert "dispute" in page
    assert "oppose" not in page.replace("support what others oppose", "")


def test_the_first_page_heads_its_picture_so(client, said):
    page = words(client.get("/"))
    assert "The attack was carried out by A: 1 country affirms, 1 disputes" in page
    assert "affirms" in page


@pytest.mark.parametrize("path", ["/issues/sanctions/", f"/compare/?{COMPARED}"])
def test_pages_say_opposes_of_a_proposal_and_never_disputes(client, proposed, path):
    page = words(client.get(path))
    assert "oppose" in page
    assert "dispute" not in page


def test_the_page_of_a_statement_says_so_too(client, said):
    page = words(client.get(said.get_absolute_url()))
    assert "disputes The attack was carried out by A" in page
    assert "opposes" not in page


def test_a_legend_of_both_has_both_words(client, said, proposed):
    page = words(client.get(f"/compare/?{COMPARED}"))
    assert "supports / affirms" in page
    assert "opposes / disputes" in page


def test_countries_are_counted_in_the_words_of_the_issue(client, said):
    assert "1 country disputes" in words(client.get("/issues/attack/"))


def test_the_finding_of_one_claim_fits(client, said):
    assert "Some affirm what others dispute." in words(client.get(f"/compare/?{COMPARED}&issue=attack"))


def test_french_readers_are_told_so_in_french(client, said):
    page = words(client.get("/issues/attack/", headers={"Accept-Language": "fr"}))
    assert "conteste" in page
    assert "s’oppose" not in page


@pytest.fixture
def fixed(said):
    selection = selection_of(QueryDict(COMPARED))
    return freeze(compare(selection, said.added_at, with_basis=True), selection.query)


def test_a_fixed_version_and_its_card_keep_the_words_of_their_day(client, fixed, claim):
    Issue.objects.filter(pk=claim.pk).update(is_claim=False)
    page = words(client.get(fixed.get_absolute_url()))
    assert "disputes" in page
    assert "opposes" not in page
    card = client.get(f"{fixed.get_absolute_url()}card.svg").getvalue().decode()
    assert "disputes" in card
    assert "opposes" not in card


def test_another_word_for_the_same_stance_is_no_change(fixed, claim, said):
    Issue.objects.filter(pk=claim.pk).update(is_claim=False)
    assert changes_since(fixed, said.added_at) == []


def test_files_keep_the_codes(client, said):
    content = client.get("/statements.csv").getvalue().decode().removeprefix("\ufeff")
    assert {row["stances"] for row in csv.DictReader(io.StringIO(content))} == {"support", "oppose"}


def test_programs_are_told_which_issues_are_claims(client, said, proposed):
    rows = client.get("/api/v1/issues").json()["results"]
    assert {row["slug"]: row["is_claim"] for row in rows} == {"attack": True, "sanctions": False}


def test_feeds_and_histories_say_so(client, said):
    assert (
        "disputes: The attack was carried out by A" in client.get("/feeds/statements.atom").content.decode()
    )


def test_what_was_understood_is_told_in_the_words_of_the_claim(said, proposed):
    assert line(reading("russia opposes attack")) == "Russia disputes on The attack was carried out by A"
    assert line(reading("russia opposes sanctions")) == "Russia opposes on Sanctions"


def test_editors_set_it_in_the_admin(admin_client, claim):
    page = admin_client.get(f"/admin/articles/issue/{claim.pk}/change/").content.decode()
    assert 'name="is_claim"' in page
