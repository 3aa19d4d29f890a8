"""Who speaks, and what they were."""

from django.contrib import admin

from articles.admin.merging import Mergeable
from articles.admin.shared import KeepsAddress, Recorded
from articles.models import Actor, ActorAlias, Role


class AliasInline(admin.TabularInline):
    model = ActorAlias
    extra = 1


class RoleInline(admin.TabularInline):
    model = Role
    extra = 1
    autocomplete_fields = ["country"]


@admin.register(Actor)
class ActorAdmin(Mergeable, Recorded, KeepsAddress):
    list_display = ["name", "kind", "country", "merged_into"]
    list_filter = ["kind"]
    list_select_related = ["country", "merged_into"]
    search_fields = ["name__plain__contains", "aliases__name__plain__contains"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["country"]
    inlines = [AliasInline, RoleInline]


@admin.register(Role)
class RoleAdmin(Recorded):
    list_display = ["title", "actor", "country", "starts_on", "ends_on"]
    list_select_related = ["actor", "country"]
    search_fields = ["title", "actor__name__plain__contains"]
    autocomplete_fields = ["actor", "country"]
