"""What waits in the background, what failed there, and how to have it tried again."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob

WORK = {  # what editors may be told of, by the name of its task
    "fetch_candidate": "fetch a page",
    "poll_feed": "look into a feed",
    "take_batch": "put a batch on record",
    "read_article": "read an article",
    "match_articles": "match statements to issues",
    "deliver_news": "send news to a follower",
}


@dataclass(frozen=True, slots=True)
class Depth:
    """How many jobs of one kind wait, run and have failed for good; ``since`` the oldest of those waits."""

    work: str
    waiting: int
    running: int
    failed: int
    since: datetime.datetime | None


def depths() -> list[Depth]:
    """Of every kind of work, in the order in which an article goes through it."""
    jobs = ProcrastinateJob.objects.filter(task_name__in=WORK)
    counted = (
        jobs.order_by()
        .values("task_name")
        .annotate(
            waiting=Count("pk", filter=Q(status="todo"), distinct=True),
            running=Count("pk", filter=Q(status="doing"), distinct=True),
            failed=Count("pk", filter=Q(status="failed"), distinct=True),
            since=Min("procrastinateevent__at", filter=Q(status="todo")),
        )
    )
    found: dict[str, Any] = {row["task_name"]: row for row in counted}
    return [_depth(words, found.get(name, {})) for name, words in WORK.items()]


def _depth(words: str, row: dict[str, Any]) -> Depth:
    waiting, running, given_up = (row.get(name, 0) for name in ("waiting", "running", "failed"))
    return Depth(words, waiting, running, given_up, row.get("since"))


def failed() -> "QuerySet[ProcrastinateJob]":
    """Jobs that were tried as often as they may be; adds ``failed_at``. The latest first."""
    last = ProcrastinateEvent.objects.filter(job=OuterRef("pk")).order_by("-pk").values("at")[:1]
    jobs = ProcrastinateJob.objects.filter(task_name__in=WORK, status="failed")
    return jobs.annotate(failed_at=Subquery(last)).order_by("-pk")


def retry(jobs: "QuerySet[ProcrastinateJob]") -> int:
    """Have failed jobs tried again now, all or none; returns how many."""
    keys = list(jobs.filter(status="failed").values_list("pk", flat=True))
    with transaction.atomic():
        for key in keys:
            app.job_manager.retry_job_by_id(key, timezone.now())
    return len(keys)
