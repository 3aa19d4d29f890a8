import datetime

import pytest

from articles.importing.fetching.pages import Page
from articles.importing.fetching.proposing import propose_page
from articles.importing.files.entries import Proposal, Unreadable
from tests.importing.files import making

ADDRESS = "https://www.news.example/a/b"
BODY = "<p>A paragraph of a long enough article about sanctions and diplomacy.</p>" * 9
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def page(head="", body=BODY, charset="", encoded="utf-8"):
    html = (
        f"<html><head><title>Russia objects</title>{head}</head><body><article>{body}</article></body></html>"
    )
    return propose_page(Page(ADDRESS, "text/html", charset, html.encode(encoded)))


def test_a_page_tells_its_article():
    named = '<meta property="og:site_name" content="Gazette">'
    found = page(f'{named}<meta property="article:published_time" content="2017-07-05">')
    assert (found.name, found.title, found.source) == (ADDRESS, "Russia objects", "Gazette")
    assert (found.url, found.published_on) == (ADDRESS, datetime.date(2017, 7, 5))
    assert found.text.startswith("A paragraph of a long enough article")


def test_its_site_is_the_source_unless_it_names_another():
    assert page().source == "news.example"
    assert propose_page(Page(ADDRESS, "text/plain", "", b"Words.")) == Proposal(
        ADDRESS, "Words.", source="news.example", url=ADDRESS
    )


@pytest.mark.parametrize(
    ("canonical", "url"),
    [
        ("https://news.example/a", "https://news.example/a"),
        ("https://www.news.example/", ADDRESS),
        ("https://other.example/a", ADDRESS),
        ("javascript:alert(1)", ADDRESS),
        ("http://[broken", ADDRESS),
    ],
)
def test_its_own_address_is_taken_where_it_can_be(canonical, url):
    assert page(f'<link rel="canonical" href="{canonical}">').url == url


def test_the_charset_that_the_site_names():
    found = page(body=BODY.replace("diplomacy", "Dışişleri"), charset="windows-1254", encoded="cp1254")
    assert "Dışişleri" in found.text


def test_documents():
    made = making.pdf(["Words of the statement."], Title="A title")
    found = propose_page(Page(ADDRESS, "application/pdf", "", made))
    assert (found.title, found.source, found.url) == ("A title", "news.example", ADDRESS)
    found = propose_page(Page(ADDRESS, DOCX, "", making.docx("Words.")))
    assert (found.text, found.source, found.url) == ("Words.", "news.example", ADDRESS)


def test_what_holds_no_article_says_so():
    said = "is a feed or a list of pages, no article; give the address of one"
    assert propose_page(Page(ADDRESS, "application/rss+xml", "", b"<rss/>")) == Unreadable(ADDRESS, said)
    assert propose_page(Page(ADDRESS, "text/html", "", b"<html></html>")) == Unreadable(
        ADDRESS, "no article text was found in the page"
    )
    assert propose_page(Page(ADDRESS, "text/plain", "utf-8", b"\xff" * 99)) == Unreadable(
        ADDRESS, "says that its charset is utf-8, and its bytes are not; save it as UTF-8"
    )
