"""The entry point of web servers."""

import ctypes
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

# Arrays of a megabyte go back to the system when they are freed, and threads share two heaps. By itself
# glibc raises the first bound with every large array, and gives each thread a heap of its own. Smaller ones
# are used again, for which four megabytes are kept: to get new memory took a tenth of the time of a search.
MMAP_THRESHOLD, TRIM_THRESHOLD, ARENA_MAX = -3, -1, -8  # malloc.h
libc = ctypes.CDLL(None)
if hasattr(libc, "mallopt"):
    libc.mallopt(MMAP_THRESHOLD, 2**20)
    libc.mallopt(TRIM_THRESHOLD, 4 * 2**20)
    libc.mallopt(ARENA_MAX, 2)
