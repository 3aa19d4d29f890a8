"""Takes a picture of every kind of public page: light, dark and on paper, on a desk and on a phone.

    python docs/make_pictures.py [--statements N] [--only NAME] [--whole FOLDER]

One sheet a page in docs/pictures/, of the demo and of a synthetic record: what it shows at 1280 and 390
pixels, light and dark, and printed. Sheets are small; --whole keeps every picture as it was taken, too.
"""

import argparse
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from make_screenshot import ARGUMENTS, find_program, site_of
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

SHEETS = Path(__file__).resolve().parent / "pictures"
TALLEST = 1500  # pixels of a page that a sheet shows
SCALE = 0.35
QUALITY = 40  # of WebP, 0 to 100; less for what would be too large
SHOWN: tuple[tuple[str, int, dict[str, Any]], ...] = (
    ("light", 1280, {"color_scheme": "light"}),
    ("dark", 1280, {"color_scheme": "dark"}),
    ("light", 390, {"color_scheme": "light"}),
    ("dark", 390, {"color_scheme": "dark"}),
    ("print", 794, {"media": "print", "color_scheme": "light"}),  # A4 at 96 pixels an inch
)
LARGEST = 60_000  # bytes of a sheet, for every clone carries them


def demo_pages() -> Iterator[tuple[str, str]]:
    from tests.browser.public import PAGES

    for name, address in PAGES.items():
        yield f"demo-{_short(name)}", address()


def synthetic_pages() -> Iterator[tuple[str, str]]:
    from articles.models import Article, Bloc
    from benchmarks import pages

    for name, address in pages.addresses():
        yield f"20000-{_short(name)}", address
    issue = next(address for name, address in pages.addresses() if name == "issue").split("/")[2]
    three = next(address for name, address in pages.addresses() if name == "comparison of 3")
    yield "20000-comparison-by-year", f"{three}&issue={issue}&by=year"
    yield "20000-article", Article.objects.earliest("pk").get_absolute_url()
    yield "20000-bloc", Bloc.objects.earliest("pk").get_absolute_url()
    yield "20000-values", "/statements/by/actor/"


def _short(name: str) -> str:
    return name.replace(", ", "-").replace(" ", "-").replace("_", "-")


def take(browser: Browser, address: str, sheet: Path, whole: Path | None) -> None:
    panes = []
    for name, width, media in SHOWN:
        with browser.new_context(viewport={"width": width, "height": 900}) as context:
            page = context.new_page()
            page.emulate_media(**media)
            page.goto(address, wait_until="networkidle")
            picture = page.screenshot(full_page=True)
            if whole:
                (whole / f"{sheet.stem}-{name}-{width}.png").write_bytes(picture)
            panes.append(_pane(Image.open(io.BytesIO(picture)).convert("RGB")))
    joined, quality = _joined(panes), QUALITY
    joined.save(sheet, quality=quality, method=6)
    while sheet.stat().st_size > LARGEST and quality > 10:
        quality -= 10
        joined.save(sheet, quality=quality, method=6)


def _pane(picture: Image.Image) -> Image.Image:
    part = picture.crop((0, 0, picture.width, min(picture.height, TALLEST)))
    return part.resize((round(part.width * SCALE), round(part.height * SCALE)), Image.Resampling.LANCZOS)


def _joined(panes: list[Image.Image]) -> Image.Image:
    gap = 8
    size = sum(pane.width + gap for pane in panes) - gap, max(pane.height for pane in panes)
    sheet, at = Image.new("RGB", size, "#888888"), 0
    for pane in panes:
        sheet.paste(pane, (at, 0))
        at += pane.width + gap
    return sheet


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--statements", type=int, default=20_000)
    parser.add_argument("--only", default="", help="take those whose name holds this")
    parser.add_argument("--whole", type=Path, help="keep every picture in this folder, as it was taken")
    arguments = parser.parse_args()
    SHEETS.mkdir(exist_ok=True)
    if arguments.whole:
        arguments.whole.mkdir(parents=True, exist_ok=True)
    for statements, pages in ((0, demo_pages), (arguments.statements, synthetic_pages)):
        if arguments.only.startswith("demo" if statements else "20000"):
            continue
        with site_of(statements) as site:
            # Asked for outside of playwright, within which Django opens connections that nobody would close.
            wanted = [(name, path) for name, path in pages() if arguments.only in name]
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=find_program(), args=ARGUMENTS)
                for name, path in wanted:
                    take(browser, site + path, SHEETS / f"{name}.webp", arguments.whole)
                browser.close()


if __name__ == "__main__":
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright keeps a loop in this thread
    main()
