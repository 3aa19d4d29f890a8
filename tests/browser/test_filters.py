"""Filtering by htmx: one part of the page changes, and the address always tells what is shown."""

import pytest
from playwright.sync_api import expect

from articles.models import OFFICIAL, Statement

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def statements(visit):
    """The list in a window that knows whether it was ever loaded anew."""
    page = visit("/statements/")
    page.evaluate("window.stays = true")
    return page


def found(page, words):
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def option(page, facet, label):
    return page.get_by_role("group", name=facet).get_by_role("checkbox", name=label)


def is_whole(page):
    expect(page.get_by_role("navigation", name="Site")).to_be_visible()
    expect(page.get_by_role("contentinfo")).to_have_count(1)


def test_a_filter_changes_everything_in_place(statements, site):
    page = statements
    option(page, "Country", "China").check()
    found(page, "13 statements by China")
    expect(page).to_have_url(f"{site}/statements/?country=CHN")
    expect(page).to_have_title("13 statements · Demarche")
    expect(page.locator(".entry")).to_have_count(13)
    expect(page.locator(".entry", has=page.get_by_title("China"))).to_have_count(13)
    expect(page.get_by_role("list", name="Active filters").locator(".chip")).to_have_text("China")
    expect(option(page, "Speaker", "Liu Jieyi")).to_be_visible()
    expect(option(page, "Speaker", "Nikki Haley")).to_have_count(0)
    expect(page.get_by_role("status")).to_have_text("13 statements by China")
    assert page.evaluate("window.stays")


def test_a_chip_takes_its_filter_away(statements, site):
    page = statements
    option(page, "Country", "China").check()
    found(page, "13 statements by China")
    option(page, "Stance", "opposes").check()
    found(page, "6 statements by China")
    page.get_by_role("link", name="Remove China").click()
    found(page, "34 statements")
    expect(page).to_have_url(f"{site}/statements/?stance=oppose")
    expect(option(page, "Country", "China")).not_to_be_checked()
    assert page.evaluate("window.stays")


def test_the_order_is_chosen_from_a_list_that_grows_with_the_words(statements, site):
    page = statements
    order = page.get_by_role("combobox", name="Order")
    expect(order.get_by_role("option")).to_have_text(
        ["newest first", "oldest first", "by the machine’s confidence"]
    )
    order.select_option("oldest first")
    expect(page).to_have_url(f"{site}/statements/?sort=oldest")
    page.locator("#q").fill("talk*")
    page.locator("#q").press("Enter")
    expect(page).to_have_url(f"{site}/statements/?q=talk%2A&sort=oldest")
    expect(order.get_by_role("option")).to_have_count(4)
    order.select_option("best match first")
    expect(page).to_have_url(f"{site}/statements/?q=talk%2A&sort=relevance")
    expect(page.locator(".entry").first.locator("mark").first).to_be_visible()
    assert page.evaluate("window.stays")


def test_without_a_script_the_order_is_in_the_address(visit, site):
    page = visit("/statements/?q=%22sanctions%22", java_script_enabled=False)
    page.get_by_role("combobox", name="Order").select_option("best match first")
    page.get_by_role("button", name="Apply filters").click()
    expect(page.get_by_role("combobox", name="Order")).to_have_value("relevance")
    assert "sort=relevance" in page.url


def test_two_quick_choices_both_count(statements):
    page = statements
    page.route("**/statements/?*", lambda route: None, times=1)  # the first answer is never heard
    with page.expect_request("**/statements/?*"):
        option(page, "Country", "China").check()
    option(page, "Stance", "opposes").check()
    found(page, "6 statements by China")
    expect(option(page, "Stance", "opposes")).to_be_checked()


def test_a_choice_counts_while_an_answer_is_on_its_way(statements, visit):
    """The answer to the first would put another form in its place before the second is sent."""
    page, held, visit.keeps = statements, [], False  # its clock is another one for good
    page.clock.install()
    page.route("**/statements/?*", lambda route: held.append(route), times=1)
    with page.expect_request("**/statements/?*"):
        option(page, "Country", "China").check()
        page.clock.run_for(100)
    page.clock.pause_at("2100-01-01")
    option(page, "Stance", "opposes").check()
    held[0].continue_()
    assert held[0].request.response() is None  # given up
    page.clock.resume()
    found(page, "6 statements by China")
    expect(option(page, "Stance", "opposes")).to_be_checked()


def test_a_choice_made_right_after_an_answer_counts(statements):
    page = statements
    page.evaluate(
        """document.addEventListener("htmx:afterSwap", () => setTimeout(() => {
            document.getElementById("f_stance_oppose").click();
        }), { once: true })"""
    )
    option(page, "Country", "China").check()
    found(page, "6 statements by China")


