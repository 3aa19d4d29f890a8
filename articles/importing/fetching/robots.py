"""What sites let be fetched (robots.txt, RFC 9309); each is asked at most once a day."""

import threading
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from cachetools import TTLCache
from protego import Protego

from articles.importing.fetching.failures import NotFetched
from articles.importing.fetching.pages import NAME, Limits, Page, fetch

A_DAY = 24 * 3600
MOST_SITES = 10_000
MOST_BYTES = 500_000  # more is not read; the standard demands that much


class Robots:
    """The rules of the sites that this process fetches from. ``read`` fetches a robots.txt."""

    def __init__(
        self, read: Callable[[str], Page] | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._read = read or _read
        self._rules: TTLCache[str, Protego] = TTLCache(MOST_SITES, A_DAY, clock)
        self._lock = threading.Lock()

    def check(self, address: str) -> None:
        """NotFetched if the site does not let this page be fetched, or cannot say so now."""
        if not self._of(address).can_fetch(address, NAME):
            host = urlsplit(address).hostname
            raise NotFetched(
                f"{host} asks programs not to fetch this page (robots.txt). "
                "Save the page in a browser, and upload the file."
            )

    def pause(self, address: str) -> float:
        """How many seconds the site asks to leave between two requests; 0 if it does not say."""
        return self._of(address).crawl_delay(NAME) or 0.0

    def _of(self, address: str) -> Protego:
        parts = urlsplit(address)
        site = f"{parts.scheme}://{parts.netloc}"
        with self._lock:
            rules = self._rules.get(site)
        if rules is None:
            rules = self._asked(site)
            with self._lock:
                self._rules[site] = rules
        return rules

    def _asked(self, site: str) -> Protego:
        try:
            data = self._read(f"{site}/robots.txt").data
        except NotFetched as failure:
            if failure.status is None or failure.status >= 500 or failure.status == 429:
                raise
            data = b""  # there are no rules, or they are not for us: anybody may fetch
        return Protego.parse(data[:MOST_BYTES].decode("utf-8", "replace"))


def _read(address: str) -> Page:
    return fetch(address, limits=Limits(seconds=10, bytes=2 * MOST_BYTES), any_type=True)
