"""What one can be for or against."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q

from articles.addresses import path_to
from articles.models.merged import left_by_all, merged_as_a_key, not_on_merged
from articles.models.names import LabelField, Plain, typed
from articles.models.writes import writes_of_names
from articles.text import normal


class IssueQuerySet(models.QuerySet["Issue"]):
    def current(self) -> "IssueQuerySet":
        """Issues that were not merged into another."""
        return self.filter(merged_into=None)

    def called(self, words: str) -> "IssueQuerySet":
        """Issues whose title contains the words; neither case nor accents matter."""
        return self.filter(title__plain__contains=typed(normal.label(words)))


@pghistory.track()
class Issue(models.Model):
    """Something one can be for or against, worded as a proposal ("Further UN sanctions on North Korea")."""

    title = LabelField(max_length=200, unique=True, help_text="Worded as a proposal")
    slug = models.SlugField(max_length=100, unique=True)
    description = models.TextField(blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged", editable=False
    )
    phrases = ArrayField(
        models.CharField(max_length=100),
        default=list,
        blank=True,
        verbose_name="key phrases",
        help_text="Words in a statement that point to this issue, separated by commas",
    )

    objects = IssueQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        triggers = [
            *writes_of_names(),
            not_on_merged("issue", "parent", "issue"),
            left_by_all("issue", ("position", "issue"), ("issue", "parent")),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(parent=F("id")), name="issue_not_its_own_parent"),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="issue_not_merged_into_itself"),
            merged_as_a_key("issue"),
        ]
        indexes = [
            GinIndex(OpClass(Plain("title"), "gin_trgm_ops"), name="issue_title_part", fastupdate=False)
        ]  # called()

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return path_to("issue_detail", self.slug)
