import pytest

from articles.curate import verbs
from articles.models import Action, Actor, Attribution, Source
from tests.admin.forms import address
from tests.factories import actor


@pytest.fixture
def twins(world, editor):
    """Lavrov, and Lavrov as another outlet spells him."""
    world.say("Lavrov", "No.", by=editor)
    twin = Actor.objects.create(name="Sergey Lavrov", slug="sergey", kind="person", country_id="RUS")
    world.say("Lavrov", "Yes.", by=editor).attributions.update(actor=twin)
    return actor("Lavrov"), twin


def form(*things, **more):
    return {"id": [thing.pk for thing in things], **more}


PAGE = "/admin/articles/actor/merge/"


def test_the_list_leads_to_the_page_that_asks_which_one_stays(at_desk, twins):
    chosen = {"action": "merge", "_selected_action": [thing.pk for thing in twins]}
    page = at_desk.post(address(Actor), chosen, follow=True)
    assert page.redirect_chain == [(f"{PAGE}?id={twins[0].pk}&id={twins[1].pk}", 302)]
    assert page.content.decode().count('type="radio"') == 2
    assert "What happens" not in page.content.decode()


def test_the_preview_changes_nothing(at_desk, twins):
    page = at_desk.get(PAGE, form(*twins, stays=twins[0].pk)).content.decode()
    assert "1 attribution will belong to “Sergei Lavrov”." in page
    assert "“Sergey Lavrov” becomes an alias" in page
    assert not Action.objects.exists()


def test_the_button_merges(at_desk, twins, editor):
    at_desk.post(PAGE, form(*twins, stays=twins[0].pk))
    assert set(Attribution.objects.values_list("actor", flat=True)) == {twins[0].pk}
    assert Action.objects.get().by == editor


def test_what_makes_no_sense_is_told_and_nothing_done(at_desk, twins, world):
    world.say("Russia", "We see.")
    for how in (at_desk.get, at_desk.post):
        page = how(PAGE, form(*twins, actor("Russia"), stays=actor("Russia").pk))
        assert "cannot be the same: “Russia” is a state" in page.content.decode()
    assert not Action.objects.exists()


@pytest.mark.parametrize("query", ["", "?id=x&stays=y", "?id=999&stays=999"])
def test_without_anything_to_merge_it_says_so(at_desk, db, query):
    assert (
        "Choose two or more actors in the list, or find them here."
        in at_desk.get(f"{PAGE}{query}").content.decode()
    )


def test_readers_cannot(client, reader, twins):
    client.force_login(reader)
    assert client.post(PAGE, form(*twins, stays=twins[0].pk)).status_code == 302
    reader.is_staff = True
    reader.save()
    assert client.post(PAGE, form(*twins, stays=twins[0].pk)).status_code == 403
    assert not Action.objects.exists()


def test_what_was_merged_is_not_suggested_any_more(at_desk, twins, editor):
    query = {"app_label": "articles", "model_name": "attribution", "field_name": "actor", "term": "Lavrov"}
    suggested = at_desk.get("/admin/autocomplete/", query).json()["results"]
    assert len(suggested) == 2
    verbs.merge([twins[1]], twins[0], editor)
    suggested = at_desk.get("/admin/autocomplete/", query).json()["results"]
    assert [row["text"] for row in suggested] == ["Sergei Lavrov"]


def test_sources_are_merged_on_a_page_of_their_own(at_desk, world):
    for name in ("Gazette", "The Gazette"):
        world.article(f"{name} wrote.", source=name)
    old, new = Source.objects.order_by("pk")
    page = at_desk.get("/admin/articles/source/merge/", form(old, new, stays=new.pk)).content.decode()
    assert "1 article will belong to “The Gazette”." in page
    at_desk.post("/admin/articles/source/merge/", form(old, new, stays=new.pk))
    assert new.articles.count() == 2


def test_so_are_issues_and_their_words_become_key_phrases(at_desk, world, editor):
    world.say("Lavrov", "No.", by=editor, thaad="oppose")
    old, new = world.issue("thaad"), world.issue("missiles")
    page = at_desk.get("/admin/articles/issue/merge/", form(old, new, stays=new.pk)).content.decode()
    assert "1 position will belong to “Missiles”." in page
    assert "“Thaad” becomes a key phrase of “Missiles”." in page
    at_desk.post("/admin/articles/issue/merge/", form(old, new, stays=new.pk))
    assert new.positions.count() == 1
