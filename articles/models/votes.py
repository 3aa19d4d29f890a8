"""How states voted: roll calls of the UN General Assembly, and the issues they are on."""

import pghistory
from django.db import models

from articles.addresses import path_to
from articles.language import text
from articles.models.positions import Position
from articles.models.writes import noted_writes


@pghistory.track()
class RollCall(models.Model):
    """One vote of an assembly on one text; ``number`` is its source's own."""

    number = models.CharField(max_length=40, unique=True, help_text="As its source numbers it")
    held_on = models.DateField("day")
    resolution = models.CharField(max_length=60, blank=True, help_text="Such as A/RES/72/70")
    title = models.CharField(max_length=500)
    reference = models.CharField("source of this entry", max_length=500)

    class Meta:
        ordering = ["-held_on", "-id"]
        triggers = noted_writes()

    def __str__(self) -> str:
        return f"{self.resolution or self.number}: {self.title}"

    def get_absolute_url(self) -> str:
        return path_to("roll_call_detail", self.pk)


class Vote(models.Model):
    """A fact of its source; without a history, for only the import writes it."""

    class Choice(models.TextChoices):
        YES = "yes", text("voted for")
        NO = "no", text("voted against")
        ABSTAIN = "abstain", text("abstained")
        ABSENT = "absent", text("did not vote")

    roll_call = models.ForeignKey(RollCall, on_delete=models.CASCADE, related_name="votes")
    country = models.ForeignKey("Country", on_delete=models.PROTECT, related_name="votes")
    choice = models.CharField("vote", max_length=7, choices=Choice)

    class Meta:
        ordering = ["id"]
        triggers = noted_writes()
        constraints = [models.UniqueConstraint(fields=["roll_call", "country"], name="vote_once")]

    def __str__(self) -> str:
        return f"{self.country} {self.get_choice_display()}"


@pghistory.track()
class Question(models.Model):
    """That a roll call was on an issue, and what a vote for its text said of that: an editor's judgement."""

    class Meaning(models.TextChoices):
        SUPPORT = "support", text("to vote for it is to support the issue")
        OPPOSE = "oppose", text("to vote for it is to oppose the issue")

    roll_call = models.ForeignKey(RollCall, on_delete=models.CASCADE, related_name="questions")
    issue = models.ForeignKey("Issue", on_delete=models.PROTECT, related_name="questions")
    meaning = models.CharField(max_length=7, choices=Meaning, default=Meaning.SUPPORT)

    class Meta:
        ordering = ["id"]
        triggers = noted_writes()
        constraints = [models.UniqueConstraint(fields=["roll_call", "issue"], name="question_once")]

    def __str__(self) -> str:
        return f"{self.roll_call}, on {self.issue}"

    def stance_of(self, choice: str) -> str | None:
        """The stance on the issue that a vote takes; none of one that was not cast."""
        if choice == Vote.Choice.ABSENT:
            return None
        if choice == Vote.Choice.ABSTAIN:
            return Position.Stance.NEUTRAL
        supports = (choice == Vote.Choice.YES) == (self.meaning == self.Meaning.SUPPORT)
        return Position.Stance.SUPPORT if supports else Position.Stance.OPPOSE
