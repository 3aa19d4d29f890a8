"""What search, fixed versions and long pages cost at a million statements, beside the release before.

    python -m benchmarks.million [--statements N] [--rounds N] [--before TREE [--same-record]] [--alone]

Two servers of one process each run at once and are asked in turn: this tree's, and that of the last commit
before search and comparisons were rebuilt, on a record with the same statements. That commit is unpacked
from Git beside the databases, or is TREE; with --same-record both work on one database, which TREE's schema
must fit, each with an index of its own. Pages are asked for as by somebody who is logged in, so that each
is made anew; milliseconds over HTTP to the last byte. Words that are searched for are new to the server.
Heights are those of Chromium at 1280 pixels. The databases stay for next time.
"""

import argparse
import hashlib
import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

from benchmarks import corpora  # before anything of the site  # isort: skip
import psycopg
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, sync_playwright
from psycopg.types.json import Jsonb

from articles.browse.rankings import found_by, ranked
from benchmarks import pages, serving
from tests.chromium import ARGUMENTS, find_chromium

BEFORE = "b88235b1"  # the last commit before
PORTS = {"now": 8211, "before": 8212}
AS_MEMBER = "sessionid=anybody"
PATIENCE = 60  # seconds for an answer
TICKS = os.sysconf("SC_CLK_TCK")
PROBE = """
import json, sys
from benchmarks import corpora
corpora.use(int(sys.argv[1]))
corpora.build()
print(json.dumps(corpora.environment()), flush=True)
sys.stdin.read()
"""
# Words and beginnings that no other question has; each is asked once, so that nothing of it is in memory.
SEARCHES = {
    "a beginning": ("gov*", "co*", "pe*", "s*", "pr*"),
    "a phrase": ('"peace talks"', '"people government"', '"must peace"', '"talks border"', '"trade council"'),
    "by relevance, a word": ("support", "states", "need", "region", "water"),
    "by relevance, two words": ("oil gas", "security country", "ports rivers", "law rights", "food health"),
    "by relevance, a beginning": ("re*", "in*", "de*", "mar*", "ho*"),
}

STATES = ("reject*", "agree", "minister*", "tal*", "deal")


class Site:
    """A server, and how long its answers take."""

    def __init__(self, name: str, pid: int, given: dict[str, str]) -> None:
        self.name, self.pid, self.given = name, pid, given

    def ask(
        self, address: str, body: dict[str, str] | None = None, cookie: str = AS_MEMBER
    ) -> tuple[float, http.client.HTTPResponse, bytes]:
        """Milliseconds to the last byte, the answer and its bytes."""
        link = http.client.HTTPConnection("127.0.0.1", PORTS[self.name], timeout=PATIENCE)
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        began = time.perf_counter()
        link.request("POST" if body else "GET", address, urlencode(body or {}), headers)
        response = link.getresponse()
        content = response.read()
        return 1000 * (time.perf_counter() - began), response, content

    def page(self, address: str) -> tuple[float, bytes] | None:
        """Milliseconds and content, wherever the page has moved; None if there is none."""
        took, response, content = self.ask(address)
        if response.status in {301, 302}:
            took, response, content = self.ask(response.headers["Location"])
        assert response.status in {200, 404}, (self.name, address, response.status)
        return (took, content) if response.status == 200 else None

    def share(self, query: str) -> tuple[float, float, str]:
        """Milliseconds of the page that asks and of keeping the version, and the version's address."""
        asked, response, content = self.ask(f"/compare/share/?{query}")
        form = dict(re.findall(r'name="(csrfmiddlewaretoken|seen)" value="([^"]*)"', content.decode()))
        cookie = response.headers["Set-Cookie"].partition(";")[0]
        kept, response, _ = self.ask(f"/compare/share/?{query}", {**form, "title": "", "note": ""}, cookie)
        assert response.status == 302, (self.name, response.status)
        return asked, kept, response.headers["Location"]

    def give_up(self) -> None:
        """End what its database still works on."""
        with psycopg.connect(self.given["DATABASE_URL"]) as link:
            link.execute(
                "SELECT pg_cancel_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid()"
            )

    def processor(self) -> float:
        """Milliseconds that its processes, and those of its database, have worked so far."""
        with psycopg.connect(self.given["DATABASE_URL"]) as link:
            backend = link.info.backend_pid
            postmaster = int(_stat(backend)[1])
            return sum(map(_worked, (*serving.family(self.pid), *serving.family(postmaster))))

    def own_memory(self) -> float:
        """Megabytes that the busiest process shares with no file."""
        return serving.memory(serving.family(self.pid)[1:])[0]


