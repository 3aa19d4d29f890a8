"""Tests run in one transaction; here one can pretend that it has ended."""

from itertools import count

from django.db.models import F

from articles.models import Write

STEPS = count(1)


def end_transaction():
    """What was written so far is as if committed: the next statement begins another transaction."""
    Write.objects.filter(xact__gt=0).update(xact=-F("xact") * 1_000 - next(STEPS))
