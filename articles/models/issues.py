"""What one can be for or against, affirm or dispute."""

from collections.abc import Collection, Iterator

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL

from articles.addresses import path_to
from articles.models.countries import Country
from articles.models.merged import left_by_all, merged_as_a_key, not_on_merged
from articles.models.names import LabelField, Plain, with_words
from articles.models.writes import writes_of_names

# Parents are set one after the other: of two that would close a circle the second sees the first.
UNDER_ITSELF = """
PERFORM pg_advisory_xact_lock(7321, 3);
IF EXISTS (
    WITH RECURSIVE above AS (
        SELECT NEW.parent_id AS id
        UNION SELECT issue.parent_id FROM public.articles_issue AS issue JOIN above ON above.id = issue.id
    ) SELECT FROM above WHERE id = NEW.id
) THEN
    RAISE EXCEPTION 'issue % stands under itself', NEW.id USING ERRCODE = 'check_violation',
        DETAIL = format('Issue %s (%s) would stand under itself.', NEW.id, NEW.title),
        CONSTRAINT = 'issue_not_under_itself';
END IF;
RETURN NULL;
"""


PARTS = """
WITH RECURSIVE below AS (
    SELECT id FROM articles_issue WHERE id = ANY(%s)
    UNION SELECT part.id FROM articles_issue AS part JOIN below ON part.parent_id = below.id
) SELECT id FROM below
"""


class IssueQuerySet(models.QuerySet["Issue"]):
    def current(self) -> "IssueQuerySet":
        """Issues that were not merged into another."""
        return self.filter(merged_into=None)

    def parts_of(self, keys: Collection[int]) -> "IssueQuerySet":
        """What stands under issues of these keys, however deep, without these themselves."""
        return self.filter(pk__in=RawSQL(PARTS, (list(keys),))).exclude(pk__in=keys)

    def called(self, words: str) -> "IssueQuerySet":
        """Issues with these words in their title, of which the last may go on; case and accents are alike."""
        return self.filter(with_words("title", words))


@pghistory.track()
class Issue(models.Model):
    """Something one can be for or against, worded as a proposal ("Further UN sanctions on North Korea").

    Or a claim of fact, which one affirms or disputes: stances are the same, and told in other words.
    """

    title = LabelField(max_length=200, unique=True, help_text="Worded as a proposal, or as a claim of fact")
    slug = models.SlugField(max_length=100, unique=True)
    description = models.TextField(blank=True)
    is_claim = models.BooleanField(
        "a claim of fact",
        default=False,
        db_default=False,
        help_text="Worded as something that is so (“The attack was carried out by A”), not as a proposal: "
        "readers are told who affirms and who disputes it",
    )
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged", editable=False
    )
    about = ArrayField(
        models.CharField(max_length=3),
        default=list,
        blank=True,
        verbose_name="countries concerned",
        help_text="Their ISO 3166-1 codes (IRN), separated by commas; empty: none in particular",
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
            pgtrigger.Trigger(
                name="not_under_itself",
                level=pgtrigger.Row,
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("parent_id"),
                condition=pgtrigger.Q(new__parent__isnull=False),
                func=" ".join(UNDER_ITSELF.split()),
            ),
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

    @property
    def path(self) -> str:
        """Where it stands, from the topmost issue down: Sanctions › Further UN sanctions."""
        return " › ".join([*reversed([above.title for above in self._ancestors()]), self.title])

    def clean(self) -> None:
        """Refuses a parent that stands under this issue, or is it, and a country that is none."""
        if self.pk and self in self._ancestors():
            raise ValidationError({"parent": f"“{self.parent}” is this issue, or stands under it."})
        self.about = list(dict.fromkeys(code.strip().upper() for code in self.about))
        known = set(Country.objects.filter(iso3__in=self.about).values_list("iso3", flat=True))
        if unknown := [code for code in self.about if code not in known]:
            raise ValidationError({"about": f"“{unknown[0]}” is no country; write ISO codes, such as RUS."})

    def _ancestors(self) -> Iterator["Issue"]:
        """The parent, its parent …; each once, should they run in a circle."""
        seen, above = set(), self.parent
        while above and above.pk not in seen:
            yield above
            seen.add(above.pk)
            above = above.parent
