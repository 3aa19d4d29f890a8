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
VIEWPORT = {"width": 1280, "height": 720}  # Playwright's own
PATIENCE = 30_000  # milliseconds; machines that run tests may be busy
OUTRUN = ("htmx:afterRequest", "htmx:sendAbort")  # an answer that a later choice made useless
# A conflict, or a form with something to mend: the page tells which.
REFUSED = tuple(f"Failed to load resource: the server responded with a status of {n}" for n in (409, 422))

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


class Visits:
    """Opens addresses in a reader's fresh browser, and notes what that complains of.

    To start one costs more than to show a page. So a window goes back to the idle ones when its test is over,
    as good as new, and the next test that wants one of its kind gets it, unless ``keeps`` is false.
    """

    def __init__(self, browser, site, idle):
        self.browser, self.site, self.idle = browser, site, idle
        self.opened, self.complaints, self.keeps = [], [], True

    def __call__(self, address="/", **options):
        kind = repr(sorted(options.items()))
        page = self.idle.pop(kind, None) or self.browser.new_context(base_url=self.site, **options).new_page()
        self.opened.append((page, kind, options))
        for event, listener in self.listeners().items():
            page.context.on(event, listener)
        page.goto(address)
        return page

    def listeners(self):
        return {"console": self.said, "response": _tell, "weberror": self.failed, "request": self.asked}

    def said(self, message):
        if not message.text.startswith((*OUTRUN, *REFUSED)):
            self.complaints.append(message.text)

    def failed(self, event):
        self.complaints.append(str(event.error))

    def asked(self, request):
        if not request.url.startswith((self.site, "about:blank")):
            self.complaints.append(request.url)

    def end(self):
        for page, kind, options in self.opened:
            if self.keeps and kind not in self.idle:
                self.make_new(page, options)
                self.idle[kind] = page
            else:
                page.context.close()
        assert self.complaints == []

    def make_new(self, page, options):
        """Nothing is left of what the test did."""
        for other in page.context.pages:
            if other != page:
                other.close()
        page.unroute_all(behavior="ignoreErrors")
        page.context.new_cdp_session(page).send("Network.clearBrowserCache")
        page.evaluate("localStorage.clear(), sessionStorage.clear()")
        page.context.clear_cookies()
        page.set_viewport_size(options.get("viewport", VIEWPORT))
        page.emulate_media(media="screen", color_scheme=options.get("color_scheme", "light"))
        page.goto("about:blank")
        for event, listener in self.listeners().items():
            page.context.remove_listener(event, listener)


@pytest.fixture(scope="package")
def idle(browser):
    """Windows that no test uses at present, by their options."""
    pages = {}
    yield pages
    for page in pages.values():
        page.context.close()


@pytest.fixture
def visit(browser, site, idle):
    """Opens an address in a reader's fresh browser; at the end no browser may have complained."""
    visits = Visits(browser, site, idle)
    yield visits
    visits.end()
