"""Curation in the admin: editors confirm or mend what the machine suggests."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles import curation, importing, sharing
from articles.dates import Period
from articles.models import (
    Actor,
    ActorAlias,
    Article,
    Attribution,
    Bloc,
    Comparison,
    Country,
    CountryName,
    Issue,
    Membership,
    Position,
    Role,
    Source,
    Statement,
    Takedown,
    Utterance,
)
from articles.passages import Mark, around
from articles.tasks import read_article
from articles.wording import percent, said


class ReadOnly:
    """Rows that nobody types in."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class KeepsAddress(admin.ModelAdmin):
    """The slug is proposed from a name, and fixed once it is an address that others may have kept."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else super().get_prepopulated_fields(request, obj)


class NamesInline(ReadOnly, admin.TabularInline):
    model = CountryName
    extra = 0


@admin.register(Country)
class CountryAdmin(ReadOnly, admin.ModelAdmin):
    """Filled from the packaged gazetteer."""

    list_display = ["iso3", "name", "region", "un_member"]
    list_filter = ["region", "un_member"]
    search_fields = ["iso3", "name", "official_name", "names__name"]
    inlines = [NamesInline]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 1
    autocomplete_fields = ["country"]


@admin.register(Bloc)
class BlocAdmin(KeepsAddress):
    """A country belongs to a bloc from the first to the last day; an empty end is open."""

    list_display = ["name", "slug", "members"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [MembershipInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Bloc]:
        return super().get_queryset(request).prefetch_related("memberships")

    @admin.display
    def members(self, bloc: Bloc) -> str:
        return ", ".join(membership.country_id for membership in bloc.memberships.all())


@admin.register(Source)
class SourceAdmin(KeepsAddress):
    list_display = ["name", "domain", "country"]
    search_fields = ["name", "domain"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["country"]


@admin.register(Issue)
class IssueAdmin(KeepsAddress):
    list_display = ["title", "parent", "slug"]
    search_fields = ["title", "phrases"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["parent"]


class AliasInline(admin.TabularInline):
    model = ActorAlias
    extra = 1


class RoleInline(admin.TabularInline):
    model = Role
    extra = 1
    autocomplete_fields = ["country"]


@admin.register(Actor)
class ActorAdmin(KeepsAddress):
    list_display = ["name", "kind", "country", "merged_into"]
    list_filter = ["kind"]
    list_select_related = ["country", "merged_into"]
    search_fields = ["name", "aliases__name"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["country"]
    inlines = [AliasInline, RoleInline]


@admin.register(Role)
class RoleAdmin(admin.ModelAdmin):
    list_display = ["title", "actor", "country", "starts_on", "ends_on"]
    list_select_related = ["actor", "country"]
    search_fields = ["title", "actor__name"]
    autocomplete_fields = ["actor", "country"]


class ArticleForm(forms.ModelForm):
    url = forms.URLField(label="Address", required=False, max_length=1000, assume_scheme="https")

    class Meta:
        model = Article
        fields = ["source", "title", "url", "published_on", "language", "text"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        source, text = cleaned.get("source"), cleaned.get("text")
        if source and text and not self.instance.pk:
            known = Article.objects.filter(source=source, text_sha256=importing.sha256(text)).first()
            if known:
                self.add_error("text", f"This text is on record already as article {known.pk}, “{known}”.")
        return cleaned


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):
    """A new article is read for statements in the background; its text never changes afterwards."""

    form = ArticleForm
    list_display = ["title", "source", "published_on", "reviewed", "waiting"]
    list_filter = ["source"]
    list_select_related = ["source"]
    date_hierarchy = "published_on"
    search_fields = ["title"]
    autocomplete_fields = ["source"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return Article.objects.with_counts()

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> list[str]:
        return ["source", "text", "text_sha256", "extractor"] if obj else []

    @admin.display(ordering="reviewed")
    def reviewed(self, article: Article) -> int:
        return article.reviewed  # type: ignore[attr-defined]

    @admin.display(ordering="waiting", description="waiting for review")
    def waiting(self, article: Article) -> SafeString | str:
        count = article.waiting  # type: ignore[attr-defined]
        queue = reverse("admin:articles_statement_changelist")
        link = '<a href="{}?article__id__exact={}&review__exact=suggested">{} to review</a>'
        return format_html(link, queue, article.pk, count) if count else "none"

    def save_model(self, request: HttpRequest, article: Article, form: Any, change: bool) -> None:
        if change:
            return super().save_model(request, article, form, change)
        article.text_sha256 = importing.sha256(article.text)
        super().save_model(request, article, form, change)
        transaction.on_commit(lambda: read_article.defer(article_id=article.pk))
        messages.info(request, "The article is being read; its statements will wait for review.")


class StatementForm(forms.ModelForm):
    said = forms.CharField(
        required=False,
        label="Said on",
        help_text="YYYY, YYYY-MM or YYYY-MM-DD, as exactly as it is known; empty = not known",
    )

    class Meta:
        model = Statement
        fields = ["kind"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        statement = self.instance
        if statement.said_on:
            digits = {"year": 4, "month": 7, "day": 10}[statement.said_on_precision]
            self.initial["said"] = statement.said_on.isoformat()[:digits]

    def clean_said(self) -> Period | None:
        try:
            return Period.parse(self.cleaned_data["said"]) if self.cleaned_data["said"] else None
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if "said" in self.changed_data and "said" in self.cleaned_data:
            curation.redate(self.instance, self.cleaned_data["said"])


class AttributionInline(admin.TabularInline):
    model = Attribution
    extra = 0
    fields = ["actor", "country", "role", "name_printed", "role_printed"]
    readonly_fields = ["name_printed", "role_printed"]
    autocomplete_fields = ["actor", "country", "role"]


class PositionInline(admin.TabularInline):
    model = Position
    extra = 0
    fields = ["issue", "stance"]
    autocomplete_fields = ["issue"]


@admin.register(Statement)
class StatementAdmin(admin.ModelAdmin):
    """Saving a statement confirms it as it then stands."""

    form = StatementForm
    list_display = ["words", "speakers", "said", "stances", "state_short"]
    ordering = ["article", "starts_at"]
    list_filter = ["review", "kind", "article__source", "positions__issue", "article"]
    list_per_page = 50
    search_fields = ["quote", "attributions__actor__name"]
    actions = ["accept", "reject"]
    inlines = [AttributionInline, PositionInline]
    readonly_fields = ["passage", "article", "cue", "parent", "said_on_phrase", "said_on_basis", "state"]
    fieldsets = [
        (
            None,
            {
                "fields": ["passage", "article", "kind", "cue", "parent"],
                "description": "Saving confirms the statement as it then stands, and publishes it.",
            },
        ),
        ("When", {"fields": ["said", "said_on_basis", "said_on_phrase"]}),
        ("Review", {"fields": ["state"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Statement]:
        return Statement.objects.for_cards().order_by(*self.get_ordering(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # a statement belongs to a place in a text; tagging comes with the review desk

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # reject instead: nothing is lost

    @admin.display(ordering="starts_at")
    def words(self, statement: Statement) -> str:
        return statement.quote if len(statement.quote) <= 200 else f"{statement.quote[:199]}…"

    @admin.display(ordering="said_on")
    def said(self, statement: Statement) -> str:
        return said(statement.said_on, statement.said_on_precision)

    @admin.display(description="positions")
    def stances(self, statement: Statement) -> str:
        return "; ".join(str(position) for position in statement.positions.all())

    @admin.display(ordering="review", description="review")
    def state_short(self, statement: Statement) -> str:
        sure = f", {percent(statement.confidence)} sure" if statement.confidence is not None else ""
        return statement.review + (sure if statement.review == "suggested" else "")

    @admin.display
    def speakers(self, statement: Statement) -> str:
        return ", ".join(str(a) for a in statement.attributions.all())

    @admin.display(description="in its article")
    def passage(self, statement: Statement) -> SafeString:
        marks = [Mark(start, end, statement.pk) for start, end in statement.fragments]
        shown = around(statement.article.text, marks)
        return format_html_join("", "<p>{}</p>", ((_marked(paragraph),) for paragraph in shown))

    @admin.display
    def state(self, statement: Statement) -> str:
        machine = ", ".join(statement.machine_fields)
        by = f" by {statement.reviewed_by}" if statement.reviewed_by else ""
        return f"{statement.get_review_display()}{by}" + (f"; read by machine: {machine}" if machine else "")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        curation.confirm_edit(form.instance, request.user)

    @admin.action(description="Accept as they stand", permissions=["change"])
    def accept(self, request: HttpRequest, chosen: QuerySet[Statement]) -> None:
        self._apply(request, curation.accept, chosen, "accepted")

    @admin.action(description="Reject", permissions=["change"])
    def reject(self, request: HttpRequest, chosen: QuerySet[Statement]) -> None:
        self._apply(request, curation.reject, chosen, "rejected")

    def _apply(self, request: HttpRequest, verb: Any, chosen: QuerySet[Statement], done: str) -> None:
        statements = Statement.objects.filter(pk__in=chosen.values_list("pk", flat=True))
        try:
            messages.success(request, f"{verb(statements, request.user)} {done}.")
        except curation.Refused as refusal:
            messages.error(request, str(refusal))


def _marked(paragraph: list) -> SafeString:
    pieces = ((stretch.text, "mark" if stretch.statements else "span") for stretch in paragraph)
    return format_html_join("", "<{1}>{0}</{1}>", pieces)


@admin.register(Utterance)
class UtteranceAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["__str__", "reports"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Utterance]:
        return Utterance.objects.prefetch_related("statements__article__source")

    @admin.display
    def reports(self, utterance: Utterance) -> str:
        return ", ".join(str(s.article.source) for s in utterance.statements.all())


@admin.register(Comparison)
class ComparisonAdmin(ReadOnly, admin.ModelAdmin):
    """Frozen: to be looked at, never changed."""

    list_display = ["title", "key", "shared_at", "shared_by", "query"]
    search_fields = ["title", "key"]


@admin.register(Takedown)
class TakedownAdmin(admin.ModelAdmin):
    """Written once; the address of the comparison then shows the reason instead."""

    list_display = ["comparison", "taken_down_at", "taken_down_by", "reason"]
    search_fields = ["comparison__title", "comparison__key", "reason"]
    autocomplete_fields = ["comparison"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, takedown: Takedown, form: Any, change: bool) -> None:
        takedown.pk = sharing.take_down(takedown.comparison, takedown.reason, request.user).pk
