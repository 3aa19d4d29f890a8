"""A page with links to articles: those of the same site that read like headlines."""

import datetime
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from articles.importing.feeds.listed import Dated, Listing, joined, listed, moment_of, newest
from articles.importing.files.entries import Flaw
from articles.importing.files.lines import IDEOGRAPH
from articles.text import normal

FEEDS = ("application/rss+xml", "application/atom+xml")
DOCUMENTS = (".pdf", ".docx")
LEAST_WORDS = 4  # of a headline; menus have fewer
LEAST_IDEOGRAPHS = 8
MARKED_BY_ADDRESS = re.compile(
    r"/\d{4}/\d{1,2}/|(?:[^/-]+-){3,}[^/-]+/?$"
)  # a day, or the words of a headline
ASIDE = "ancestor::nav or ancestor::footer or ancestor::*[@role='navigation']"
MOST_LINKS = 5_000  # that are looked at
MOST_ABOVE = 4  # elements around a link in which its day may stand


def read(text: str, address: str, most: int) -> Listing:
    """The links in the order of the page, which is mostly that of time; and the feeds that it names."""
    root = _tree(text)
    base = joined(address, next(iter(root.xpath("//base/@href")), "")) or address
    main = root.xpath("//main | //*[@role='main']")
    days = Days(root)
    found = list(_linked(main, days, base, address)) or list(_linked([root], days, base, address))
    feeds = (
        joined(base, link.get("href"))
        for link in root.xpath("//link[@rel='alternate'][@href]")
        if link.get("type", "").strip().lower() in FEEDS
    )
    title = normal.line(next(iter(root.xpath("//title/text()")), ""))
    return Listing("page", newest(found, most), tuple(dict.fromkeys(filter(None, feeds))), title)


def _tree(text: str) -> Any:
    from lxml import etree, html

    try:
        return html.document_fromstring(
            text.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8", no_network=True)
        )
    except (etree.LxmlError, ValueError) as error:
        said = f"is a page that cannot be read ({type(error).__name__})"
        raise Flaw(f"{said}; give another address") from None


def _linked(parts: Iterable[Any], days: "Days", base: str, address: str) -> Iterator[Dated]:
    """Each article once, by the longest of the texts that lead to it."""
    titles: dict[str, str] = {}
    told: dict[str, datetime.date | None] = {}
    links = (link for part in parts for link in part.iter("a"))
    for link in islice(links, MOST_LINKS):
        target = joined(base, link.get("href", ""))
        if not _may_be_article(target, address) or link.xpath(ASIDE):
            continue
        titles[target] = max(titles.get(target, ""), _headline(link), key=len)
        told[target] = told.get(target) or days.beside(link)
    for target, title in titles.items():
        if _reads_like_headline(title) or MARKED_BY_ADDRESS.search(urlsplit(target).path):
            entry = listed(base, target, title, told[target])
            if entry:
                yield Dated(entry)


def _may_be_article(target: str, address: str) -> bool:
    """Whether it is another page of the same site, and none of those that only lead on."""
    from courlan import check_url  # takes time to load

    if not target or _host(target) != _host(address) or target == address:
        return False
    return urlsplit(target).path.lower().endswith(DOCUMENTS) or check_url(target) is not None


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _headline(link: Any) -> str:
    """The words of the link, of its heading alone if it holds one; a teaser often stands below."""
    headings = link.xpath(".//h1 | .//h2 | .//h3 | .//h4")
    return normal.line((headings[0] if headings else link).text_content())


def _reads_like_headline(title: str) -> bool:
    return len(title.split()) >= LEAST_WORDS or len(IDEOGRAPH.findall(title)) >= LEAST_IDEOGRAPHS


class Days:
    """The day of the only <time> in the nearest element around a link that has one."""

    def __init__(self, root: Any) -> None:
        self.within: dict[Any, list[str]] = {}
        for time in root.xpath("//time[@datetime]"):
            for around in time.iterancestors():
                self.within.setdefault(around, []).append(time.get("datetime"))

    def beside(self, link: Any) -> datetime.date | None:
        for around, _ in zip(link.iterancestors(), range(MOST_ABOVE), strict=False):
            times = self.within.get(around, ())
            if times:
                moment = moment_of(times[0]) if len(times) == 1 else None
                return moment.date() if moment else None
        return None
