"""Merging in the admin: choose two or more in the list, say which one stays, see what moves, then do it."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from articles.addresses import number
from articles.curate import verbs

FOUND = 12  # rows that the search of the page lists


class Mergeable(admin.ModelAdmin):
    """Adds the action to the list, and the page that it leads to."""

    actions = ["merge"]
    word = "an alias"  # what names of those that go become

    @admin.action(description="Merge into one …", permissions=["change"])
    def merge(self, request: HttpRequest, chosen: QuerySet) -> HttpResponse:
        keys = [("id", pk) for pk in chosen.order_by("pk").values_list("pk", flat=True)]
        return redirect(f"{reverse(self._page)}?{urlencode(keys)}")

    @property
    def _page(self) -> str:
        return f"admin:{self.opts.app_label}_{self.opts.model_name}_merge"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.merge_view)
        return [path("merge/", view, name=self._page.removeprefix("admin:")), *super().get_urls()]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Fields that suggest rows suggest none that were merged into others."""
        if request.path == reverse("admin:autocomplete"):
            queryset = queryset.filter(merged_into=None)
        return super().get_search_results(request, queryset, search_term)

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        """Without ``stays`` asks which one stays; with it shows what would be done; a POST does it."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        given = request.POST if request.method == "POST" else request.GET
        things = list(self.model._default_manager.filter(pk__in=_numbers(given.getlist("id"))).order_by("pk"))
        stays = next((thing for thing in things if str(thing.pk) == given.get("stays")), None)
        context: dict[str, Any] = {
            "things": things,
            "stays": stays,
            "plan": None,
            **self._found(request, things),
        }
        try:
            if stays and request.method == "POST":
                return self._merged(request, things, stays)
            if stays:
                context["plan"] = verbs.plan(things, stays)
        except verbs.Refused as refusal:
            messages.error(request, str(refusal))
        return self._show(request, context)

    def _found(self, request: HttpRequest, things: list[Any]) -> dict[str, Any]:
        """What the search of the page found, to be merged with what was chosen, each with its address."""
        typed = request.GET.get("q", "").strip()
        every = self.model._default_manager.filter(merged_into=None)
        found, _ = self.get_search_results(request, every, typed) if typed else (every.none(), False)
        rest = found.exclude(pk__in=[thing.pk for thing in things]).distinct()[:FOUND]
        keys = [("id", thing.pk) for thing in things]
        return {"q": typed, "found": [(one, urlencode([*keys, ("id", one.pk)])) for one in rest]}

    def _merged(self, request: HttpRequest, things: list[Any], stays: Any) -> HttpResponse:
        done = verbs.merge(things, stays, request.user)
        messages.success(request, f"Merged into “{done.stays}”.")
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", stays.pk)

    def _show(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        page = {
            **self.admin_site.each_context(request),
            "title": f"Merge {self.opts.verbose_name_plural}",
            "opts": self.opts,
            "word": self.word,
            **context,
        }
        return TemplateResponse(request, "admin/articles/merge.html", page)


def _numbers(texts: list[str]) -> list[int]:
    return [found for text in texts if (found := number(text)) is not None]
