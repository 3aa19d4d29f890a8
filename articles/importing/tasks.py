"""Work for the background: `manage.py procrastinate worker` runs it."""

from contextlib import suppress

from django.db import OperationalError, transaction
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.types import TimeDeltaParams

from articles.importing import articles
from articles.importing.likely_positions import match_waiting
from articles.models import Article
from articles.registry.copies import sketch
from articles.registry.locking import BrokenOff

AT_ONCE = 500  # articles that are looked at in one go
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
