"""Followed feeds: what they list and is not on record yet becomes a batch."""

import datetime
from collections.abc import Callable

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from articles.formatting import count
from articles.importing.feeds.listed import Listed, Listing
from articles.importing.feeds.reading import read_list
from articles.importing.fetched import get
from articles.importing.fetching.failures import NotFetched
from articles.importing.fetching.pages import Seen
from articles.importing.files.entries import Flaw
from articles.models import Article, Batch, Candidate, Feed

LONGEST_PAUSE = datetime.timedelta(days=1)
AT_MOST = 200  # articles that are taken from a list at one time


def due() -> QuerySet[Feed]:
    """Feeds that are to be polled now."""
    waiting = Q(due_at=None) | Q(due_at__lte=timezone.now())
    return Feed.objects.filter(waiting, is_active=True).order_by("pk")


def poll(feed: Feed, later: Callable[[list[Candidate]], None]) -> int:
    """Look into the feed; its ``result`` tells what was found. Returns how many articles are new in it.

    ``later`` has these fetched; with that, all that is written is of one transaction.
    """
    try:
        found = _listing(feed)
    except (NotFetched, Flaw) as failure:
        after = datetime.timedelta(seconds=getattr(failure, "after", None) or 0)
        return _told(feed, str(failure), has_failed=True, after=after)
    if found is None:
        return _told(feed, "Unchanged since the last time.")
    if not found.entries:
        return _told(feed, "Nothing is listed there that looks like an article.", has_failed=True)
    with transaction.atomic():
        new = _unknown(found.entries)
        _told(feed, f"{count(len(found.entries), 'article')} listed, {len(new)} new.")
        if new:
            later(_batch(feed, new))
    return len(new)


def _listing(feed: Feed) -> Listing | None:
    """What is listed; None if nothing has changed. Of an index of sitemaps, its newest."""
    page = get(feed.address, seen=Seen(feed.etag, feed.last_modified))
    if page.is_unchanged:
        return None
    feed.etag, feed.last_modified = page.seen.etag[:500], page.seen.last_modified[:100]
    found = read_list(page.data, page.address, page.charset, AT_MOST)
    if found.kind == "index of sitemaps" and found.further:
        page = get(found.further[0])
        found = read_list(page.data, page.address, page.charset, AT_MOST)
    return found


def _told(
    feed: Feed, result: str, *, has_failed: bool = False, after: datetime.timedelta = datetime.timedelta()
) -> int:
    """Note what came of it and when to come back: after failures later each time, a day at most."""
    now = timezone.now()
    feed.failures = feed.failures + 1 if has_failed else 0
    pause = datetime.timedelta(minutes=feed.minutes) * 2 ** min(feed.failures, 10)
    feed.polled_at, feed.due_at = now, now + max(min(pause, LONGEST_PAUSE), after)
    feed.result = result[:500]
    feed.save()
    return 0


def _unknown(entries: tuple[Listed, ...]) -> list[Listed]:
    """Those whose address is on record neither of an article nor of something that was fetched before."""
    addresses = [entry.address for entry in entries]
    known = set(Article.objects.filter(url__in=addresses).values_list("url", flat=True))
    tried = Candidate.objects.filter(Q(url__in=addresses) | Q(name__in=addresses))
    known |= {address for pair in tried.values_list("url", "name") for address in pair}
    return [entry for entry in entries if entry.address not in known]


def _batch(feed: Feed, new: list[Listed]) -> list[Candidate]:
    batch = Batch.objects.create(
        origin=Batch.Origin.FEED, label=f"{feed.source}: {count(len(new), 'article')}"[:200], feed=feed,
        by=feed.added_by,
    )  # fmt: skip
    return Candidate.objects.bulk_create(
        Candidate(
            batch=batch,
            name=entry.address,
            url=entry.address,
            state=Candidate.State.FETCHING,
            title=entry.title,
            source=(feed.source.merged_into or feed.source).name,
            published_on=entry.published_on.isoformat() if entry.published_on else "",
            language=entry.language,
        )
        for entry in new
    )
