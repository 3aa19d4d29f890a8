"""The demo's record, made once in each run: what most of it costs is to read five articles."""

from contextlib import contextmanager

import pytest

from articles import extraction
from articles.extraction import matching
from articles.samples import demo
from tests.database import Rows

FOUND = {}


@contextmanager
def read_once():
    """Each load of the demo reads the same texts, and matches the same statements with the same issues.

    What is found depends on nothing else.
    """
    with pytest.MonkeyPatch.context() as patch:
        for module, name in ((extraction, "read"), (matching, "likely")):
            patch.setattr(module, name, _kept(name, getattr(module, name)))
        yield


def _kept(name, find):
    def found_before(*given):
        key = name, repr(given)
        if key not in FOUND:
            FOUND[key] = find(*given)
        return FOUND[key]

    return found_before


def load(**options):
    with read_once():
        demo.load(demo.make_editor(), **options)


DEMO = Rows("demo", load)
ALL_ACCEPTED = Rows("all_accepted", lambda: load(with_queue=False))
"""Also the article that the demo leaves to be reviewed."""
