"""Several workers share what waits; whoever is killed in the middle of a job leaves its effect once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from articles.importing.tasks import read_article, retry_stalled
from articles.models import Article, Statement
from articles.registry.texts import add_article
from tests.importing.test_bulk import text_of
from tests.importing.test_queue import Here

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
ARTICLES = 24


@pytest.fixture
def waiting(transactional_db):
    """Articles still to be read, in a language that takes no parser."""
    for n in range(ARTICLES):
        article, _ = add_article("Gazette", text_of(n), state="draft", title=f"News {n}")
        read_article.defer(article_id=article.pk)


def worker():
    return subprocess.Popen(
        [sys.executable, "-m", "tests.importing.one_worker", connection.settings_dict["NAME"]],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "diplomacy.settings"},
    )


def found():
    """How many statements each article has, and how many of the jobs are in which state."""
    numbers = [article.statements.count() for article in Article.objects.order_by("pk")]
    jobs = ProcrastinateJob.objects.filter(task_name="read_article")
    return numbers, {status: jobs.filter(status=status).count() for status in ("todo", "doing", "succeeded")}


def test_two_workers_read_each_article_once(waiting):
    workers = [worker(), worker()]
    assert [each.wait() for each in workers] == [0, 0]
    numbers, jobs = found()
    assert set(numbers) == {2} and jobs == {"todo": 0, "doing": 0, "succeeded": ARTICLES}


def test_what_a_killed_worker_held_is_done_by_another(waiting):
    killed = worker()
    while not Statement.objects.exists():  # it has begun
        assert killed.poll() is None
    killed.kill()
    assert killed.wait() == -9
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
    async_to_sync(retry_stalled.func)(Here, timestamp=0)
    assert worker().wait() == 0
    numbers, jobs = found()
    assert set(numbers) == {2} and jobs == {"todo": 0, "doing": 0, "succeeded": ARTICLES}
