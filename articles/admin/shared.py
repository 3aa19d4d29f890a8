"""What the pages of several tables have in common."""

import json
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from articles import curation
from articles.models import Action, Verb
from articles.trail import actions_on


class ReadOnly:
    """Rows that nobody types in or deletes."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class KeepsAddress(admin.ModelAdmin):
    """The slug is proposed from a name, and fixed once it is an address that others may have kept."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else super().get_prepopulated_fields(request, obj)


class Recorded(admin.ModelAdmin):
    """What is added, edited or deleted here is an action that can be undone; so the history lists actions."""

    verb = Verb.EDIT

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        verb, right = (self.verb, "change") if object_id else (Verb.ADD, "add")
        try:
            with curation.acting(verb, request.user, self._permission(right), "Saved") as action:
                request.action = action  # type: ignore[attr-defined]
                self.before_saving(request, object_id)
                return super().changeform_view(request, object_id, form_url, extra_context)
        except curation.Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(request.get_full_path())

    def before_saving(self, request: HttpRequest, object_id: str | None) -> None:
        """Called within the action, before the form is read."""

    def _permission(self, right: str) -> str:
        return f"{self.opts.app_label}.{right}_{self.opts.model_name}"

    def _named(self, thing: Any) -> str:
        return f"{self.opts.verbose_name} “{thing}”"

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        action_of(request).summary = f"Added {self._named(obj)}"

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        action_of(request).summary = f"Edited {self._named(obj)}: {in_words(message)}"

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:  # type: ignore[override]
        pass  # the action tells it

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        with curation.acting(
            Verb.DELETE, request.user, self._permission("delete"), f"Deleted {self._named(obj)}"
        ):
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        things = ", ".join(self._named(thing) for thing in queryset)
        with curation.acting(Verb.DELETE, request.user, self._permission("delete"), f"Deleted {things}"):
            super().delete_queryset(request, queryset)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        thing = self.get_object(request, unquote(object_id))
        if thing is None:
            raise Http404(f"There is no {self.opts.verbose_name} {object_id}.")
        if not self.has_view_or_change_permission(request, thing):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": f"History of {self._named(thing)}",
            "opts": self.opts,
            "object": thing,
            "actions": actions_on(thing).told(),
        }
        return TemplateResponse(request, "admin/articles/history.html", context)


def in_words(message: Any) -> str:
    """What Django's admin has to say of a change: Changed Kind. Added alias “He”."""
    return LogEntry(action_flag=CHANGE, change_message=json.dumps(message)).get_change_message()


def action_of(request: HttpRequest) -> Action:
    action: Action = request.action  # type: ignore[attr-defined]
    return action
