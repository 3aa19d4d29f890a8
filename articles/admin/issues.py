"""Issues."""

from django.contrib import admin

from articles.admin.merging import Mergeable
from articles.admin.shared import KeepsAddress, Recorded
from articles.models import Issue


@admin.register(Issue)
class IssueAdmin(Mergeable, Recorded, KeepsAddress):
    list_display = ["title", "parent", "slug", "merged_into"]
    list_select_related = ["parent", "merged_into"]
    word = "a key phrase"
    search_fields = ["title__plain__contains", "phrases"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["parent"]