def _stat(pid: int) -> list[str]:
    """What proc(5) tells of a process behind its name."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _worked(pid: int) -> float:
    """Milliseconds of a process and of its children that have ended; ticks of ten."""
    try:
        return sum(map(int, _stat(pid)[11:15])) * 1000 / TICKS
    except FileNotFoundError:  # it has just ended
        return 0.0


@contextmanager
def served(name: str, tree: Path, given: dict[str, str]) -> Iterator[Site]:
    bound = ["--bind", f"127.0.0.1:{PORTS[name]}", "--chdir", str(tree)]
    workers = ["--worker-class", "gthread", "--threads", "4", "--workers", "1"]
    command = [sys.executable, *serving.GUNICORN, *workers, *bound]
    with subprocess.Popen(
        command, cwd=tree, env=given, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        site = Site(name, process.pid, given)
        try:
            while not _answers(site):
                if process.poll() is not None:
                    sys.exit(f"{name} ended before it answered; is port {PORTS[name]} in use?")
                time.sleep(0.1)
            yield site
        finally:
            process.terminate()


def _answers(site: Site) -> bool:
    try:
        return site.page("/healthz") is not None
    except OSError:
        return False


@contextmanager
def kept_by(tree: Path, statements: int, given: dict[str, str]) -> Iterator[dict[str, str]]:
    """The environment of a tree's record, of which a process of that tree takes care meanwhile.

    ``given`` is the environment besides its own: with an address, the record is in that database.
    """
    scratch = corpora.SCRATCH / "before_scratch"
    scratch.mkdir(parents=True, exist_ok=True)
    with subprocess.Popen(
        [sys.executable, "-c", PROBE, str(statements)],
        cwd=tree,
        env={**os.environ, **given, "TMPDIR": str(scratch)},
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as keeper:
        assert keeper.stdout and keeper.stdin
        for line in keeper.stdout:
            if line.startswith("{"):
                yield json.loads(line)
                break
            print(f"before: {line}", end="", flush=True)
        keeper.stdin.close()


def unpacked() -> Path | None:
    """The tree of the commit before, if Git has it."""
    tree = corpora.SCRATCH / "before"
    if not tree.exists():
        archive = subprocess.run(["git", "archive", BEFORE], capture_output=True, cwd=settings.BASE_DIR)
        if archive.returncode:
            return None
        tree.mkdir(parents=True)
        subprocess.run(["tar", "-x", "-C", str(tree)], input=archive.stdout, check=True)
    return tree


def tell(name: str, found: dict[str, list[float]], unit: str, limit: float | None = None) -> None:
    """One line: of each site the median and the largest; what is now and over the limit is named."""
    told = (
        f"{site} {statistics.median(values):9,.0f} (at most {max(values):9,.0f})"
        for site, values in found.items()
        if values
    )
    verdict = "" if limit is None else "ok" if max(found["now"]) <= limit else f"OVER {limit:,.0f}"
    print(f"{name:<34}{unit:<3}{'   '.join(told)}   {verdict}", flush=True)


def search(sites: list[Site]) -> None:
    for name, words in SEARCHES.items():
        found: dict[str, list[float]] = {site.name: [] for site in sites}
        worked, patient = {site.name: list[float]() for site in sites}, list(sites)
        for one in words:
            order = "&sort=relevance" if "relevance" in name else ""
            for site in list(patient):
                before = site.processor()
                try:
                    took, _ = site.page(f"/statements/?q={quote(one)}{order}") or (0.0, b"")
                except TimeoutError:
                    took = 1000.0 * PATIENCE
                    site.give_up()
                    patient.remove(site)
                found[site.name].append(took)
                worked[site.name].append(site.processor() - before)
        tell(f"search: {name}", found, "ms", 150)
        tell("  of which processors work", worked, "ms")


def fixed_versions(sites: list[Site], query: str, rounds: int) -> dict[str, str]:
    """Shares and opens what is compared; by site, the address of a fixed version."""
    steps: dict[str, dict[str, list[float]]] = {}
    addresses = {}
    for _ in range(rounds):
        for site in sites:
            asked, kept, address = site.share(query)
            addresses[site.name] = address
            times = {"asking": asked, "keeping": kept} | opening(site, address)
            for step, took in times.items():
                steps.setdefault(step, {each.name: [] for each in sites})[site.name].append(took)
    for step, found in steps.items():
        tell(f"fixed version: {step}", found, "ms", 500 if step in {"asking", "keeping"} else 60)
    return addresses


def opening(site: Site, address: str) -> dict[str, float]:
    parts = {"opening": "", "in a frame": "embed/", "card, SVG": "card.svg", "card, PNG": "card.png"}
    return {name: (site.page(address + part) or (0.0,))[0] for name, part in parts.items()}


def old_versions(now: Site, before: Site) -> None:
    """What was fixed by the release before opens and verifies here."""
    columns = "key, title, note, query, shown, checksum, shared_at"
    with psycopg.connect(before.given["DATABASE_URL"]) as link:
        rows = link.execute(f"SELECT {columns} FROM articles_comparison").fetchall()
    times: list[float] = []
    for key, title, note, query, shown, checksum, at in rows:
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO articles_comparison ({columns}, evidence) "
                "VALUES (%s, %s, %s, %s, %s, %s, %s, '') ON CONFLICT DO NOTHING",
                [key, title, note, query, Jsonb(shown), checksum, at],
            )
        answer = json.loads(now.ask(f"/c/{key}.json")[2])
        canonical = json.dumps(answer["shown"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert hashlib.sha256(canonical.encode()).hexdigest() == answer["checksum"] == checksum
        times += opening(now, f"/c/{key}/").values()
    print(f"{len(rows)} versions of the release before open here and verify by the documented lines")
    tell("  opening", {"now": times}, "ms")


def new_states(sites: list[Site], rounds: int) -> None:
    """What a reader waits for after a statement has changed: the first page, and a search for words.

    Each round turns a stance round, or back again.
    """
    turn = "CASE stance WHEN 'support' THEN 'oppose' ELSE 'support' END"
    found: dict[str, dict[str, list[float]]] = {}
    for n in range(2 * rounds):
        for given in {site.given["DATABASE_URL"]: site.given for site in sites}.values():
            with psycopg.connect(given["DATABASE_URL"]) as link:
                which = "(SELECT id FROM articles_position WHERE stance IN ('support', 'oppose') "
                which += f"ORDER BY id OFFSET {n // 2} LIMIT 1)"
                link.execute(f"UPDATE articles_position SET stance = {turn} WHERE id = {which}")
        time.sleep(settings.FRESH_WITHIN)
        for name, address in (("home", "/"), ("search", f"/statements/?q={quote(STATES[n % len(STATES)])}")):
            for site in sites:
                before = site.processor()
                times = found.setdefault(name, {each.name: [] for each in sites})[site.name]
                times.append(site.ask(address)[0])
                worked = found.setdefault(f"{name}, worked", {each.name: [] for each in sites})
                worked[site.name].append(site.processor() - before)
    for name, times in found.items():
        tell(f"after a change: {name}", times, "ms", 300 if name.startswith("home") else None)


def long_pages(sites: list[Site], browser: Browser, rounds: int, addresses: dict[str, str]) -> None:
    own = [each for each in pages.addresses() if each[0] != "fixed version"]
    for name, address in [*own, ("fixed version", "")]:
        times: dict[str, list[float]] = {site.name: [] for site in sites}
        sizes, heights = ({site.name: list[float]() for site in sites} for _ in range(2))
        for site in sites * rounds:
            if answer := site.page(address or addresses[site.name]):
                times[site.name].append(answer[0])
                sizes[site.name].append(len(answer[1]))
        for site in sites:
            if times[site.name]:
                heights[site.name].append(height(browser, site, address or addresses[site.name]))
        tell(name, times, "ms", 250 if name.startswith("comparison of 8") else None)
        tell("", sizes, "B", pages.LARGEST)
        tell("", heights, "px", 8_000)


def height(browser: Browser, site: Site, address: str) -> float:
    with browser.new_context(viewport={"width": 1280, "height": 800}) as context:
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{PORTS[site.name]}{address}", timeout=120_000)
        return float(page.evaluate("document.documentElement.scrollHeight"))


def measure(sites: list[Site], rounds: int, has_old: bool) -> None:
    heard = [country.pk for country in ranked(found_by(), "country", 8)]
    three = "&".join(f"country={iso3}" for iso3 in sorted(heard[:3]))
    for site in sites * 2:
        for warming in ("/statements/?q=reject", "/statements/?q=ur*&sort=relevance", f"/compare/?{three}"):
            site.page(warming)
    search(sites)
    addresses = fixed_versions(sites, three, rounds)
    if has_old:
        old_versions(*sites)
    new_states(sites, rounds)
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS) as browser,
    ):
        long_pages(sites, browser, rounds, addresses)
    tell("a process of its own", {site.name: [site.own_memory()] for site in sites}, "MB", 200)


def main() -> None:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright keeps a loop in this thread
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--before", type=Path, help="another tree than that of the commit before")
    parser.add_argument("--same-record", action="store_true", help="TREE works on this tree's database")
    parser.add_argument("--alone", action="store_true", help="measure this tree only")
    arguments = parser.parse_args()
    corpora.use(arguments.statements)
    corpora.build()
    with ExitStack() as stack:
        sites = [stack.enter_context(served("now", settings.BASE_DIR, corpora.environment()))]
        if not arguments.alone and (tree := arguments.before or unpacked()):
            own = corpora.environment() if arguments.same_record else {}
            address = {"DATABASE_URL": own["DATABASE_URL"]} if own else {}
            given = stack.enter_context(kept_by(tree.resolve(), arguments.statements, address))
            sites.append(stack.enter_context(served("before", tree.resolve(), given)))
        measure(sites, arguments.rounds, has_old=len(sites) > 1 and not arguments.same_record)


if __name__ == "__main__":
    main()
