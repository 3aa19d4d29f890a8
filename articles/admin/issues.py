"""Issues."""

from django.contrib import admin

from articles.admin.shared import KeepsAddress, Recorded
from articles.models import Issue


@admin.register(Issue)
class IssueAdmin(Recorded, KeepsAddress):
    list_display = ["title", "parent", "slug"]
    search_fields = ["title", "phrases"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["parent"]
