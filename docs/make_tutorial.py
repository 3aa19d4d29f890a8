"""Takes the pictures of the tutorial: pages of the demo, as an analyst gets them one after the other."""

import io
import os
import re
from collections.abc import Iterator
from pathlib import Path

from make_screenshot import ARGUMENTS, find_program, site_of
from PIL import Image
from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).resolve().parent / "tutorial"
SIZE = {"width": 1280, "height": 800}
SCALE, QUALITY = 0.7, 60
ASKED = "russia sanctions july 2017"
COMPARED = "/compare/?country=RUS&country=CHN&country=USA"


def steps(page: Page, site: str) -> Iterator[str]:
    """Goes from page to page, and names each."""
    page.goto(f"{site}/")
    yield "home"
    page.locator("#q").fill(ASKED)
    page.locator("#q").press("Enter")
    page.wait_for_url("**/statements/**")
    yield "search"
    page.locator(".acts").get_by_role("link", name="Link").first.click()
    page.wait_for_url(re.compile(r"/statements/\d+/"))
    yield "statement"
    page.goto(f"{site}{COMPARED}")
    yield "comparison"
    page.get_by_role("link", name="Cite a fixed version").click()
    page.get_by_role("button", name="Keep this version").click()
    page.wait_for_url("**/c/**")
    yield "fixed"


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with site_of() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_program(), args=ARGUMENTS)
        page = browser.new_page(viewport=SIZE, color_scheme="light")
        for name in steps(page, site):
            page.wait_for_load_state("networkidle")
            picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            size = (round(picture.width * SCALE), round(picture.height * SCALE))
            picture.resize(size, Image.Resampling.LANCZOS).save(
                FOLDER / f"{name}.webp", quality=QUALITY, method=6
            )
        browser.close()


if __name__ == "__main__":
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright keeps a loop in this thread
    main()
