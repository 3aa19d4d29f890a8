"""The facet index in tests, which run in one transaction; here one can pretend that it has ended."""

from itertools import count

import pytest
from django.db.models import F

from articles.browse.results import ByIndex, results
from articles.index import maintenance
from articles.models import Write

STEPS = count(1)


def end_transaction():
    """What was written so far is as if committed: the next statement begins another transaction."""
    Write.objects.filter(xact__gt=0).update(xact=-F("xact") * 1_000 - next(STEPS))


@pytest.fixture
def asked_to_build(monkeypatch):
    """Filled whenever a build in the background is asked for."""
    asked = []
    monkeypatch.setattr(maintenance, "build_in_background", lambda: asked.append(True))
    return asked


@pytest.fixture
def facet_index(db, settings, tmp_path, monkeypatch, asked_to_build):
    """A place for the index of this test; nothing is built unless the test does so."""
    settings.FACET_INDEX_DIR = str(tmp_path / "facets")
    monkeypatch.setattr(maintenance, "_kept", None)
    return tmp_path / "facets"


def by_index(filterset) -> ByIndex:
    """From the index, which is built if it cannot follow."""
    found = results(filterset)
    if filterset.is_valid() and not isinstance(found, ByIndex):
        maintenance.build()
        found = results(filterset)
        assert isinstance(found, ByIndex)
    return found
