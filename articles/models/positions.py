"""Who a statement belongs to, and where it stands on an issue."""

from typing import Any

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Deferrable, Exists, F, OuterRef, Q

from articles.formatting import stance_verb
from articles.models.merged import not_on_merged
from articles.models.writes import writes_to


class AttributionQuerySet(models.QuerySet["Attribution"]):
    def speakers(self) -> "AttributionQuerySet":
        """Whose words they are; not those who only passed them on."""
        return self.filter(is_channel=False)

    def firsthand(self) -> "AttributionQuerySet":
        """Leaves out what one country claims that another said: that is the outer speaker's statement.

        A nested statement counts for its country only if the outer one was made for the same country; for who
        passed it on if it does for a speaker.
        """
        return self.filter(Q(statement__parent=None) | self._by_the_outer_one())

    def secondhand(self) -> "AttributionQuerySet":
        """Those that ``firsthand`` leaves out."""
        return self.filter(~self._by_the_outer_one(), statement__parent__isnull=False)

    @staticmethod
    def _by_the_outer_one() -> Q:
        outer = Attribution.objects.filter(statement=OuterRef("statement__parent"))
        spoken = Attribution.objects.filter(
            statement=OuterRef(OuterRef("statement")), country=OuterRef("country")
        )
        passed_on = Q(Exists(outer.filter(Exists(spoken))), is_channel=True)
        return Q(Exists(outer.filter(country=OuterRef("country")))) | passed_on

    def of_members(self, *blocs: str) -> "AttributionQuerySet":
        """Made for a country that belonged to one of the blocs (slugs; none: to any) when it was made.

        Of a statement known to the month or year, or not at all, one day on which it may have been is enough.
        """
        start, end = "country__memberships__starts_on", "country__memberships__ends_on"
        begun = Q((start, None)) | Q((f"{start}__lte", F("statement__said_until")))
        not_ended = Q((end, None)) | Q((f"{end}__gte", F("statement__said_on")))
        undated = Q(statement__said_on=None)
        chosen = Q(country__memberships__bloc__slug__in=blocs) if blocs else Q()
        return self.filter(undated | begun & not_ended, chosen, country__memberships__isnull=False)


@pghistory.track()
class Attribution(models.Model):
    """A statement's speaker, the country or international body spoken for, and the speaker as printed.

    A joint statement has several. ``body`` follows from the role and the speaker: see ``body_for``. Who is a
    channel is credited beside the speakers for having passed their words on, and speaks for nobody: the
    statement is found by either, and counts once.
    """

    statement = models.ForeignKey("Statement", on_delete=models.CASCADE, related_name="attributions")
    actor = models.ForeignKey("Actor", on_delete=models.PROTECT, related_name="attributions")
    country = models.ForeignKey(
        "Country",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="attributions",
        verbose_name="spoken for",
    )
    body = models.ForeignKey(
        "Actor",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="spoken_for",
        verbose_name="international body spoken for",
    )
    role = models.ForeignKey(
        "Role", null=True, blank=True, on_delete=models.PROTECT, related_name="attributions"
    )
    name_printed = models.CharField("speaker as printed", max_length=200, blank=True)
    role_printed = models.CharField("role as printed", max_length=300, blank=True)
    is_channel = models.BooleanField(
        "only passed it on",
        default=False,
        db_default=False,
        help_text="Not the speaker: the office or spokesman through whom the words came",
    )

    objects = AttributionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        triggers = [
            *writes_to("statement_id"),
            not_on_merged("attribution", "actor", "actor"),
            not_on_merged("attribution", "body", "actor"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(country=None) | Q(body=None), name="attribution_for_a_country_or_a_body"
            ),
            models.CheckConstraint(
                condition=Q(is_channel=False) | Q(country=None, body=None, role=None),
                name="attribution_channel_speaks_for_nobody",
                violation_error_message="Who only passed the words on speaks for no country and in no role.",
            ),
            # Checked at the end: two speakers may change places.
            models.UniqueConstraint(
                fields=["statement", "actor"], name="attribution_once", deferrable=Deferrable.DEFERRED
            ),
        ]
        indexes = [
            # ?country=… and the columns of a comparison
            models.Index(fields=["country", "statement"], name="attribution_by_country"),
            # ?actor=…
            models.Index(fields=["actor", "statement"], name="attribution_by_actor"),
        ]

    def __str__(self) -> str:
        """Sergei Lavrov for Russia; a state speaks for itself; via Foreign Ministry."""
        if self.is_channel:
            return f"via {self.actor}"
        country = self.country if self.country and self.actor.kind != "state" else None
        return f"{self.actor} for {country}" if country else str(self.actor)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.body_id = self.body_for()
        super().save(*args, **kwargs)

    def body_for(self) -> int | None:
        """The body of the role, or the speaker who is one; none for who speaks for a country or passes on."""
        if self.country_id or self.is_channel:
            return None
        if self.role and self.role.body_id:
            return self.role.body_id
        return self.actor_id if self.actor.kind == "body" else None

    @property
    def role_title(self) -> str:
        """The dated role, else the role as printed."""
        return self.role.title if self.role else self.role_printed


@pghistory.track()
class Position(models.Model):
    """A statement's stance on an issue."""

    class Stance(models.TextChoices):
        SUPPORT = "support", "supports"
        OPPOSE = "oppose", "opposes"
        CONDITIONAL = "conditional", "conditional"
        NEUTRAL = "neutral", "neutral"

    statement = models.ForeignKey("Statement", on_delete=models.CASCADE, related_name="positions")
    issue = models.ForeignKey("Issue", on_delete=models.PROTECT, related_name="positions")
    stance = models.CharField(max_length=12, choices=Stance)
    evidence = ArrayField(
        models.PositiveIntegerField(),
        size=2,
        null=True,
        blank=True,
        help_text="Character range of the words that show the stance",
    )

    class Meta:
        ordering = ["id"]
        triggers = [*writes_to("statement_id"), not_on_merged("position", "issue", "issue")]
        constraints = [models.UniqueConstraint(fields=["statement", "issue"], name="position_once_per_issue")]
        indexes = [
            # ?issue=…&stance=… and the rows of a comparison
            models.Index(fields=["issue", "stance", "statement"], name="position_by_issue")
        ]

    def __str__(self) -> str:
        return f"{self.verb}: {self.issue}"

    @property
    def verb(self) -> str:
        """Supports, disputes …: as fits the issue."""
        return stance_verb(self.stance, issue=self.issue)


class LikelyPosition(models.Model):
    """One of the few positions that a statement most probably takes, as the machine sees it.

    It is offered to editors and never shown to readers; it has no history. Those by meaning are made anew
    whenever issues or words change; those by an issue's key phrases are as the text was read.
    """

    statement = models.ForeignKey("Statement", on_delete=models.CASCADE, related_name="likely_positions")
    issue = models.ForeignKey("Issue", on_delete=models.CASCADE, related_name="likely_positions")
    stance = models.CharField(max_length=12, choices=Position.Stance)
    chance = models.FloatField(help_text="0 to 1, that the statement takes a position on the issue")
    by_phrases = models.BooleanField(default=False, help_text="Told by the issue's key phrases")

    class Meta:
        ordering = ["-by_phrases", "-chance", "id"]
        constraints = [
            models.UniqueConstraint(fields=["statement", "issue"], name="likely_position_once_per_issue"),
            models.CheckConstraint(condition=Q(chance__range=(0, 1)), name="likely_position_chance_0_to_1"),
        ]

    def __str__(self) -> str:
        return f"{stance_verb(self.stance, issue=self.issue)}: {self.issue}, {self.chance:.2f}"
