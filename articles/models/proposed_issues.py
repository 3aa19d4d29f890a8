"""Issues that the machine found in the record, until an editor accepts or dismisses them."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from articles.models.positions import Position


class ProposedIssueQuerySet(models.QuerySet["ProposedIssue"]):
    def waiting(self) -> "ProposedIssueQuerySet":
        """Those that nobody has decided on, the largest first."""
        sized = self.filter(state=ProposedIssue.State.WAITING).annotate(size=models.Count("positions"))
        return sized.order_by("-size", "id")


@pghistory.track()
class ProposedIssue(models.Model):
    """Something that several countries spoke of in several articles, with a draft of its title."""

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        ACCEPTED = "accepted", "accepted"
        DISMISSED = "dismissed", "dismissed"

    title = models.CharField(max_length=200)
    about = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)

    objects = ProposedIssueQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title


class ProposedPosition(models.Model):
    """A statement that the proposed issue was found in, and the side that it seems to take, if any."""

    proposal = models.ForeignKey(ProposedIssue, on_delete=models.CASCADE, related_name="positions")
    statement = models.ForeignKey("Statement", on_delete=models.CASCADE, related_name="+")
    stance = models.CharField(max_length=12, choices=Position.Stance, blank=True)
    chance = models.FloatField(help_text="0 to 1, that the statement takes a position on the issue")

    class Meta:
        ordering = ["-chance", "id"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "statement"], name="proposed_position_once"),
            models.CheckConstraint(condition=Q(chance__range=(0, 1)), name="proposed_position_chance_0_to_1"),
        ]

    def __str__(self) -> str:
        return f"{self.statement}: {self.get_stance_display() or 'no side'}"
