"""The admin and the desk lead to each other; names that are alike are proposed to be merged."""

import pytest
from lxml import html

from articles.models import Actor, ActorAlias, Issue, Role, Source
from tests.admin.forms import address, change, form_of
from tests.factories import actor


def links(response):
    return {a.text_content().strip(): a.get("href") for a in html.fromstring(response.content).iter("a")}


def test_the_first_page_tells_what_waits(at_desk, world):
    world.say("Lavrov", "No.")
    page = html.fromstring(at_desk.get("/admin/").content)
    told = [" ".join(li.text_content().split()) for li in page.find_class("waits")[0].iter("li")]
    assert told == [
        "1 articles wait for review", "0 new in your inbox", "0 orphans", "0 issues found",
        "0 errors reported by readers",
    ]  # fmt: skip


def test_a_statement_and_its_article_lead_to_the_desk(at_desk, world):
    said = world.say("Lavrov", "No.")
    assert links(at_desk.get(change(said)))["At the desk"] == f"/review/{said.article_id}/?s={said.pk}"
    page = at_desk.get(address(type(said.article), "change", said.article_id))
    assert links(page)["At the desk"] == f"/review/{said.article_id}/"


def test_actors_of_like_names_are_proposed(at_desk, world):
    world.say("Lavrov", "No.")
    twin = Actor.objects.create(name="Sergey Lavrov", slug="twin", kind="person", country_id="RUS")
    found = links(at_desk.get(address(Actor, "change", twin.pk)))
    merge = f"/admin/articles/actor/merge/?id={twin.pk}&id={actor('Lavrov').pk}"
    assert found["perhaps the same as Sergei Lavrov: merge"] == merge


@pytest.mark.parametrize(("model", "made"), [(Issue, {"title": "Talks"}), (Source, {"name": "Talks weekly"})])
def test_any_two_are_found_by_search_and_merged(at_desk, model, made):
    one = model.objects.create(slug="one", **made)
    other = model.objects.create(slug="other", **{name: f"New {value}" for name, value in made.items()})
    page = at_desk.get(address(model, "merge"), {"id": one.pk, "q": "new"})
    assert links(page)[f"{other}"] == f"?id={one.pk}&id={other.pk}"


def test_an_editor_takes_back_an_alias_and_a_role(at_desk, world):
    world.say("Lavrov", "No.")
    alias = ActorAlias.objects.create(actor=actor("Lavrov"), name="He")
    role = Role.objects.create(actor=actor("Lavrov"), title="Poet", country_id="RUS")
    path = address(Actor, "change", actor("Lavrov").pk)
    form = form_of(at_desk.get(path), **{"aliases-0-DELETE": "on", "roles-0-DELETE": "on"})
    assert at_desk.post(path, form).status_code == 302
    assert not ActorAlias.objects.filter(pk=alias.pk).exists()
    assert not Role.objects.filter(pk=role.pk).exists()
