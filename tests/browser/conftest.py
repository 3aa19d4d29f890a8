"""One Chromium and one site with the demo's data for these tests, in each worker."""

import os
import sys
from collections import defaultdict

import pytest
from django.db import connection, connections
from playwright.sync_api import expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from articles.views import memory
from tests import database
from tests.chromium import ARGUMENTS, find_chromium
from tests.samples.loading import DEMO

MISSING = "No Chromium found: install one (Debian: apt-get install chromium) or name its program in CHROMIUM"
VIEWPORT = {"width": 1280, "height": 720}  # Playwright's own
EMPTY = "/static/img/mark.svg"  # without a script
PATIENCE = 30_000  # milliseconds; machines that run tests may be busy
OUTRUN = ("htmx:afterRequest", "htmx:sendAbort")  # an answer that a later choice made useless
# A conflict, or a form with something to mend: the page tells which.
REFUSED = tuple(
    f"{words} {n}"
    for words in (
        "Failed to load resource: the server responded with a status of",
        "Response Status Error Code",
    )
    for n in (409, 422)
)


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
        DEMO.bring()
        server = LiveServer("localhost")
        yield server.url
        server.stop()
        database.empty()
        connections.close_all()  # Django opened them for the event loop, and would not find them after it


@pytest.fixture(autouse=True)
def pages_from_memory(settings, monkeypatch):
    """Here pages come from memory, as they do for readers; each test makes its own."""
    settings.FRESH_WITHIN = 0
    monkeypatch.setattr(memory, "pages", memory.Pages(settings.PAGE_MEMORY))


class Visits:
    """Opens addresses in a reader's fresh browser, and notes what that complains of.

    To start one costs more than to show a page. So a window goes back to the idle ones when its test is over,
    as good as new, and the next test that wants one of its kind gets it, unless ``keeps`` is false.
    """

    def __init__(self, browser, site, idle, sessions):
        self.browser, self.site, self.idle, self.sessions = browser, site, idle, sessions
        self.opened, self.complaints, self.keeps = [], [], True

    def __call__(self, address="/", **options):
        page = self.window(**options)
        page.goto(address)
        return page

    def logged_in(self, name, password, address, **options):
        """By the form; whoever has done so before comes back with the session that began then."""
        page = self.window(**options)
        if name in self.sessions:
            page.context.add_cookies(self.sessions[name])
            page.goto(address)
            return page
        page.goto(address)
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password").fill(password)
        with page.expect_navigation():  # and its script is there
            page.get_by_role("button", name="Log in").click()
        expect(page).to_have_url(f"{self.site}{address}")
        self.sessions[name] = page.context.cookies()
        return page

    def window(self, viewport=VIEWPORT, color_scheme="light", **options):
        kind = repr(sorted(options.items()))
        if self.idle[kind]:
            page = self.idle[kind].pop()
        else:
            page = self.browser.new_context(base_url=self.site, **options).new_page()
        self.opened.append((page, kind))
        page.set_viewport_size(viewport)
        page.emulate_media(media="screen", color_scheme=color_scheme)
        for event, listener in self.listeners().items():
            page.context.on(event, listener)
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
        for page, kind in self.opened:
            if self.keeps:
                self.make_new(page)
                self.idle[kind].append(page)
            else:
                page.context.close()
        assert self.complaints == []

    def make_new(self, page):
        """Nothing is left of what the test did.

        The window ends at a picture of the site: to leave the site, and to come back to it, would start
        a process of the browser each time.
        """
        for other in page.context.pages:
            if other != page:
                other.close()
        page.unroute_all(behavior="ignoreErrors")
        page.context.new_cdp_session(page).send("Network.clearBrowserCache")
        page.evaluate("localStorage.clear(), sessionStorage.clear()")
        page.context.clear_cookies()
        page.goto(EMPTY)
        for event, listener in self.listeners().items():
            page.context.remove_listener(event, listener)


@pytest.fixture(scope="package")
def idle(browser):
    """Windows that no test uses at present, by their options."""
    pages = defaultdict(list)
    yield pages
    for kept in pages.values():
        for page in kept:
            page.context.close()


@pytest.fixture(scope="package")
def sessions(site):
    """The cookies of those who have logged in to the site, by their names."""
    return {}


@pytest.fixture
def visit(browser, site, idle, sessions):
    """Opens an address in a reader's fresh browser; at the end no browser may have complained."""
    visits = Visits(browser, site, idle, sessions)
    yield visits
    visits.end()
