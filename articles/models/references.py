"""What one statement says of another: it answers, repeats, contradicts or quotes it."""

import pghistory
from django.db import models
from django.db.models import F, Q

from articles.language import text
from articles.models.statements import VISIBLE
from articles.models.writes import noted_writes


class ReferenceQuerySet(models.QuerySet["Reference"]):
    def between_visible(self) -> "ReferenceQuerySet":
        """Those of which readers may see both statements."""
        both = {f"{end}__review__in": VISIBLE for end in ("statement", "to")}
        return self.filter(
            **both, statement__article__state="published", to__article__state="published"
        ).order_by("pk")


@pghistory.track()
class Reference(models.Model):
    """That a statement refers to another one, and how: an editor's judgement."""

    class Kind(models.TextChoices):
        ANSWERS = "answers", text("answers")
        REPEATS = "repeats", text("repeats")
        CONTRADICTS = "contradicts", text("contradicts")
        QUOTES = "quotes", text("quotes")

    statement = models.ForeignKey("Statement", on_delete=models.CASCADE, related_name="references")
    to = models.ForeignKey("Statement", on_delete=models.CASCADE, related_name="referring")
    kind = models.CharField(max_length=11, choices=Kind)

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        triggers = noted_writes()
        constraints = [
            models.UniqueConstraint(fields=["statement", "to"], name="reference_once"),
            models.CheckConstraint(condition=~Q(statement=F("to")), name="reference_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.statement_id} {self.get_kind_display()} {self.to_id}"

    @property
    def passive(self) -> str:
        """How the other statement stands to this one: "answered by"."""
        return PASSIVE[Reference.Kind(self.kind)]


PASSIVE = {
    Reference.Kind.ANSWERS: text("answered by"),
    Reference.Kind.REPEATS: text("repeated by"),
    Reference.Kind.CONTRADICTS: text("contradicted by"),
    Reference.Kind.QUOTES: text("quoted by"),
}
