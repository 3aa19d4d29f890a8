"""Frozen comparisons: what was shown, and its checksum."""

import hashlib
import json
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles.addresses import Query
from articles.compare.comparison import paged
from articles.compare.words import Shown
from articles.formatting import names, period, sentence, shorten, the
from articles.language import gettext, text
from articles.models import Comparison, Takedown

BEHIND = frozenset({"basis", "lines", "behind"})  # what a fixed version keeps apart from what it shows


def canonical_json(shown: Shown) -> bytes:
    """The bytes a checksum is taken over: keys sorted, no spaces, UTF-8."""
    return json.dumps(shown, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def checksum(shown: Shown) -> str:
    """SHA-256 of the canonical JSON, 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(shown)).hexdigest()


def content_checksum(shown: Shown) -> str:
    """The checksum without the moment and the statements behind: equal for two views that show the same."""
    return checksum({**_without_basis(shown), "as_of": ""})


def freeze(
    shown: Shown, query: Query, title: str = "", note: str = "", by: User | AnonymousUser | None = None
) -> Comparison:
    """Keep exactly what was shown under a new permanent address, and the statements behind it apart.

    ValueError if it was made without its basis: what has changed since could then never be told.
    """
    cells = [cell for row in shown["rows"] for cell in row["cells"] if cell["statements"]]
    if any("basis" not in cell and "lines" not in cell for cell in cells):
        raise ValueError("Only a comparison made with_basis=True or with_lines=True can be frozen.")
    evidence = _lines(shown)
    root = hashlib.sha256(evidence.encode()).hexdigest()
    kept = _without_basis(shown)
    kept["evidence"] = {"sha256": root, "statements": statements_behind(shown)}
    return Comparison.objects.keep(
        title=title or title_of(shown),
        note=note,
        query=str(query),
        shown=kept,
        evidence=evidence,
        checksum=checksum(kept),
        shared_at=timezone.now(),
        shared_by=by if isinstance(by, User) else None,
    )


def statements_behind(shown: Shown) -> int:
    """How many statements stand behind the cells."""
    if "evidence" in shown:
        return int(shown["evidence"]["statements"])
    if "behind" in shown:
        return int(shown["behind"])
    cells = (cell for row in shown["rows"] for cell in row["cells"])
    return len({pk for cell in cells for pk, *_ in cell.get("basis", ())})


def _lines(shown: Shown) -> str:
    """A line of JSON for each cell that has statements: where it is, and its basis."""
    lines = (_line(row, cell) for row in shown["rows"] for cell in row["cells"] if cell["statements"])
    return "".join(f"{line}\n" for line in lines)


def _line(row: Shown, cell: Shown) -> str:
    """Keys in their order: column, issue, statements, stretch."""
    place = _place(row) | {"column": cell["column"]}
    if "lines" not in cell:
        return canonical_json({**place, "statements": cell["basis"]}).decode()
    return (
        canonical_json({**place, "statements": 0})
        .decode()
        .replace('"statements":0', f'"statements":{cell["lines"]}', 1)
    )


def _place(row: Shown) -> dict[str, str]:
    return {"issue": row["issue"]["slug"], "stretch": row["stretch"]["after"] if row["stretch"] else ""}


def _without_basis(shown: Shown) -> Shown:
    rows = [
        {**row, "cells": [{k: v for k, v in cell.items() if k not in BEHIND} for cell in row["cells"]]}
        for row in shown["rows"]
    ]
    return {**{k: v for k, v in shown.items() if k not in BEHIND}, "rows": rows}


def of_then(comparison: Comparison, page: int) -> Shown:
    """A page of what was shown, whose links lead to what stood there at that moment."""
    shown = paged(comparison.table, page)
    return {**shown, "then": shown["as_of"]}


def with_basis(comparison: Comparison) -> Shown:
    """What was shown, in today's form, with the statements behind each cell as its ``basis``."""
    if not comparison.evidence:
        return comparison.table
    lines = (json.loads(line) for line in comparison.evidence.splitlines())
    found = {(line["issue"], line["stretch"], line["column"]): line["statements"] for line in lines}
    rows = [
        {**row, "cells": [_based(row, cell, found) for cell in row["cells"]]}
        for row in comparison.table["rows"]
    ]
    return {**comparison.table, "rows": rows}


def _based(row: Shown, cell: Shown, found: dict[tuple[str, str, str], list[Any]]) -> Shown:
    issue, stretch = _place(row).values()
    return {**cell, "basis": found[issue, stretch, cell["column"]]} if cell["statements"] else cell


BY = {"year": text("by year"), "quarter": text("by quarter"), "month": text("by month")}


def title_of(shown: Shown) -> str:
    """Russia, China and the United States, since July 2017; by quarter, with their one issue before it."""
    columns = sentence(names([the(column["name"]) for column in shown["columns"]]))
    by = gettext(BY[shown["by"]]) if shown["by"] else ""
    parts = (columns, by, period(shown["period"]["after"], shown["period"]["before"]))
    issue = f"{shown['rows'][0]['issue']['title']}: " if shown["by"] and shown["rows"] else ""
    return shorten(issue + ", ".join(part for part in parts if part), 200)


def take_down(comparison: Comparison, reason: str, by: User | AnonymousUser) -> Takedown:
    """Show the reason instead of what was shared, for good. What was shared is kept, and shown to nobody."""
    if not isinstance(by, User) or not by.has_perm("articles.add_takedown"):
        raise PermissionDenied("Only an editor may take a shared comparison down.")
    return Takedown.objects.create(comparison=comparison, reason=reason, taken_down_by=by)
