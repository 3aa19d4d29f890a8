"""Where statements come from: sources and their articles."""

from typing import Any

import pghistory
from django.apps import apps
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from articles.addresses import WEB, path_to, slug_of
from articles.extraction import languages
from articles.formatting import dated
from articles.language import text
from articles.models.coding import CodingTask
from articles.models.merged import left_by_all, merged_as_a_key, not_on_merged
from articles.models.names import LabelField
from articles.models.search import Lexemes
from articles.models.writes import writes_of_articles, writes_of_names


class SourceQuerySet(models.QuerySet["Source"]):
    def current(self) -> "SourceQuerySet":
        """Sources that were not merged into another."""
        return self.filter(merged_into=None)


@pghistory.track()
class Source(models.Model):
    """An outlet or publisher: RFE/RL, Press TV, a ministry."""

    name = LabelField(max_length=200, unique=True)
    slug = models.SlugField(max_length=200, unique=True)
    domain = models.CharField(max_length=200, blank=True, help_text="Such as rferl.org")
    is_trusted = models.BooleanField(
        "trusted", default=False, help_text="What comes from it is published at once, marked as machine-read"
    )
    country = models.ForeignKey(
        "Country", null=True, blank=True, on_delete=models.PROTECT, related_name="sources"
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged", editable=False
    )

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        triggers = [*writes_of_names(), left_by_all("source", ("article", "source"))]
        constraints = [
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="source_not_merged_into_itself"),
            merged_as_a_key("source"),
        ]

    def __str__(self) -> str:
        return self.name


def _statements(*reviews: str) -> Any:
    """Of the article of the outer query, with any of these states of review."""
    statements = apps.get_model("articles", "Statement").objects.filter(review__in=reviews)
    return statements.filter(article=OuterRef("pk")).order_by()


def _number_of_statements(*reviews: str) -> Coalesce:
    counted = _statements(*reviews).values("article").annotate(n=models.Count("pk"))
    return Coalesce(models.Subquery(counted.values("n")), 0)


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> "ArticleQuerySet":
        """Articles that readers see."""
        return self.filter(state=Article.State.PUBLISHED)

    def hidden(self) -> "ArticleQuerySet":
        """Drafts, and what was withdrawn; an index has these alone."""
        return self.exclude(state=Article.State.PUBLISHED)

    def titled(self, words: Any) -> "ArticleQuerySet":
        """Articles with these words (``search.query_of``) in their title."""
        return self.alias(title_words=Lexemes("title")).filter(title_words=words)

    def leading(self) -> "ArticleQuerySet":
        """Leaves out near copies of an article that readers see."""
        sketches = apps.get_model("articles", "Sketch").objects.filter(article=OuterRef("pk"))
        return self.exclude(models.Exists(sketches.filter(copy_of__state=Article.State.PUBLISHED)))

    def variants_of(self, article: "Article") -> "ArticleQuerySet":
        """The others of nearly the same text, the earliest first."""
        sketches = apps.get_model("articles", "Sketch").objects.filter(article=article.pk)
        original = sketches.values_list("copy_of", flat=True).first() or article.pk
        alike = self.filter(Q(pk=original) | Q(sketch__copy_of=original)).exclude(pk=article.pk)
        return alike.order_by("published_on", "pk")

    def newest_first(self) -> "ArticleQuerySet":
        return self.order_by(F("published_on").desc(nulls_last=True), "-id")

    def published_between(self, first: object = None, last: object = None) -> "ArticleQuerySet":
        """Articles published within the days given, both inclusive; None leaves a side open."""
        articles = self
        if first:
            articles = articles.filter(published_on__gte=first)
        if last:
            articles = articles.filter(published_on__lte=last)
        return articles

    def with_counts(self) -> "ArticleQuerySet":
        """Adds ``reviewed`` and ``waiting``: numbers of statements confirmed and still to be reviewed.

        Article by article, so that a page of a long list counts for its own articles only.
        """
        return self.annotate(
            reviewed=_number_of_statements("accepted", "checked"), waiting=_number_of_statements("suggested")
        )

    def waiting(self, *voices: str) -> "ArticleQuerySet":
        """With suggestions that nobody has decided on, unless it was withdrawn.

        Adds ``least``, the least confidence of these; -1 where one has none.

        ``voices``: only where some are of one of these.
        """
        suggested = _statements("suggested")
        kept = self.exclude(state=Article.State.WITHDRAWN)
        suggested = suggested.voiced(*voices) if voices else suggested
        sure = Coalesce("confidence", Value(-1.0))
        least = suggested.values("article").annotate(least=models.Min(sure)).values("least")
        return kept.filter(models.Exists(suggested)).annotate(least=models.Subquery(least))

    def without_statements(self) -> "ArticleQuerySet":
        """Articles that were read, or cannot be, and have no statement at all: for tagging by hand."""
        statements = apps.get_model("articles", "Statement").objects.filter(article=OuterRef("pk"))
        kept = self.exclude(state=Article.State.WITHDRAWN).exclude(extractor="")
        return kept.filter(~models.Exists(statements.order_by()))

    def unread(self) -> "ArticleQuerySet":
        """Articles in which nobody has looked for statements yet, no person either."""
        statements = apps.get_model("articles", "Statement").objects.filter(article=OuterRef("pk"))
        kept = self.exclude(state=Article.State.WITHDRAWN).filter(extractor="")
        return kept.filter(~models.Exists(statements.order_by()))

    def with_coding(self) -> "ArticleQuerySet":
        """Adds ``coding``: whether several editors code the article at present."""
        return self.annotate(
            coding=models.Exists(CodingTask.objects.open().filter(article=models.OuterRef("pk")))
        )


