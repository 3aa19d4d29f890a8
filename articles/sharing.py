"""Frozen comparisons: what was shown, its checksum, and what has changed since."""

import datetime
import hashlib
import json
from dataclasses import dataclass, replace

from django.contrib.auth.models import AnonymousUser, User
from django.http import QueryDict
from django.utils import timezone

from articles.addresses import Query
from articles.comparison import Shown, compare
from articles.filters import selection_of
from articles.models import Comparison, Statement
from articles.wording import names, period


def canonical_json(shown: Shown) -> bytes:
    """The bytes a checksum is taken over: keys sorted, no spaces, UTF-8."""
    return json.dumps(shown, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def checksum(shown: Shown) -> str:
    """SHA-256 of the canonical JSON, 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(shown)).hexdigest()


def content_checksum(shown: Shown) -> str:
    """The checksum without the moment: equal for two views that show the same."""
    return checksum({**shown, "as_of": ""})


def freeze(
    shown: Shown, query: Query, title: str = "", note: str = "", by: User | AnonymousUser | None = None
) -> Comparison:
    """Keep exactly what was shown under a new permanent address."""
    return Comparison.objects.create(
        title=title or title_of(shown),
        note=note,
        query=str(query),
        shown=shown,
        checksum=checksum(shown),
        shared_at=timezone.now(),
        shared_by=by if isinstance(by, User) else None,
    )


def title_of(shown: Shown) -> str:
    """Russia, China and the United States, since July 2017."""
    countries = names([country["name"] for country in shown["countries"]])
    parts = (countries, period(shown["period"]["after"], shown["period"]["before"]))
    return ", ".join(part for part in parts if part)[:200]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between what was shown and what would be shown now."""

    kind: str
    issue: str
    country: str
    text: str


def changes_since(comparison: Comparison, now: datetime.datetime) -> list[Change]:
    """Statements added, corrected or withdrawn since the comparison was shared; empty when none."""
    selection = selection_of(QueryDict(comparison.query.removeprefix("?")))
    live = compare(replace(selection, as_of=None, only_differing=False), now, with_basis=True)
    then, today = _cells(comparison.shown), _cells(live)
    if selection.only_differing:  # rows that were not shown have not changed
        shown = {row["issue"]["title"] for row in comparison.shown["rows"]}
        today = {place: cell for place, cell in today.items() if place[0] in shown}
    return [
        change
        for place in sorted(then.keys() | today.keys())
        for change in _changes(place, then.get(place, {}), today.get(place, {}))
    ]


def _cells(shown: Shown) -> dict[tuple[str, str], Shown]:
    return {
        (row["issue"]["title"], cell["country"]): cell
        for row in shown["rows"]
        for cell in row["cells"]
        if cell["statements"]
    }


def _changes(place: tuple[str, str], then: Shown, today: Shown) -> list[Change]:
    before, after = _basis(then), _basis(today)
    added = [Change("added", *place, _quote(pk)) for pk in after.keys() - before.keys()]
    withdrawn = [Change("withdrawn", *place, _quote(pk)) for pk in before.keys() - after.keys()]
    corrected = [
        Change("corrected", *place, _quote(pk))
        for pk in before.keys() & after.keys()
        if before[pk] != after[pk]
    ]
    return [*added, *(corrected or _reworded(place, then, today)), *withdrawn]


def _basis(cell: Shown) -> dict[int, list]:
    return {pk: rest for pk, *rest in cell.get("basis", [])}


def _reworded(place: tuple[str, str], then: Shown, today: Shown) -> list[Change]:
    """The latest words are the same statement, but read differently now."""
    old, new = then.get("latest"), today.get("latest")
    if old and new and old["id"] == new["id"] and old != new:
        return [Change("corrected", *place, new["quote"])]
    return []


def _quote(pk: int) -> str:
    """The words as they stand today; nothing of what was withdrawn is shown."""
    statement = Statement.objects.published().filter(pk=pk).first()
    return statement.quote if statement else ""
