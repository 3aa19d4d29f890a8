"""Pages in the reader's language: which one, from which cache, and what stays as it is in any."""

import html
import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from articles.language import LANGUAGES, catalogue_of
from articles.models import Comparison
from articles.views import memory, page_cache
from articles.views.languages import COOKIE, is_spoken
from docs import make_messages
from tests.browser.public import PAGES
from tests.samples.loading import DEMO

pytestmark = pytest.mark.django_db
FRENCH = {"Accept-Language": "fr-CA,fr;q=0.9,en;q=0.8"}
THREE = "country=RUS&country=CHN&country=USA"


@pytest.fixture
def said(world, editor):
    return world.say("Lavrov", "No.", by=editor, thaad="oppose")


def language(response):
    return re.search(r'<html lang="(\w+)">', response.text)[1]


@pytest.mark.parametrize(
    ("accepted", "cookie", "shown"),
    [
        *(("", "", "en"), ("en", "", "en"), ("fr", "", "fr"), ("fr-CA,en;q=0.5", "", "fr")),
        *(("de,fr;q=0.5", "", "fr"), ("fr;q=0.1,en;q=0.9", "", "en"), ("de", "", "en"), ("fr;q=0", "", "en")),
        *(("fr", "en", "en"), ("en", "fr", "fr"), ("fr", "xx", "fr"), ("*", "", "en"), ("\x00", "", "en")),
    ],
)
def test_a_page_is_in_the_language_chosen_else_in_the_browsers(client, said, accepted, cookie, shown):
    client.cookies[COOKIE] = cookie
    response = client.get("/about/", headers={"Accept-Language": accepted})
    assert language(response) == response["Content-Language"] == shown
    assert ("À propos" in response.text) == (shown == "fr")


def test_the_footer_leads_to_the_other_language_and_keeps_the_address(client, said):
    address = "/statements/?country=RUS&issue=thaad"
    page = client.get(address)
    link = re.search(r'<a rel="nofollow" lang="fr" hreflang="fr" href="([^"]+)">Français</a>', page.text)[1]
    assert '<span lang="en" aria-current="true">English</span>' in page.text
    assert client.get(link)["Location"] == "/statements/"
    answer = client.get(link, headers={"Referer": f"http://testserver{address}"})
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert "no-store" in answer["Cache-Control"]
    cookie = answer.cookies[COOKIE]
    assert (cookie.value, cookie["samesite"], cookie["httponly"], cookie["path"]) == ("fr", "Lax", True, "/")
    page = client.get(address)
    assert language(page) == "fr"
    assert 'lang="en" hreflang="en" href="/language/en/?next=/statements/"' in page.text
    client.get("/language/en/")
    assert language(client.get(address)) == "en"


@pytest.mark.parametrize(
    ("came", "told", "leads"),
    [
        ("http://testserver/compare/?country=RUS#words", "/", "/compare/?country=RUS"),
        ("http://evil.example/compare/", "/issues/", "/issues/"),
        ("", "//evil.example/", "/"),
        ("", "javascript:alert(1)", "/"),
        ("", "/language/en/?next=/language/fr/", "/"),
        ("", "", "/"),
    ],
)
def test_the_switch_leads_back_to_pages_of_this_site_only(client, db, came, told, leads):
    answer = client.get("/language/fr/", {"next": told}, headers={"Referer": came} if came else {})
    assert (answer.status_code, answer["Location"]) == (302, leads)


def test_there_is_no_switch_to_a_language_that_nobody_translated(client, db):
    assert client.get("/language/de/").status_code == 404


@pytest.fixture
def kept(settings, monkeypatch):
    settings.FRESH_WITHIN = 0
    monkeypatch.setattr(memory, "pages", memory.Pages(32_000_000))
    page_cache._known = None


def test_nobody_gets_the_other_language_from_a_cache(client, said, kept):
    """Neither from memory nor by the tag of what a cache holds; each has its own page, made once."""
    english, french = client.get("/statements/"), client.get("/statements/", headers=FRENCH)
    assert [language(english), language(french)] == ["en", "fr"]
    assert english["ETag"] != french["ETag"]
    for _ in range(2):
        assert client.get("/statements/").content == english.content
        assert client.get("/statements/", headers=FRENCH).content == french.content
    assert len(memory.pages) == 2
    wrong = client.get("/statements/", headers={**FRENCH, "If-None-Match": english["ETag"]})
    assert (wrong.status_code, wrong.content) == (200, french.content)
    again = client.get("/statements/", headers={**FRENCH, "If-None-Match": french["ETag"]})
    assert again.status_code == 304
    for response in (english, french, wrong, again):
        assert {"Accept-Language", "Cookie"} <= set(response["Vary"].split(", "))


@pytest.mark.parametrize("accepted", ["", "fr", "en-GB", "de,en;q=0.5"])
def test_english_readers_share_one_page_whatever_their_browser_says(client, said, kept, accepted):
    """And so do French ones: it is kept by the language, not by what asked for it."""
    client.get("/statements/"), client.get("/statements/", headers=FRENCH)
    client.cookies["of_something_else"] = "1"
    client.get("/statements/", headers={"Accept-Language": accepted})
    assert len(memory.pages) == 2


FILES = [
    *(
        "/statements.json",
        "/statements.csv",
        "/statements.jsonl",
        "/statements.jsonld",
        "/statements.graphml",
    ),
    *("/events.csv", "/feeds/statements.atom", "/feeds/statements.json", f"/compare.json?{THREE}"),
    *(f"/compare.csv?{THREE}", "/api/v1/statements", "/api/v1/facets", "/api/v1/schema.json", "/robots.txt"),
]


