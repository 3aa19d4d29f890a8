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


class Flag(models.Model):
    """A statement that somebody wants looked at once more, whatever its state; not part of the record."""

    # Like comments it outlasts a statement in the waste bin.
    statement = models.OneToOneField(
        "Statement", on_delete=models.DO_NOTHING, db_constraint=False, related_name="flag"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.statement}, flagged by {self.by}"


class InboxVisit(models.Model):
    """When somebody last had a look at their inbox; what came later is new."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="inbox_visit"
    )
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.person}, {self.at}"
