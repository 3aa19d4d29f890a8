"""Statements whose words are no longer found in their article: where they stood."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from articles.models.statements import Review


class OrphanQuerySet(models.QuerySet["Orphan"]):
    def waiting(self) -> "OrphanQuerySet":
        """Those that nobody has dealt with, by article in the order of its former text."""
        found = self.filter(statement__review=Review.ORPHANED)
        return found.order_by("statement__article_id", "fragments", "pk")


@pghistory.track()
class Orphan(models.Model):
    """Where a statement without a place stood in the former text of its article, until it has a place again.

    The words themselves are the statement's; ``before`` and ``after`` are up to 200 characters around them.
    """

    statement = models.OneToOneField("Statement", on_delete=models.CASCADE, related_name="orphan")
    fragments = ArrayField(ArrayField(models.PositiveIntegerField(), size=2))
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    text_sha256 = models.CharField(max_length=64, help_text="Fingerprint of the former text")

    objects = OrphanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(fragments=[]), name="orphan_stood_somewhere"),
            models.CheckConstraint(condition=Q(text_sha256__regex="^[0-9a-f]{64}$"), name="orphan_sha_form"),
        ]

    def __str__(self) -> str:
        return str(self.statement)
