import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.importing.fetching.failures import NotFetched
from articles.importing.fetching.pages import Page
from articles.importing.fetching.robots import A_DAY, Robots
from tests.examples import examples

RULES = """
User-agent: *
Disallow: /

User-agent: demarche
Disallow: /private/
Allow: /private/open
Disallow: /*?print=
Crawl-delay: 2.5
"""
FORBIDDEN = (
    "news.example asks programs not to fetch this page (robots.txt). "
    "Save the page in a browser, and upload the file."
)


class Sites:
    """What each robots.txt holds, or why it is not fetched; and which were asked for, in order."""

    def __init__(self, found):
        self.found = found
        self.asked = []
        self.now = 0.0
        self.robots = Robots(self.read, lambda: self.now)

    def read(self, address):
        self.asked.append(address)
        if isinstance(self.found, Exception):
            raise self.found
        return Page(address, data=self.found if isinstance(self.found, bytes) else self.found.encode())

    def refusal(self, address):
        with pytest.raises(NotFetched) as caught:
            self.robots.check(address)
        return str(caught.value)


@pytest.mark.parametrize("path", ["/", "/a", "/private/open/b", "/a?b=1"])
def test_what_is_let_be_fetched(path):
    Sites(RULES).robots.check(f"https://news.example{path}")


@pytest.mark.parametrize("path", ["/private/", "/private/a", "/a?print=1"])
def test_what_is_not(path):
    assert Sites(RULES).refusal(f"https://news.example{path}") == FORBIDDEN


def test_rules_for_all_are_for_us_too():
    assert Sites("User-agent: *\nDisallow: /").refusal("https://news.example/") == FORBIDDEN


def test_a_site_is_asked_once_a_day():
    sites = Sites(RULES)
    for path in ("/", "/a"):
        sites.robots.check(f"https://news.example{path}")
    sites.robots.check("http://news.example/")
    assert sites.asked == ["https://news.example/robots.txt", "http://news.example/robots.txt"]
    sites.now = A_DAY + 1
    sites.robots.check("https://news.example/")
    assert len(sites.asked) == 3


@pytest.mark.parametrize("status", [404, 403, 401, 410])
def test_a_site_without_rules_lets_all_be_fetched(status):
    sites = Sites(NotFetched("None.", status=status))
    for path in ("/", "/a"):
        sites.robots.check(f"https://news.example{path}")
    assert len(sites.asked) == 1


@pytest.mark.parametrize("status", [500, 503, 429, None])
def test_a_site_that_cannot_say_is_asked_again_later(status):
    sites = Sites(NotFetched("Not now.", again=True, status=status))
    assert sites.refusal("https://news.example/") == "Not now."
    sites.found = RULES
    sites.robots.check("https://news.example/")


def test_how_long_to_pause():
    assert Sites(RULES).robots.pause("https://news.example/") == 2.5
    assert Sites("").robots.pause("https://news.example/") == 0


@settings(max_examples=examples(300), deadline=None)
@given(st.binary(max_size=200) | st.text().map(lambda text: f"User-agent: *\nDisallow: {text}".encode()))
def test_any_bytes_are_rules(data):
    sites = Sites(data)
    try:
        sites.robots.check("https://news.example/a?b=c")
    except NotFetched as failure:
        assert str(failure) == FORBIDDEN
    assert sites.robots.pause("https://news.example/") >= 0


def test_the_rules_of_a_real_site_are_asked_for_before_its_pages(site):
    site.put("/robots.txt", RULES, kind="text/html")
    site.put("/a", "Words.")
    robots = Robots(lambda address: site.fetch(address, any_type=True))
    assert site.fetch("/a", permit=robots.check).data == b"Words."
    with pytest.raises(NotFetched, match=r"robots\.txt"):
        site.fetch("/private/a", permit=robots.check)
    assert [path for path, _ in site.asked] == ["/robots.txt", "/a"]
