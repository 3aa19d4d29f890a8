"""An editor's hour: articles come in by address, by file and by feed, are mended, published and withdrawn."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import User
from django.db import connection
from playwright.sync_api import expect

from articles.curate import verbs
from articles.importing import fetched
from articles.importing.fetching.robots import Robots
from articles.models import Action, Article, Batch, Candidate, Feed, FetchedPage
from articles.samples import demo
from tests.browser.inspection import inspect
from tests.importing.fetching.conftest import site as news_site
from tests.importing.test_following import ITEM, NEWS
from tests.importing.working import work

__all__ = ["news_site"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db]

WAYS = {
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
    "screen": {"viewport": {"width": 1280, "height": 900}},
    "without script": {"java_script_enabled": False},
}
TEXT = "El ministro ruso Serguéi Lavrov dijo el martes que su país no aceptará el plan."
TOLD = {"title": "Rusia no lo acepta", "source": "RFE/RL", "date": "2017-07-05"}


def outside(work, *arguments):
    """Work outside of the test's transaction, so that the site sees it."""

    def run():
        try:
            return work(*arguments)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as executor:
        return executor.submit(run).result()


def clear():
    Article.objects.filter(candidates__batch__origin="feed").delete()
    for model in (Candidate, Batch, FetchedPage, Feed):
        model.objects.all().delete()
    editor = User.objects.get(username=demo.EDITOR)
    for action in Action.objects.standing().exclude(verb="undo").order_by("-pk"):
        verbs.undo(action, editor)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


@pytest.fixture
def news(site, news_site, monkeypatch):
    """A news site on this machine; what comes from it is taken away afterwards."""
    monkeypatch.setattr(fetched, "fetch", news_site.fetch)
    monkeypatch.setattr(fetched, "ROBOTS", Robots(read=news_site.fetch))
    for name in ("one", "two", "three"):
        news_site.put(
            f"/{name}", NEWS.format(more=f"It was plan {name}.").replace("Talks begin", f"Talks {name}")
        )
    yield news_site
    outside(clear)


@pytest.fixture(params=WAYS)
def page(request, visit, news):
    page = visit("/review/", **WAYS[request.param])
    page.get_by_label("Username").fill(demo.EDITOR)
    page.get_by_label("Password").fill(demo.PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Log in").click()
    return page


@pytest.fixture
def later(page):
    """Has a worker do what waits; without a script the page is then asked for anew, else it asks itself."""

    def later():
        outside(work, "fetch_candidate", "poll_feed")
        if not page.evaluate("typeof htmx === 'object'"):
            page.get_by_role("link", name="Look again").click()

    return later


def add(page, way):
    if page.locator(".menu > summary").is_visible():  # on a phone
        page.locator(".menu > summary").click()
    page.get_by_role("link", name="Add articles").filter(visible=True).first.click()
    expect(page.get_by_role("heading", name="Add articles")).to_be_visible()
    if way != "Paste a text":  # which is open
        page.locator("summary", has_text=way).click()


def test_an_editors_hour(page, news, later, tmp_path):
    by_address(page, news, later)
    publish_withdraw_and_undo(page)
    by_file(page, tmp_path)
    find_those_that_failed(page, news, later)
    by_feed(page, news)


def by_address(page, news, later):
    """A page is fetched, its date corrected, and it is read."""
    add(page, "Web address")
    page.get_by_label("Address", exact=True).fill(news.address("/one"))
    page.get_by_role("button", name="Fetch").click()
    expect(page.get_by_text("1 being fetched")).to_be_visible()
    later()
    expect(page.get_by_label("Title of text 1")).to_have_value("Talks one")
    page.get_by_label("Date of text 1").fill("somewhen")
    page.get_by_role("button", name="Read 1 article").click()
    expect(page.get_by_role("alert")).to_contain_text("“somewhen” is not a date")
    expect(page.get_by_role("alert")).to_contain_text("Source of text 1: Not on record: tick that it is new")
    inspect(page)
    page.get_by_label("a new source").check()
    page.get_by_label("Date of text 1").fill("6 July 2017")
    page.get_by_role("button", name="Read 1 article").click()
    expect(page.get_by_text("1 waiting to be read")).to_be_visible()
    inspect(page)


def publish_withdraw_and_undo(page):
    page.get_by_role("link", name="Talks one").click()
    expect(page.get_by_text("Readers see nothing of this article.")).to_be_visible()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Published: readers see what is reviewed.")).to_be_visible()
    address = Article.objects.get(title="Talks one").get_absolute_url()
    assert page.request.get(address).status == 200
    page.locator("summary", has_text="Published").click()
    page.get_by_label("Why is it withdrawn?").fill("The agency took it back.")
    page.get_by_role("button", name="Withdraw from readers").click()
    expect(page.get_by_text("The agency took it back. Readers see nothing")).to_be_visible()
    assert page.request.get(address).status == 410
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("summary", has_text="Published")).to_be_visible()
    assert page.request.get(address).status == 200


