"""What the pages of several tables have in common."""

import json
from collections import defaultdict
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import CASCADE, Model, ProtectedError, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from articles.addresses import number
from articles.admin.choosing import Chooses
from articles.admin.conflicts import VersionedForm, resubmitted, told
from articles.curate import verbs
from articles.history.events import actions_on
from articles.models import Action, Article, Statement, Verb
from articles.registry.locking import NAMED, in_the_way, is_taken, lock, retried


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


class Recorded(Chooses, admin.ModelAdmin):
    """What is added, edited or deleted here is an action that can be undone; so the history lists actions.

    A form that is refused, or that somebody else's change came before, is shown again with what was typed.
    """

    verb = Verb.EDIT
    form = VersionedForm

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        try:
            return self._saved(request, object_id, form_url, extra_context)
        except verbs.Refused as refusal:
            request.refusals = [str(refusal)]  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _saved(self, *given: Any) -> HttpResponse:
        try:
            return retried(self._save)(*given)
        except IntegrityError as error:  # forms do not look for parts of the same name
            if not is_taken(error):
                raise
            raise in_the_way(error) from error

    def _save(
        self, request: HttpRequest, object_id: str | None, form_url: str, extra: dict[str, Any] | None
    ) -> HttpResponse:
        verb, right = (self.verb, "change") if object_id else (Verb.ADD, "add")
        with verbs.acting(verb, request.user, self._permission(right), "Saved") as action:
            request.action = action  # type: ignore[attr-defined]
            thing = self.get_object(request, unquote(object_id)) if object_id else None
            lock(**self._rows(request, thing))
            if thing:
                self._compare(request, thing)
            return super().changeform_view(request, object_id, form_url, extra)

    def _rows(self, request: HttpRequest, thing: Any) -> dict[str, Any]:
        """What saving locks: the row itself, what it is a part of, and what it is going to point to."""
        wholes = {f.related_model for f in self._leading() if f.remote_field.on_delete is CASCADE}
        rows = {
            "named": self._named_keys(request, thing),
            "changing": {self.model, *wholes},
            "adds_names": self.model in NAMED,
        }
        if isinstance(thing, Statement):
            return rows | {"articles": [thing.article_id], "statements": [thing.pk]}
        return rows | {"articles": [thing.pk] if isinstance(thing, Article) else []}

    def _named_keys(self, request: HttpRequest, thing: Any) -> dict[Any, set[int]]:
        """Keys of actors, issues … by model, from the row as it is and from what was chosen in the form."""
        keys: dict[Any, set[int]] = defaultdict(set)
        chosen = {f.name: f.related_model for inline in (None, *self.inlines) for f in self._leading(inline)}
        for name, value in request.POST.items():
            model = chosen.get(name.rpartition("-")[2])
            if model and (key := number(str(value))):
                keys[model].add(key)
        for field in self._leading() if thing else ():
            keys[field.related_model] |= {getattr(thing, field.attname)} - {None}
        if thing and self.model in NAMED:
            keys[self.model].add(thing.pk)
        return keys

    def _leading(self, inline: Any = None) -> list[Any]:
        """The fields of the model, or of that of an inline, that lead to what has a name."""
        model = getattr(inline, "model", self.model)
        return [field for field in model._meta.concrete_fields if field.related_model in NAMED]

    def _compare(self, request: HttpRequest, thing: Model) -> None:
        """Tell the editor what was changed since the form was opened; from then on it counts as seen."""
        meanwhile = verbs.changed_since(thing, request.POST.get("version", ""))
        if meanwhile:
            request.refusals = [told(each) for each in meanwhile]  # type: ignore[attr-defined]
            formsets = [formset for formset, _ in self.get_formsets_with_inlines(request, thing)]
            form = self.get_form(request, thing, change=True)
            request.POST = resubmitted(request.POST, thing, formsets, form)  # type: ignore[assignment]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.refusals = getattr(request, "refusals", [])  # type: ignore[attr-defined]
        return form

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

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            return retried(super().delete_view)(request, object_id, extra_context)
        except verbs.Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(request.get_full_path())

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self._delete(request, [obj], f"Deleted {self._named(obj)}")

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        things = list(queryset)
        try:
            retried(self._delete)(request, things, f"Deleted {', '.join(map(self._named, things))}")
        except verbs.Refused as refusal:
            messages.error(request, str(refusal))

    def _delete(self, request: HttpRequest, things: list[Any], summary: str) -> None:
        with verbs.acting(Verb.DELETE, request.user, self._permission("delete"), summary):
            for thing in sorted(things, key=lambda thing: thing.pk):
                lock(**{**self._rows(request, thing), "changing": (self.model, *NAMED)})
            try:
                self.model._default_manager.filter(pk__in=[thing.pk for thing in things]).delete()
            except ProtectedError as error:
                raise verbs.Refused(f"Something else points to it by now: {error.args[0]}") from error

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
