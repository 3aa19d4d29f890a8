"""When each transaction was committed: what a moment of the past shows is decided by this alone.

The time of a write says nothing of when others could see it: a long import is written for minutes and seen at
once. So each event of the history names the commit that it came with, and the database writes down when that
was (migration 0018): as the last thing before, under a lock that is let go once the commit can be seen.
"""

import pghistory.models
from django.contrib.postgres.fields import DateTimeRangeField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Func


class Commit(models.Model):
    """One transaction that has changed tables with a history; filled by the database alone."""

    began_at = models.DateTimeField(help_text="When its transaction began")
    committed_at = models.DateTimeField(null=True, help_text="Null while it runs, which only it can see")

    class Meta:
        indexes = [
            # history.as_of(): what was being written at a moment.
            GistIndex(
                Func(
                    F("began_at"),
                    F("committed_at"),
                    function="tstzrange",
                    output_field=DateTimeRangeField(),
                ),
                name="commit_being_written",
            )
        ]

    def __str__(self) -> str:
        return f"commit {self.pk}"


class Event(pghistory.models.Event):
    """What the histories of all models have besides the fields of a row and its time.

    ``commit`` is the key of a Commit, which the database fills in by itself; null in events older than those.
    """

    commit = models.BigIntegerField(null=True, editable=False, db_default=Func(function="articles_commit_id"))

    class Meta:
        abstract = True
