"""Takes the pictures of the documentation: the demo's comparison, light and dark, in a real Chromium."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
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
    with site_of() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_program(), args=ARGUMENTS)
        take(browser, site, "light", HERE / "screenshot.png")
        take(browser, site, "dark", HERE / "screenshot-dark.png")
        browser.close()


def find_program() -> str:
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not program:
        sys.exit("No Chromium found: install one (Debian: apt-get install chromium) or name it in CHROMIUM.")
    return program


def take(browser: Browser, site: str, scheme: Literal["light", "dark"], path: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme=scheme)
    page.goto(site + ADDRESS, wait_until="networkidle")
    picture = page.screenshot()
    if len(picture) > LARGEST:
        sys.exit(f"{path.name} would have {len(picture)} bytes, more than {LARGEST}.")
    path.write_bytes(picture)


@contextmanager
def site_of(statements: int = 0) -> Iterator[str]:
    """The address of a site with the demo, or so many invented statements; all of it ends with it."""
    sys.path.insert(0, str(HERE.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diplomacy.settings")
    django.setup()
    from django.conf import settings
    from django.db import connection

    own = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = DATABASE
    with TemporaryDirectory() as index:
        settings.FACET_INDEX_DIR = index
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            _load(statements)
            yield from _serve()
        finally:
            connection.close()
            connection.close_pool()
            with connection._nodb_cursor() as cursor:  # threads of the server may still hold connections
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [DATABASE]
                )
            connection.creation.destroy_test_db(own, verbosity=0)


def _load(statements: int) -> None:
    from articles.index import maintenance
    from articles.samples import corpus, demo

    if not statements:
        demo.load(demo.make_editor())
        return
    list(corpus.load(statements, seed=1))
    corpus.analyse()
    maintenance.build()


def _serve() -> Iterator[str]:
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.test.testcases import LiveServerThread

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
