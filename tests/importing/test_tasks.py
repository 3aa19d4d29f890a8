"""The queue of articles that wait to be read, in a process that has imported no task."""

import subprocess
import sys

from articles.importing.tasks import read_article

FIND = """
import django
django.setup()
from procrastinate.contrib.django import app
print(app.tasks["read_article"].func.__module__)
"""


def test_the_worker_finds_the_task_under_the_name_that_jobs_were_queued_with():
    assert read_article.name == "read_article"
    command = [sys.executable, "-c", FIND]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    assert found.stdout == "articles.importing.tasks\n"