@pytest.mark.parametrize(
    ("address", "menu", "box", "heading"),
    [
        ("/statements/", "", "#f_country_CHN", "13 statements by China"),
        ("/compare/?country=RUS", "#c_countries summary", "#c_CHN", "China and Russia"),
    ],
)
def test_a_choice_made_before_the_script_has_loaded_counts(visit, address, menu, box, heading):
    page, held = visit("/"), []
    page.route("**/htmx*.js", lambda route: held.append(route))
    page.goto(address, wait_until="commit")
    if menu:
        page.locator(menu).click()
    page.locator(box).check()
    held[0].continue_()
    found(page, heading)
    expect(page.locator(box)).to_be_checked()


@pytest.mark.parametrize("forget", ["", "sessionStorage.removeItem('htmx-history-cache')"])
def test_back_and_forward_show_what_was_there(statements, site, forget):
    page = statements
    option(page, "Country", "China").check()
    found(page, "13 statements by China")
    page.evaluate(forget)
    page.go_back()
    found(page, "79 statements")
    expect(page).to_have_url(f"{site}/statements/")
    expect(option(page, "Country", "China")).not_to_be_checked()
    is_whole(page)
    page.go_forward()
    found(page, "13 statements by China")
    expect(page).to_have_url(f"{site}/statements/?country=CHN")
    expect(option(page, "Country", "China")).to_be_checked()
    is_whole(page)


def test_back_from_another_page_brings_a_whole_page(visit):
    """The browser's cache must not take the fragment, fetched from the same address, for the page."""
    page = visit("/statements/?country=CHN&stance=oppose")
    page.get_by_role("link", name="Remove opposes").click()
    found(page, "13 statements by China")
    page.locator(".entry blockquote a").first.click()
    expect(page.get_by_role("heading", name="In its article")).to_be_visible()
    page.go_back()
    found(page, "13 statements by China")
    is_whole(page)


def test_the_pushed_address_loads_the_same(statements):
    page = statements
    option(page, "Country", "China").check()
    found(page, "13 statements by China")
    before = page.locator("main").inner_text()
    page.reload()
    is_whole(page)
    assert page.locator("main").inner_text() == before


def test_words_are_searched_once_when_enter_is_pressed(statements, site):
    page, sent = statements, []
    page.on("request", lambda request: sent.append(request) if request.resource_type == "xhr" else None)
    page.locator("#q").fill("roadmap")
    page.locator("#q").press("Enter")
    expect(page).to_have_url(f"{site}/statements/?q=roadmap")
    expect(page.locator(".entry").first).to_contain_text("roadmap")
    assert len([request for request in sent if "/suggest/" not in request.url]) == 1


def test_show_more_appends_until_all_are_there(visit, site):
    page = visit("/statements/?review=all")
    total = Statement.objects.with_suggestions().voiced(*OFFICIAL).count()
    for shown in range(25, total, 25):
        expect(page.locator(".entry")).to_have_count(shown)
        page.get_by_role("link", name="Show more").click()
    expect(page.locator(".entry")).to_have_count(total)
    expect(page.get_by_role("link", name="Show more")).to_have_count(0)
    assert len(set(page.locator(".entry").evaluate_all("cards => cards.map(card => card.id)"))) == total
    assert page.url == f"{site}/statements/?review=all"


def test_other_voices_are_a_click_away_and_chosen_by_boxes(statements):
    page = statements
    found(page, "79 statements")
    option(page, "Voice", "other voices").check()
    found(page, "2 statements")
    expect(page.locator(".entry .voice")).to_have_text(["other voice"] * 2)
    page.get_by_role("link", name="Clear all").click()
    found(page, "79 statements")
    page.get_by_role("link", name="show all").click()
    found(page, "81 statements")
    for label in ("states", "international bodies", "other voices"):
        expect(option(page, "Voice", label)).to_be_checked()
    expect(page.get_by_role("link", name="show all")).to_have_count(0)


@pytest.mark.parametrize("label", ["from", "to"])
def test_a_bad_date_is_explained_beside_its_field(statements, label):
    page = statements
    field = page.get_by_label(label, exact=True)
    field.fill("2017-13")
    field.press("Tab")
    expect(field).to_have_accessible_description("“2017-13” is not a day of the calendar.")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".entry")).to_have_count(0)
    found(page, "0 statements")
    field.fill("2017-07")
    field.press("Enter")
    expect(page.locator(".entry").first).to_be_visible()
    assert page.evaluate("window.stays")


def test_a_day_is_picked_from_a_calendar_beside_its_field(statements, site):
    page = statements
    page.get_by_label("Calendar: from").fill(
        "2017-08-01"
    )  # what opens belongs to the browser, not to the page
    expect(page.get_by_label("from", exact=True)).to_have_value("2017-08-01")
    expect(page).to_have_url(f"{site}/statements/?said_after=2017-08-01")
    assert page.evaluate("window.stays")


def test_without_a_script_no_calendar_is_offered(visit):
    page = visit("/statements/", java_script_enabled=False)
    expect(page.get_by_label("from", exact=True)).to_be_visible()
    expect(page.get_by_label("Calendar: from")).to_be_hidden()
