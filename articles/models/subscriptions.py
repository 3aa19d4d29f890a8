"""Who follows what, what they were told, and what is still to be delivered."""

import datetime
import secrets

from django.core import signing
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import MD5, Coalesce
from django.utils import timezone

from articles.addresses import path_to
from articles.language import SOURCE, text
from articles.models.comparisons import Comparison
from articles.models.statements import Statement

HOUR = 6  # UTC, at which digests are made
UNCONFIRMED, ENDED = datetime.timedelta(days=7), datetime.timedelta(days=30)  # for which they are kept
SIGNER = signing.Signer(salt="articles.following", sep=".")


def new_secret() -> str:
    """256 bits, by which a webhook knows that a delivery is ours."""
    return secrets.token_urlsafe(32)


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def standing(self) -> "SubscriptionQuerySet":
        """Neither ended, nor without a confirmation."""
        return self.filter(ended_at=None).exclude(confirmed_at=None)

    def due(self, now: datetime.datetime) -> "SubscriptionQuerySet":
        """Those that are to be told what is new, if anything is."""
        return self.standing().filter(due_at__lte=now)

    def forget(self, now: datetime.datetime) -> int:
        """Delete what nobody confirmed within a week, and what ended a month ago; returns how many."""
        unconfirmed = Q(confirmed_at=None, made_at__lt=now - UNCONFIRMED)
        _, deleted = self.filter(unconfirmed | Q(ended_at__lt=now - ENDED)).delete()
        return deleted.get("articles.Subscription", 0)

    def of_key(self, key: str) -> "Subscription | None":
        """The one of a signed key; None if we have not signed it."""
        try:
            return self.select_related("comparison").filter(pk=int(SIGNER.unsign(key))).first()
        except (signing.BadSignature, ValueError):
            return None


class Subscription(models.Model):
    """Something followed: a list of statements by its filters, or a comparison, live or fixed.

    ``query`` is canonical and begins with "?" unless it is empty. ``told_until`` is the moment up to which
    new statements were told; ``baseline`` the comparison as it was told last, with the statements behind it.
    """

    class What(models.TextChoices):
        STATEMENTS = "statements", "statements"
        COMPARE = "compare", "a comparison"
        FIXED = "fixed", "a fixed version"

    class Way(models.TextChoices):
        EMAIL = "email", text("e-mail")
        WEBHOOK = "webhook", text("webhook")

    class Often(models.TextChoices):
        AT_ONCE = "at once", text("at once")
        DAILY = "daily", text("once a day")
        WEEKLY = "weekly", text("once a week")

    what = models.CharField(max_length=10, choices=What)
    query = models.TextField(blank=True)
    comparison = models.ForeignKey(
        Comparison, null=True, blank=True, on_delete=models.PROTECT, related_name="subscriptions"
    )
    title = models.CharField(max_length=300)
    note = models.CharField("why", max_length=500, blank=True)
    way = models.CharField(max_length=10, choices=Way)
    address = models.CharField(max_length=1000)
    often = models.CharField(max_length=10, choices=Often, default=Often.DAILY)
    language = models.CharField(
        max_length=2,
        default=SOURCE,
        editable=False,
        help_text="Of mails: that of the page on which it was asked",
    )
    site = models.URLField(help_text="Of this site, as it was when somebody asked")
    secret = models.CharField(max_length=64, default=new_secret, editable=False)
    made_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    told_until = models.DateTimeField(null=True, blank=True)
    record = models.CharField(max_length=16, blank=True, help_text="Version of the record that was looked at")
    baseline = models.JSONField(null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                "what",
                MD5("query"),  # an index holds no long text
                Coalesce("comparison", 0),
                "way",
                MD5("address"),
                condition=Q(ended_at=None),
                name="subscription_once_for_each",
            ),
            models.CheckConstraint(
                condition=Q(what="fixed") ^ Q(comparison=None), name="subscription_of_its_comparison"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(due_at__isnull=False, told_until__isnull=False),
                name="subscription_confirmed_is_due",
            ),
        ]
        indexes = [
            models.Index(
                F("due_at"), condition=Q(ended_at=None, confirmed_at__isnull=False), name="subscription_due"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def key(self) -> str:
        """Signed: whoever has it manages this subscription without an account."""
        return SIGNER.sign(str(self.pk))

    def get_absolute_url(self) -> str:
        return path_to("follow_manage", self.key)

    @property
    def followed(self) -> str:
        """The path of what is followed."""
        if self.comparison:
            return self.comparison.get_absolute_url()
        page = "statement_list" if self.what == self.What.STATEMENTS else "comparison_build"
        return f"{path_to(page)}{self.query}"

    @property
    def stands(self) -> bool:
        return self.confirmed_at is not None and self.ended_at is None

    def next_due(self, now: datetime.datetime) -> datetime.datetime:
        """When it is to be looked at after this moment; digests are due in the morning, or on Mondays."""
        if self.often == self.Often.AT_ONCE:
            return now
        due = now.astimezone(datetime.UTC).replace(hour=HOUR, minute=0, second=0, microsecond=0)
        due += datetime.timedelta(days=0 if due > now else 1)
        if self.often == self.Often.WEEKLY:
            due += datetime.timedelta(days=-due.weekday() % 7)
        return due


class Told(models.Model):
    """A statement that a follower was told of, or will be by a delivery that is made: never twice."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="told")
    statement = models.ForeignKey(
        Statement, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subscription", "statement"], name="statement_told_once")
        ]

    def __str__(self) -> str:
        return f"{self.statement_id} to {self.subscription_id}"


class Delivery(models.Model):
    """What is to be sent to a follower, once; ``content`` is plain data (news/contents.py).

    A worker says that it is sending before it does: of one that was killed then, nobody knows whether it
    had sent it. It becomes ``unsure``, and goes out again only if an editor has it tried again.
    """

    class State(models.TextChoices):
        WAITING = "waiting", text("waiting")
        SENDING = "sending", text("being sent")
        SENT = "sent", text("sent")
        UNSURE = "unsure", text("perhaps sent")
        FAILED = "failed", text("not sent")
        DROPPED = "dropped", text("ended before it was sent")

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="deliveries")
    period = models.CharField(max_length=40, help_text="The day, the week, or the moment that it tells of")
    content = models.JSONField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["subscription", "period"], name="delivery_once_for_each_period"),
        ]

    def __str__(self) -> str:
        return f"{self.subscription}, {self.period}"