@pytest.mark.parametrize("address", FILES)
def test_files_and_answers_to_programs_are_the_same_in_any_language(client, said, address):
    def body(response):
        content = b"".join(response.streaming_content) if response.streaming else response.content
        return re.sub(rb"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|\+00:00)", b"", content)

    client.cookies[COOKIE] = "fr"
    french = client.get(address, headers=FRENCH)
    client.cookies.clear()
    english = client.get(address)
    assert french.status_code == english.status_code == 200
    assert body(french) == body(english)
    assert "Content-Language" not in french.headers
    assert not is_spoken(address.partition("?")[0])


@pytest.mark.page
def test_a_version_fixed_in_french_holds_the_same_bytes(world, editor):
    """But for the moment; so does what is cited, and what its address gives as JSON."""
    world.say("Lavrov", "No.", by=editor, on="2017-07-05", thaad="oppose")
    world.say("Haley", "Yes.", by=editor, on="2017-08-01", thaad="support")
    view = "/compare/share/?country=RUS&country=USA&issue=thaad&by=month"
    for code in LANGUAGES:
        client = Client(headers={"Accept-Language": code})
        seen = re.search(r'name="seen" value="(\w+)"', client.get(view).text)[1]
        assert client.post(view, {"title": "Same", "note": "", "seen": seen}).status_code == 302
    one, other = Comparison.objects.order_by("pk")
    assert {**one.shown, "as_of": ""} == {**other.shown, "as_of": ""}
    assert (one.evidence, one.query) == (other.evidence, other.query)
    for path in (f"/c/{one.key}.json", f"/c/{one.key}/cite.txt", f"/c/{one.key}/card.svg"):
        english, french = Client().get(path), Client(headers=FRENCH).get(path)
        assert english.content == french.content
    page = Client(headers=FRENCH).get(one.get_absolute_url()).text
    assert "juillet 2017" in page
    footnote = re.search(r'id="footnote" lang="en">(.*?)</pre>', page, re.DOTALL)[1]
    assert html.unescape(footnote) == Client().get(f"/c/{one.key}/cite.txt").text.strip()


def test_what_is_wrong_is_said_in_french(client, said):
    page = client.get("/statements/?country=XXX&said_after=soon", headers=FRENCH).text
    assert "« XXX » ne convient pas. Il faut le code ISO 3166-1 d’un pays, comme RUS." in page.replace(
        "\xa0", " "
    )
    assert "n’est pas une date" in page
    assert "“XXX” is not the ISO 3166-1 code" in client.get("/statements/?country=XXX").text
    answer = client.post("/account/login/", {"username": "x", "password": ""}, headers=FRENCH)
    assert "Ce champ est obligatoire." in answer.text  # of Django's own


SKIPPED = {"blockquote", "pre", "code", "script", "style", "svg"}
VOID = {
    "meta",
    "link",
    "input",
    "br",
    "img",
    "base",
    "col",
    "use",
    "path",
    "rect",
    "line",
    "circle",
    "polygon",
}


class Told(HTMLParser):
    """The texts of a page but for those of the record: quotations, texts of articles, reporting words."""

    def __init__(self):
        super().__init__()
        self.open, self.texts = [], []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        is_record = tag in SKIPPED or {"text", "passage", "rw", "chart"} & set(
            (given.get("class") or "").split()
        )
        if not self.is_record:
            self.texts += [given[name] for name in ("aria-label", "title", "placeholder") if given.get(name)]
        if tag not in VOID:
            self.open.append((tag, is_record or self.is_record))

    @property
    def is_record(self):
        return bool(self.open) and self.open[-1][1]

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if not self.is_record:
            self.texts.append(" ".join(data.split()))


def english():
    """Messages as they would stand on a page that was not translated: whole, begun, and nouns counted."""
    french = catalogue_of("fr")
    whole, begun, nouns, own = set(), set(), set(), set()
    for message in make_messages.template():
        first, *_ = forms = message.id if isinstance(message.id, tuple | list) else (message.id,)
        text = french.pgettext(message.context, first) if message.context else french.gettext(first)
        own.add(text)
        if text == first or not re.search("[A-Za-z]", first):
            continue
        whole |= {form for form in forms if "%(" not in form and "<" not in form}
        nouns |= {form.removeprefix("%(number)s ") for form in forms if form.startswith("%(number)s ")}
        begun |= {
            form.partition("%(")[0] for form in forms if len(form.partition("%(")[0]) > 11 and "<" not in form
        }
    return whole - own, tuple(begun), re.compile(rf"[\d,]+ (?:{'|'.join(map(re.escape, sorted(nouns)))})\b")


UNTOUCHED = {"countries", "issues", "Statements: Russia"}
"""Names of the API, and the title of what somebody followed in English."""


@pytest.mark.page
def test_no_page_has_english_left_on_it_in_french(db):
    """Every page that readers meet, on the demo; what it holds of the record stays as it is."""
    DEMO.bring()
    whole, begun, counted = english()
    client, left = Client(headers=FRENCH), {}
    for name, address in {**{name: make() for name, make in PAGES.items()}, "404": "/nowhere/"}.items():
        page = Told()
        response = client.get(address, follow=True)
        assert language(response) == "fr", name
        page.feed(response.text)
        found = {
            text for text in page.texts if text in whole or text.startswith(begun) or counted.match(text)
        }
        if found - UNTOUCHED:
            left[name] = sorted(found - UNTOUCHED)
    assert left == {}
