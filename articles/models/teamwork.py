"""What editors tell each other: who looks after an article, what is open about a statement. Never public."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


@pghistory.track()
class Assignment(models.Model):
    """An article that an editor has been asked, or has offered, to review."""

    article = models.OneToOneField("Article", on_delete=models.CASCADE, related_name="assignment")
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="assignments")
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    assigned_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["assigned_at"]

    def __str__(self) -> str:
        return f"{self.article}: {self.editor}"


class Comment(models.Model):
    """One entry in the thread on a statement."""

    # Comments outlast a statement in the waste bin, and are there again when it is restored.
    statement = models.ForeignKey(
        "Statement", on_delete=models.DO_NOTHING, db_constraint=False, related_name="comments"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    text = models.TextField(max_length=2000)

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="comment_not_empty")]

    def __str__(self) -> str:
        return f"{self.by}: {self.text}"
