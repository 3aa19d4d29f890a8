"""Finding a value beside the filters by typing, and on the page of all values without a script."""

import pytest
from playwright.sync_api import expect

from articles.browse import facets
from tests.browser.inspection import ACCESS
from tests.browser.test_filters import option

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def few(monkeypatch):
    """Most facets of the demo have more values than a page lists."""
    monkeypatch.setattr(facets, "LISTED", 3)
    monkeypatch.setattr(facets, "SHOWN", 2)
    monkeypatch.setattr(facets, "MATCHING", 3)


@pytest.fixture
def statements(visit):
    page = visit("/statements/")
    page.evaluate("window.stays = true")
    return page


def speakers(page):
    """The check boxes of speakers that can be seen, without their numbers."""
    labels = page.locator("#options_actor label:visible")
    return [label.strip().splitlines()[0].strip() for label in labels.all_inner_texts()]


def box(page):
    return page.get_by_role("searchbox", name="Find speakers")


def test_what_is_typed_finds_a_speaker_who_is_not_listed(statements, site):
    page = statements
    assert "Liu Jieyi" not in page.locator("#options_actor").inner_text()
    box(page).press_sequentially("jie")
    expect(option(page, "Speaker", "Liu Jieyi")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("1 speaker matches")
    assert speakers(page) == ["Liu Jieyi"]
    assert page.url == f"{site}/statements/"
    assert page.evaluate(ACCESS) == []
    option(page, "Speaker", "Liu Jieyi").check()
    expect(page).to_have_url(f"{site}/statements/?actor=liu-jieyi")
    expect(option(page, "Speaker", "Liu Jieyi")).to_be_checked()
    expect(box(page)).to_have_value("")
    assert page.evaluate("window.stays")


def test_a_chosen_speaker_stays_while_others_are_looked_for(visit, site):
    page = visit("/statements/?actor=liu-jieyi")
    box(page).press_sequentially("haley")
    expect(page.get_by_role("status")).to_have_text("1 speaker matches")
    assert speakers(page) == ["Liu Jieyi", "Nikki Haley"]
    option(page, "Speaker", "Nikki Haley").check()
    expect(page).to_have_url(f"{site}/statements/?actor=liu-jieyi&actor=nikki-haley")
    box(page).press_sequentially("liu")
    expect(page.get_by_role("status")).to_have_text("1 speaker matches")
    option(page, "Speaker", "Liu Jieyi").uncheck()
    expect(page).to_have_url(f"{site}/statements/?actor=nikki-haley")


def test_what_is_typed_is_no_filter(statements, site):
    page, sent = statements, []
    box(page).press_sequentially("jie")
    expect(option(page, "Speaker", "Liu Jieyi")).to_be_visible()
    page.on("request", lambda request: sent.append(request.url) if request.resource_type == "xhr" else None)
    box(page).press("Tab")  # leaves the field changed
    option(page, "Stance", "opposes").check()
    expect(page).to_have_url(f"{site}/statements/?stance=oppose")
    assert sent == [f"{site}/statements/?stance=oppose&said_after=&said_before=&sort=&as_of="]


def test_deleting_what_was_typed_brings_the_list_back(statements):
    page, before = statements, speakers(statements)
    box(page).press_sequentially("zz")
    expect(page.locator("#options_actor")).to_contain_text("none of that name")
    expect(page.get_by_role("status")).to_have_text("0 speakers match")
    box(page).fill("")
    expect(page.locator("#options_actor")).not_to_contain_text("none of that name")
    assert speakers(page) == before


def test_the_keyboard_is_enough(statements, site):
    page = statements
    box(page).focus()
    page.keyboard.type("liu")
    expect(option(page, "Speaker", "Liu Jieyi")).to_be_visible()
    page.keyboard.press("Tab")
    expect(option(page, "Speaker", "Liu Jieyi")).to_be_focused()
    page.keyboard.press("Space")
    expect(page).to_have_url(f"{site}/statements/?actor=liu-jieyi")
    expect(option(page, "Speaker", "Liu Jieyi")).to_be_focused()


def test_enter_leads_to_all_that_match_with_the_same_filters(visit, site):
    page = visit("/statements/?stance=oppose")
    box(page).fill("l")
    box(page).press("Enter")
    expect(page).to_have_url(f"{site}/statements/by/actor/?stance=oppose&find=l")
    page.get_by_role("link", name="Liu Jieyi").click()
    expect(page).to_have_url(f"{site}/statements/?actor=liu-jieyi&stance=oppose")


def test_an_answer_that_comes_after_a_tick_does_not_take_it_away(statements, site):
    page, held = statements, []
    page.route("**/by/actor/?*", lambda route: held.append(route))
    with page.expect_request("**/by/actor/?*"):
        box(page).press_sequentially("l")
    tick = "document.getElementById('f_actor_' + document.querySelector('[name=actor]').value)"
    page.evaluate(f"(window.ticked = {tick}).checked = true")  # and no event yet
    value = page.evaluate("window.ticked.value")
    with page.expect_response("**/by/actor/?*"):
        held[0].continue_()
    page.evaluate("window.ticked.dispatchEvent(new Event('change', { bubbles: true }))")
    expect(page).to_have_url(f"{site}/statements/?actor={value}")


def test_without_a_script_the_page_of_all_values_serves(visit, site):
    page = visit("/statements/?stance=oppose", java_script_enabled=False)
    box(page).fill("jie")
    box(page).press("Enter")
    expect(page).to_have_url(f"{site}/statements/by/actor/?stance=oppose&find=jie")
    page.get_by_role("searchbox", name="Find by name").fill("haley")
    page.get_by_role("button", name="Find", exact=True).click()
    page.get_by_role("link", name="Nikki Haley").click()
    expect(page).to_have_url(f"{site}/statements/?actor=nikki-haley&stance=oppose")
    page.locator(".all a").first.click()
    page.get_by_role("link", name="Back to the statements").click()
    with page.expect_navigation():  # to where it is already
        page.get_by_role("button", name="Apply filters").click()
    assert page.url == f"{site}/statements/?actor=nikki-haley&stance=oppose"


def test_what_was_opened_stays_open(visit, site, monkeypatch):
    monkeypatch.setattr(facets, "LISTED", 9)
    page = visit("/statements/")
    page.locator("#rest_issue summary").click()
    third = page.locator("#rest_issue input").first
    value = third.get_attribute("value")
    third.check()
    expect(page).to_have_url(f"{site}/statements/?issue={value}")
    expect(page.locator("#rest_issue")).to_have_attribute("open", "")
    expect(page.locator("details[open]")).to_have_count(1)
