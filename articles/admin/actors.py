"""Who speaks, and what they were."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from articles.admin.choosing import Chooses
from articles.admin.conflicts import RowForm
from articles.admin.merging import Mergeable
from articles.admin.shared import KeepsAddress, Recorded
from articles.models import Actor, ActorAlias, Role
from articles.registry.bodies import settle


class AliasInline(admin.TabularInline):
    form = RowForm
    model = ActorAlias
    extra = 1


class RoleInline(Chooses, admin.TabularInline):
    form = RowForm
    model = Role
    fk_name = "actor"
    extra = 1
    autocomplete_fields = ["country", "body"]


@admin.register(Actor)
class ActorAdmin(Mergeable, Recorded, KeepsAddress):
    list_display = ["name", "kind", "country", "merged_into"]
    list_filter = ["kind"]
    list_select_related = ["country", "merged_into"]
    search_fields = ["name__plain__contains", "aliases__name__plain__contains"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["country"]
    inlines = [AliasInline, RoleInline]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        settle(form.instance)


@admin.register(Role)
class RoleAdmin(Recorded):
    list_display = ["title", "actor", "country", "body", "starts_on", "ends_on"]
    list_select_related = ["actor", "country", "body"]
    search_fields = ["title", "actor__name__plain__contains"]
    autocomplete_fields = ["actor", "country", "body"]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        settle(form.instance.actor)
