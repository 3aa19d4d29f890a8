"""Fields of the admin that lead to another row: what may be chosen, and what was sent that can be no row."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget, AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db.models import TextField
from django.http import HttpRequest

from articles.models import Actor, Issue, Source

SHORT: dict[Any, dict[str, Any]] = {TextField: {"max_length": 5_000, "widget": AdminTextareaWidget}}
"""Formfield overrides: texts that somebody types, of which nobody needs more."""


class Chooser(AutocompleteSelect):
    """Shows nothing as chosen for a key that is none; Django's asks the database for it, which fails.

    That there is no such choice is said by the field.
    """

    def optgroups(self, name: Any, value: Any, attr: Any = None) -> Any:
        return super().optgroups(name, [key for key in value if self._is_key(key)], attr)

    def _is_key(self, key: Any) -> bool:
        try:
            self.field.target_field.to_python(key)
        except ValidationError:
            return False
        return True


class Chooses(admin.options.BaseModelAdmin):
    """Fields that lead to what can be merged offer only what was not, and take nothing else."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", Chooser(db_field, self.admin_site, using=kwargs.get("using")))
        if db_field.related_model in (Actor, Issue, Source):
            kwargs.setdefault("queryset", db_field.related_model.objects.current())
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
