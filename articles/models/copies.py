"""Which articles are nearly the same text, as wire copy and updates are; kept by ``registry.copies``."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from articles.models.writes import noted_writes


class Sketch(models.Model):
    """What a text is found by among near copies, and the earliest article that it is a copy of.

    ``share`` of the runs of five words in the shorter of the two texts are in both, 0 to 1.
    """

    # Undo takes an article away, and may bring it back.
    article = models.OneToOneField(
        "Article", on_delete=models.DO_NOTHING, db_constraint=False, related_name="sketch"
    )
    bands = ArrayField(models.BigIntegerField(), default=list)
    copy_of = models.ForeignKey(
        "Article",
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="copies",
    )
    share = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["article"]
        triggers = noted_writes()
        indexes = [GinIndex(fields=["bands"], name="sketch_bands", fastupdate=False)]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(copy_of=models.F("article")), name="sketch_not_a_copy_of_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"sketch of article {self.article_id}"
