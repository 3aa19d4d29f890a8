"""Every public page can be read: by ear, on a phone, in the dark."""

import pytest
from playwright.sync_api import expect

from tests.browser.inspection import ACCESS, inspect, violations
from tests.browser.public import PAGES, unlisted
from tests.examples import everyday

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}


@pytest.fixture(scope="module")
def address_of(site):
    """{name: address}; made outside of any test's transaction, so that the server sees what is shared."""
    return {name: address() for name, address in PAGES.items()}


def test_no_page_is_forgotten():
    assert unlisted() == set()


WAYS = [(PHONE, "dark"), (DESK, "light"), (PHONE, "light"), (DESK, "dark")]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_fault(visit, address_of, name):
    """On a phone and a desk, in the dark and in daylight; in everyday runs in one of the first two ways."""
    turn = list(PAGES).index(name) % 2
    for viewport, light in everyday(WAYS[turn : turn + 1], thorough=WAYS):
        page = visit(address_of[name], viewport=viewport)
        inspect(page, light)
        assert violations(page) == []


def test_results_that_htmx_swapped_have_no_fault_of_access(visit):
    page = visit("/statements/?review=all")
    page.get_by_role("link", name="Show more").click()
    expect(page.locator(".entry")).to_have_count(50)
    assert page.evaluate(ACCESS) == []
    page.locator("#f_country_CHN").check()
    expect(page.get_by_role("heading", level=1)).to_contain_text("by China")
    assert page.evaluate(ACCESS) == []


def test_a_comparison_that_htmx_swapped_has_no_fault_of_access(visit):
    page = visit("/compare/?country=RUS")
    page.locator("#c_countries summary").click()
    page.get_by_label("China").check()
    expect(page.get_by_role("columnheader", name="China").first).to_be_visible()
    assert page.evaluate(ACCESS) == []
