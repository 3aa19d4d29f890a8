"""What a first visit costs a reader: bytes over the network, first paint on a slow processor, layout shift.

    python -m benchmarks.browser [--rounds N] [--port N]

The demo is served as `make demo` serves it. Each page is opened in a browser that has never seen the site, at
390 and 1280 pixels, with the processor slowed down fourfold; medians of the rounds.
"""

import argparse
import itertools
import statistics
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.chromium import ARGUMENTS, find_chromium

SLOWER = 4  # times
LIMITS = {"kilobytes": 80.0, "first paint": 1000.0, "layout shift": 0.0}
THREE = "country=RUS&country=CHN&country=USA"
PAGES = (
    "/",
    "/statements/",
    "/statements/?review=all&q=russia+sanctions",
    f"/compare/?{THREE}",
    "/countries/RUS/",
    "/issues/",
    "/shifts/",
    "/about/",
)
VIEWPORTS = ({"width": 390, "height": 844}, {"width": 1280, "height": 800})
OBSERVE = """
window.shifted = 0
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value
}).observe({type: "layout-shift", buffered: true})
"""
PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


@contextmanager
def served(port: int) -> Iterator[str]:
    """The demo on this port, until it is no longer needed."""
    address = f"127.0.0.1:{port}"
    with subprocess.Popen(
        [sys.executable, "manage.py", "demo", "--serve", address], stdout=subprocess.DEVNULL
    ) as server:
        try:
            while server.poll() is None and not _answers(f"http://{address}/readyz"):
                pass
            if server.returncode is not None:
                raise SystemExit(f"The demo did not start on {address}.")
            yield f"http://{address}"
        finally:
            server.terminate()


def _answers(address: str) -> bool:
    try:
        return bool(urllib.request.urlopen(address, timeout=1).status == 200)
    except (urllib.error.URLError, TimeoutError):
        return False


def visit(browser: Browser, address: str, viewport: Any) -> dict[str, float]:
    """One first visit, with nothing kept from any other."""
    with browser.new_context(viewport=viewport) as context:
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        sizes: list[float] = []
        session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
        page.add_init_script(OBSERVE)
        page.goto(address, wait_until="networkidle")
        return {
            "kilobytes": sum(sizes) / 1000,
            "first paint": page.evaluate(PAINT),
            "layout shift": page.evaluate("window.shifted"),
        }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--port", type=int, default=8479)
    arguments = parser.parse_args()
    print(f"{'page':<44}{'width':>6}{'kB':>8}{'paint ms':>10}{'shift':>8}")
    with (
        served(arguments.port) as site,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS) as browser,
    ):
        for path, viewport in itertools.product(PAGES, VIEWPORTS):
            visits = [visit(browser, site + path, viewport) for _ in range(arguments.rounds)]
            tell(path, viewport, visits)


def tell(path: str, viewport: Any, visits: list[dict[str, float]]) -> None:
    found = {name: statistics.median(visit[name] for visit in visits) for name in LIMITS}
    over = [name for name, limit in LIMITS.items() if found[name] > limit]
    print(
        f"{path:<44}{viewport['width']:>6}{found['kilobytes']:8.1f}{found['first paint']:10.0f}"
        f"{found['layout shift']:8.3f}   {'OVER: ' + ', '.join(over) if over else 'ok'}",
        flush=True,
    )


if __name__ == "__main__":
    main()
