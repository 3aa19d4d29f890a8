"""Countries, as the packaged gazetteer has them, and the blocs they belong to."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from articles.admin.choosing import Chooses
from articles.admin.conflicts import RowForm
from articles.admin.shared import KeepsAddress, ReadOnly, Recorded
from articles.models import Bloc, Country, CountryName, Membership


class NamesInline(ReadOnly, admin.TabularInline):
    model = CountryName
    extra = 0


@admin.register(Country)
class CountryAdmin(ReadOnly, admin.ModelAdmin):
    """Filled from the packaged gazetteer."""

    list_display = ["iso3", "name", "region", "un_member"]
    list_filter = ["region", "un_member"]
    search_fields = ["iso3", "name__plain__contains", "official_name", "names__name__plain__contains"]
    inlines = [NamesInline]


class MembershipInline(Chooses, admin.TabularInline):
    form = RowForm
    model = Membership
    extra = 1
    autocomplete_fields = ["country"]


@admin.register(Bloc)
class BlocAdmin(Recorded, KeepsAddress):
    """A country belongs to a bloc from the first to the last day; an empty end is open."""

    list_display = ["name", "slug", "members"]
    search_fields = ["name__plain__contains"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [MembershipInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Bloc]:
        return super().get_queryset(request).prefetch_related("memberships")

    @admin.display
    def members(self, bloc: Bloc) -> str:
        return ", ".join(membership.country_id for membership in bloc.memberships.all())
