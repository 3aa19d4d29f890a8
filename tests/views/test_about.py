from xml.etree import ElementTree

import pytest
from django.urls import reverse

from articles.curate import verbs
from articles.dates import Period
from articles.exports.records import COLUMNS
from articles.models import Statement
from articles.views.about import PAGES

SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def redate(statement, editor):
    """Corrects nothing but the day."""
    speakers = tuple(
        verbs.Speaker(a.actor, a.country_id, attribution=a.pk) for a in statement.attributions.all()
    )
    positions = {position.issue: position.stance for position in statement.positions.all()}
    fragments = tuple(map(tuple, statement.fragments))
    said = Period.parse("2017-07-04")
    verbs.correct(statement, verbs.Entries(fragments, statement.kind, said, speakers, positions), editor)


@pytest.mark.parametrize("name", PAGES)
def test_each_page_leads_to_all_others(client, db, name):
    page = text(client.get(reverse(name)))
    for other, title in PAGES.items():
        assert f'href="{reverse(other)}"' in page
        assert title in page


def test_every_column_of_a_file_is_explained(client, db):
    page = text(client.get("/about/data/"))
    assert [column for column in COLUMNS if f"<code>{column}</code>" not in page] == []


def test_the_licence_and_the_contact_are_the_operators(client, db, settings):
    settings.RECORD_LICENCE, settings.RECORD_LICENCE_URL = "ODbL", "https://example.org/odbl"
    settings.CONTACT = "editors@example.org"
    assert '<a href="https://example.org/odbl" rel="license noopener">ODbL</a>' in text(
        client.get("/about/data/")
    )
    assert 'href="mailto:editors@example.org"' in text(client.get("/about/"))
    settings.CONTACT = "https://example.org/@editors"
    assert 'href="https://example.org/@editors"' in text(client.get("/about/"))


def test_corrections_are_listed_with_what_readers_saw(client, world, editor):
    said = world.say("Lavrov", "We oppose sanctions.", by=editor, sanctions="oppose")
    world.say("Haley", "Never corrected.", by=editor)
    assert "Nothing has been corrected" in text(client.get("/about/corrections/"))
    redate(said, editor)
    page = text(client.get("/about/corrections/"))
    assert "<del>5 July 2017</del> <ins>4 July 2017</ins>" in page
    assert said.get_absolute_url() in page
    assert "Never corrected." not in page


def test_what_is_corrected_on_acceptance_is_no_correction(client, world, editor):
    redate(world.say("Lavrov", "A guess."), editor)
    assert Statement.objects.published().count() == 1
    assert "Nothing has been corrected" in text(client.get("/about/corrections/"))


def test_withdrawn_articles_are_listed_with_the_reason(client, world, editor):
    article = world.article("A hoax was here.", title="A hoax")
    verbs.withdraw([article], "It was made up.", editor)
    page = text(client.get("/about/corrections/"))
    assert "It was made up." in page
    assert article.get_absolute_url() in page


def test_robots_are_kept_from_lists_without_end_and_shown_the_map(client, db):
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"].startswith("text/plain")
    lines = text(response).splitlines()
    assert "Disallow: /statements/?" in lines
    assert lines[-1] == "Sitemap: http://testserver/sitemap.xml"


def test_the_map_leads_to_everything_public(client, world, editor):
    said = world.say("Lavrov", "We oppose sanctions.", by=editor, sanctions="oppose")
    draft = world.article("Nobody may see this.", title="A draft", state="draft")
    index = ElementTree.fromstring(text(client.get("/sitemap.xml")))
    maps = [place.text for place in index.findall("s:sitemap/s:loc", SITEMAP)]
    found = [
        place.text.removeprefix("http://testserver")
        for address in maps
        for place in ElementTree.fromstring(text(client.get(address))).findall("s:url/s:loc", SITEMAP)
    ]
    for path in ["/", "/about/", "/issues/sanctions/", "/countries/RUS/", "/actors/sergei-lavrov/"]:
        assert path in found
    assert said.article.get_absolute_url() in found
    assert draft.get_absolute_url() not in found
    assert "/countries/FRA/" not in found
    assert [path for path in found if client.get(path).status_code != 200] == []
