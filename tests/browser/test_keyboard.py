"""The keyboard alone is enough."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

FOCUSED = "document.activeElement.id"
STEPS = 40  # more than any filter is away


def tab_to(page, ident):
    for _ in range(STEPS):
        if page.evaluate(FOCUSED) == ident:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{ident} cannot be reached by Tab")


def test_the_first_stop_skips_to_the_content(visit):
    page = visit("/statements/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#q")).to_be_focused()


def test_a_filter_is_toggled_and_keeps_the_focus(visit):
    page = visit("/statements/")
    tab_to(page, "f_country_CHN")
    page.keyboard.press("Space")
    expect(page.get_by_role("heading", level=1)).to_have_text("13 statements by China")
    expect(page.locator("#f_country_CHN")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.get_by_role("heading", level=1)).to_have_text("79 statements")
    expect(page.locator("#f_country_CHN")).to_be_focused()


def test_a_country_is_added_to_a_comparison(visit):
    page = visit("/compare/?country=RUS")
    page.locator("#c_countries summary").focus()
    page.keyboard.press("Enter")
    tab_to(page, "c_CHN")
    page.keyboard.press("Space")
    expect(page.get_by_role("columnheader", name="China").first).to_be_visible()
    expect(page.locator("#c_CHN")).to_be_focused()
    expect(page.locator("#c_CHN")).to_be_checked()
    page.keyboard.press("Escape")
    expect(page.locator("#c_CHN")).to_be_hidden()
    expect(page.locator("#c_countries summary")).to_be_focused()
