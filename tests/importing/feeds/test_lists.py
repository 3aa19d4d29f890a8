import datetime
import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.importing.feeds import reading
from articles.importing.feeds.listed import Listed, Listing
from articles.importing.feeds.reading import read_list
from articles.importing.files.entries import Flaw
from tests.examples import examples

SITE = "https://news.example"
DAY = datetime.date(2017, 7, 5)


def listing(text, address=f"{SITE}/feed", **options):
    return read_list(text if isinstance(text, bytes) else text.encode(), address, **options)


def flaw(text, **options):
    with pytest.raises(Flaw) as caught:
        listing(text, **options)
    return str(caught.value)


def rss(*items, head="", prologue='<?xml version="1.0"?>'):
    inner = "".join(f"<item>{item}</item>" for item in items)
    return (
        f'{prologue}<rss version="2.0"><channel><title>News &amp; views</title>{head}{inner}</channel></rss>'
    )


def item(n, date="", title="A title"):
    told = f"<pubDate>{date}</pubDate>" if date else ""
    return f"<title>{title}</title><link>{SITE}/{n}</link>{told}"


def addresses(found):
    return [entry.address.removeprefix(SITE) for entry in found.entries]


def test_rss_newest_first_and_undated_last():
    found = listing(
        rss(
            item("old", "Tue, 04 Jul 2017 10:00:00 GMT"),
            item("undated"),
            item("new", "Wed, 05 Jul 2017 23:30:00 -0400", "Russia &amp;amp; <![CDATA[<b>China</b>]]>"),
            head="<language>en-us</language>",
        )
    )
    assert found == Listing(
        "feed",
        (
            Listed(f"{SITE}/new", "Russia & China", DAY, "en"),
            Listed(f"{SITE}/old", "A title", datetime.date(2017, 7, 4), "en"),
            Listed(f"{SITE}/undated", "A title", None, "en"),
        ),
        title="News & views",
    )


def test_atom():
    entry = '<entry><title type="html">A &lt;i&gt;title&lt;/i&gt;</title><link href="/a#b"/>{}</entry>'
    dated = "<updated>2018-01-01T00:00:00Z</updated><published>2017-07-05T23:30:00-04:00</published>"
    space = 'xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"'
    text = f"<feed {space}><title>N</title>{entry.format(dated)}</feed>"
    assert listing(text).entries == (Listed(f"{SITE}/a", "A title", DAY, "fr"),)


def test_rss_of_the_first_generation():
    text = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>N</title></channel>'
        f"<item><title>T</title><link>{SITE}/a</link><dc:date>2017-07-05</dc:date></item></rdf:RDF>"
    )
    assert listing(text).entries == (Listed(f"{SITE}/a", "T", DAY),)


def test_an_address_is_listed_once_and_at_most_so_many_are():
    assert addresses(listing(rss(item("a"), item("b"), item("a"), item("c")))) == ["/a", "/b", "/c"]
    assert addresses(listing(rss(item("a"), item("b"), item("a"), item("c")), most=2)) == ["/a", "/b"]
    assert len(listing(rss(*map(item, range(300)))).entries) == 200


def test_what_no_article_can_have_is_left_out():
    links = (
        "javascript:alert(1)",
        "file:///etc/passwd",
        f"{SITE}/{'x' * 1_000}",
        "http://[::1",
        "",
        "mailto:a@b.org",
    )
    bad = [f"<title>T</title><link>{link}</link>" for link in links]
    found = listing(rss(*bad, item("a", "Wed, 05 Jul 0217 10:00:00 GMT", "x" * 501)))
    assert found.entries == (Listed(f"{SITE}/a"),)


def test_the_address_may_tell_the_day():
    assert listing(rss(item("2017/07/05/talks"))).entries[0].published_on == DAY
    assert listing(rss(item("2017-07-05"))).entries[0].published_on == DAY
    for path in ("2017/13/05/talks", "0217/07/05/talks", "x2017/07/05", "2017/07/055"):
        assert listing(rss(item(path))).entries[0].published_on is None


def test_a_feed_in_another_charset():
    text = rss(item("a", title="Москва"), prologue='<?xml version="1.0" encoding="windows-1251"?>')
    assert listing(text.encode("cp1251")).entries[0].title == "Москва"
    plain = rss(item("a", title="Москва"), prologue="")
    assert listing(plain.encode("koi8-r"), charset="koi8-r").entries[0].title == "Москва"
    assert listing(plain.encode("utf-16")).entries[0].title == "Москва"


