"""The form of a row that somebody else changed after it was opened."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Model
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.addresses import number
from articles.curate import verbs


class VersionedForm(forms.ModelForm):
    """Tells which version of the row it shows; ``refusals`` say why it cannot be saved, entries are kept."""

    refusals: list[str] = []
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["version"] = verbs.version(self.instance)

    def clean(self) -> dict[str, Any]:
        if self.refusals:
            raise forms.ValidationError(self.refusals)
        return super().clean() or self.cleaned_data


def told(meanwhile: verbs.Meanwhile) -> SafeString:
    """Who changed what and when, for the head of the form."""
    rows = [(c.row, c.field, c.before or "–", c.after or "–") for c in meanwhile.changes]
    return format_html(
        "{} changed this {} on {}, after you had opened it: <ul>{}</ul> "
        "The form holds your entries; saving it again puts them in place of these.",
        meanwhile.who,
        meanwhile.what,
        meanwhile.when,
        format_html_join("", "<li>{}, {}: {} → {}</li>", rows),
    )


def resubmitted(posted: QueryDict, thing: Model, formsets: Iterable[Any]) -> QueryDict:
    """What was posted, as if it had been typed into the form as it is now.

    Of the ``formsets`` (classes) of the thing's parts, rows that are gone become new ones, rows that were
    added are there; the version is that of today.
    """
    data = posted.copy()
    data["version"] = verbs.version(thing)
    for formset in formsets:
        _renumber(data, thing, formset)
    return data


def _renumber(data: QueryDict, thing: Model, formset: Any) -> None:
    model, fk, prefix = formset.model, formset.fk.name, formset.get_default_prefix()
    names = [name for name in formset.form.base_fields if name not in (fk, "id")]
    typed = _typed(data, prefix, [*names, "id", "DELETE"])
    by_id = {row["id"]: row for row in typed}
    present = model._default_manager.filter(**{fk: thing.pk}).order_by("pk")
    kept = [by_id.get(str(row.pk)) or _as_typed(row, names) for row in present]
    fresh = [{**row, "id": ""} for row in typed if row not in kept and _is_wanted(row, names)]
    for n, row in enumerate([*kept, *fresh]):
        for name, value in {**row, fk: str(thing.pk)}.items():
            data[f"{prefix}-{n}-{name}"] = value
    data[f"{prefix}-TOTAL_FORMS"] = str(len(kept) + len(fresh))
    data[f"{prefix}-INITIAL_FORMS"] = str(len(kept))


def _typed(data: QueryDict, prefix: str, names: list[str]) -> list[dict[str, str]]:
    total = min(number(data.get(f"{prefix}-TOTAL_FORMS", "")) or 0, settings.DATA_UPLOAD_MAX_NUMBER_FIELDS)
    return [{name: data.get(f"{prefix}-{n}-{name}", "") for name in names} for n in range(total)]


def _as_typed(row: Any, names: list[str]) -> dict[str, str]:
    values = {name: getattr(row, row._meta.get_field(name).attname) for name in names}
    return {name: str(value or "") for name, value in values.items()} | {"id": str(row.pk), "DELETE": ""}


def _is_wanted(row: dict[str, str], names: list[str]) -> bool:
    return not row["DELETE"] and any(row[name] for name in names)
