"""What readers report as wrong in a statement, until an editor has settled it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from articles.language import text


class ErrorReportQuerySet(models.QuerySet["ErrorReport"]):
    def waiting(self) -> "ErrorReportQuerySet":
        """Those that nobody has settled, the oldest first."""
        return self.filter(settled_at=None).order_by("id")

    def settled(self) -> "ErrorReportQuerySet":
        return self.exclude(settled_at=None).order_by("-settled_at", "-id")


class ErrorReport(models.Model):
    """Sent without an account; seen by editors alone. ``contact`` goes when it is settled."""

    class About(models.TextChoices):
        WORDS = "words", text("the words")
        SPEAKER = "speaker", text("who said it")
        COUNTRY = "country", text("for which country")
        DAY = "day", text("when it was said")
        POSITION = "position", text("the issue or the stance")
        OTHER = "other", text("something else")

    statement = models.ForeignKey("Statement", on_delete=models.CASCADE, related_name="error_reports")
    about = models.CharField("what is wrong", max_length=8, choices=About)
    message = models.TextField(max_length=2000)
    contact = models.EmailField("e-mail address", blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(max_length=300, blank=True)

    objects = ErrorReportQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None, outcome="")
                | Q(settled_at__isnull=False, settled_by__isnull=False, contact="") & ~Q(outcome=""),
                name="error_report_settled_by_somebody",
            )
        ]
        indexes = [models.Index(fields=["id"], condition=Q(settled_at=None), name="error_report_waiting")]

    def __str__(self) -> str:
        return f"{self.get_about_display()}: {self.message[:80]}"
