"""One Chromium and one site with the demo's data for these tests, in each worker."""

import os
import shutil
import sys

import pytest
from django.db import connection, connections
from django.test import override_settings
from playwright.sync_api import expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from articles.samples import demo
from articles.views import memory
from tests import database

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",  # continuous integration runs as root
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
MISSING = "No Chromium found: install one (Debian: apt-get install chromium) or name its program in CHROMIUM"
PATIENCE = 30_000  # milliseconds; machines that run tests may be busy
OUTRUN = ("htmx:afterRequest", "htmx:sendAbort")  # an answer that a later choice made useless
CONFLICT = "Failed to load resource: the server responded with a status of 409"  # and the page tells
FAST = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])


def find_chromium():
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def _tell(response):
    """Of a test that fails, what the server answered is shown."""
    sys.stdout.write(f"{response.status} {response.url}\n")


@pytest.fixture(scope="package")
def browser():
    program = find_chromium()
    if not program:
        pytest.fail(MISSING) if os.environ.get("CI") == "true" else pytest.skip(MISSING)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        with playwright.chromium.launch(executable_path=program, args=ARGUMENTS) as chromium:
            yield chromium


@pytest.fixture(scope="package")
def site(browser, django_db_setup, django_db_blocker):
    """The address of a running site. Loading costs seconds, so all share it: who writes puts things back."""
    with django_db_blocker.unblock():
        # Without the mark django_db on the tests none is a test database, and this would empty the real one.
        assert connection.settings_dict["NAME"].startswith("test_")
        with FAST:
            demo.load(demo.make_editor())
        server = LiveServer("localhost")
        yield server.url
        server.stop()
        database.empty()
        connections.close_all()  # Django opened them for the event loop, and would not find them after it


@pytest.fixture(autouse=True)
def no_page_cache(settings, monkeypatch):
    """Here pages come from memory, as they do for readers; each test makes its own."""
    settings.FRESH_WITHIN = 0
    monkeypatch.setattr(memory, "pages", memory.Pages(settings.PAGE_MEMORY))


@pytest.fixture
def visit(browser, site):
    """Opens an address in a reader's fresh browser; at the end no browser may have complained."""
    contexts, complaints = [], []

    def open_page(address="/", **options):
        context = browser.new_context(base_url=site, **options)
        contexts.append(context)
        context.on(
            "console", lambda said: said.text.startswith((*OUTRUN, CONFLICT)) or complaints.append(said.text)
        )
        context.on("response", _tell)
        context.on("weberror", lambda event: complaints.append(str(event.error)))
        context.on("request", lambda request: request.url.startswith(site) or complaints.append(request.url))
        page = context.new_page()
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
