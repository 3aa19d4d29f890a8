"""Articles come in by themselves: addresses are fetched, feeds are followed; each failure is a sentence."""

import datetime

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from articles.curate import verbs
from articles.importing import fetched, tasks
from articles.importing.fetching.robots import Robots
from articles.models import Article, Batch, Candidate, Feed, FetchedPage, Source
from tests.importing.fetching.conftest import site
from tests.importing.working import work

__all__ = ["site"]
pytestmark = pytest.mark.django_db

NEWS = """<html lang="en"><head><title>Talks begin</title><meta property="og:site_name" content="Gazette">
<meta property="article:published_time" content="2017-07-05"></head><body><article><h1>Talks begin</h1>
<p>Russian Foreign Minister Sergei Lavrov said on Wednesday that talks about the peninsula must start.</p>
<p>{more} He spoke to reporters in Moscow after a meeting with his Chinese colleague on the matter.</p>
</article></body></html>"""
ITEM = (
    "<item><title>{title}</title><link>{link}</link><pubDate>Wed, 05 Jul 2017 10:00:00 GMT</pubDate></item>"
)


@pytest.fixture
def web(site, monkeypatch):
    """A site on this machine; tasks fetch from it as they would from any other."""
    monkeypatch.setattr(fetched, "fetch", site.fetch)
    monkeypatch.setattr(fetched, "ROBOTS", Robots(read=site.fetch))
    return site


@pytest.fixture
def gazette(db):
    return Source.objects.create(name="Gazette", slug="gazette")


def run(attempts=0):
    return work("fetch_candidate", "poll_feed", attempts=attempts)


@pytest.fixture
def give(editor):
    """Have an address fetched; returns its candidate."""

    def give(address):
        batch = Batch.objects.create(origin="address", label=address, by=editor)
        wanted = Candidate.objects.create(batch=batch, name=address, url=address, state="fetching")
        tasks.fetch_later([wanted])
        return wanted

    return give


class TestAddresses:
    def test_a_page_is_proposed_with_what_it_says_and_kept(self, web, give, gazette):
        web.put("/news", NEWS.format(more="Nobody objected."))
        candidate = give(web.address("/news"))
        assert run() == ["fetch_candidate"]
        candidate.refresh_from_db()
        assert (candidate.state, candidate.title, candidate.source) == ("proposed", "Talks begin", "Gazette")
        assert (candidate.published_on, candidate.language) == ("2017-07-05", "en")
        assert candidate.text.startswith("Talks begin") or candidate.text.startswith(
            "Russian Foreign Minister"
        )
        assert candidate.page.content == NEWS.format(more="Nobody objected.").encode()
        assert not Article.objects.exists()

    @pytest.mark.parametrize(("status", "sentence"), [(404, "404"), (401, "log"), (403, "403"), (410, "410")])
    def test_a_page_that_nobody_gets_is_told_at_once(self, web, give, status, sentence):
        web.put("/news", "No.", status=status)
        candidate = give(web.address("/news"))
        run()
        candidate.refresh_from_db()
        assert candidate.state == "refused" and candidate.reason.endswith(".")
        assert sentence in candidate.reason

    def test_a_site_in_trouble_is_asked_again_and_in_the_end_given_up(self, web, give):
        web.put("/news", "No.", status=503)
        candidate = give(web.address("/news"))
        with pytest.raises(fetched.NotFetched):
            run()
        candidate.refresh_from_db()
        assert candidate.state == "fetching" and "503" in candidate.reason
        run(attempts=4)
        candidate.refresh_from_db()
        assert candidate.state == "refused"

    def test_an_address_of_a_private_network_is_refused(self, web, give):
        web.names["inside.example"] = ["10.0.0.5"]
        candidate = give(web.address("/news", host="inside.example"))
        run()
        candidate.refresh_from_db()
        assert candidate.state == "refused" and "10.0.0.5" in candidate.reason
        assert web.asked == []

    def test_what_robots_txt_forbids_is_not_fetched(self, web, give):
        web.put("/robots.txt", "User-agent: *\nDisallow: /news", kind="text/plain")
        web.put("/news", NEWS)
        candidate = give(web.address("/news"))
        run()
        candidate.refresh_from_db()
        assert candidate.state == "refused" and "robots.txt" in candidate.reason
        assert [path for path, _ in web.asked] == ["/robots.txt"]

    def test_a_page_without_an_article_is_told(self, web, give):
        web.put("/news", "<html><body></body></html>")
        candidate = give(web.address("/news"))
        run()
        candidate.refresh_from_db()
        assert (candidate.state, candidate.reason) == ("refused", "no article text was found in the page")

    def test_a_job_that_comes_twice_has_its_effect_once(self, web, give, gazette):
        web.put("/news", NEWS)
        candidate = give(web.address("/news"))
        tasks.fetch_later([candidate])
        assert run() == ["fetch_candidate", "fetch_candidate"]
        assert FetchedPage.objects.count() == 1


@pytest.fixture
def feed(web, gazette, editor):
    put_feed(web, "one")
    for name in ("one", "two"):
        web.put(f"/{name}", NEWS.format(more=f"This is number {name}."))
    return verbs.follow_feed(web.address("/feed"), "Gazette", editor)


def put_feed(web, *names, **headers):
    items = "".join(ITEM.format(title=f"Talks {name}", link=web.address(f"/{name}")) for name in names)
    rss = f"<rss version='2.0'><channel><title>Gazette</title>{items}</channel></rss>"
    web.put("/feed", rss, kind="application/rss+xml", **headers)


def look(feed):
    """As the worker does when the feed is due."""
    tasks.poll_later(feed)
    done = run()
    feed.refresh_from_db()
    return done


