"""Long answers: few at once in each process, and each for a limited time, so that pages never wait for them.

A thread of the web server serves one client at a time. Whoever asks for everything and does not read it would
otherwise hold one for good, and a handful of them all.
"""

import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

SECONDS = 10  # after which to ask again
BLOCK = 64_000  # bytes that are sent at once
FULL = "As many files are being sent as this server sends at once. Ask again in a few seconds.\n"

places = threading.BoundedSemaphore(settings.EXPORTS_AT_ONCE)


def stream(
    request: HttpRequest, lines: Iterable[str | bytes], content_type: str, name: str
) -> HttpResponse | StreamingHttpResponse:
    """The lines, or pieces, as a file to keep; 503 while all places are taken."""
    if not places.acquire(blocking=False):
        answer = HttpResponse(FULL, content_type="text/plain", status=503)
        answer["Retry-After"], answer["Cache-Control"] = str(SECONDS), "no-store"
        answer._has_been_logged = True  # type: ignore[attr-defined]
        return answer
    blocks = _Blocks(lines, request.META.get("gunicorn.socket"))
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(blocks, content_type=content_type, headers=headers)


class _Blocks:
    """The file in blocks, from a place that is given back when it ends, is cut, or is not wanted any more."""

    def __init__(self, lines: Iterable[str | bytes], client: socket.socket | None) -> None:
        self._lines = iter(lines)
        self._is_open, self._place = True, places
        self._timer = threading.Timer(settings.EXPORT_SECONDS, _cut, [client]) if client else None
        if self._timer:
            self._timer.daemon = True
            self._timer.start()

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from _joined(self._lines)
        finally:
            self.close()

    def close(self) -> None:
        """Django calls it when the answer has been sent, or will not be."""
        if not self._is_open:
            return
        self._is_open = False
        if self._timer:
            self._timer.cancel()
        if close := getattr(self._lines, "close", None):
            close()
        self._place.release()

    def __del__(self) -> None:
        self.close()


def _joined(lines: Iterator[str | bytes]) -> Iterator[bytes]:
    held = bytearray()
    for line in lines:
        held += line.encode() if isinstance(line, str) else line
        if len(held) >= BLOCK:
            yield bytes(held)
            held.clear()
    if held:
        yield bytes(held)


def _cut(client: Any) -> None:
    """Whoever is sending to this client gets an error at once."""
    with suppress(OSError):  # it has gone
        client.shutdown(socket.SHUT_RDWR)
