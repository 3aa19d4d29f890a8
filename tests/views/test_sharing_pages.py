import io
import json
import re
from xml.etree import ElementTree

import pytest
from django.http import QueryDict
from django.utils import timezone
from PIL import Image

from articles.compare.comparison import compare
from articles.compare.sharing import freeze, take_down
from articles.exports.share_image import card
from articles.views import share_image
from tests.factories import rejected
from tests.selections import selection_of

TYPES = {
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "json": "application/vnd.citationstyles.csl+json",
    "txt": "text/plain; charset=utf-8",
}


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def said(module_world, module_editor):
    module_world.say("Haley", "We want sanctions.", by=module_editor, sanctions="support")
    return module_world.say("Lavrov", "We oppose sanctions.", by=module_editor, sanctions="oppose")


@pytest.fixture
def shared(said):
    return share()


def share(query="country=RUS&country=USA", title=""):
    selection = selection_of(QueryDict(query))
    return freeze(compare(selection, timezone.now(), with_basis=True), selection.query, title)


def text(response, status=200):
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.parametrize("kind", TYPES)
def test_a_statement_can_be_carried_away(client, said, kind):
    response = client.get(f"/statements/{said.pk}/cite.{kind}")
    assert "We oppose sanctions." in text(response)
    assert f"http://testserver{said.get_absolute_url()}" in text(response)
    assert response.headers["Content-Type"] == TYPES[kind]
    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="demarche-statement-{said.pk}.{kind}"'
    )


@pytest.mark.parametrize("kind", TYPES)
def test_a_frozen_comparison_can_be_carried_away(client, shared, kind):
    response = client.get(f"/c/{shared.key}/cite.{kind}")
    assert "Russia and the United States" in text(response)
    assert f"http://testserver/c/{shared.key}/" in text(response)
    assert response.headers["Content-Type"] == TYPES[kind]
    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="demarche-comparison-{shared.key}.{kind}"'
    )


@pytest.mark.parametrize("kind", TYPES)
def test_a_suggestion_is_carried_away_as_one_and_rejected_words_are_not(client, world, editor, kind):
    guess = world.say("Haley", "A guess.")
    cited = text(client.get(f"/statements/{guess.pk}/cite.{kind}")).lower()
    assert "machine reading, not reviewed" in cited
    rejected(guess, editor)
    assert "A guess." not in text(client.get(f"/statements/{guess.pk}/cite.{kind}"), 404)


@pytest.mark.parametrize("path", ["statements/{pk}/cite.doc", "c/{key}/cite.xml", "statements/0/cite.bib"])
def test_there_are_no_other_formats(client, said, shared, path):
    assert client.get("/" + path.format(pk=said.pk, key=shared.key)).status_code == 404


def test_the_pages_have_the_footnote_and_the_files(client, said, shared):
    for page in (said.get_absolute_url(), shared.get_absolute_url()):
        shown = text(client.get(page))
        assert re.search(r'aria-label="Footnote" id="footnote">.*accessed \d+ \w+ \d{4}\.</pre>', shown)
        assert re.findall(r'href="[^"]*/cite\.(\w+)" download', shown) == ["bib", "ris", "json", "txt"]


def test_the_card_is_a_png_of_the_size_that_timelines_want(client, shared):
    response = client.get(f"/c/{shared.key}/card.png")
    assert response.content[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(response.content[16:20]), int.from_bytes(response.content[20:24])) == (1200, 630)
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["Cache-Control"] == "public, max-age=3600"
    Image.open(io.BytesIO(response.content)).verify()


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_a_card_is_drawn_once_and_gone_when_taken_down(client, shared, editor, kind, monkeypatch):
    drawn = []
    monkeypatch.setattr(share_image, "card", lambda *given: drawn.append(given) or card(*given))
    one, other = (client.get(f"/c/{shared.key}/card.{kind}") for _ in range(2))
    assert (one.content, one["Content-Type"]) == (other.content, other["Content-Type"])
    assert len(drawn) == 1
    take_down(shared, "A mistake.", editor)
    assert client.get(f"/c/{shared.key}/card.{kind}").status_code == 410


