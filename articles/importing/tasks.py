"""Work for the background: `manage.py procrastinate worker` runs it."""

from contextlib import suppress

from django.db import OperationalError, transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.types import TimeDeltaParams

from articles.importing import articles
from articles.importing.likely_positions import match_waiting
from articles.registry.locking import BrokenOff

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


def match_all_later() -> None:
    """After an issue was added or reworded: match all that waits, once for however many changes."""
    transaction.on_commit(_match_all)  # that it is queued already would break a transaction off


def _match_all() -> None:
    with suppress(AlreadyEnqueued):
        match_articles.configure(queueing_lock="match every article").defer()
