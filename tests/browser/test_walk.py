"""Five minutes of an analyst, from a question to figures: on a desk, on a phone and without script."""

import io

import pandas
import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.examples import THOROUGH

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

WAYS = {
    "desk": {"viewport": {"width": 1280, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}},
    "without script": {"viewport": {"width": 1280, "height": 900}, "java_script_enabled": False},
}
PHONE_ALONE = {"viewport": {"width": 390, "height": 844}, "java_script_enabled": False}
if THOROUGH:
    WAYS["phone without script"] = PHONE_ALONE


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
    if way.startswith("phone"):
        page.get_by_text("Change what is compared").click()
    choose(page, "c_countries", "China", "United States")
    expect(compared(page)).to_have_text(["China", "Russia", "United States"])
    choose(page, "c_issues", "Military force against North Korea")
    picture = page.get_by_role("table").first
    expect(picture.get_by_role("rowheader")).to_have_count(2)

    expect(page.locator("#_timeline .timeline")).to_have_count(2)  # of both issues, on one axis
    page.get_by_role("link", name="over time").first.click()
    expect(page.locator("#_timeline .timeline")).to_have_count(1)
    page.go_back()
    page.get_by_role("link", name="Cite a fixed version").click()
    page.get_by_role("button", name="Keep this version").click()
    page.wait_for_url("**/c/*/")
    expect(page.get_by_text("Nothing in it has changed since.")).to_be_visible()
    expect(page.get_by_role("region", name="Footnote")).to_contain_text(page.url)
    page.emulate_media(media="print")
    expect(page.get_by_role("table").first).to_be_visible()
    expect(page.get_by_role("navigation")).to_have_count(0)
    printed = PdfReader(io.BytesIO(page.pdf(format="A4")))
    first = printed.pages[0].extract_text()
    assert "Military force against North Korea" in first and page.url in first.replace("\n", "")
    page.emulate_media(media="screen")

    page.get_by_role("link", name="See it as of now").click()
    page.locator("#c_files summary").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    table = pandas.read_csv(download.value.path())
    compared_by_issue = table.groupby("issue", sort=False)["column"].apply(list)
    assert len(compared_by_issue) == 2
    assert all(columns == ["CHN", "RUS", "USA"] for columns in compared_by_issue)
    assert set(table["stance"].dropna()) <= {"support", "oppose", "conditional"}
    assert table.pivot(index="issue", columns="column", values="statements").loc[:, "USA"].sum() > 0
