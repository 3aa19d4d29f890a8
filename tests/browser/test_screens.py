"""Narrow and wide, light and dark, and on paper."""

import pytest
from playwright.sync_api import expect

from tests.browser.public import THREE

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PHONE = {"width": 390, "height": 844}
BACKGROUND = "getComputedStyle(document.body).backgroundColor"


def test_on_a_phone_the_results_come_first(visit):
    page = visit("/statements/", viewport=PHONE)
    expect(page.get_by_role("form", name="Filters")).to_be_hidden()
    expect(page.locator(".entry").first).to_be_in_viewport()
    page.get_by_text("Filters", exact=True).click()
    expect(page.get_by_role("form", name="Filters")).to_be_visible()


def test_on_a_phone_the_filters_stay_open_while_choosing(visit):
    page = visit("/statements/", viewport=PHONE)
    page.locator("#fold").focus()
    page.keyboard.press("Space")
    page.locator("#f_country_CHN").check()
    expect(page.get_by_role("heading", level=1)).to_have_text("13 statements by China")
    expect(page.get_by_role("form", name="Filters")).to_be_visible()
    expect(page.locator("#f_country_CHN")).to_be_focused()
    expect(page.locator("label[for=fold]")).to_have_text("Filters 1")


def test_the_reader_chooses_light_or_dark(visit):
    page = visit("/statements/", color_scheme="light")
    light = page.evaluate(BACKGROUND)
    page.emulate_media(color_scheme="dark")
    assert (light, page.evaluate(BACKGROUND)) == ("rgb(251, 250, 247)", "rgb(19, 22, 26)")


@pytest.mark.parametrize("address", ["/statements/?review=all", f"/compare/?{THREE}"])
def test_a_stance_has_a_shape_and_not_only_a_colour(visit, address):
    page = visit(address)
    shapes = {"supports": "support", "opposes": "oppose", "conditional": "conditional", "neutral": "neutral"}
    is_list = address.startswith("/statements/")
    labels = page.get_by_role("group", name="Stance") if is_list else page.locator(".legend").first
    told = {label.strip() for label in labels.locator(".stance").all_inner_texts()}
    # No machine's reading is neutral, and of the samples no editor's is: the filter offers the other three.
    assert told == set(shapes) - ({"neutral"} if is_list else set())
    for word, shape in shapes.items():
        for mark in page.locator(".stance", has_text=word).all():
            expect(mark.locator("use")).to_have_attribute("href", f"#m-{shape}")


def test_a_printed_comparison_is_the_table_alone(visit):
    page = visit(f"/compare/?{THREE}")
    page.emulate_media(media="print")
    expect(page.get_by_role("table").first).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for aside in (".top", ".site", ".setbar", ".skip", ".button >> nth=0"):
        expect(page.locator(aside)).to_be_hidden()