def test_the_card_is_an_svg_without_style_or_script(client, said):
    comparison = share(title="<Sanctions> & \x0b“more”")
    response = client.get(f"/c/{comparison.key}/card.svg")
    root = ElementTree.fromstring(text(response))
    assert (root.get("width"), root.get("height")) == ("1200", "630")
    assert root[0].text == "<Sanctions> & “more”"
    assert {element.tag.split("}")[1] for element in root} <= {"title", "text", "polygon", "circle"}
    assert " style=" not in text(response)
    assert response.headers["Content-Type"] == "image/svg+xml"


def test_the_preview_of_a_comparison_has_whole_addresses_the_day_and_the_counts(client, shared, settings):
    settings.SITE_URL = "https://demarche.example"
    page = text(client.get(shared.get_absolute_url()))
    meta = dict(re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">', page))
    assert meta["og:image"] == meta["twitter:image"] == f"https://demarche.example/c/{shared.key}/card.png"
    assert meta["og:url"] == f"https://demarche.example/c/{shared.key}/"
    assert meta["twitter:card"] == "summary_large_image"
    assert re.fullmatch(
        r"As known on \d+ \w+ \d{4}, \d\d:\d\d UTC: 2 statements; 2 articles from 1 source searched\.",
        meta["og:description"],
    )


def test_the_preview_of_a_statement_is_text_and_says_when_nobody_reviewed_it(client, said, world):
    guess = world.say("Haley", "A guess.")
    for statement, words in [
        (said, "Sergei Lavrov, 5 July 2017: We oppose sanctions."),
        (guess, "Read by machine, not reviewed: Nikki Haley, 5 July 2017: A guess."),
    ]:
        page = text(client.get(statement.get_absolute_url()))
        assert f'<meta property="og:description" content="{words}">' in page
        assert f'<meta name="description" content="{words}">' in page
        assert "og:image" not in page


def framing(response):
    policy = response.headers["Content-Security-Policy"]
    ancestors = re.search(r"frame-ancestors ([^;]+)", policy)[1]
    return response.headers.get("X-Frame-Options"), ancestors, "script-src 'self'" in policy


def test_only_the_embedded_page_may_be_framed(client, shared, said):
    assert framing(client.get(f"/c/{shared.key}/embed/")) == (None, "*", True)
    own = [shared.get_absolute_url(), f"/c/{shared.key}/card.svg", f"/c/{shared.key}/cite.txt"]
    for path in [
        *own,
        said.get_absolute_url(),
        "/",
        "/compare/",
        "/compare/share/",
        "/oembed",
        "/admin/login/",
    ]:
        assert framing(client.get(path)) == ("DENY", "'none'", True)


def test_the_embedded_page_has_the_table_the_day_and_the_way_back_and_no_navigation(client, shared):
    response = client.get(f"/c/{shared.key}/embed/")
    page = text(response)
    for words in [
        "We oppose sanctions.",
        "As known on",
        f"http://testserver/c/{shared.key}/",
        "Source: Demarche",
    ]:
        assert words in page
    for absent in ["<nav", "<form", "<script", "Skip to"]:
        assert absent not in page
    assert '<base target="_blank">' in page
    assert not response.cookies


def test_the_embedded_page_says_what_has_changed_since(client, shared, world, editor):
    assert "Since then" not in text(client.get(f"/c/{shared.key}/embed/"))
    world.say("Haley", "More sanctions.", on="2017-08-01", by=editor, sanctions="support")
    page = text(client.get(f"/c/{shared.key}/embed/"))
    assert "Since then 1 change in the record" in page
    assert "More sanctions." not in page


def test_where_a_frame_was_the_tombstone_has_no_navigation_either(client, shared, editor):
    take_down(shared, "A court ordered it.", editor)
    response = client.get(f"/c/{shared.key}/embed/")
    page = text(response, 410)
    assert "A court ordered it." in page
    assert ("<nav" in page, '<base target="_blank">' in page) == (False, True)
    assert framing(response) == (None, "*", True)
    assert "<nav" in text(client.get(shared.get_absolute_url()), 410)


def test_the_embedded_page_is_not_there_for_an_unknown_key(client, db):
    assert client.get("/c/abcdefghijkm/embed/").status_code == 404


def oembed(client, **parameters):
    return client.get("/oembed", parameters)


def test_oembed_describes_a_frame(client, said):
    comparison = share(title='Sanctions "now" & <then>')
    assert oembed(client, url=f"http://testserver/c/{comparison.key}/", format="json").json() == {
        "version": "1.0",
        "type": "rich",
        "provider_name": "Demarche",
        "provider_url": "http://testserver/",
        "title": 'Sanctions "now" & <then>',
        "width": 960,
        "height": 600,
        "html": f'<iframe src="http://testserver/c/{comparison.key}/embed/" width="960" height="600" '
        'title="Sanctions &quot;now&quot; &amp; &lt;then&gt;" loading="lazy"></iframe>',
        "cache_age": 3600,
    }


@pytest.mark.parametrize(
    ("most", "size"),
    [({"maxwidth": 500}, (500, 600)), ({"maxheight": 300}, (960, 300)), ({"maxwidth": 5000}, (960, 600))],
)
def test_oembed_keeps_to_the_room_there_is(client, shared, most, size):
    body = oembed(client, url=f"http://testserver/c/{shared.key}", **most).json()
    assert (body["width"], body["height"]) == size
    assert f'width="{size[0]}" height="{size[1]}"' in body["html"]


@pytest.mark.parametrize(
    "address",
    ["", "http://testserver/c/abcdefghijkm/", "http://testserver/statements/", "http://elsewhere/c/{key}/",
     "/c/{key}/", "ftp://testserver/c/{key}/", "http://[", "http://testserver/c/{key}/card.png"],
)  # fmt: skip
def test_oembed_knows_no_other_address(client, shared, address):
    assert oembed(client, url=address.format(key=shared.key)).status_code == 404


def test_oembed_answers_for_the_public_address_too(client, shared, settings):
    settings.SITE_URL = "https://demarche.example"
    body = oembed(client, url=f"https://demarche.example/c/{shared.key}/embed/").json()
    assert f'src="https://demarche.example/c/{shared.key}/embed/"' in body["html"]


def test_oembed_has_no_xml_and_no_size_that_is_none(client, shared):
    address = f"http://testserver/c/{shared.key}/"
    assert oembed(client, url=address, format="xml").status_code == 501
    for nonsense in ["0", "-1", "wide", "1e3", "9" * 40, "٣"]:
        assert oembed(client, url=address, maxwidth=nonsense).status_code == 400


def test_the_frozen_page_tells_programs_and_people_how_to_embed_it(client, shared):
    page = text(client.get(shared.get_absolute_url()))
    address = re.search(r'type="application/json\+oembed" href="http://testserver([^"]+)"', page)[1]
    body = json.loads(text(client.get(address.replace("&amp;", "&"))))
    assert body["title"] == "Russia and the United States"
    assert f"&lt;iframe src=&#34;http://testserver/c/{shared.key}/embed/&#34; width=" in page
    assert "<iframe" not in page


def test_paper_shows_the_address_that_the_screen_has_in_a_field(client, shared):
    page = text(client.get(shared.get_absolute_url()))
    assert f'<p class="printed">http://testserver/c/{shared.key}/</p>' in page
    live = text(client.get("/compare/?country=RUS&country=USA"))
    assert '<p class="printed">http://testserver/compare/?country=RUS&amp;country=USA</p>' in live


def test_a_format_that_we_do_not_give_is_no_error_of_ours(client, db, caplog):
    assert client.get("/oembed?format=xml").status_code == 501
    assert not caplog.records
