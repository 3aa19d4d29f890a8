"""Each public page has one address; every other spelling of it leads there, kept in memory or not."""

import re
from urllib.parse import urlsplit

import pytest

from articles.models import Article
from articles.views import memory, page_cache
from tests.examples import everyday

HTMX = {"HX-Request": "true"}
VISITORS, KEPT = ["reader", "editor"], ["made anew", "kept in memory"]


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def said(module_world, module_editor):
    return module_world.say("Lavrov", "We oppose sanctions.", by=module_editor, sanctions="oppose")


@pytest.fixture
def in_memory(settings, monkeypatch):
    """Pages are kept, none so far."""
    settings.FRESH_WITHIN = 0
    monkeypatch.setattr(memory, "pages", memory.Pages(32_000_000))
    monkeypatch.setattr(page_cache, "_known", None)


@pytest.fixture(params=KEPT)
def kept(request, in_memory, settings):
    if request.param == "made anew":
        settings.FRESH_WITHIN = None


@pytest.fixture
def visitor(request, client, editor):
    if request.param == "editor":
        client.force_login(editor)
    return client


SPELLINGS = [
    ("/statements/?stance=oppose&country=RUS", "/statements/?country=RUS&stance=oppose"),
    ("/statements/?country=USA&country=RUS&country=USA", "/statements/?country=RUS&country=USA"),
    ("/statements/?country=RUS&issue=x&country=USA", "/statements/?country=RUS&country=USA&issue=x"),
    ("/statements/?review=reviewed&sort=newest", "/statements/"),
    ("/statements/?country=&q=&said_after=+", "/statements/"),
    ("/statements/?utm_source=x", "/statements/"),
    ("/statements/?q=b&q=a", "/statements/?q=a"),  # the last one counts, as in any form
    ("/statements/?review=all&review=reviewed", "/statements/"),
    ("/statements/by/actor/?as_of=2020-01-01T00:00Z&by=month&differ=only", "/statements/by/actor/"),
    ("/statements/?kind=direct&q=&sort=relevance&cursor=r5.1", "/statements/?kind=direct"),
    ("/statements/?sort=oldest&cursor=2017-07-05.1", "/statements/?sort=oldest&cursor=2017-07-05.1"),
    ("/statements/by/actor/?page=1&find=lav", "/statements/by/actor/?find=lav"),
    ("/compare/?country=USA&country=RUS&stance=oppose", "/compare/?country=RUS&country=USA"),
    ("/agreement/?country=USA&country=RUS&differ=only", "/agreement/?country=RUS&country=USA"),
    ("/agreement/?country=RUS&said_after=2017-07&by=", "/agreement/?country=RUS&said_after=2017-07"),
    ("/?x=1", "/"),
    ("/?=1", "/"),
    ("/articles/?page=1", "/articles/"),
    ("/articles/?page=02", "/articles/?page=2"),
    ("/articles/?page=x", "/articles/"),
    ("/articles/?page=" + "9" * 3000, "/articles/"),
    ("/actors/?page=2&x=1", "/actors/?page=2"),
    ("/countries/?x", "/countries/"),
    ("/countries/RUS/?country=RUS", "/countries/RUS/"),
    ("/blocs/?x=1", "/blocs/"),
    ("/actors/sergei-lavrov/?x=1", "/actors/sergei-lavrov/"),
    ("/issues/?x=1", "/issues/"),
    ("/issues/sanctions/?x=1", "/issues/sanctions/"),
]

# Each is tried by everybody, of every page; everyday by each visitor with the other kind of pages in turn.
TRIED = [
    (*pair, who, kind)
    for n, pair in enumerate(SPELLINGS)
    for m, who in enumerate(VISITORS)
    for kind in everyday([KEPT[(n + m) % 2]], thorough=KEPT)
]


@pytest.mark.slow
@pytest.mark.parametrize(("spelling", "address", "visitor", "kept"), TRIED, indirect=["visitor", "kept"])
def test_every_spelling_leads_to_one_address(said, spelling, address, visitor, kept):
    for _ in range(2):  # also when the page is in memory
        answer = visitor.get(address)
        assert answer.status_code == 200
        assert (
            f'<link rel="canonical" href="http://testserver{address.replace("&", "&amp;")}">' in answer.text
        )
        if spelling != address:
            answer = visitor.get(spelling)
            assert (answer.status_code, answer.headers["Location"]) == (301, address)
            assert answer.headers["Vary"] == "HX-Request"