SHA256_OF_TEXT = Func(
    Func(Func(F("text"), Value("UTF8"), function="convert_to"), function="sha256"),
    Value("hex"),
    function="encode",
    output_field=models.CharField(),
)


UNREAD = (
    *(text("Japanese"), text("Korean"), text("Italian"), text("Dutch")),
    *(text("Polish"), text("Turkish"), text("Swedish"), text("Danish")),
    *(text("Norwegian"), text("Finnish"), text("Romanian"), text("Czech")),
    *(text("Slovak"), text("Hungarian"), text("Indonesian"), text("Vietnamese")),
    *(text("Catalan"), text("Croatian or Serbian"), text("Ukrainian"), text("Bulgarian")),
    *(text("Serbian"), text("Belarusian"), text("Greek"), text("Hebrew")),
    *(text("Hindi"), text("Bengali"), text("Thai"), text("Persian")),
    *(text("Urdu"), text("Georgian"), text("Armenian"), text("Tamil")),
    *(text("Khmer"), text("Burmese"), text("Amharic"), text("Swahili")),
    *(text("Somali"), text("an unknown language")),
)
"""Languages as ``unread_language`` names them: articles in these are not read."""


@pghistory.track()
class Article(models.Model):
    """One text from a source. Statements point into ``text`` by character, so it never changes silently.

    Readers see it, and what is said in it, while its ``state`` is published.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "draft"
        PUBLISHED = "published", "published"
        WITHDRAWN = "withdrawn", "withdrawn"

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="articles")
    title = models.CharField(max_length=500)
    url = models.URLField("address", max_length=1000, blank=True)
    archived_url = models.URLField(
        "archived copy",
        max_length=1000,
        blank=True,
        default="",
        db_default="",
        help_text="Address of a copy in a web archive, which stays when the original goes",
    )
    published_on = models.DateField(null=True, blank=True)
    published_about = models.CharField(
        "month or year",
        max_length=7,
        blank=True,
        help_text="If the day is not known: 2017-07 or 2017. It dates nothing that is said in the article",
    )
    language = models.CharField(max_length=10, default="en")
    author = models.CharField("by", max_length=200, blank=True)
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64, editable=False)
    extractor = models.CharField(
        max_length=100, blank=True, editable=False, help_text="Version of the extractor that read the text"
    )
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    published_at = models.DateTimeField(
        "shown to readers since", null=True, blank=True, editable=False, help_text="Empty before 0.2"
    )
    withdrawn_because = models.CharField(
        "why it was withdrawn", max_length=300, blank=True, editable=False, help_text="Readers see this"
    )
    added_at = models.DateTimeField(auto_now_add=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = [F("published_on").desc(nulls_last=True), "-id"]
        triggers = [*writes_of_articles(), not_on_merged("article", "source", "source")]
        permissions = [("publish_article", "Can publish and withdraw articles")]
        constraints = [
            # The same text may run in several outlets; within one it is one article.
            models.UniqueConstraint(fields=["source", "text_sha256"], name="article_text_once_per_source"),
            models.CheckConstraint(condition=~Q(text=""), name="article_text_not_empty"),
            models.CheckConstraint(
                condition=Q(url="") | Q(url__iregex=WEB),
                name="article_address_is_of_the_web",
                violation_error_message="The address must begin with http:// or https:// and hold no spaces.",
            ),
            models.CheckConstraint(
                condition=Q(archived_url="") | Q(archived_url__iregex=WEB),
                name="article_archived_copy_is_of_the_web",
                violation_error_message="The address of the copy must begin with http:// or https:// "
                "and hold no spaces.",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn") ^ Q(withdrawn_because=""),
                name="article_withdrawn_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(published_about="")
                | Q(published_on=None, published_about__regex=r"^[0-9]{4}(-(0[1-9]|1[0-2]))?$"),
                name="article_published_on_or_about",
                violation_error_message="Of an article whose day is known write no month or year; "
                "of another write it like 2017-07 or 2017.",
            ),
            models.CheckConstraint(
                condition=Q(text_sha256=SHA256_OF_TEXT), name="article_sha256_of_its_text"
            ),
        ]
        indexes = [
            GinIndex(Lexemes("title"), name="article_title_words", fastupdate=False),  # titled()
            # /articles/: newest first, and the coverage line's "n articles of this period".
            models.Index(
                F("published_on").desc(nulls_last=True),
                F("id").desc(),
                include=["source"],
                name="article_newest_first",
            ),
            # StatementQuerySet.public(): most articles are published, so that to know the others is cheap.
            models.Index(fields=["id"], condition=~Q(state="published"), name="article_hidden"),
            # Whether an address that a feed lists is on record.
            models.Index(F("url"), condition=~Q(url=""), name="article_by_address"),
            # The feed: statements whose articles were published last.
            models.Index(
                F("published_at").desc(nulls_last=True), F("id").desc(), name="article_published_last"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def slug(self) -> str:
        return slug_of(self.title, "article")

    @property
    def unread_language(self) -> str:
        """The English name of the language of the text if no statements are looked for in it; else empty.

        A reader of one's own choosing (its name has a slash) reads any.
        """
        if "/" in self.extractor:
            return ""
        code = languages.language_of(self.text)
        return "" if languages.is_read(code) else languages.name_of(code)

    @property
    def is_unread(self) -> bool:
        """Whether nobody has looked for statements in it yet."""
        return not self.extractor and Article.objects.unread().filter(pk=self.pk).exists()

    @property
    def dated(self) -> str:
        """When it was published, in words: 5 July 2017, July 2017, undated."""
        return dated(self.published_on, self.published_about)

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    def get_absolute_url(self) -> str:
        return path_to("article_detail", self.pk, self.slug)
