"""Does what a worker does, in the process of a test: all jobs that wait, in their order."""

from types import SimpleNamespace

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob


def work(*names, attempts=0):
    """Run the jobs of these tasks, and take all others as done; returns the names of all, in order."""
    done = []
    while job := ProcrastinateJob.objects.filter(status="todo").order_by("pk").first():
        task = app.tasks[job.task_name]
        if job.task_name in names:
            context = SimpleNamespace(job=SimpleNamespace(attempts=attempts))
            task.func(*[context][: task.pass_context], **job.args)
        done.append(job.task_name)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", [job.pk])
    return done
