"""Who did what: every action, what it changed, and a button that takes it back."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from articles.addresses import number
from articles.admin.shared import ReadOnly
from articles.curate import verbs
from articles.history.events import changes
from articles.models import Action, Verb
from articles.models.actions import ActionQuerySet

MOST = 200  # rows whose changes are listed; a bulk action may have thousands


class State(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("bin", "in the waste bin"), ("standing", "standing"), ("undone", "undone")]

    def queryset(self, request: HttpRequest, queryset: Any) -> ActionQuerySet:
        chosen = {
            "bin": queryset.wastebin,
            "standing": queryset.standing,
            "undone": lambda: queryset.exclude(undone_by=None),
        }
        found: ActionQuerySet = chosen.get(self.value() or "", queryset.all)()
        return found


@admin.register(Action)
class ActionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["summary", "verb", "by", "at", "taken_back"]
    list_filter = [State, "verb", ("by", admin.RelatedOnlyFieldListFilter)]
    list_per_page = 50
    search_fields = ["summary"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Action]:
        return Action.objects.told()

    @admin.display(description="undone")
    def taken_back(self, action: Action) -> str:
        return f"by {action.undone_by.by}" if action.is_undone else ""

    def get_urls(self) -> list[URLPattern]:
        undo = self.admin_site.admin_view(self.undo_view)
        return [path("<int:pk>/undo/", undo, name="articles_action_undo"), *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        action = self._action(request, unquote(object_id))
        context = {
            **self.admin_site.each_context(request),
            "title": str(action),
            "opts": self.opts,
            "action": action,
            "button": _button(action),
            "may_undo": request.user.has_perm(action.needs),
            "changes": changes(action.context_id, at_most=MOST),
            "most": MOST,
        }
        return TemplateResponse(request, "admin/articles/action.html", context)

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Takes the action back and leads to the action that did so."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        action = self._action(request, pk)
        try:
            done = verbs.undo(action, request.user)
        except verbs.Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(action)
        messages.success(request, f"{done}.")
        return redirect(done)

    def _action(self, request: HttpRequest, pk: Any) -> Action:
        if not self.has_view_permission(request):
            raise PermissionDenied
        actions, key = Action.objects.told().select_related("undoes"), number(str(pk))
        action = None if key is None else actions.filter(pk=key).first()
        if action is None:
            raise Http404(f"There is no action {pk}.")
        return action


def _button(action: Action) -> str:
    if action.verb == Verb.UNDO:
        return "Redo"
    return "Restore" if action.verb == Verb.DISCARD else "Undo"
