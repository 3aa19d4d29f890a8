"""The pages that a process keeps: so many bytes of them; which were asked for least recently go first."""

from threading import Lock

from cachetools import LRUCache
from django.conf import settings
from django.http import HttpResponse

LARGEST = 256_000  # bytes: a few long pages must not drive out all the others
BESIDE = 2_000  # bytes that a page takes besides its content: headers, key, and what holds them
Kept = tuple[bytes, dict[str, str]]


class Pages:
    """Content and headers by tag. Threads may share it; an answer is made anew for each reader."""

    def __init__(self, most: int) -> None:
        self._kept: LRUCache[str, Kept] = LRUCache(most, getsizeof=_weight)
        self._lock = Lock()

    def get(self, tag: str) -> HttpResponse | None:
        with self._lock:
            found = self._kept.get(tag)
        return found and HttpResponse(found[0], headers=found[1])

    def keep(self, tag: str, response: HttpResponse) -> None:
        """Unless it is too long."""
        page = response.content, dict(response.items())
        if len(page[0]) <= LARGEST and _weight(page) <= self._kept.maxsize:
            with self._lock:
                self._kept[tag] = page

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def weight(self) -> float:
        """Bytes, about."""
        return self._kept.currsize


def _weight(page: Kept) -> int:
    return len(page[0]) + BESIDE


pages = Pages(settings.PAGE_MEMORY)
