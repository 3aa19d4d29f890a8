"""What has changed in the record since a comparison was shared, in words for its readers."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from articles.compare.comparison import compare
from articles.compare.selection import Selection
from articles.compare.sharing import statements_behind, with_basis
from articles.compare.words import Shown
from articles.dates import Period
from articles.formatting import credit, day, names, stance_verb
from articles.language import gettext, text
from articles.models import Actor, Bloc, Comparison, Country, Issue, Statement
from articles.text import normal

FEW = 2_000  # statements
Place = tuple[str, str, str]  # an issue's slug, the first period of a row's stretch or "", a column's id


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between what was shown and what would be shown now.

    ``kind`` is one of those below; ``quote`` the words as they stand today, empty when they are public no
    more; ``details`` what was corrected, as (what, before, after). Of what was deleted, an issue or a column,
    that alone is named.
    """

    kind: str
    issue: str = ""
    column: str = ""
    quote: str = ""
    address: str = ""
    details: tuple[tuple[str, str, str], ...] = ()


ADDED, CORRECTED, WITHDRAWN = text("added"), text("corrected"), text("withdrawn")
ELSEWHERE = text("no longer counted")  # still public, of another speaker, issue, day or bloc
DELETED = text("deleted")


def changes_since(comparison: Comparison, now: datetime.datetime) -> list[Change]:
    """All that is different since the comparison was shared; empty when nothing is.

    What was compared is known by what was frozen. What is no longer on record is named; a bloc takes its
    column with it, since nothing that its members said has changed by that.
    """
    return compared_again(comparison, now).changes


@dataclass(frozen=True, slots=True)
class Again:
    """The changes, what was shown and would be shown now, both with their basis, and what is left to ask."""

    changes: list[Change]
    then: Shown
    today: Shown
    query: str


def compared_again(comparison: Comparison, now: datetime.datetime) -> Again:
    """``changes_since``, with the tables that they were told from."""
    frozen = with_basis(comparison)
    asked = QueryDict(comparison.query.removeprefix("?"))
    selection = _what_is_left(frozen, asked)
    gone = _gone(frozen, asked, selection)
    shown = _followed(_without(frozen, {change.column for change in gone}))
    live = compare(selection, now, with_basis=True, whole=True) if _is_any(selection, asked) else NOTHING
    then, today = _cells(shown), _cells(_comparable(live, shown, asked.get("differ") == "only"))
    issues = {row["issue"]["slug"]: row["issue"] for table in (shown, live) for row in table["rows"]}
    found = [
        change
        for place in sorted({*then, *today})
        for change in _changes(place, then.get(place), today.get(place), issues[place[0]])
    ]
    changes = [*gone, *_in_words(found, {**_names(shown), **_names(live)}, selection)]
    return Again(changes, shown, live, str(selection.query))


def changes_soon(comparison: Comparison, now: datetime.datetime) -> list[Change] | None:
    """The same, or None where so much stands behind it that a page should not wait for them."""
    return changes_since(comparison, now) if statements_behind(comparison.shown) <= FEW else None


NOTHING: Shown = {"columns": [], "rows": []}


def _what_is_left(frozen: Shown, asked: QueryDict) -> Selection:
    """The columns that were shown and the issues that were asked for, as far as they are still on record."""
    keys: dict[str, list[str]] = {"country": [], "bloc": [], "actor": []}
    for column in frozen["columns"]:
        keys[column["kind"]].append(column["key"])
    after, before = (frozen["period"][side] for side in ("after", "before"))
    issues = Issue.objects.select_related("merged_into")
    actors = Actor.objects.select_related("merged_into")
    return Selection(
        countries=tuple(Country.objects.filter(iso3__in=keys["country"])),
        blocs=tuple(Bloc.objects.filter(slug__in=keys["bloc"])),
        actors=tuple(actors.filter(slug__in=keys["actor"])),
        issues=tuple(issues.filter(slug__in=asked.getlist("issue"))),
        after=Period.parse(after) if after else None,
        before=Period.parse(before) if before else None,
        review=frozen["review"],
        by=frozen["by"],
    )


def _is_any(selection: Selection, asked: QueryDict) -> bool:
    """Whether anything is left to be compared; no issue at all would mean every issue."""
    return bool(selection.columns and (selection.issues or not asked.getlist("issue")))


def _gone(frozen: Shown, asked: QueryDict, left: Selection) -> list[Change]:
    columns, issues = {column.id for column in left.columns}, {issue.slug for issue in left.issues}
    titles = {row["issue"]["slug"]: row["issue"]["title"] for row in frozen["rows"]}
    return [
        *(Change(DELETED, column=c["name"]) for c in frozen["columns"] if c["id"] not in columns),
        *(Change(DELETED, issue=titles.get(i, i)) for i in asked.getlist("issue") if i not in issues),
    ]


def _without(frozen: Shown, names: set[str]) -> Shown:
    """Without the columns of blocs of these names."""
    gone = {c["id"] for c in frozen["columns"] if c["kind"] == "bloc" and c["name"] in names}
    rows = [
        {**row, "cells": [cell for cell in row["cells"] if cell["column"] not in gone]}
        for row in frozen["rows"]
    ]
    return {**frozen, "rows": rows}


def _comparable(today: Shown, then: Shown, only_differing: bool) -> Shown:
    """Without the rows that were left out then: they have not changed for those who saw it."""
    rows = [_row(row) for row in then["rows"]]
    kept = today["rows"]
    if only_differing:
        kept = [row for row in kept if _row(row) in rows]
    if rows and then["earlier"]:
        kept = [row for row in kept if _row(row) >= rows[0]]
    return {**today, "rows": kept}


