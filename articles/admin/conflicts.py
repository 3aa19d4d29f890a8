"""The form of a statement that somebody else changed after it was opened."""

from typing import Any

from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles import curation
from articles.models import Attribution, Position, Statement

TYPED: dict[Any, list[str]] = {  # what is typed in about the parts of a statement
    Attribution: ["actor", "country", "role"],
    Position: ["issue", "stance"],
}


def told(meanwhile: curation.Meanwhile) -> SafeString:
    """Who changed what and when, for the head of the form."""
    rows = [(c.row, c.field, c.before or "–", c.after or "–") for c in meanwhile.changes]
    return format_html(
        "{} changed this statement on {}, after you had opened it: <ul>{}</ul> "
        "The form holds your entries; saving it again puts them in place of these.",
        meanwhile.who,
        meanwhile.when,
        format_html_join("", "<li>{}, {}: {} → {}</li>", rows),
    )


def resubmitted(posted: QueryDict, statement: Statement) -> QueryDict:
    """What was posted, as if it had been typed into the form as it is now.

    Rows that are gone become new ones, rows that were added are there, and the version is that of today.
    """
    data = posted.copy()
    data["version"] = curation.version(statement)
    for model, names in TYPED.items():
        _renumber(data, model, statement, names)
    return data


def _renumber(data: QueryDict, model: Any, statement: Statement, names: list[str]) -> None:
    prefix = model._meta.get_field("statement").remote_field.related_name
    typed = _typed(data, prefix, [*names, "id", "DELETE"])
    by_id = {row["id"]: row for row in typed}
    present = model.objects.filter(statement=statement).order_by("pk")
    kept = [by_id.get(str(row.pk)) or _as_typed(row, names) for row in present]
    fresh = [{**row, "id": ""} for row in typed if row not in kept and _is_wanted(row, names)]
    for number, row in enumerate([*kept, *fresh]):
        for name, value in {**row, "statement": str(statement.pk)}.items():
            data[f"{prefix}-{number}-{name}"] = value
    data[f"{prefix}-TOTAL_FORMS"] = str(len(kept) + len(fresh))
    data[f"{prefix}-INITIAL_FORMS"] = str(len(kept))


def _typed(data: QueryDict, prefix: str, names: list[str]) -> list[dict[str, str]]:
    total = data.get(f"{prefix}-TOTAL_FORMS", "")
    numbers = range(int(total)) if total.isdecimal() else range(0)
    return [{name: data.get(f"{prefix}-{n}-{name}", "") for name in names} for n in numbers]


def _as_typed(row: Any, names: list[str]) -> dict[str, str]:
    values = {name: getattr(row, row._meta.get_field(name).attname) for name in names}
    return {name: str(value or "") for name, value in values.items()} | {"id": str(row.pk), "DELETE": ""}


def _is_wanted(row: dict[str, str], names: list[str]) -> bool:
    return not row["DELETE"] and any(row[name] for name in names)
