"""A worker for news alone, on the test database of another process: does what waits, and ends."""

import sys

import django
from django.conf import settings

if __name__ == "__main__":
    django.setup()
    settings.DATABASES["default"]["NAME"] = sys.argv[1]
    from django.core.management import call_command

    call_command("procrastinate", "worker", "--one-shot", "--concurrency", "1", "--queues", "news")
