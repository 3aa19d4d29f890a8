"""Roll calls, and the issues that they were on."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from articles.admin.shared import Recorded
from articles.models import Issue, Question, RollCall
from articles.registry.questions import likely_issues


class QuestionInline(admin.TabularInline):
    model = Question
    extra = 1
    autocomplete_fields = ["issue"]


@admin.register(RollCall)
class RollCallAdmin(Recorded):
    """Facts of a source (import_votes), of which editors say which issues they are on."""

    list_display = ["held_on", "resolution", "title", "on"]
    list_display_links = ["title"]
    search_fields = ["title", "resolution", "number"]
    date_hierarchy = "held_on"
    fields = ["number", "held_on", "resolution", "title", "reference", "likely"]
    readonly_fields = ["likely"]
    inlines = [QuestionInline]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("questions__issue")

    @admin.display(description="on")
    def on(self, roll_call: RollCall) -> str:
        return ", ".join(question.issue.title for question in roll_call.questions.all())

    @admin.display(description="likely issues")
    def likely(self, roll_call: RollCall) -> SafeString | str:
        """By their wording; whichever it is, an editor has to say so below."""
        found = likely_issues(roll_call.title, Issue.objects.current())
        return format_html_join(", ", "{}", ((issue.title,) for issue in found)) or "none by its wording"
