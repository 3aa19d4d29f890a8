from types import SimpleNamespace

import pytest

from articles.importing.reader import asking, reading
from tests.importing.reader.serving import serving


@pytest.fixture
def server():
    with serving() as server:
        yield server


@pytest.fixture
def pauses(monkeypatch):
    """Seconds that were to be waited before another attempt; nobody waits."""
    waited = []
    monkeypatch.setattr(asking, "time", SimpleNamespace(sleep=waited.append))
    return waited


@pytest.fixture
def chosen(server, settings, monkeypatch):
    """The settings name the server."""
    settings.READER_URL, settings.READER_MODEL, settings.READER_KEY = server.url, "gpt-oss-20b", "s3cret"
    settings.READER_TIMEOUT, settings.READER_CONCURRENCY, settings.READER_BUDGET = 20.0, 2, 1_000_000
    monkeypatch.setattr(asking, "BACK_OFF", 0.0)
    return reading.configured()