def drop(page, field, files):
    """As a hand does that drags files from the desktop."""
    session = page.context.new_cdp_session(page)
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    place = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    data = {"items": [], "files": [str(path) for path in files], "dragOperationsMask": 1}
    for step in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": step, **place, "data": data})


def by_file(page, folder):
    """Two files, of which one is no article; the other is read, and the whole batch undone."""
    add(page, "Files")
    (folder / "a.txt").write_text(TEXT)
    (folder / "a.json").write_text(json.dumps(TOLD))
    (folder / "b.pdf").write_bytes(b"%PDF-1.4 broken")
    drop(page, page.get_by_label("Choose files, or drop them here"), sorted(folder.iterdir()))
    page.get_by_role("button", name="Look into them").click()
    expect(page.get_by_text("is a PDF that cannot be read")).to_be_visible()
    page.get_by_role("button", name="Read 1 article").click()
    expect(page.get_by_role("link", name=TOLD["title"])).to_be_visible()
    page.get_by_role("button", name="Undo the whole batch").click()
    expect(page.get_by_text("1 taken back")).to_be_visible()


def find_those_that_failed(page, news, later):
    add(page, "Web address")
    page.get_by_label("Address", exact=True).fill(news.address("/nowhere"))
    page.get_by_role("button", name="Fetch").click()
    later()
    expect(page.get_by_text("404")).to_be_visible()
    news.put("/nowhere", NEWS.format(more="It was there after all."))
    page.get_by_role("button", name="Fetch 1 page again").click()
    expect(page.get_by_text("1 being fetched")).to_be_visible()
    later()
    expect(page.get_by_label("Title of text 1")).to_have_value("Talks begin")
    page.get_by_role("button", name="Leave all out").click()
    expect(page.get_by_label("Title of text 1")).to_have_count(0)


def by_feed(page, news):
    """A feed is followed; what it lists comes in by itself, and nothing twice."""
    items = "".join(ITEM.format(title=n, link=news.address(f"/{n}")) for n in ("one", "two", "three"))
    news.put("/feed", f"<rss version='2.0'><channel>{items}</channel></rss>", kind="application/rss+xml")
    add(page, "Follow a feed")
    page.get_by_label("Address of the feed").fill(news.address("/feed"))
    page.get_by_label("Source", exact=True).last.fill("Gazette")
    page.get_by_role("button", name="Follow", exact=True).click()
    expect(page.get_by_text("not looked into yet")).to_be_visible()
    outside(work, "fetch_candidate", "poll_feed")
    page.get_by_role("link", name="Add articles").first.click()
    page.locator("summary", has_text="Follow a feed").click()
    page.get_by_role("link", name="Feeds that are followed").click()
    expect(page.get_by_text("3 articles listed, 2 new.")).to_be_visible()
    inspect(page)
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("not followed", exact=True)).to_be_visible()
    assert set(Article.objects.filter(source__name="Gazette").values_list("title", "state")) == {
        ("Talks one", "published"),
        ("Talks two", "draft"),
        ("Talks three", "draft"),
    }
