"""Issues."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from articles.admin.choosing import SHORT
from articles.admin.merging import Mergeable
from articles.admin.shared import KeepsAddress, Recorded
from articles.importing.tasks import match_all_later
from articles.models import Issue


@admin.register(Issue)
class IssueAdmin(Mergeable, Recorded, KeepsAddress):
    list_display = ["title", "path", "slug", "merged_into"]
    list_select_related = ["parent__parent__parent", "merged_into"]
    word = "a key phrase"
    search_fields = ["title__plain__contains", "phrases"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["parent"]
    formfield_overrides = SHORT

    def save_model(self, request: HttpRequest, obj: Issue, form: Any, change: bool) -> None:
        """What waits for review is matched anew, once, however many issues are changed meanwhile."""
        super().save_model(request, obj, form, change)
        if not change or {"title", "about"} & set(form.changed_data):
            match_all_later()