def test_a_feed_that_is_not_quite_one():
    text = rss(item("a", title="Fish & chips"), item("b")).replace("</channel></rss>", "")
    assert addresses(listing(text)) == ["/a", "/b"]
    assert flaw("<rss><broken") == "is a feed that cannot be read; give another address"
    assert listing(rss()) == Listing("feed", title="News & views")


def test_what_is_given_is_never_the_name_of_something_to_open(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = "<rss>"
    (tmp_path / text).write_text(rss(item("secret")))
    assert flaw(text) == "is a feed that cannot be read; give another address"


def test_a_fault_of_the_library_is_a_sentence(monkeypatch):
    def stumble(*args, **options):
        raise KeyError

    monkeypatch.setattr("feedparser.parse", stumble)
    assert flaw(rss(item("a"))) == "is a feed that cannot be read (KeyError); give another address"


def sitemap(*urls, root="urlset", child="url"):
    inner = "".join(f"<{child}>{url}</{child}>" for url in urls)
    spaces = (
        'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/n"'
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><!-- <html> --><{root} {spaces}>{inner}</{root}>'


def test_a_sitemap_tells_what_changed_last_but_not_what_was_published_when():
    text = sitemap(
        f"<loc>{SITE}/old</loc><lastmod>2017-07-04</lastmod>",
        f"<loc> {SITE}/undated\n</loc>",
        f"<loc>{SITE}/new</loc><lastmod>2017-07-05T10:00:00+03:00</lastmod>",
    )
    found = listing(text)
    assert (found.kind, addresses(found)) == ("sitemap", ["/new", "/old", "/undated"])
    assert {entry.published_on for entry in found.entries} == {None}


def test_a_sitemap_of_news():
    news = (
        "<news:news><news:publication><news:name>N</news:name><news:language>pt</news:language>"
        "</news:publication><news:publication_date>2017-07-05T23:30:00-03:00</news:publication_date>"
        "<news:title>A &amp; B</news:title></news:news>"
    )
    picture = (
        "<image:image><image:loc>http://x.example/</image:loc><image:title>P</image:title></image:image>"
    )
    picture = picture.replace("<image:image>", "<image:image xmlns:image='http://x.example/image'>")
    text = sitemap(f"{picture}<loc>{SITE}/a</loc><lastmod>2020-01-01</lastmod>{news}")
    assert listing(text).entries == (Listed(f"{SITE}/a", "A & B", DAY, "pt"),)


def test_a_broken_sitemap():
    said = "is a sitemap that holds broken XML: Premature end of data in tag urlset line 1, line 1, column "
    assert flaw("<urlset><url></url>").startswith(said)


def test_an_index_of_sitemaps():
    text = sitemap(
        f"<loc>{SITE}/1.xml</loc><lastmod>2017-07-04</lastmod>",
        f"<loc>{SITE}/2.xml.gz</loc><lastmod>2017-07-05</lastmod>",
        root="sitemapindex",
        child="sitemap",
    )
    assert listing(text) == Listing("index of sitemaps", further=(f"{SITE}/2.xml.gz", f"{SITE}/1.xml"))


def test_a_packed_sitemap(monkeypatch):
    packed = gzip.compress(sitemap(f"<loc>{SITE}/a</loc>").encode())
    assert addresses(listing(packed)) == ["/a"]
    assert flaw(packed[:3] + b"xxx") == "is packed, and cannot be unpacked; give another address"
    monkeypatch.setattr(reading, "MAX_BYTES", 1_000)
    said = "has more than 1,000 bytes; give the address of a shorter list"
    assert flaw(gzip.compress(b"x" * 1_000_000)) == said
    assert flaw("x" * 1_001) == said


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "text", [BOMB + rss(item("a", title="&b;"), prologue=""), sitemap().replace("<!--", f"{BOMB}<!--")]
)
@pytest.mark.parametrize("charset", ["utf-8", "utf-16"])
def test_entities_are_not_read(text, charset):
    said = "declares entities, as no list of articles needs; give another address"
    assert flaw(text.encode(charset)) == said


def page(body, head=""):
    return listing(
        f"<html><head><title> News\n</title>{head}</head><body>{body}</body></html>", f"{SITE}/news/"
    )


def link(path, text="Ministers meet for further talks"):
    return f'<a href="{path}">{text}</a>'


def test_a_page_lists_the_links_that_read_like_headlines_in_its_order():
    found = page(
        link("/b")
        + link("a?id=1#top")
        + link("/c", "Read more")
        + link("/2017/07/05/x", "Read more")
        + link("/c/ministers-meet-for-talks", "…")
        + link("/d.pdf", "The full text of the statement")
        + link("/中", "中国外交部长王毅表示反对")
    )
    assert (found.kind, found.title) == ("page", "News")
    assert addresses(found) == [
        "/b",
        "/news/a?id=1",
        "/2017/07/05/x",
        "/c/ministers-meet-for-talks",
        "/d.pdf",
        "/中",
    ]
    assert found.entries[2] == Listed(f"{SITE}/2017/07/05/x", "Read more", DAY)


def test_what_only_leads_on_or_elsewhere_is_left_out():
    text = "A headline of four words"
    found = page(
        f"<nav>{link('/n', text)}</nav><div role=navigation>{link('/m', text)}</div>"
        f"<footer>{link('/f', text)}</footer>"
        + "".join(
            link(path, text)
            for path in ("https://other.example/a", "/tag/iran", "/author/bob", "/a.jpg", "#x")
        )
        + "".join(link(path, text) for path in ("javascript:go()", "mailto:a@b.org", "http://[::1", "/news/"))
        + link("https://www.news.example/a", text)
    )
    assert [entry.address for entry in found.entries] == ["https://www.news.example/a"]


def test_the_main_part_is_all_if_there_is_anything_in_it():
    assert addresses(page(f"{link('/a')}<main>{link('/b')}</main>")) == ["/b"]
    assert addresses(page(f"{link('/a')}<main>Nothing</main>")) == ["/a"]


def test_titles_and_days_are_those_that_stand_by_a_link():
    card = (
        '<article><a href="/a"><img></a><time datetime="2017-07-05T10:00:00Z">5 July</time>'
        '<a href="/a"><h3>A headline</h3><p>And a teaser with many more words.</p></a></article>'
    )
    times = "<time datetime='2017-07-05'></time><time datetime='2017-07-06'></time>"
    other = f"<ul><li>{link('/b')}</li><li>{times}</li></ul>"
    found = page(card.replace("A headline", "A headline of four words") + other)
    assert found.entries == (
        Listed(f"{SITE}/a", "A headline of four words", DAY),
        Listed(f"{SITE}/b", "Ministers meet for further talks"),
    )


def test_a_page_names_its_feeds_and_its_base():
    head = (
        '<base href="/de/"><link rel="alternate" type="application/rss+xml" href="feed.xml">'
        '<link rel="alternate" type="text/html" href="x">'
        '<link rel="alternate" type="application/atom+xml" href="http://[">'
    )
    found = page(link("a"), head)
    assert (found.further, addresses(found)) == ((f"{SITE}/de/feed.xml",), ["/de/a"])


@pytest.mark.parametrize("data", [b"", b"Words.", b"%PDF-1.4", b"{}", b"\xff\xfe", b"<svg></svg>"])
def test_what_is_no_list(data):
    said = "is no list of articles; give the address of a feed, a sitemap or a page with links to them"
    assert flaw(data) == said


SOUND = (
    rss(item("a", "Wed, 05 Jul 2017 23:30:00 -0400")).encode(),
    sitemap(f"<loc>{SITE}/a</loc><lastmod>2017-07-05</lastmod>").encode(),
    f"<html><body>{link('/a')}<time datetime='2017-07-05'></time></body></html>".encode(),
    gzip.compress(sitemap(f"<loc>{SITE}/a</loc>").encode()),
)


@pytest.mark.parametrize("number", range(len(SOUND)))
@settings(max_examples=examples(300), deadline=None)
@given(data=st.data())
def test_any_bytes_are_a_list_or_a_sentence(number, data):
    made = bytearray(SOUND[number])
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, len(made)))
        made[at : at + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=8))
    try:
        found = listing(bytes(made[: data.draw(st.integers(0, len(made)))]))
    except Flaw as flaw:
        assert str(flaw)
    else:
        assert all(entry.address.startswith("http") for entry in found.entries)
