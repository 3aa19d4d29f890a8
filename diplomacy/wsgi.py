"""The entry point of web servers."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diplomacy.settings")

application = get_wsgi_application()

# A page makes thousands of objects that are gone with it. To look for circles among them as often as Python
# does by itself took a fifth of a page's time.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
