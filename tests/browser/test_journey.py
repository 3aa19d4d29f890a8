"""The analyst's path from the first page to a shared comparison, with script and without."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

SANCTIONS = "Further UN sanctions on North Korea"
WITHOUT_SCRIPT = {"java_script_enabled": False}
BOTH_WAYS = pytest.mark.parametrize("options", [{}, WITHOUT_SCRIPT], ids=["with script", "without script"])


def found(page, words):
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def follow(page, link):
    """Click, and wait until the page it leads to has loaded its script as well."""
    with page.expect_navigation():
        link.click()


def see_one_in_its_article(page):
    """Follow the first statement of a list to its own page, then to its mark in the article."""
    words = page.locator(".entry blockquote").first.inner_text()
    page.locator(".entry blockquote a").first.click()
    expect(page.locator(".saying")).to_have_text(words)
    marked = page.locator(".passage mark").inner_text()
    number = page.url.split("/statements/")[1].split("/")[0]
    page.locator("dl.facts a[href*='#']").click()
    expect(page).to_have_url(f"{page.url.split('#')[0]}#s{number}")
    expect(page.locator(f"#s{number} + a.st")).to_have_text(marked)
    expect(page.locator(f"#s{number} + a.st")).to_be_in_viewport()


def share(page):
    page.get_by_role("link", name="Cite a fixed version").click()
    page.get_by_label("Title").fill("Three on sanctions")
    page.get_by_label("Note").fill("For the meeting.")
    page.get_by_role("button", name="Keep this version").click()
    page.wait_for_url("**/c/*/")


def words(page):
    """The table of the statements behind the picture."""
    return page.get_by_role("table", name="In their words")


def rows(page):
    return page.get_by_role("row").all_inner_texts()


def checksum(page):
    return page.locator(".foot code").last.inner_text()


def assert_frozen(page):
    found(page, "Three on sanctions")
    expect(page.locator("#changes")).to_have_text("Nothing in it has changed since.")
    expect(page.locator("main").get_by_role("button").filter(has_not_text="Copy")).to_have_count(0)
    expect(
        page.locator("main :is(form, select, textarea:not([readonly]), input:not([readonly]))")
    ).to_have_count(0)


def test_an_analyst_reads_a_statement_in_its_article(visit, site):
    page = visit("/")
    follow(page, page.get_by_role("navigation").get_by_role("link", name="Statements"))
    page.get_by_role("group", name="Country").get_by_label("Russia").check()
    found(page, "29 statements by Russia")
    page.get_by_label("from", exact=True).fill("2017-07-06")
    page.get_by_label("to", exact=True).fill("2017-07")
    page.get_by_label("to", exact=True).press("Enter")
    expect(page).to_have_url(f"{site}/statements/?country=RUS&said_after=2017-07-06&said_before=2017-07")
    found(page, "5 statements by Russia")
    expect(page.locator(".entry time[datetime^='2017-07']")).to_have_count(5)
    see_one_in_its_article(page)


def test_an_analyst_shares_what_was_compared(visit, site):
    page = visit("/")
    follow(page, page.get_by_role("navigation").get_by_role("link", name="Compare"))
    for number, country in enumerate(["Russia", "China", "United States"], start=1):
        page.get_by_role("group", name="Countries").get_by_label(country).check()
        expect(words(page).get_by_role("columnheader")).to_have_count(number)
    page.get_by_text("All issues").click()
    page.get_by_label(SANCTIONS).check()
    page.keyboard.press("Escape")
    expect(words(page).get_by_role("rowheader")).to_have_count(1)
    compared = rows(page)
    share(page)
    reader = visit(page.url.removeprefix(site))
    assert rows(reader) == rows(page) == compared
    assert checksum(reader) == checksum(page)
    assert_frozen(reader)


def test_the_address_of_a_fixed_version_is_copied_by_its_button(browser, site):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{site}/compare/?country=CHN&country=RUS")
    share(page)
    page.locator("[data-copy=address]").click()
    expect(page.locator("[data-copy=address]")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    context.close()


def test_the_checksum_is_the_one_for_machines(visit):
    page = visit("/compare/?country=RUS&country=CHN")
    share(page)
    for_machines = page.request.get(page.url.rstrip("/") + ".json").json()
    assert checksum(page) == for_machines["checksum"]


def test_statements_are_found_without_script(visit, site):
    page = visit("/statements/", **WITHOUT_SCRIPT)
    page.get_by_role("group", name="Country").get_by_label("Russia").check()
    page.get_by_label("from", exact=True).fill("2017-07-06")
    page.get_by_role("button", name="Apply filters").click()
    found(page, "11 statements by Russia")
    see_one_in_its_article(page)


def test_more_statements_are_shown_without_script(visit):
    page = visit("/statements/", **WITHOUT_SCRIPT)
    first = page.locator(".entry").evaluate_all("cards => cards.map(card => card.id)")
    page.get_by_role("link", name="Show more").click()
    page.wait_for_url("**cursor=**")
    found(page, "79 statements")
    second = page.locator(".entry").evaluate_all("cards => cards.map(card => card.id)")
    assert len(set(first + second)) == 50


def test_a_comparison_is_shared_without_script(visit, site):
    page = visit("/compare/", **WITHOUT_SCRIPT)
    for country in ["Russia", "China", "United States"]:
        page.get_by_role("group", name="Countries").get_by_label(country).check()
    page.get_by_text("All issues").click()
    page.get_by_label(SANCTIONS).check()
    page.locator("#c_issues").get_by_role("button", name="Show").click()
    expect(words(page).get_by_role("rowheader")).to_have_text(
        f"{SANCTIONS} China and Russia oppose; the United States supports over time: {SANCTIONS}"
    )
    compared = rows(page)
    share(page)
    reader = visit(page.url.removeprefix(site), **WITHOUT_SCRIPT)
    assert rows(reader) == rows(page) == compared
    assert checksum(reader) == checksum(page)
    assert_frozen(reader)


@BOTH_WAYS
def test_what_was_shared_is_carried_away(visit, site, options):
    page = visit("/compare/?country=CHN&country=RUS", **options)
    share(page)
    shown = rows(page)
    expect(page.get_by_role("link", name="BibTeX")).to_be_visible()
    frame = page.get_by_label("Code for a page of your own").input_value()
    embedded = visit(frame.split('src="')[1].split('"')[0].removeprefix(site), **options)
    assert rows(embedded) == shown
    expect(embedded.get_by_role("navigation")).to_have_count(0)
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation")).to_have_count(0)
    expect(page.get_by_role("table").first).to_be_visible()


def test_a_comparison_is_built_and_shared_by_keyboard_alone(visit):
    page = visit("/compare/")
    countries = page.get_by_role("group", name="Countries")
    for country in ["Russia", "China"]:
        countries.get_by_label(country).focus()
        page.keyboard.press("Space")
        expect(countries.get_by_label(country)).to_be_checked()
        expect(words(page).get_by_role("columnheader").filter(has_text=country)).to_have_count(1)
    page.get_by_role("link", name="Cite a fixed version").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Keep this version").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/c/*/")
    found(page, "China and Russia")


@BOTH_WAYS
def test_a_bloc_and_a_speaker_are_compared_month_by_month(visit, options):
    page = visit("/compare/?issue=military-force&actor=sergei-lavrov", **options)
    page.locator("#c_blocs summary").click()
    page.get_by_label("P5").check()
    page.get_by_label("columns").select_option("by month")
    if options:
        page.locator("#pick > button").click()
    expect(page).to_have_url(re.compile(r"\?bloc=p5&actor=sergei-lavrov&issue=military-force&by=month$"))
    heads = page.get_by_role("columnheader")
    expect(heads.nth(1)).to_contain_text("July 2017")
    rows = page.get_by_role("rowheader")
    expect(rows).to_have_text([re.compile("^P5"), re.compile("^Sergei Lavrov")])
    found(page, "Military force against North Korea: P5 and Sergei Lavrov, by month")
    compared = page.get_by_role("row").all_inner_texts()
    share(page)
    assert page.get_by_role("row").all_inner_texts() == compared[: len(rows.all()) + 1]
