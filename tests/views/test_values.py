"""All values of a filter on a page of their own, and the few that match beside the filters."""

import re

import pytest

from articles.browse import facets
from articles.browse.filters.declared import COUNTED
from articles.models import Actor, ActorAlias, Attribution, Statement
from tests.factories import actor

HTMX = {"HX-Request": "true"}
VARY = "HX-Request, Accept-Encoding, Accept-Language, Cookie"


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def said(module_world, module_editor):
    world, editor = module_world, module_editor
    world.say("Lavrov", "one", by=editor, thaad="oppose")
    world.say("Lavrov", "two", by=editor, thaad="support")
    world.say(["Russia", "China"], "three", by=editor, kind="indirect", thaad="oppose")
    world.say("Haley", "a guess", thaad="neutral")
    suggested_of(Actor.objects.create(name="Aaron", slug="aaron", kind="person"))


def suggested_of(*speakers):
    """They are speakers of what nobody has reviewed: they are offered, and nothing of theirs counts."""
    guess = Statement.objects.get(quote="a guess")
    Attribution.objects.bulk_create(Attribution(statement=guess, actor=speaker) for speaker in speakers)


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def rows(response):
    """What each row says, and where it leads."""
    listed = re.findall(
        r"<li>(<a href.*?)</li>", text(response).partition('class="rows"')[2].partition("</ul>")[0]
    )
    return [
        (re.sub(r"<[^>]+>", "|", row).strip("|"), re.search('href="([^"]*)"', row)[1].replace("&amp;", "&"))
        for row in listed
    ]


def test_all_values_are_counted_and_lead_back_to_the_list(client, said):
    assert rows(client.get("/statements/by/actor/?stance=oppose")) == [
        ("China||1 statement", "/statements/?actor=china&stance=oppose"),
        ("Russia||1 statement", "/statements/?actor=russia&stance=oppose"),
        ("Sergei Lavrov||1 statement", "/statements/?actor=sergei-lavrov&stance=oppose"),
        ("Aaron||0 statements", "/statements/?actor=aaron&stance=oppose"),
        ("Nikki Haley||0 statements", "/statements/?actor=nikki-haley&stance=oppose"),
    ]


def test_a_chosen_value_is_taken_away_by_its_link_and_others_are_added(client, said):
    listed = rows(client.get("/statements/by/actor/?actor=russia&find=rus"))
    assert listed == [("Russia| |chosen; the link takes it away||1 statement", "/statements/")]
    [(_, address)] = rows(client.get("/statements/by/actor/?actor=russia&find=chin"))
    assert address == "/statements/?actor=china&actor=russia"


def test_a_speaker_is_found_by_an_alias(client, said):
    ActorAlias.objects.create(actor=actor("Lavrov"), name="Лавров")
    page = client.get("/statements/by/actor/", {"find": "лав"})
    assert [row for row, _ in rows(page)] == ["Sergei Lavrov||2 statements"]
    assert "1 speaker matches “лав”" in text(page)
    assert "None of that name." in text(client.get("/statements/by/actor/?find=nobody"))


@pytest.mark.parametrize("name", COUNTED)
def test_every_filter_has_such_a_page(client, said, name):
    assert client.get(f"/statements/by/{name}/").status_code == 200


@pytest.mark.parametrize("name", ["speakers", "q", "said_after", "review"])
def test_what_has_no_values_is_not_there(client, db, name):
    assert client.get(f"/statements/by/{name}/").status_code == 404


def test_bad_filters_are_explained_and_nothing_is_listed(client, said):
    page = text(client.get("/statements/by/actor/?country=XXX"))
    assert "“XXX” is not the ISO 3166-1 code of a country, such as RUS." in page
    assert "0 speakers" in page
    assert 'class="rows"' not in page


def test_there_is_one_address(client, said):
    response = client.get("/statements/by/actor/?find=&page=1&country=RUS&cursor=2017-07-05.3&x=y")
    assert (response.status_code, response.headers["Location"]) == (301, "/statements/by/actor/?country=RUS")
    assert client.get("/statements/by/actor/?country=RUS&find=a").status_code == 200


def test_a_hundred_stand_on_a_page_and_the_rest_behind_a_link_that_keeps_everything(client, said):
    zeds = [Actor(name=f"Zed {n:03}", slug=f"zed-{n:03}", kind="person") for n in range(101)]
    suggested_of(*Actor.objects.bulk_create(zeds))
    first = client.get("/statements/by/actor/?country=RUS&find=zed")
    assert len(rows(first)) == 100
    assert 'href="?country=RUS&amp;find=zed&amp;page=2"' in text(first)
    second = client.get("/statements/by/actor/?country=RUS&find=zed&page=2")
    assert rows(second) == [("Zed 100||0 statements", "/statements/?country=RUS&actor=zed-100")]
    assert 'href="?country=RUS&amp;find=zed"' in text(second)
    assert "101 speakers match “zed”" in text(second)


def boxes(response):
    found = re.findall(r'<input type="checkbox" name="(\w+)" [^>]*value="([^"]*)"( checked)?', text(response))
    return [(name, value, bool(checked)) for name, value, checked in found]


def test_what_is_typed_beside_the_filters_is_answered_by_check_boxes(client, said):
    response = client.get("/statements/by/actor/?actor=nikki-haley&find=a", headers=HTMX)
    assert boxes(response) == [("actor", "nikki-haley", True), ("actor", "aaron", False)]
    assert '<p id="told" hx-swap-oob="innerHTML">1 speaker matches</p>' in text(response)
    assert '<div id="options_actor"' in text(response)
    assert "HX-Push-Url" not in response.headers
    assert response.headers["Vary"] == client.get("/statements/by/actor/").headers["Vary"] == VARY


def test_more_than_a_few_lead_to_the_page(client, said, monkeypatch):
    monkeypatch.setattr(facets, "MATCHING", 1)
    response = client.get("/statements/by/actor/?kind=direct&find=s", headers=HTMX)
    assert boxes(response) == [("actor", "sergei-lavrov", False)]
    suggested_of(Actor.objects.create(name="Sam", slug="sam", kind="person"))
    page = text(client.get("/statements/by/actor/?kind=direct&find=s", headers=HTMX))
    assert '<a href="/statements/by/actor/?kind=direct&amp;find=s">1 more matches</a>' in page


def test_when_nothing_is_typed_any_more_the_first_ones_are_back(client, said):
    response = client.get("/statements/by/actor/", headers=HTMX)
    assert boxes(response) == [("actor", slug, False) for slug in ("sergei-lavrov", "china", "russia")]
    assert 'id="told"' not in text(response)


def quoted_in(world, editor, numbers):
    """One statement in each of so many sources more."""
    for n in numbers:
        world.say(
            "Haley", f"Words {n}.", by=editor, article=world.article(f"Words {n}.", source=f"Herald {n}")
        )


def test_the_list_offers_a_search_only_where_values_are_left_out(client, said, world, editor):
    quoted_in(world, editor, range(facets.LISTED - 1))  # and the Gazette
    assert 'name="find"' not in text(client.get("/statements/?kind=direct"))
    quoted_in(world, editor, range(100, 102))
    page = text(client.get("/statements/?kind=direct"))
    assert (page.count('name="find"'), page.count('name="source"')) == (1, facets.LISTED)
    assert 'form="by_source"' in page
    assert 'hx-get="/statements/by/source/?kind=direct"' in page
    assert '<a href="/statements/by/source/?kind=direct">All 28 sources</a>' in page
    assert '<form id="by_source" action="/statements/by/source/"><input type="hidden" name="kind"' in page
