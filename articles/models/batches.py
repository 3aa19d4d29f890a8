"""What is on its way to the record: texts that somebody gave, or a followed feed led to. Never public."""

import hashlib
import zlib
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse

from articles.addresses import WEB
from articles.models.texts import Article


class Feed(models.Model):
    """An address of a source that lists its articles (RSS, Atom, a sitemap, a page of links), and is polled.

    ``failures`` counts those since the last success; ``result`` tells in a sentence what the last poll gave.
    """

    source = models.ForeignKey("Source", on_delete=models.PROTECT, related_name="feeds")
    address = models.URLField(max_length=1000, unique=True)
    is_active = models.BooleanField("followed", default=True)
    minutes = models.PositiveIntegerField("minutes between two polls", default=60)
    etag = models.CharField(max_length=500, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)
    polled_at = models.DateTimeField("last polled", null=True, blank=True, editable=False)
    due_at = models.DateTimeField("next poll", null=True, blank=True, editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False)
    result = models.CharField("last result", max_length=500, blank=True, editable=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["source__name", "address"]
        constraints = [
            models.CheckConstraint(condition=Q(address__iregex=WEB), name="feed_address_is_of_the_web"),
            models.CheckConstraint(
                condition=Q(minutes__gte=5), name="feed_polled_every_five_minutes_at_most"
            ),
        ]

    def __str__(self) -> str:
        return self.address


class Batch(models.Model):
    """What was given at one time."""

    class Origin(models.TextChoices):
        PASTE = "paste", "pasted text"
        ADDRESS = "address", "web address"
        FILES = "files", "files"
        FEED = "feed", "followed feed"
        API = "api", "API"

    origin = models.CharField(max_length=10, choices=Origin)
    label = models.CharField(max_length=200)
    feed = models.ForeignKey(Feed, null=True, blank=True, on_delete=models.SET_NULL, related_name="batches")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="batches")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "batches"

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("review_batch", args=[self.pk])


class FetchedPage(models.Model):
    """A page as it was fetched, beside the text that was read out of it."""

    address = models.URLField("as it was asked for", max_length=1000)
    final_address = models.URLField("where redirects led", max_length=1000, blank=True)
    fetched_at = models.DateTimeField(auto_now_add=True)
    content_type = models.CharField(max_length=200, blank=True)
    compressed = models.BinaryField()
    sha256 = models.CharField("SHA-256 of the content", max_length=64)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.address

    @classmethod
    def of(cls, content: bytes, **details: str) -> "FetchedPage":
        """A page still to be saved."""
        return cls(compressed=zlib.compress(content), sha256=hashlib.sha256(content).hexdigest(), **details)

    @property
    def content(self) -> bytes:
        return zlib.decompress(self.compressed)


class CandidateQuerySet(models.QuerySet["Candidate"]):
    def with_articles(self) -> "CandidateQuerySet":
        """Adds ``is_there`` and ``is_read``: whether its article is on record, and read for statements."""
        own = Article.objects.filter(pk=OuterRef("article_id")).order_by()
        return self.annotate(is_there=Exists(own), is_read=Exists(own.exclude(extractor="")))

    def tally(self) -> dict[str, int]:
        """How many are in each state; of those taken, how many are ``read``, ``waiting`` or ``undone``."""
        own = self.with_articles().order_by()
        rows: Any = own.values("state", "is_there", "is_read").annotate(n=Count("pk"))  # type: ignore[misc]
        found = {state.value: 0 for state in Candidate.State} | {"read": 0, "waiting": 0, "undone": 0}
        for row in rows:
            found[row["state"]] += row["n"]
            if row["state"] == Candidate.State.TAKEN:
                kind = "read" if row["is_read"] else "waiting" if row["is_there"] else "undone"
                found[kind] += row["n"]
        return found


class Candidate(models.Model):
    """A text that may become an article: what it says of itself, as editors mended it, and what came of it.

    ``published_on`` is as it was typed. ``text`` is emptied once an article has it. ``context`` is that of
    the action which took it, and ``reason`` tells why it was not taken, or not fetched yet.
    """

    class State(models.TextChoices):
        FETCHING = "fetching", "being fetched"
        PROPOSED = "proposed", "to be looked at"
        TAKEN = "taken", "taken"
        KNOWN = "known", "on record already"
        REFUSED = "refused", "not taken"

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="candidates")
    name = models.CharField("file, line or address", max_length=1000)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    reason = models.CharField(max_length=500, blank=True)
    title = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=200, blank=True)
    is_new_source = models.BooleanField(default=False)
    published_on = models.CharField("date", max_length=40, blank=True)
    language = models.CharField(max_length=10, blank=True)
    author = models.CharField(max_length=200, blank=True)
    url = models.URLField("address", max_length=1000, blank=True)
    text = models.TextField(blank=True)
    text_sha256 = models.CharField(max_length=64, blank=True)
    page = models.ForeignKey(
        FetchedPage, null=True, blank=True, on_delete=models.SET_NULL, related_name="candidates"
    )
    # Undo takes the article away, and may bring it back.
    article = models.ForeignKey(
        Article,
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="candidates",
    )
    context = models.UUIDField(null=True, blank=True, editable=False)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""), name="candidate_refused_for_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["taken", "known"]) ^ Q(article=None),
                name="candidate_taken_is_an_article",
            ),
            models.CheckConstraint(
                condition=~Q(state="proposed") | ~Q(text=""), name="candidate_proposed_has_a_text"
            ),
        ]
        indexes = [models.Index(F("url"), condition=~Q(url=""), name="candidate_by_address")]

    def __str__(self) -> str:
        return self.title or self.name
