"""Work for the background: `manage.py procrastinate worker` runs it."""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress

from django.db import OperationalError, transaction
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.types import TimeDeltaParams

from articles.importing import articles, fetched, following
from articles.importing.fetching.failures import NotFetched
from articles.importing.likely_positions import match_waiting
from articles.models import Article, Candidate, Feed
from articles.registry.copies import sketch
from articles.registry.locking import BrokenOff

AT_ONCE = 500  # articles that are looked at in one go
ATTEMPTS, SPACING = 5, 2  # to fetch a page; seconds between two of one host
FETCHED_AGAIN = RetryStrategy(
    max_attempts=ATTEMPTS, exponential_wait=4, retry_exceptions={OperationalError, BrokenOff, NotFetched}
)
SILENT = 60  # seconds after which a worker that gave no sign of life has ended
KEPT = 24 * 30  # hours for which finished jobs are kept
LATER: TimeDeltaParams = {"minutes": 10}  # an article that is being coded is looked at again
AGAIN = RetryStrategy(max_attempts=8, exponential_wait=3, retry_exceptions={OperationalError, BrokenOff})


@app.task(name="read_article", queue="extraction", pass_context=False, retry=AGAIN)
def read_article(article_id: int) -> int:
    """Find the statements of an article that nobody has read for any; returns how many wait for review."""
    try:
        found = articles.read_stored(article_id)
        match_articles.defer(articles=[article_id])
        return found
    except articles.BeingCoded:
        read_article.configure(schedule_in=LATER).defer(article_id=article_id)
        return 0


@app.task(name="fetch_candidate", queue="fetching", pass_context=True, retry=FETCHED_AGAIN)
def fetch_candidate(context: JobContext, candidate_id: int) -> None:
    """Fetch the page of a candidate; of a followed feed, have its article read if nothing is amiss."""
    wanted = Candidate.objects.select_related("batch").filter(state=Candidate.State.FETCHING)
    candidate = wanted.filter(pk=candidate_id).first()
    if candidate is None:
        return
    try:
        page = fetched.get(candidate.url)
    except NotFetched as failure:
        if fetched.note(candidate, failure, is_last=context.job.attempts + 1 >= ATTEMPTS):
            return
        raise
    with transaction.atomic():
        fetched.put(candidate, page)
        if candidate.batch.feed_id and (new := fetched.take_if_sound(candidate)):
            read_article.defer(article_id=new)


def fetch_later(candidates: Sequence[Candidate], pause: float = 0.0) -> None:
    """Fetch their pages, one at a time from each host, with so many seconds between them, or two."""
    turns: Counter[str] = Counter()
    for candidate in candidates:
        host = fetched.host_of(candidate.url)
        later: TimeDeltaParams = {"seconds": int(max(pause, SPACING) * turns[host])}
        turns[host] += 1
        fetch_candidate.configure(lock=f"host {host}", schedule_in=later).defer(candidate_id=candidate.pk)


@app.task(name="poll_feed", queue="fetching", pass_context=False, retry=AGAIN)
def poll_feed(feed_id: int) -> int:
    """Look into a followed feed; returns how many articles are new in it."""
    feed = Feed.objects.select_related("source__merged_into", "added_by").filter(pk=feed_id).first()
    if feed is None or not feed.is_active:
        return 0
    pause = fetched.pause_of(feed.address)
    return following.poll(feed, later=lambda new: fetch_later(new, pause))


def poll_later(feed: Feed) -> None:
    """Look into the feed as soon as its host is free, unless that is to be done already."""
    host = fetched.host_of(feed.address)
    with suppress(AlreadyEnqueued), transaction.atomic():
        poll_feed.configure(lock=f"host {host}", queueing_lock=f"feed {feed.pk}").defer(feed_id=feed.pk)


@app.periodic(cron="* * * * *")
@app.task(name="poll_due_feeds", queue="upkeep", queueing_lock="poll_due_feeds", pass_context=False)
def poll_due_feeds(timestamp: int) -> int:
    """Have the feeds looked into whose time has come; returns how many."""
    feeds = list(following.due())
    for feed in feeds:
        poll_later(feed)
    return len(feeds)


@app.task(name="match_articles", queue="extraction", pass_context=False, retry=AGAIN)
def match_articles(articles: list[int] | None = None) -> int:
    """Find the likely positions of what waits for review in these articles, or in all."""
    return match_waiting(articles)


@app.periodic(cron="* * * * *")
@app.task(name="retry_stalled", queue="upkeep", queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Have jobs done again whose worker ended in the middle: what it had not committed is not there."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT):
        await manager.retry_job(job)


@app.periodic(cron="*/10 * * * *")
@app.task(name="find_copies", queue="upkeep", queueing_lock="find_copies", pass_context=False)
def find_copies(timestamp: int) -> int:
    """Look for near copies among articles that came by other ways; returns how many were looked at."""
    unknown = list(Article.objects.filter(sketch=None).order_by("pk")[:AT_ONCE])
    for article in unknown:
        sketch(article)
    return len(unknown)


@app.periodic(cron="17 3 * * *")
@app.task(name="forget_finished", queue="upkeep", queueing_lock="forget_finished", pass_context=True)
async def forget_finished(context: JobContext, timestamp: int) -> None:
    """Delete what succeeded long ago; what failed stays until somebody has it tried again."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEPT)


def match_all_later() -> None:
    """After an issue was added or reworded: match all that waits, once for however many changes."""
    transaction.on_commit(_match_all)  # that it is queued already would break a transaction off


def _match_all() -> None:
    with suppress(AlreadyEnqueued):
        match_articles.configure(queueing_lock="match every article").defer()
