"""A fetched page as an article to be completed."""

from dataclasses import replace
from urllib.parse import urlsplit

from articles.importing.fetching.pages import ENDINGS, Page
from articles.importing.files import web_page
from articles.importing.files.charsets import decoded
from articles.importing.files.entries import Entry, Flaw, Proposal, Told, Unreadable, of_itself, proposal
from articles.importing.files.reading import ONE


def propose_page(page: Page) -> Proposal | Unreadable:
    """What the page says of its article; its site is the source unless it names another."""
    try:
        told = _told(page)
        values = {**told.values}
        url = _url(page.address, values.pop("url", ""))
        source = values.pop("source", "") or _site(page.address)
        own = of_itself(values["text"], url=url, source=source)
        return proposal(Entry(page.address, replace(told, values={**values, **own}), page.address))
    except Flaw as flaw:
        return Unreadable(page.address, str(flaw))


def _told(page: Page) -> Told:
    ending = ENDINGS.get(page.content_type, "")
    if ending == ".html":
        return web_page.read(page.data, page.charset, page.address)
    if ending == ".txt":
        return Told({"text": decoded(page.data, page.charset, guess=True)})
    if ending not in ONE:
        raise Flaw("is a feed or a list of pages, no article; give the address of one")
    return ONE[ending](page.data)


def _site(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _url(address: str, canonical: str) -> str:
    """The address that the page gives as its own, if it is one of that site and of more than its front."""
    try:
        is_page = urlsplit(canonical).path not in ("", "/") and _site(canonical) == _site(address)
    except ValueError:  # square brackets that are not closed
        is_page = False
    return canonical if is_page else address
