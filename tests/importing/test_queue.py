"""Jobs in sight: how many wait, which failed, that they are tried again, and what a killed worker left."""

import datetime

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from articles.importing import queue
from articles.importing.tasks import read_article, retry_stalled
from articles.models import Article

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(world):
    article = world.article("Lavrov said talks must start.")
    read_article.defer(article_id=article.pk)
    return ProcrastinateJob.objects.get()


def put(job, **values):
    with connection.cursor() as cursor:
        for column, value in values.items():
            cursor.execute(f"UPDATE procrastinate_jobs SET {column} = %s WHERE id = %s", [value, job.pk])


def test_what_waits_is_counted_and_how_long(job):
    found = {depth.work: depth for depth in queue.depths()}
    assert list(found) == list(queue.WORK.values())
    reading = found["read an article"]
    assert (reading.waiting, reading.running, reading.failed) == (1, 0, 0)
    assert timezone.now() - reading.since < datetime.timedelta(minutes=5)
    assert found["fetch a page"].waiting == 0


def test_what_failed_is_listed_and_tried_again(job):
    put(job, status="failed", attempts=8)
    [failed] = queue.failed()
    assert failed == job and failed.failed_at
    assert {depth.work: depth.failed for depth in queue.depths()}["read an article"] == 1
    assert queue.retry(queue.failed()) == 1
    job.refresh_from_db()
    assert (job.status, list(queue.failed())) == ("todo", [])
    assert queue.retry(queue.failed()) == 0


def test_the_page_has_it_and_tries_it_again(client, editor, job):
    client.force_login(editor)
    assert "Nothing failed for good." in client.get("/review/jobs/").content.decode()
    put(job, status="failed", attempts=8)
    page = client.get("/review/jobs/").content.decode()
    assert f"/review/{Article.objects.get().pk}/" in page and "8 attempts" in page
    assert "1 to read an article failed" in client.get("/review/").content.decode()
    told = client.post("/review/jobs/", {"job": job.pk}, follow=True).content.decode()
    assert "1 job will be tried again." in told
    job.refresh_from_db()
    assert job.status == "todo"
    assert "1 job to read an article waits" in client.get("/review/").content.decode()


@pytest.mark.parametrize("posted", [{"job": "0"}, {"job": "x"}, {"job": "9" * 30}])
def test_a_job_that_is_not_there_is_left_alone(client, editor, job, posted):
    put(job, status="failed")
    client.force_login(editor)
    assert "0 jobs will be tried again." in client.post("/review/jobs/", posted, follow=True).content.decode()
    job.refresh_from_db()
    assert job.status == "failed"


def worker(silent_for):
    seen = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s::interval) RETURNING id"
    with connection.cursor() as cursor:
        cursor.execute(seen, [silent_for])
        return cursor.fetchone()[0]


class Here:
    """The context in which a worker runs a task."""

    app = app


def test_a_job_whose_worker_was_killed_is_done_again(transactional_db, world):
    article = world.article("Lavrov said talks must start.")
    read_article.defer(article_id=article.pk)
    job = ProcrastinateJob.objects.get()
    killed, alive = worker("2 minutes"), worker("0 minutes")
    states = []
    for owner in (alive, killed):
        put(job, status="doing", worker_id=owner)
        async_to_sync(retry_stalled.func)(Here, timestamp=0)
        job.refresh_from_db()
        states.append(job.status)
    assert states == ["doing", "todo"]
