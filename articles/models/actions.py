"""What people did to the record: one row for each verb they applied."""

import datetime

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from articles.language import text


class Verb(models.TextChoices):
    """What was done, told as it is past."""

    ACCEPT = "accept", text("accepted")
    CHECK = "check", text("checked")
    REJECT = "reject", text("rejected")
    CORRECT = "correct", text("corrected")
    DISCARD = "discard", text("discarded")
    MERGE = "merge", text("merged")
    ADD = "add", text("added")
    EDIT = "edit", text("edited")
    DELETE = "delete", text("deleted")
    REPLACE = "replace", text("replaced")
    PUBLISH = "publish", text("published")
    WITHDRAW = "withdraw", text("withdrawn")
    UNDO = "undo", text("undone")


class ActionQuerySet(models.QuerySet["Action"]):
    def standing(self) -> "ActionQuerySet":
        """Actions that were not undone."""
        return self.filter(undone_by=None)

    def wastebin(self) -> "ActionQuerySet":
        """Actions that put statements into the waste bin, where they still are."""
        return self.standing().filter(verb=Verb.DISCARD)

    def of(self, person: object) -> "ActionQuerySet":
        """What the person did."""
        return self.filter(by=person)

    def undone_by_others(self) -> "ActionQuerySet":
        return self.filter(undone_by__isnull=False).exclude(undone_by__by=F("by"))

    def counted(self, since: datetime.datetime) -> list[tuple[str, int, int]]:
        """For each verb that occurs, in words: how many actions since then, and in all."""
        recent = models.Count("pk", filter=Q(at__gte=since))
        rows = self.order_by().values_list("verb").annotate(recent=recent, all=models.Count("pk"))
        found = {verb: (recent, every) for verb, recent, every in rows}
        return [(str(verb.label), *found[verb.value]) for verb in Verb if verb.value in found]

    def told(self) -> "ActionQuerySet":
        """With everything a list of actions shows."""
        return self.select_related("by", "undone_by__by")


class Action(models.Model):
    """One verb applied once by one person; what it changed stands in the histories, under its context.

    Undoing an action is an action with the verb undo; undoing that applies the first verb again, so that
    such an action bears the first verb. Both name in ``undoes`` what they took back.
    """

    verb = models.CharField(max_length=10, choices=Verb)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="actions", verbose_name="who"
    )
    at = models.DateTimeField("when")
    summary = models.CharField(max_length=500)
    needs = models.CharField(
        "permission", max_length=100, help_text="Who has it could do this, and may undo it"
    )
    context = models.OneToOneField("pghistory.Context", on_delete=models.PROTECT, related_name="action")
    undoes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by"
    )

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(summary=""), name="action_has_a_summary"),
            models.CheckConstraint(condition=~Q(undoes=F("id")), name="action_undoes_another"),
            models.CheckConstraint(
                condition=~Q(verb="undo") | Q(undoes__isnull=False), name="action_undo_names_what"
            ),
        ]
        indexes = [models.Index(fields=["verb", "-id"], name="action_by_verb")]  # the waste bin
        triggers = [
            pgtrigger.Protect(name="action_never_changes", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return self.summary

    def get_absolute_url(self) -> str:
        return reverse("admin:articles_action_change", args=[self.pk])

    @property
    def is_undone(self) -> bool:
        return hasattr(self, "undone_by")
