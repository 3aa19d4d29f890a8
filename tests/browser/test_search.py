"""The search box by keys, as the combobox pattern has it, and without a script."""

import pytest
from playwright.sync_api import expect

from tests.browser.inspection import ACCESS

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def box(visit):
    return visit("/statements/").get_by_role("combobox", name="Country, person").last


def options(page):
    return page.locator("#q_offered [role=option]")


def chosen(page):
    return page.locator("#q_offered [aria-selected=true]")


def test_what_is_understood_comes_first_and_enter_leads_there(box, site):
    page = box.page
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("russia sanctions july 2017")
    first = options(page).first
    expect(first).to_contain_text("Russia on Further UN sanctions on North Korea in July 2017")
    expect(first).to_contain_text("2 statements")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(chosen(page)).to_have_count(1)
    expect(box).to_have_attribute("aria-activedescendant", first.get_attribute("id"))
    expect(box).to_be_focused()
    assert page.evaluate(ACCESS) == []
    box.press("Enter")
    expect(page).to_have_url(f"{site}/statements/?q=russia+sanctions+july+2017")
    expect(page.get_by_role("heading", level=1)).to_have_text("2 statements by Russia")


def test_arrows_go_round_by_way_of_the_box(box):
    page = box.page
    box.press_sequentially("haley sanctions")
    expect(options(page).first).to_be_visible()
    number = options(page).count()
    assert number >= 2
    box.press("ArrowUp")
    expect(options(page).last).to_have_attribute("aria-selected", "true")
    box.press("ArrowDown")
    expect(chosen(page)).to_have_count(0)
    assert box.get_attribute("aria-activedescendant") is None
    box.press("ArrowDown")
    expect(options(page).first).to_have_attribute("aria-selected", "true")


def test_enter_without_a_choice_searches_what_was_typed(box, site):
    page = box.page
    box.press_sequentially("haley")
    expect(options(page).first).to_be_visible()
    box.press("Enter")
    expect(page).to_have_url(f"{site}/statements/?q=haley")
    expect(page.get_by_label("Active filters")).to_contain_text("speaker Nikki Haley")


def test_escape_closes_the_list_and_leaves_the_words(box):
    page = box.page
    box.press_sequentially("haley")
    expect(options(page).first).to_be_visible()
    box.press("Escape")
    expect(page.locator("#q_offered")).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("haley")
    box.press("ArrowDown")
    expect(options(page).first).to_have_attribute("aria-selected", "true")
    box.press("Tab")
    expect(page.locator("#q_offered")).to_be_hidden()


def test_an_option_can_be_clicked(box, site):
    page = box.page
    box.press_sequentially("safron")
    page.get_by_role("group", name="Speakers").get_by_role("option").click()
    expect(page).to_have_url(f"{site}/statements/?actor=vladimir-safronkov")


def test_the_box_at_the_top_of_every_page_offers_the_same(visit, site):
    page = visit("/countries/")
    top = page.locator("#top_q")
    top.press_sequentially("kremlin")
    expect(page.locator("#top_q_offered [role=option]").first).to_contain_text("Russia")
    top.press("ArrowDown")
    top.press("Enter")
    expect(page).to_have_url(f"{site}/statements/?country=RUS")


def test_a_part_that_is_taken_off_takes_its_words_out_of_the_box(visit, site):
    page = visit("/statements/?q=russia+sanctions+july+2017")
    page.get_by_role("link", name="Remove said July 2017").click()
    expect(page).to_have_url(f"{site}/statements/?q=russia+sanctions")
    expect(page.locator("#q")).to_have_value("russia sanctions")
    page.get_by_role("link", name="Search the words instead").click()
    expect(page).to_have_url(f"{site}/statements/?q=%22russia%22+%22sanctions%22")


def test_a_filter_that_is_changed_leaves_what_was_read_as_filters(visit, site):
    page = visit("/statements/?q=russia+thaad")
    page.get_by_role("group", name="Country").get_by_role("checkbox", name="China").check()
    expect(page).to_have_url(f"{site}/statements/?country=CHN&country=RUS&issue=thaad")


def test_without_a_script_it_is_a_plain_form(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/")
    page.locator("#q").fill("lavrof 2012")
    page.locator("#q").press("Enter")
    expect(page).to_have_url(f"{site}/statements/?q=lavrof+2012")
    expect(page.get_by_text("Read as")).to_be_visible()
    expect(page.get_by_text("is of this period: they are from")).to_be_visible()
    page.get_by_role("link", name="Leave out 2012", exact=True).click()
    expect(page).to_have_url(f"{site}/statements/?q=lavrof")
    expect(page.get_by_role("heading", level=1)).to_have_text("3 statements")
    context.close()
