"""Sources and their articles."""

import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.addresses import is_web
from articles.admin.conflicts import VersionedForm
from articles.admin.merging import Mergeable
from articles.admin.redating import Redatable
from articles.admin.replacing import Replaceable
from articles.admin.shared import KeepsAddress, Recorded
from articles.curate import verbs
from articles.curate.publish import PUBLISHES
from articles.dates import typed
from articles.formatting import count
from articles.importing.tasks import read_article
from articles.models import Article, Source
from articles.text import normal
from articles.text.normal import sha256


@admin.register(Source)
class SourceAdmin(Mergeable, Recorded, KeepsAddress):
    list_display = ["name", "domain", "country", "is_trusted", "merged_into"]
    list_select_related = ["country", "merged_into"]
    search_fields = ["name__plain__contains", "domain"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["country"]

    def get_readonly_fields(self, request: HttpRequest, obj: Source | None = None) -> list[str]:
        """Who may not publish cannot have things published by trust either."""
        fixed = super().get_readonly_fields(request, obj)
        return fixed if request.user.has_perm(PUBLISHES) else [*fixed, "is_trusted"]


class ArticleForm(VersionedForm):
    url = forms.URLField(label="Address", required=False, max_length=1000, assume_scheme="https")
    archived_url = forms.URLField(
        label="Archived copy",
        required=False,
        max_length=1000,
        assume_scheme="https",
        help_text=Article._meta.get_field("archived_url").help_text,
    )

    class Meta:
        model = Article
        fields = [
            "source",
            "title",
            "author",
            "url",
            "archived_url",
            "published_on",
            "published_about",
            "language",
            "text",
        ]

    def clean_title(self) -> str:
        return normal.line(self.cleaned_data["title"])

    def clean_url(self) -> str:
        return self._address("url")

    def clean_archived_url(self) -> str:
        return self._address("archived_url")

    def _address(self, name: str) -> str:
        url: str = self.cleaned_data[name]
        if url and not is_web(url):
            raise forms.ValidationError("Write an address with http:// or https:// and no spaces.")
        return url

    def clean_published_on(self) -> datetime.date | None:
        """A day that stood there before may stay, so that the rest of a mistaken row can be mended."""
        day: datetime.date | None = self.cleaned_data["published_on"]
        if day and "published_on" in self.changed_data:
            try:
                typed(day.isoformat())
            except ValueError as error:
                raise forms.ValidationError(str(error)) from None
        return day

    def clean_text(self) -> str:
        """Browsers send ends of lines of their own: the same text must be known again."""
        return normal.text(self.cleaned_data["text"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        source, text = cleaned.get("source"), cleaned.get("text")
        if source and text and not self.instance.pk:
            known = Article.objects.filter(source=source, text_sha256=sha256(text)).first()
            if known:
                self.add_error("text", f"This text is on record already as article {known.pk}, “{known}”.")
        return cleaned


class WasRead(admin.SimpleListFilter):
    """An article that stays unread had no worker, or one that gave up."""

    title = "reading"
    parameter_name = "read"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("no", "not read for statements yet"), ("yes", "read")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "no":
            return queryset.filter(extractor="")
        return queryset.exclude(extractor="") if self.value() == "yes" else queryset


@admin.register(Article)
class ArticleAdmin(Replaceable, Redatable, Recorded):
    """A new article is a draft, and read for statements in the background.

    Its text is replaced on a page of its own, and withdrawn on the desk.
    """

    form = ArticleForm
    list_display = ["title", "source", "published_on", "state", "reviewed", "waiting"]
    list_filter = ["state", WasRead, "source"]
    actions = ["read", "publish"]
    list_select_related = ["source"]
    date_hierarchy = "published_on"
    search_fields = ["title"]
    autocomplete_fields = ["source"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return Article.objects.with_counts()

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> list[str]:
        fixed = ["source", "text", "text_sha256", "extractor", "state", "withdrawn_because"]
        return fixed if obj else []

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PUBLISHES)

    @admin.action(description="Publish: show them to readers", permissions=["publish"])
    def publish(self, request: HttpRequest, chosen: QuerySet) -> None:
        try:
            number = verbs.publish(list(chosen), request.user)
        except verbs.Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"{count(number, 'article')} published.")

    @admin.action(description="Read for statements, if that was not done", permissions=["change"])
    def read(self, request: HttpRequest, chosen: QuerySet) -> None:
        unread = list(chosen.filter(extractor="").values_list("pk", flat=True))
        for pk in unread:
            read_article.defer(article_id=pk)
        messages.info(request, f"{count(len(unread), 'article')} will be read; the others were.")

    @admin.display(ordering="reviewed")
    def reviewed(self, article: Article) -> SafeString | int:
        count = article.reviewed  # type: ignore[attr-defined]
        statements = reverse("admin:articles_statement_changelist")
        link = format_html('<a href="{}?article__id__exact={}">{}</a>', statements, article.pk, count)
        return link if count else 0

    @admin.display(ordering="waiting", description="waiting for review")
    def waiting(self, article: Article) -> SafeString | str:
        count = article.waiting  # type: ignore[attr-defined]
        desk = reverse("review_desk", args=[article.pk])
        return format_html('<a href="{}">{} to review</a>', desk, count) if count else "none"

    def save_model(self, request: HttpRequest, article: Article, form: Any, change: bool) -> None:
        if change:
            request.former_date = form.initial.get("published_on")  # type: ignore[attr-defined]
            return super().save_model(request, article, form, change)
        article.text_sha256 = sha256(article.text)
        if article.source.is_trusted:
            article.state, article.published_at = Article.State.PUBLISHED, timezone.now()
        super().save_model(request, article, form, change)
        transaction.on_commit(lambda: read_article.defer(article_id=article.pk))
        messages.info(
            request,
            "The article is being read; its statements wait for review, and readers see "
            "nothing of it until it is published.",
        )
