"""The review of statements: editors confirm or mend what the machine suggests."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from articles.admin.choosing import Chooses
from articles.admin.conflicts import RowForm, VersionedForm
from articles.admin.shared import ReadOnly, Recorded, action_of, in_words
from articles.curate import verbs
from articles.dates import Period, typed
from articles.formatting import percent, said, shorten
from articles.models import Attribution, Position, Statement, Utterance, Verb
from articles.text.passages import Mark, around

MENDS = {"kind": "kind", "said": "said_on"}  # form field → the field whose mark it takes off


class StatementForm(VersionedForm):
    said = forms.CharField(
        required=False,
        label="Said on",
        help_text="YYYY, YYYY-MM or YYYY-MM-DD, as exactly as it is known; empty = not known",
    )
    confirms = forms.BooleanField(
        required=False,
        initial=True,
        label="Confirm and publish",
        help_text="All of it, as it then stands. Without the tick only what you change counts as yours.",
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
        read = typed if "said" in self.changed_data else Period.parse
        try:
            return read(self.cleaned_data["said"]) if self.cleaned_data["said"] else None
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None

    def _post_clean(self) -> None:
        super()._post_clean()
        if "said" in self.changed_data and "said" in self.cleaned_data:
            verbs.redate(self.instance, self.cleaned_data["said"])


class AttributionInline(Chooses, admin.TabularInline):
    form = RowForm
    model = Attribution
    extra = 0
    fields = ["actor", "is_channel", "country", "role", "name_printed", "role_printed"]
    readonly_fields = ["name_printed", "role_printed"]
    autocomplete_fields = ["actor", "country", "role"]


class PositionInline(Chooses, admin.TabularInline):
    form = RowForm
    model = Position
    extra = 0
    fields = ["issue", "stance"]
    autocomplete_fields = ["issue"]


@admin.register(Statement)
class StatementAdmin(Recorded):
    """Saving a statement confirms it as it then stands, unless the editor says otherwise."""

    form = StatementForm
    list_display = ["words", "speakers", "said", "stances", "state_short"]
    ordering = ["article", "starts_at"]
    list_filter = ["review", "kind", "article__source", "positions__issue"]
    list_per_page = 50
    search_fields = ["quote"]
    search_help_text = "Words of a statement or the name of a speaker, as on the page of all statements."
    actions = ["accept", "reject", "second_look", "discard"]
    verb = Verb.CORRECT
    inlines = [AttributionInline, PositionInline]
    readonly_fields = ["passage", "article", "cue", "parent", "said_on_phrase", "said_on_basis", "state"]
    fieldsets = [
        (
            None,
            {
                "fields": ["version", "passage", "article", "kind", "cue", "parent"],
            },
        ),
        ("When", {"fields": ["said", "said_on_basis", "said_on_phrase"]}),
        ("Review", {"fields": ["state", "confirms"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Statement]:
        return Statement.objects.with_context().order_by(*self.get_ordering(request))

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[QuerySet[Statement], bool]:
        """By the index of their words; the admin's own search would read every statement."""
        return queryset.matching(search_term) if search_term else queryset, False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # a statement belongs to a place in a text; tagging comes with the review desk

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # reject or discard instead: nothing is lost

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

    def save_model(self, request: HttpRequest, statement: Statement, form: Any, change: bool) -> None:
        if MENDS.keys() & set(form.changed_data):
            super().save_model(request, statement, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        mended = {MENDS.get(name, "") for name in form.changed_data}
        mended |= {formset.prefix for formset in formsets if formset.has_changed()}
        self._confirm(request, form, mended - {""})

    def _confirm(self, request: HttpRequest, form: Any, mended: set[str]) -> None:
        statement = form.instance
        if form.cleaned_data["confirms"] and (mended or not statement.is_reviewed):
            verbs.confirm_edit(statement, request.user)
        elif mended:
            verbs.confirm_fields(statement, request.user, mended)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        action_of(request).summary = f"Corrected “{shorten(obj.quote, 120)}”: {in_words(message)}"
        if not message:
            action_of(request).verb = Verb.ACCEPT
            action_of(request).summary = f"Accepted “{shorten(obj.quote, 120)}”"

    @admin.action(description="Accept as they stand", permissions=["change"])
    def accept(self, request: HttpRequest, chosen: QuerySet[Statement]) -> None:
        self._apply(request, verbs.accept, chosen, "accepted")

    @admin.action(description="Reject", permissions=["change"])
    def reject(self, request: HttpRequest, chosen: QuerySet[Statement]) -> None:
        self._apply(request, verbs.reject, chosen, "rejected")

    @admin.action(description="Check: a second look at what somebody else accepted", permissions=["change"])
    def second_look(self, request: HttpRequest, chosen: QuerySet[Statement]) -> None:
        self._apply(request, verbs.check, chosen, "checked")

    @admin.action(description="Put into the waste bin", permissions=["discard"])
    def discard(self, request: HttpRequest, chosen: QuerySet[Statement]) -> None:
        self._apply(request, verbs.discard, chosen, "discarded")

    def has_discard_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.delete_statement")

    def _apply(self, request: HttpRequest, verb: Any, chosen: QuerySet[Statement], done: str) -> None:
        statements = Statement.objects.filter(pk__in=chosen.values_list("pk", flat=True))
        try:
            messages.success(request, f"{verb(statements, request.user)} {done}.")
        except verbs.Refused as refusal:
            messages.error(request, str(refusal))


def _marked(paragraph: list) -> SafeString:
    pieces = ((stretch.text, "mark" if stretch.statements else "span") for stretch in paragraph)
    return format_html_join("", "<{1}>{0}</{1}>", pieces)


@admin.register(Utterance)
class UtteranceAdmin(ReadOnly, admin.ModelAdmin):
    """Not deleted either: a statement in the waste bin may need it again."""

    list_display = ["__str__", "reports"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Utterance]:
        return Utterance.objects.prefetch_related("statements__article__source")

    @admin.display
    def reports(self, utterance: Utterance) -> str:
        return ", ".join(str(s.article.source) for s in utterance.statements.all())
