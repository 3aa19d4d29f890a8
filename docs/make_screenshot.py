"""Takes the pictures of the documentation: the demo's comparison, light and dark, in a real Chromium."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import django
from playwright.sync_api import Browser, sync_playwright

HERE = Path(__file__).resolve().parent
ADDRESS = "/compare/?country=RUS&country=CHN&country=USA"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking", "--no-first-run"]
DATABASE = "demarche_screenshot"  # beside the site's own, made for the picture and removed after it
LARGEST = 300_000  # bytes, for every clone carries them


def main() -> None:
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not program:
        sys.exit("No Chromium found: install one (Debian: apt-get install chromium) or name it in CHROMIUM.")
    with demo_site() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        take(browser, site, "light", HERE / "screenshot.png")
        take(browser, site, "dark", HERE / "screenshot-dark.png")
        browser.close()


def take(browser: Browser, site: str, scheme: Literal["light", "dark"], path: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme=scheme)
    page.goto(site + ADDRESS, wait_until="networkidle")
    picture = page.screenshot()
    if len(picture) > LARGEST:
        sys.exit(f"{path.name} would have {len(picture)} bytes, more than {LARGEST}.")
    path.write_bytes(picture)


@contextmanager
def demo_site() -> Iterator[str]:
    """The address of a site with the demo's data, on a free port; the database and the server end with it."""
    sys.path.insert(0, str(HERE.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diplomacy.settings")
    django.setup()
    from django.db import connection

    own = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = DATABASE
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        yield from _serve()
    finally:
        connection.creation.destroy_test_db(own, verbosity=0)


def _serve() -> Iterator[str]:
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.test.testcases import LiveServerThread

    from articles.samples import demo

    demo.load(demo.make_editor())
    server = LiveServerThread("127.0.0.1", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.terminate()


if __name__ == "__main__":
    main()
