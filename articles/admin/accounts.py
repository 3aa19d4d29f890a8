"""Accounts: chief editors manage those who may do no more than they; only superusers give more."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.http import HttpRequest
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from articles import accounts
from articles.formatting import count
from articles.registry import second_factor as devices

BEYOND_GROUPS = {"is_superuser", "user_permissions"}

admin.site.unregister(User)
admin.site.unregister(Group)
for secret in (TOTPDevice, StaticDevice):  # nobody but their owner has to see them
    admin.site.unregister(secret)


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """Whoever leaves is made inactive; whoever acted stays on record."""

    actions = ["remove_second_factor"]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Also of the password page: who sets a password can log in with it."""
        return super().has_change_permission(request, obj) and not _outranks(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not _outranks(request, obj)

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """A field that is not shown is not read from what is sent either."""
        fieldsets = super().get_fieldsets(request, obj)
        if request.user.is_superuser:
            return fieldsets
        return [
            (name, {**options, "fields": _within_groups(options["fields"])}) for name, options in fieldsets
        ]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            kwargs["queryset"] = accounts.grantable(_person(request), Group.objects.all())
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.action(description="Take the second factor off", permissions=["change"])
    def remove_second_factor(self, request: HttpRequest, people: QuerySet[User]) -> None:
        """For who has lost phone and codes; not of people who may do more than one may oneself."""
        managed = [person for person in people if not _outranks(request, person)]
        number = sum(bool(devices.remove(person)) for person in managed)
        self.message_user(request, f"{count(number, 'account')} had a second factor, and has none any more.")


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin):
    """The site's own groups get their rights back after every migrate."""


def _outranks(request: HttpRequest, other: User | None) -> bool:
    return other is not None and accounts.outranks(_person(request), other)


def _person(request: HttpRequest) -> User:
    person = request.user
    assert isinstance(person, User)
    return person


def _within_groups(fields: Any) -> list[str]:
    return [field for field in fields if field not in BEYOND_GROUPS]
