"""Pages without their templates, for tests that ask only whether somebody may see a page."""

from contextlib import contextmanager

import pytest
from django.template.backends import django, jinja2


@contextmanager
def left_out():
    """What a view finds out and decides is as ever; the page that it makes of it is empty."""
    with pytest.MonkeyPatch.context() as patch:
        for engine in (django, jinja2):
            patch.setattr(engine.Template, "render", lambda self, context=None, request=None: "")
        yield
