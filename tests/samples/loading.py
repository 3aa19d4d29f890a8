"""The demo's record, made once in each run: what most of it costs is to read five articles."""

from contextlib import contextmanager

import pytest

from articles import extraction
from articles.samples import demo
from tests.database import Rows

READ = {}


@contextmanager
def read_once():
    """Each load of the demo reads the same texts; what is found in one depends on nothing else."""
    read = extraction.read

    def read_before(*given):
        key = repr(given)
        if key not in READ:
            READ[key] = read(*given)
        return READ[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(extraction, "read", read_before)
        yield


def load(**options):
    with read_once():
        demo.load(demo.make_editor(), **options)


DEMO = Rows("demo", load)
ALL_ACCEPTED = Rows("all_accepted", lambda: load(with_queue=False))
"""Also the article that the demo leaves to be reviewed."""
