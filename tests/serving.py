"""The site for gunicorn, on the test database of another process; its exports never end."""

import itertools
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

settings.DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
settings.ALLOWED_HOSTS = ["127.0.0.1"]
application = get_wsgi_application()

from articles.views import exports  # noqa: E402  # needs the apps

exports.json_lines = lambda every: itertools.repeat("x" * 1_000 + "\n")
