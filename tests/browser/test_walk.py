"""Five minutes of an analyst, from a question to figures: on a desk, on a phone and without script."""

import csv
import io

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

WAYS = {
    "desk": {"viewport": {"width": 1280, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}},
    "without script": {"viewport": {"width": 1280, "height": 900}, "java_script_enabled": False},
}


def choose(page, menu, *labels):
    """Open a menu of the builder, choose in it, and have it shown."""
    page.locator(f"#{menu} summary").click()
    for label in labels:
        page.locator(f"#{menu}").get_by_label(label, exact=True).check()
    page.locator(f"#{menu}").get_by_role("button", name="Show").click()


def compared(page):
    return page.locator("#pick .chips li > span")


@pytest.mark.parametrize("way", WAYS)
def test_from_a_question_to_figures(visit, site, way):
    page = visit("/", **WAYS[way])
    page.locator("#q").fill("russia sanctions july 2017")
    page.locator("#q").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("2 statements by Russia")
    expect(page.locator(".understood")).to_contain_text("July 2017")

    page.get_by_role("link", name="Compare these").click()
    expect(compared(page)).to_have_text(["Russia"])
    if way == "phone":
        page.get_by_text("Change what is compared").click()
    choose(page, "c_countries", "China", "United States")
    expect(compared(page)).to_have_text(["China", "Russia", "United States"])
    choose(page, "c_issues", "Military force against North Korea")
    picture = page.get_by_role("table").first
    expect(picture.get_by_role("rowheader")).to_have_count(2)

    page.get_by_role("link", name="over time").first.click()
    expect(page.locator("#_timeline")).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="Cite a fixed version").click()
    page.get_by_role("button", name="Keep this version").click()
    page.wait_for_url("**/c/*/")
    expect(page.get_by_text("Nothing in it has changed since.")).to_be_visible()
    expect(page.get_by_role("region", name="Footnote")).to_contain_text(page.url)
    page.emulate_media(media="print")
    expect(page.get_by_role("table").first).to_be_visible()
    expect(page.get_by_role("navigation")).to_have_count(0)
    page.emulate_media(media="screen")

    page.get_by_role("link", name="See it as of now").click()
    page.locator("#c_files summary").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text(encoding="utf-8"))))
    assert [(row["issue"], row["column"]) for row in rows] == [
        (issue, country)
        for issue in dict.fromkeys(row["issue"] for row in rows)
        for country in ("CHN", "RUS", "USA")
    ]
    assert len(rows) == 6
    assert {row["stance"] for row in rows} <= {"support", "oppose", "conditional", ""}
