"""The site, or with BENCHMARK_PAGES=others what it is measured against, for gunicorn."""

import os

from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diplomacy.settings")
settings.STATIC_ROOT = os.environ["BENCHMARK_STATIC_ROOT"]
if os.environ.get("BENCHMARK_PAGES") == "others":
    settings.ROOT_URLCONF = "benchmarks.others"
if os.environ.get("BENCHMARK_MIDDLEWARE") == "none":
    settings.MIDDLEWARE = []

from diplomacy.wsgi import application  # noqa: E402, F401
