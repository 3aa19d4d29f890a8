"""What editors have done in the background, because it takes longer than a page may."""

from contextlib import suppress

from django.contrib.auth.models import User
from django.db import OperationalError, transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from articles.curate.actions import Refused
from articles.curate.batches import Taken, take
from articles.models import Article, Batch
from articles.registry.locking import BrokenOff

READ = "read_article"  # by its name: ``importing`` is a room beside this one
AGAIN = RetryStrategy(max_attempts=8, exponential_wait=3, retry_exceptions={OperationalError, BrokenOff})


@app.task(name="take_batch", queue="extraction", pass_context=False, retry=AGAIN)
def take_batch(batch_id: int, editor_id: int, sound_only: bool) -> int:
    """Put the texts of a batch on record and have them read; none if there is nothing left to take."""
    batch = Batch.objects.filter(pk=batch_id).first()
    if batch is None:
        return 0
    with suppress(Refused):  # somebody took them meanwhile, or made a flaw: the page of the batch tells
        return len(take_now(batch, User.objects.get(pk=editor_id), sound_only).articles)
    return 0


def take_now(batch: Batch, by: User, sound_only: bool) -> Taken:
    """``take``, and have each new article read."""
    with transaction.atomic():
        taken = take(batch, by, sound_only=sound_only)
        for article in taken.articles:
            app.configure_task(READ, queue="extraction").defer(article_id=article)
    return taken


def take_later(batch: Batch, by: User, sound_only: bool) -> None:
    """The same as soon as a worker is free, once however often it is asked for."""
    task = take_batch.configure(queueing_lock=_lock(batch))
    with suppress(AlreadyEnqueued), transaction.atomic():
        task.defer(batch_id=batch.pk, editor_id=by.pk, sound_only=sound_only)


def is_being_taken(batch: Batch) -> bool:
    """Whether a worker does, or will do so."""
    jobs = ProcrastinateJob.objects.filter(queueing_lock=_lock(batch))
    return jobs.filter(status__in=("todo", "doing")).exists()


def read_later(article: Article) -> bool:
    """Have it read as soon as a worker is free; False if that is under way already."""
    if is_being_read(article):
        return False
    app.configure_task(READ, queue="extraction").defer(article_id=article.pk)
    return True


def is_being_read(article: Article) -> bool:
    """Whether a worker reads it, or will do so."""
    jobs = ProcrastinateJob.objects.filter(task_name=READ, args__article_id=article.pk)
    return jobs.filter(status__in=("todo", "doing")).exists()


def _lock(batch: Batch) -> str:
    return f"batch {batch.pk}"
