"""Pages into candidates: fetched one by one, each failure a sentence."""

from urllib.parse import urlsplit

from articles.importing.batches import fill
from articles.importing.fetching.failures import NotFetched
from articles.importing.fetching.pages import Page, fetch
from articles.importing.fetching.proposing import propose_page
from articles.importing.fetching.robots import Robots
from articles.importing.files.entries import Unreadable
from articles.models import Candidate, FetchedPage
from articles.registry.candidates import flaws, names_of_sources, put_on_record

ROBOTS = Robots()
LONGEST_REASON = 500


def get(address: str, **given: object) -> Page:
    """The page, as its site's robots.txt allows."""
    return fetch(address, permit=ROBOTS.check, **given)  # type: ignore[arg-type]


def pause_of(address: str) -> float:
    """How many seconds its site asks to leave between two requests; 0 if it does not say."""
    try:
        return ROBOTS.pause(address)
    except NotFetched:
        return 0.0


def host_of(address: str) -> str:
    return urlsplit(address).hostname or ""


def note(candidate: Candidate, failure: NotFetched, *, is_last: bool) -> bool:
    """Keep why its page was not fetched; returns whether that is final: no try is left, or would help."""
    is_final = is_last or not failure.again
    if is_final:
        candidate.state = Candidate.State.REFUSED
    candidate.reason = str(failure)[:LONGEST_REASON]
    candidate.save(update_fields=["state", "reason"])
    return is_final


def put(candidate: Candidate, page: Page) -> None:
    """Keep the page, and propose what it says of its article; where it holds none the candidate tells so."""
    found = propose_page(page)
    if isinstance(found, Unreadable):
        candidate.state, candidate.reason = Candidate.State.REFUSED, found.reason[:LONGEST_REASON]
        candidate.save(update_fields=["state", "reason"])
        return
    candidate.page = _kept(candidate.url, page)
    candidate.reason = ""
    fill(
        candidate,
        found.text,
        title=found.title or candidate.title,
        source=candidate.source or found.source,
        published_on=str(found.published or candidate.published_on),
        language=found.language or candidate.language,
        author=found.author[:200],
        url=found.url,
    )
    candidate.save()


def _kept(address: str, page: Page) -> FetchedPage:
    kept = FetchedPage.of(
        page.data, address=address, final_address=page.address, content_type=page.content_type[:200]
    )
    kept.save()
    return kept


def take_if_sound(candidate: Candidate) -> int | None:
    """Of a followed feed: put it on record as a draft still to be read; returns the key of a new article.

    What must be mended first waits in its batch.
    """
    if candidate.state != Candidate.State.PROPOSED or flaws(candidate, names_of_sources()):
        return None
    is_new = put_on_record(candidate)
    candidate.save()
    return candidate.article_id if is_new else None
