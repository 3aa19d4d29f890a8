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
from articles.admin.rules import in_a_sentence
from articles.curate import verbs
from articles.history.events import events_of


class VersionedForm(forms.ModelForm):
    """Tells which version of the row it shows; ``refusals`` say why it cannot be saved, entries are kept."""

    refusals: list[str] = []
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["version"] = verbs.version(self.instance)

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        tell_rules(self)

    def clean(self) -> dict[str, Any]:
        if self.refusals:
            raise forms.ValidationError(self.refusals)
        return super().clean() or self.cleaned_data


def tell_rules(form: Any) -> None:
    """Put rules of the tables that a form breaks into sentences."""
    for error in (error for errors in form.errors.values() for error in errors.as_data()):
        told = " ".join(error)  # with its parameters, by which a sentence may be singular or plural
        if (sentence := in_a_sentence(told)) != told:
            error.message, error.params = sentence, None


class RowForm(forms.ModelForm):
    """A row of an inline."""

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        tell_rules(self)


def told(meanwhile: verbs.Meanwhile) -> SafeString:
    """Who changed what and when, for the head of the form."""
    rows = [(c.row, c.field, c.before or "–", c.after or "–") for c in meanwhile.changes]
    return format_html(
        "{} changed this {} on {}, after you had opened it: <ul>{}</ul> "
        "The form holds your entries beside these, and yours of what both of you changed. Save it again.",
        meanwhile.who,
        meanwhile.what,
        meanwhile.when,
        format_html_join("", "<li>{}, {}: {} → {}</li>", rows),
    )


def resubmitted(
    posted: QueryDict, thing: Model, formsets: Iterable[Any], form: type[forms.ModelForm] | None = None
) -> QueryDict:
    """What was posted, as if it had been typed into the form as it is now.

    What somebody else changed and this editor did not is as the other has it. Of the ``formsets`` (classes)
    of the thing's parts, rows that are gone become new ones, rows that were added are there; the version is
    that of today.
    """
    data = posted.copy()
    seen = _seen(thing, posted.get("version", ""))
    data["version"] = verbs.version(thing)
    if form and (base := _as_it_was(thing, seen)):
        _take_theirs(data, "", form(instance=base), form(instance=thing))
    for formset in formsets:
        _renumber(data, thing, formset, seen)
    return data


def _seen(thing: Model, version: str) -> dict[Any, int]:
    """By model, the last event of the version that the form was opened with."""
    numbers = [number(n) or 0 for n in version.split(".")]
    models = [events.model.pgh_tracked_model for events in events_of(thing)]
    return dict(zip(models, numbers, strict=False))


def _as_it_was(row: Any, seen: dict[Any, int]) -> Any:
    """The row in the version that was seen; None if it was not there."""
    model = type(row)
    events = model.pgh_event_model.objects.filter(pgh_obj_id=row.pk, pgh_id__lte=seen.get(model, 0))
    event = events.order_by("-pgh_id").first()
    if event is None or event.pgh_label == "delete":
        return None
    held = {f.attname for f in event._meta.concrete_fields}
    fields = [f for f in model._meta.concrete_fields if f.attname in held and not f.generated]
    return model(**{f.attname: getattr(event, f.attname) for f in fields})


def _take_theirs(data: QueryDict, prefix: str, base: forms.ModelForm, now: forms.ModelForm) -> None:
    """Where the editor left a field as it was, it becomes what it is now."""
    for name, field in now.fields.items():
        key, was, is_now = f"{prefix}{name}", base.initial.get(name), now.initial.get(name)
        if name == "version" or was == is_now or field.has_changed(was, data.get(key)):
            continue
        value = field.prepare_value(is_now)
        if isinstance(field, forms.BooleanField):
            data[key] = "on" if value else ""
        else:
            data[key] = "" if value is None else str(value)


def _renumber(data: QueryDict, thing: Model, formset: Any, seen: dict[Any, int]) -> None:
    model, fk, prefix = formset.model, formset.fk.name, formset.get_default_prefix()
    names = [name for name in formset.form.base_fields if name not in (fk, "id")]
    typed = _typed(data, prefix, [*names, "id", "DELETE"])
    by_id = {row["id"]: row for row in typed}
    present = list(model._default_manager.filter(**{fk: thing.pk}).order_by("pk"))
    for row in present:
        if (mine := by_id.get(str(row.pk))) and (base := _as_it_was(row, seen)):
            _take_columns(mine, _as_typed(base, names), _as_typed(row, names), names)
    kept = [by_id.get(str(row.pk)) or _as_typed(row, names) for row in present]
    fresh = [{**row, "id": ""} for row in typed if row not in kept and _is_wanted(row, names)]
    for n, row in enumerate([*kept, *fresh]):
        for name, value in {**row, fk: str(thing.pk)}.items():
            data[f"{prefix}-{n}-{name}"] = value
    data[f"{prefix}-TOTAL_FORMS"] = str(len(kept) + len(fresh))
    data[f"{prefix}-INITIAL_FORMS"] = str(len(kept))


def _take_columns(
    mine: dict[str, str], base: dict[str, str], now: dict[str, str], names: Iterable[str]
) -> None:
    for name in names:
        if mine[name] == base[name]:
            mine[name] = now[name]


def _typed(data: QueryDict, prefix: str, names: list[str]) -> list[dict[str, str]]:
    total = min(number(data.get(f"{prefix}-TOTAL_FORMS", "")) or 0, settings.DATA_UPLOAD_MAX_NUMBER_FIELDS)
    return [{name: data.get(f"{prefix}-{n}-{name}", "") for name in names} for n in range(total)]


def _as_typed(row: Any, names: list[str]) -> dict[str, str]:
    values = {name: getattr(row, row._meta.get_field(name).attname) for name in names}
    return {name: str(value or "") for name, value in values.items()} | {"id": str(row.pk), "DELETE": ""}


def _is_wanted(row: dict[str, str], names: list[str]) -> bool:
    return not row["DELETE"] and any(row[name] for name in names)
