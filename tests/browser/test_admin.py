"""An editor at work."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import expect

from articles.models import Actor
from articles.samples import demo
from tests.browser.inspection import CONTRAST, OVERFLOW, READABLE
from tests.browser.test_desk import undo_all

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

QUEUE = "/admin/articles/statement/?review__exact=suggested"


@pytest.fixture
def queue(site):
    """The address of the review queue, which is as long afterwards as it was before."""
    yield QUEUE
    with ThreadPoolExecutor(1) as outside:  # of the transaction of the test, which is rolled back
        outside.submit(undo_all).result()


def test_two_suggestions_are_accepted_and_published(visit, queue):
    page = visit(queue)
    page.get_by_label("Username").fill(demo.EDITOR)
    page.get_by_label("Password").fill(demo.PASSWORD)
    page.get_by_role("button", name="Log in").click()
    rows = page.locator("#result_list tbody tr")
    chosen = [rows.nth(n).locator("th").inner_text() for n in range(2)]
    for n in range(2):
        rows.nth(n).get_by_role("checkbox").check()
    page.locator("select[name=action]").select_option("Accept as they stand")
    page.get_by_role("button", name="Go").click()
    expect(page.locator(".messagelist")).to_have_text("2 accepted.")
    page.goto("/statements/")
    expect(page.get_by_role("heading", level=1)).to_have_text("81 statements")
    for words in chosen:
        card = page.locator(".entry", has_text=words.rstrip("…"))
        expect(card).to_have_count(1)
        expect(card).not_to_contain_text("not reviewed")


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_of_the_admin_fit_and_can_be_read(visit, site, width):
    lavrov = Actor.objects.get(slug="sergei-lavrov")  # with aliases and dated roles
    page = visit.logged_in(demo.EDITOR, demo.PASSWORD, "/admin/", viewport={"width": width, "height": 844})
    for address in ("/admin/", f"/admin/articles/actor/{lavrov.pk}/change/", "/admin/articles/issue/", QUEUE):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.goto(address)  # colours of the admin change slowly
            assert page.evaluate(CONTRAST, READABLE) == []
        assert page.evaluate(OVERFLOW) == []
    expect(page.get_by_role("link", name="Queue").first).to_be_visible()