def test_an_article_is_shown_with_suggestions_or_without(client, said):
    path = Article.objects.get().get_absolute_url()
    answer = client.get(f"{path}?x=1&review=all")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"{path}?review=all")
    assert f'href="http://testserver{path}?review=all">' in client.get(f"{path}?review=all").text


def test_a_fragment_is_given_at_once_and_told_its_address(client, said, kept):
    spelling = "/statements/?stance=oppose&country=RUS&q=&sort=relevance&cursor=r5.1&x=1"
    for _ in range(2):
        answer = client.get(spelling, headers=HTMX)
        assert (answer.status_code, answer["HX-Push-Url"]) == (200, "/statements/?country=RUS&stance=oppose")
        assert "We oppose sanctions." in answer.text
    boosted = client.get(spelling, headers={**HTMX, "HX-Boosted": "true"})
    assert (boosted.status_code, boosted.headers["Location"]) == (
        301,
        "/statements/?country=RUS&stance=oppose",
    )


FILES = ["/statements.json", "/feeds/statements.atom", "/compare.json", "/statements.csv"]


@pytest.mark.parametrize("path", FILES)
def test_files_are_given_under_every_spelling(client, said, path):
    answer = client.get(f"{path}?x=1&review=reviewed&country=USA&country=RUS")
    assert answer.status_code == 200


def test_no_parameter_that_a_view_does_not_take_makes_another_page(client, said, in_memory):
    paths = ("/statements.json?country=RUS", "/feeds/statements.atom?", "/compare.json?country=RUS")
    for path in paths:
        tags = {client.get(f"{path}&x={n}&as_of=&country=RUS")["ETag"] for n in range(3)}
        assert len(tags) == 1
    fragments = {client.get(f"/statements/?x={n}", headers=HTMX)["ETag"] for n in range(3)}
    assert (len(fragments), len(memory.pages)) == (1, 4)


@pytest.mark.parametrize("reviews", [["all", "reviewed"], ["reviewed", "all"]])
def test_what_is_kept_is_what_the_order_of_repeated_values_asks_for(client, world, kept, reviews):
    """In whichever order they are asked for first."""
    world.say("Lavrov", "Suggested.")
    for first, last in (reviews, reviews[::-1]):
        count = client.get(f"/statements.json?review={first}&review={last}").json()["count"]
        assert count == (1 if last == "all" else 0)


def test_the_public_address_of_the_site_is_used(client, said, settings):
    settings.SITE_URL = "https://demarche.example"
    page = client.get("/statements/?country=RUS").text
    assert '<link rel="canonical" href="https://demarche.example/statements/?country=RUS">' in page


@pytest.mark.parametrize("path", ["/actors/nobody/", "/nowhere/"])
def test_what_is_not_there_has_no_address(client, db, path):
    assert 'rel="canonical"' not in client.get(path).text


def test_a_statement_has_one_canonical_link(client, said):
    assert client.get(said.get_absolute_url()).text.count('rel="canonical"') == 1


@pytest.mark.slow
def test_no_page_leads_to_another_spelling(client, said, world, editor):
    """Links inside the site are written as its addresses are."""
    world.say("Haley", "Talks.", "2016-01-02", by=editor, sanctions="support", thaad="neutral")
    world.say("Russia", "No talks.", "2015", by=editor, sanctions="oppose")
    most = everyday(75, thorough=150)
    found, left = set(), ["/", "/compare/?country=RUS&country=USA&issue=sanctions&by=month&differ=only"]
    while left:
        address = left.pop()
        if address in found or len(found) == most:
            continue
        found.add(address)
        answer = client.get(address)
        assert answer.status_code == 200, address
        for link in re.findall(r'<a [^>]*?href="([^"]*)"', answer.text):
            target = urlsplit(link.replace("&amp;", "&"))
            path = target.path or urlsplit(address).path
            if target.netloc or path.startswith(("/c/", "/compare/share/", "/language/")) or "." in path:
                continue
            left.append(f"{path}?{target.query}" if target.query else path)
    assert len(found) == most