def _row(row: Shown) -> tuple[str, str]:
    return row["issue"]["slug"], row["stretch"]["after"] if row["stretch"] else ""


def _followed(shown: Shown) -> Shown:
    """With the actors and issues into which those compared have been merged since."""
    slugs = [column["key"] for column in shown["columns"] if column["kind"] == "actor"]
    merged = (
        Actor.objects.filter(slug__in=slugs, merged_into__isnull=False) if slugs else Actor.objects.none()
    )
    names = {f"actor={a}": f"actor={b}" for a, b in merged.values_list("slug", "merged_into__slug")}
    issues = _merged_issues(row["issue"]["slug"] for row in shown["rows"])
    rows = [
        {**row, "cells": [{**c, "column": names.get(c["column"], c["column"])} for c in row["cells"]]}
        for row in shown["rows"]
    ]
    moved = [{**row, "issue": issues[_row(row)[0]]} for row in rows if _row(row)[0] in issues]
    own = [row for row in rows if _row(row)[0] not in issues]
    return {**shown, "rows": [*moved, *own]}  # where a statement is in both, its own row is read last


def _merged_issues(slugs: Iterable[str]) -> dict[str, dict[str, str]]:
    merged = Issue.objects.filter(slug__in=set(slugs), merged_into__isnull=False)
    rows = merged.values_list("slug", "merged_into__slug", "merged_into__title")
    return {slug: {"slug": into, "title": title} for slug, into, title in rows}


def _names(shown: Shown) -> dict[str, str]:
    """What slugs of issues and ids of columns are called."""
    issues = {row["issue"]["slug"]: row["issue"]["title"] for row in shown["rows"]}
    return issues | {column["id"]: column["code"] for column in shown["columns"]}


def _cells(shown: Shown) -> dict[Place, Shown]:
    found: dict[Place, Shown] = {}
    for row in shown["rows"]:
        for cell in filter(lambda cell: cell["statements"], row["cells"]):
            place = (*_row(row), cell["column"])
            found[place] = _joined(found[place], cell) if place in found else cell
    return found


def _joined(one: Shown, other: Shown) -> Shown:
    """Two cells that are one since their issues were merged."""
    latest = max(one, other, key=lambda cell: cell["last"] or "")
    return {**latest, "basis": [*one["basis"], *other["basis"]]}


Entry = dict[str, str]
Found = tuple[str, Place, int, tuple[tuple[str, str, str], ...]]  # kind, place, statement, details


def _changes(place: Place, then: Shown | None, today: Shown | None, issue: Shown) -> list[Found]:
    before, now = _basis(then, issue), _basis(today, issue)
    after = {pk: entries[-1] for pk, entries in now.items()}
    added = [(ADDED, place, pk, ()) for pk in sorted(after.keys() - before.keys())]
    withdrawn = [(WITHDRAWN, place, pk, ()) for pk in sorted(before.keys() - after.keys())]
    corrected = [
        (CORRECTED, place, pk, details)
        for pk in sorted(before.keys() & after.keys())
        if (details := _details(before[pk], after[pk]))
    ]
    return [*added, *corrected, *withdrawn]


def _basis(cell: Shown | None, issue: Shown) -> dict[int, list[Entry]]:
    """What was shown of each statement behind a cell, by its id: stance and day, and more of the latest.

    Where issues were merged, a statement may have been shown with a stance on each.
    """
    basis: dict[int, list[Entry]] = defaultdict(list)
    if cell is None:
        return basis
    for pk, stance, said_on in cell["basis"]:
        basis[pk].append({text("stance"): stance_verb(stance, issue=issue), text("day"): _day(said_on)})
    for entry in basis[cell["latest"]["id"]]:
        entry.update(_words(cell["latest"]))
    return basis


def _day(said_on: str | None) -> str:
    return day(said_on, missing=text("not known"))


def _words(latest: Shown) -> dict[str, str]:
    """Spaced, composed and spelt alike: what differs in nothing else was not corrected."""
    return {
        text("words"): normal.line(latest["quote"]),
        text("speaker"): credit(
            [normal.name(speaker["name"]) for speaker in latest["speakers"]], latest.get("channels", ())
        ),
        text("role"): names([speaker["role"] for speaker in latest["speakers"] if speaker["role"]]),
        text("kind"): latest["kind"],
        text("precision of the day"): latest["said_on_precision"],
        text("review"): gettext("reviewed") if latest["reviewed"] else gettext("not reviewed"),
    }


def _details(before: list[Entry], after: Entry) -> tuple[tuple[str, str, str], ...]:
    """What is different; of several stances that were shown, the one that has become today's was kept."""
    return min((_different(entry, after) for entry in before), key=len)


def _different(before: Entry, after: Entry) -> tuple[tuple[str, str, str], ...]:
    both = before.keys() & after.keys()
    return tuple(
        (what, before[what], after[what]) for what in before if what in both and before[what] != after[what]
    )


def _in_words(found: Iterable[Found], names: dict[str, str], selection: Selection) -> list[Change]:
    found = list(found)
    keys = [pk for _, _, pk, _ in found]
    public = Statement.objects.with_suggestions().in_bulk(keys)
    shown = set(selection.of_all_time().filter(pk__in=keys).values_list("pk", flat=True))
    return [
        Change(
            ELSEWHERE if kind == WITHDRAWN and pk in shown else kind,
            names[issue],
            names[column],
            *_quoted(public.get(pk)),
            details,
        )
        for kind, (issue, _, column), pk, details in found
    ]


def _quoted(statement: Any) -> tuple[str, str]:
    return (statement.quote, statement.get_absolute_url()) if statement else ("", "")
