"""Comparisons as they were shared, and those taken down."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from articles.admin.choosing import SHORT, Chooses
from articles.admin.shared import ReadOnly
from articles.compare import sharing
from articles.models import Comparison, Takedown


@admin.register(Comparison)
class ComparisonAdmin(ReadOnly, admin.ModelAdmin):
    """Frozen: to be looked at, never changed."""

    list_display = ["title", "key", "shared_at", "shared_by", "query"]
    search_fields = ["title", "key"]


@admin.register(Takedown)
class TakedownAdmin(Chooses, admin.ModelAdmin):
    """Written once; the address of the comparison then shows the reason instead."""

    list_display = ["comparison", "taken_down_at", "taken_down_by", "reason"]
    search_fields = ["comparison__title", "comparison__key", "reason"]
    autocomplete_fields = ["comparison"]
    formfield_overrides = SHORT

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, takedown: Takedown, form: Any, change: bool) -> None:
        takedown.pk = sharing.take_down(takedown.comparison, takedown.reason, request.user).pk
