"""Lines statements up side by side: plain functions over statements.

``compare`` gives plain data (dicts, lists, text, numbers) that a page can show, a file can hold and a
permalink can freeze; docs/comparison.md describes it.
"""

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from urllib.parse import quote

from articles.addresses import Query
from articles.compare.by_index import ByIndex
from articles.compare.by_sql import COUNTS, BySql, members, stances_of, taken
from articles.compare.columns import LATEST_ID, voices_for
from articles.compare.evidence import Evidence, Figures, Place
from articles.compare.selection import Column, Selection, known
from articles.compare.words import Shown, words_of
from articles.dates import Period, Stretch, Stretches, reach
from articles.models import Issue, Voice

VERSION = 3
MOST_STRETCHES = 36
PAGE_ROWS = 20  # whose words a page shows, of few columns; of more a third, which are as high
FEW_COLUMNS = 4
PICTURED = 50  # rows that are drawn on one page
ANY_ISSUE = "__issue__"  # in an address, until it is known which
NOTHING = dict.fromkeys(COUNTS, 0)
DIVIDED = "divided"  # a bloc whose members take different stances has none of its own


def compare(
    selection: Selection,
    now: datetime.datetime,
    with_basis: bool = False,
    whole: bool = False,
    with_lines: bool = False,
    page: int | None = None,
) -> Shown:
    """The chosen columns side by side, issue by issue, as known at ``now`` or at the selection's ``as_of``.

    ``with_basis`` adds to each cell every statement behind it: what a permalink keeps to tell changes by;
    ``with_lines`` the same as ``lines``, a text of JSON, for which no statement becomes an object, and how
    many statements these are as ``behind``. Sharing what a million statements tell takes half as long by it.
    Of years, quarters or months the latest ``MOST_STRETCHES`` are shown; if ``whole``, all in which anybody
    was heard. With a ``page`` of issues only the cells of its rows have words, ``latest`` (see ``paged``).
    """
    with known(selection) as selection:
        evidence = evidence_for(selection)
        found = evidence.cells()
        issues = selection.issues or tuple(Issue.objects.filter(pk__in={issue for issue, *_ in found}))
        cells = _cells(selection, evidence, found, {issue.pk: issue.slug for issue in issues})
        if with_basis:
            for place, basis in evidence.basis().items():
                cells[place]["basis"] = basis
        if with_lines:
            for place, lines in evidence.lines().items():
                cells[place]["lines"] = lines
        rows, earlier = _rows(selection, issues, cells, whole)
        shown: Shown = {
            "version": VERSION,
            "as_of": (selection.as_of or now).astimezone(datetime.UTC).isoformat(timespec="microseconds"),
            "columns": _columns(selection, evidence),
            "rows": rows,
            "by": selection.by,
            "earlier": earlier,
            "period": {"after": _text(selection.after), "before": _text(selection.before)},
            "review": selection.review,
            "undated": evidence.undated() if _leaves_undated_out(selection) else 0,
            "coverage": _coverage(evidence),
        }
        if with_lines:
            shown["behind"] = evidence.behind()
        shown = paged(shown, page) if page else shown
        _quote(shown.get("worded", rows))
        return shown


