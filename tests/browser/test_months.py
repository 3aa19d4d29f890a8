"""The chart of dates: a bar, several bars by dragging, and by keys."""

import pytest
from playwright.sync_api import expect

from articles.browse.histogram import Dated

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PHONE = {"width": 390, "height": 844}


@pytest.fixture(autouse=True)
def eight_months(monkeypatch):
    """The demo's own statements were said within two."""
    dated = Dated({12 * 2017 + n: n + 1 for n in range(8)}, {})
    monkeypatch.setattr(Dated, "of", lambda statements: dated)


@pytest.fixture
def statements(visit):
    page = visit("/statements/")
    page.evaluate("window.stays = true")
    return page


def bars(page, chart=0):
    return page.locator(".months svg").nth(chart).locator("a")


def months(page):
    """The months that the bars stand for."""
    return [ident.removeprefix("b_month_") for ident in bars(page).evaluate_all("all => all.map(a => a.id)")]


def middle(bar):
    place = bar.locator(".hit").bounding_box()
    return place["x"] + place["width"] / 2, place["y"] + place["height"] / 2


def drag(page, first, last):
    page.mouse.move(*middle(bars(page).nth(first)))
    page.mouse.down()
    page.mouse.move(*middle(bars(page).nth(last)), steps=4)


def narrowed(page, site, first, last):
    expect(page).to_have_url(f"{site}/statements/?said_after={first}&said_before={last}")


def test_a_bar_narrows_to_its_month_in_place(statements, site):
    page, all_months = statements, months(statements)
    bars(page).nth(1).click()
    narrowed(page, site, all_months[1], all_months[1])
    expect(page.get_by_label("from", exact=True)).to_have_value(all_months[1])
    assert months(page) == all_months
    assert bars(page).evaluate_all("all => all.map(a => a.matches('.chosen'))")[:3] == [False, True, False]
    assert page.evaluate("window.stays")
    page.get_by_role("link", name="All time", exact=True).click()
    expect(page).to_have_url(f"{site}/statements/")


@pytest.mark.parametrize(("first", "last"), [(1, 4), (4, 1)])
def test_dragging_chooses_from_the_first_to_the_last(statements, site, first, last):
    page, all_months = statements, months(statements)
    drag(page, first, last)
    expect(page.locator(".picked")).to_have_count(4)
    page.mouse.up()
    narrowed(page, site, all_months[1], all_months[4])
    assert page.evaluate("window.stays")


def test_a_drag_that_leaves_the_chart_ends_at_its_end(statements, site):
    page, all_months = statements, months(statements)
    page.mouse.move(*middle(bars(page).nth(3)))
    page.mouse.down()
    page.mouse.move(2, 500, steps=3)
    page.mouse.up()
    narrowed(page, site, all_months[0], all_months[3])


def test_the_other_filters_stay(visit, site):
    page = visit("/statements/?country=CHN")
    all_months = months(page)
    drag(page, 0, 1)
    page.mouse.up()
    expect(page).to_have_url(
        f"{site}/statements/?country=CHN&said_after={all_months[0]}&said_before={all_months[1]}"
    )


def test_a_finger_can_drag(browser, site):
    context = browser.new_context(base_url=site, viewport=PHONE, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto("/statements/")
    all_months = months(page)
    (x, y), (there, _) = middle(bars(page).nth(1)), middle(bars(page).nth(3))
    touch = context.new_cdp_session(page)
    for kind, places in [("Start", [x]), ("Move", [x + 4]), ("Move", [there]), ("End", [])]:
        points = [{"x": place, "y": y} for place in places]
        touch.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})
    narrowed(page, site, all_months[1], all_months[3])
    context.close()


def test_keys_move_choose_and_apply(statements, site):
    page, all_months = statements, months(statements)
    assert bars(page).evaluate_all("all => all.filter(a => a.tabIndex === 0).length") == 1
    bars(page).last.focus()
    page.keyboard.press("Home")
    expect(bars(page).first).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(bars(page).nth(1)).to_be_focused()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".picked")).to_have_count(3)
    names = [bars(page).nth(n).get_attribute("aria-label").split(":")[0] for n in (1, 3)]
    expect(page.get_by_role("status")).to_have_text(" to ".join(names))
    page.keyboard.press("Enter")
    narrowed(page, site, all_months[1], all_months[3])
    expect(bars(page).nth(3)).to_be_focused()


def test_escape_forgets_what_was_chosen(statements, site):
    page, all_months = statements, months(statements)
    bars(page).nth(2).focus()
    page.keyboard.press("Shift+ArrowLeft")
    expect(page.locator(".picking")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".picking")).to_have_count(0)
    page.keyboard.press("Enter")
    narrowed(page, site, all_months[1], all_months[1])


def test_a_link_with_another_button_or_key_stays_a_link(statements, site):
    page, all_months = statements, months(statements)
    with page.context.expect_page() as opened:
        bars(page).nth(1).click(modifiers=["Control"])
    expect(opened.value).to_have_url(
        f"{site}/statements/?said_after={all_months[1]}&said_before={all_months[1]}"
    )
    assert page.url == f"{site}/statements/"


def test_without_a_script_bars_are_links(visit, site):
    page = visit("/statements/", java_script_enabled=False)
    all_months = months(page)
    bars(page).nth(1).click()
    narrowed(page, site, all_months[1], all_months[1])


def test_the_same_can_be_read_as_a_table(statements):
    page = statements
    page.get_by_text("As a table").click()
    rows = page.locator("#table_month tbody tr")
    labels = bars(page).evaluate_all("all => all.map(a => a.getAttribute('aria-label'))")
    cells = [row.replace("\t", ": ") for row in rows.all_inner_texts()]
    assert cells == [label.replace(" statements", "").replace(" statement", "") for label in labels]