class TestFeeds:
    def test_what_is_new_comes_in_as_a_draft_to_be_read_and_nothing_twice(self, web, feed):
        assert look(feed) == ["poll_feed", "fetch_candidate", "read_article"]
        article = Article.objects.get()
        assert (article.state, article.extractor, article.source) == ("draft", "", feed.source)
        assert article.url == web.address("/one")
        assert feed.result == "1 article listed, 1 new."
        put_feed(web, "two", "one")
        assert look(feed) == ["poll_feed", "fetch_candidate", "read_article"]
        assert feed.result == "2 articles listed, 1 new."
        assert look(feed) == ["poll_feed"]
        assert (Article.objects.count(), Batch.objects.count()) == (2, 2)

    def test_of_a_trusted_source_it_is_published(self, web, feed, editor):
        Source.objects.update(is_trusted=True)
        look(feed)
        assert Article.objects.get().is_published

    def test_an_unchanged_feed_is_not_read_again(self, web, feed):
        put_feed(web, "one", ETag='"7"')
        look(feed)
        assert feed.etag == '"7"'
        web.put("/feed", b"", status=304)
        assert look(feed) == ["poll_feed"]
        assert feed.result == "Unchanged since the last time."
        path, headers = web.asked[-1]
        assert (path, headers["if-none-match"]) == ("/feed", '"7"')

    def test_failures_are_told_and_asked_after_less_and_less_often(self, web, feed):
        web.put("/feed", "No.", status=500)
        pauses = []
        for _ in range(3):
            look(feed)
            pauses.append(feed.due_at - feed.polled_at)
        assert pauses == [datetime.timedelta(hours=hours) for hours in (2, 4, 8)]
        assert feed.failures == 3 and "500" in feed.result
        put_feed(web, "one")
        look(feed)
        assert feed.failures == 0 and feed.due_at - feed.polled_at == datetime.timedelta(hours=1)

    def test_a_site_that_asks_for_patience_gets_it(self, web, feed):
        web.put("/feed", "No.", status=429, Retry_After="86400")
        look(feed)
        assert feed.due_at - feed.polled_at == datetime.timedelta(days=1)

    def test_what_is_no_list_is_told(self, web, feed):
        web.put("/feed", "<html><body><p>Hello.</p></body></html>")
        look(feed)
        assert feed.failures == 1 and feed.result
        assert not Batch.objects.exists()

    def test_what_must_be_mended_first_waits_in_its_batch(self, web, feed):
        web.put(
            "/feed",
            f"<rss version='2.0'><channel><item><link>{web.address('/one')}</link></item></channel></rss>",
            kind="application/rss+xml",
        )
        web.put("/one", NEWS.replace("2017-07-05", "some day"))
        look(feed)
        candidate = Candidate.objects.get()
        assert (candidate.state, candidate.published_on) == ("proposed", "")
        assert not Article.objects.exists()

    def test_an_index_of_sitemaps_leads_to_its_newest(self, web, feed):
        child = web.address("/child.xml")
        web.put(
            "/feed",
            f"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>{child}</loc>"
            "</sitemap></sitemapindex>",
            kind="application/xml",
        )
        web.put(
            "/child.xml",
            "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>"
            f"{web.address('/one')}</loc></url></urlset>",
            kind="application/xml",
        )
        assert look(feed)[:2] == ["poll_feed", "fetch_candidate"]
        assert Candidate.objects.get().url == web.address("/one")

    def test_only_those_are_looked_into_whose_time_has_come(self, web, feed):
        assert tasks.poll_due_feeds(timestamp=0) == 1
        assert tasks.poll_due_feeds(timestamp=0) == 1  # and is queued once
        assert run().count("poll_feed") == 1
        assert tasks.poll_due_feeds(timestamp=0) == 0
        Feed.objects.update(due_at=timezone.now() - datetime.timedelta(minutes=1))
        assert tasks.poll_due_feeds(timestamp=0) == 1
        Feed.objects.update(is_active=False)
        assert tasks.poll_due_feeds(timestamp=0) == 0

    def test_pages_of_one_host_are_fetched_one_at_a_time(self, web, feed):
        web.put("/robots.txt", "User-agent: *\nCrawl-delay: 7", kind="text/plain")
        put_feed(web, "one", "two")
        tasks.poll_later(feed)
        job = ProcrastinateJob.objects.get()
        tasks.poll_feed(**job.args)
        jobs = ProcrastinateJob.objects.filter(task_name="fetch_candidate").order_by("pk")
        assert {job.lock for job in jobs} == {"host news.example"}
        first, second = (job.scheduled_at for job in jobs)
        assert second - first >= datetime.timedelta(seconds=6.9)


class TestVerbs:
    def test_to_follow_takes_the_right_to_add(self, db, reader):
        with pytest.raises(verbs.Refused, match="add_article"):
            verbs.follow_feed("https://news.example/feed", "Gazette", reader)
        assert not Source.objects.exists()

    def test_to_trust_takes_the_right_to_publish(self, db, editor):
        group = editor.groups.get()
        group.permissions.remove(group.permissions.get(codename="publish_article"))
        with pytest.raises(verbs.Refused, match="publish_article"):
            verbs.follow_feed("https://news.example/feed", "Gazette", editor, trusts=True)
        assert not Source.objects.exists()

    def test_a_new_source_is_made_and_trusted(self, db, editor):
        feed = verbs.follow_feed("https://news.example/feed", "Gazette", editor, trusts=True)
        assert (feed.source.name, Source.objects.get().is_trusted) == ("Gazette", True)