def paged(shown: Shown, page: int) -> Shown:
    """With the rows of one page, counted from 1: ``worded`` and, around them, as many as one picture holds.

    Beyond the last page it is the last one. What lies side by side in time has one page.
    """
    rows, size = shown["rows"], page_rows(shown)
    pages = -(-len(rows) // size) or 1
    page = min(page, pages)
    pictured = (page - 1) * size // PICTURED * PICTURED
    return {
        **shown,
        "page": page,
        "pages": pages,
        "worded": rows[(page - 1) * size : page * size],
        "pictured": rows[pictured : pictured + PICTURED],
        "from": pictured + 1,
    }


def page_rows(shown: Shown) -> int:
    """How many rows have their words on one page."""
    if shown["by"]:
        return max(len(shown["rows"]), 1)
    return PAGE_ROWS if len(shown["columns"]) <= FEW_COLUMNS else PAGE_ROWS // 3


def evidence_for(selection: Selection) -> Evidence:
    """From the index if that is current and tells of the moment asked for, else by SQL."""
    voices = voices_for(selection)
    return ByIndex(voices) if voices else BySql(selection)


def _cells(
    selection: Selection, evidence: Evidence, found: dict[Place, Figures], slugs: dict[int, str]
) -> dict[Place, Shown]:
    heard = evidence.latest_of_members() if selection.blocs else {}
    stances = evidence.stances(found)
    of_members = stances_of({pk for members in heard.values() for pk in members.values()})
    columns = {column.id: column for column in selection.columns}
    cells, empty = {}, _Empty(selection)
    for place, row in found.items():
        issue, column, first = place
        cell = {**_cell(row, stances[place]), **_members(heard.get(place, {}), of_members, issue)}
        cells[place] = {**empty.cell(columns[column], slugs[issue], first), **cell}
    return cells


def _quote(rows: Iterable[Shown]) -> None:
    """Puts the words of the latest statement into each cell that has one."""
    cells = [cell for row in rows for cell in row["cells"] if cell["statements"]]
    words = words_of({cell["latest"] for cell in cells})
    for cell in cells:
        cell["latest"] = words[cell["latest"]]


def _cell(row: Figures, stance: str) -> Shown:
    """Where the column stands: by its latest statement, beside how many others agree with it."""
    return {
        **{name: row[name] for name in COUNTS},
        "stance": stance,
        "stances": taken(row),
        "first": _text(row["first"]),
        "last": _text(row["last"]),
        "latest": row["recency"] & LATEST_ID,
    }


def _members(heard: dict[str, int], taken: dict[tuple[int, int], str], issue: int) -> Shown:
    """What a bloc's cell has besides: the stance of each member heard, and their common one, if any."""
    if not heard:
        return {}
    stances = {country: taken[pk, issue] for country, pk in heard.items()}
    common = set(stances.values())
    return {"stance": common.pop() if len(common) == 1 else DIVIDED, "members": stances}


class _Empty:
    """Cells of which nothing is known yet; 2,400 of them differ in the issue of their ``query`` alone."""

    def __init__(self, selection: Selection) -> None:
        self.selection, self.columns = selection, selection.columns
        self.evidence = selection.query.only("said_after", "said_before", "review")
        self.queries: dict[tuple[str, datetime.date | None], tuple[str, str]] = {}
        self.quoted: dict[str, str] = {}

    def cell(self, column: Column, issue: str, first: datetime.date | None) -> Shown:
        """That of a column that said nothing on the issue; ``query`` leads to what it would be made of."""
        key = column.id, first
        if key not in self.queries:
            head, _, tail = str(self._query(column, first)).partition(ANY_ISSUE)
            self.queries[key] = head, tail
        if issue not in self.quoted:
            self.quoted[issue] = quote(issue)
        query = self.quoted[issue].join(self.queries[key])
        return {"column": key[0], "query": query, **NOTHING}

    def _query(self, column: Column, first: datetime.date | None) -> Query:
        query = self.evidence.replace(**{column.kind: column.key, "issue": ANY_ISSUE, "hand": "first"})
        if column.kind == "actor":  # who was asked for by name is heard in any voice
            query = query.replace(voice=Voice.values)
        return query.replace(**_within(first, self.selection)) if first else query


def _within(first: datetime.date, selection: Selection) -> dict[str, str]:
    """The period of a row, no longer than the one that was chosen."""
    stretch = Stretch.starting(first, selection.by)
    after, before = selection.after or stretch.after, selection.before or stretch.before
    ends = reach(
        max(after, stretch.after, key=lambda period: period.first),
        min(before, stretch.before, key=lambda period: period.last),
    )
    return dict(zip(("said_after", "said_before"), ends, strict=True))


def _columns(selection: Selection, evidence: Evidence) -> list[Shown]:
    """Who is compared, with how much of what they said is in the table."""
    counted = evidence.columns()
    belonging = members(selection) if selection.blocs else {}
    return [
        {
            **{name: getattr(column, name) for name in ("id", "kind", "key", "name", "code")},
            **counted.get(column.id, NOTHING),
            **({"members": belonging.get(column.id, 0)} if column.kind == "bloc" else {}),
        }
        for column in selection.columns
    ]


def _rows(
    selection: Selection, issues: Sequence[Issue], cells: dict[Place, Shown], whole: bool
) -> tuple[list[Shown], int]:
    """The rows to show, and how many earlier ones are left out.

    Issues on which the columns differ most come first, then those most spoken about; periods in order.
    """
    if not selection.by:
        rows = _made(((issue, None) for issue in issues), selection, cells)
        return sorted(rows, key=_prominence), 0
    if whole or selection.only_differing:  # where nobody was heard they do not differ
        rows = _made(_heard(issues, cells), selection, cells)
        earlier = 0 if whole else max(0, len(rows) - MOST_STRETCHES)
        return rows[earlier:], earlier
    firsts = _firsts(selection.by, cells)
    number = len(issues) * len(firsts)
    earlier = max(0, number - MOST_STRETCHES)
    shown = (divmod(n, len(firsts)) for n in range(earlier, number))
    return _made(((issues[issue], firsts[n]) for issue, n in shown), selection, cells), earlier


def _made(
    places: Iterable[tuple[Issue, datetime.date | None]], selection: Selection, cells: dict[Place, Shown]
) -> list[Shown]:
    empty = _Empty(selection)
    rows = (_row(issue, first, empty, cells) for issue, first in places)
    return [row for row in rows if row["differ"] or not selection.only_differing]


def _heard(issues: Collection[Issue], cells: dict[Place, Shown]) -> Iterable[tuple[Issue, datetime.date]]:
    """The stretches in which anything was said, in order."""
    firsts = sorted({(issue, first) for issue, _, first in cells if first})
    return ((issue, first) for issue in issues for pk, first in firsts if pk == issue.pk)


def _firsts(by: str, cells: dict[Place, Shown]) -> Sequence[datetime.date] | Stretches:
    """The first days of the stretches from the first to the last in which anything was said."""
    heard = [first for *_, first in cells if first]
    return Stretches.between(min(heard), max(heard), by) if heard else ()


def _prominence(row: Shown) -> tuple[int, int, str]:
    return (-row["dissent"], -sum(cell["utterances"] for cell in row["cells"]), row["issue"]["title"])


def _row(issue: Issue, first: datetime.date | None, empty: _Empty, cells: dict[Place, Shown]) -> Shown:
    row = [
        cells.get((issue.pk, column.id, first)) or empty.cell(column, issue.slug, first)
        for column in empty.columns
    ]
    stances = [cell["stance"] for cell in row if cell["statements"]]
    return {
        "issue": {"slug": issue.slug, "title": issue.title} | ({"is_claim": True} if issue.is_claim else {}),
        "stretch": _stretch(first, empty.selection.by),
        "differ": len(set(stances)) > 1,
        "dissent": dissent(stances),
        "cells": row,
    }


def _stretch(first: datetime.date | None, by: str) -> Shown | None:
    if first is None:
        return None
    stretch = Stretch.starting(first, by)
    return {"name": stretch.name, "after": str(stretch.after), "before": str(stretch.before)}


def dissent(stances: Iterable[str]) -> int:
    """How many pairs of columns differ; a pair of support and oppose counts twice."""
    taken = Counter(stances)
    differing = (taken.total() ** 2 - sum(number**2 for number in taken.values())) // 2
    return differing + taken["support"] * taken["oppose"]


def _leaves_undated_out(selection: Selection) -> bool:
    return bool(selection.after or selection.before or selection.by)


def _coverage(evidence: Evidence) -> Shown:
    of_period = asdict(evidence.covered())
    return {key: _text(value) if key in {"first", "last"} else value for key, value in of_period.items()}


def _text(value: datetime.date | Period | None) -> str | None:
    return None if value is None else str(value)
