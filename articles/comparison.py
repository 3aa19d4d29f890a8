"""Lines statements up side by side: plain functions over statements.

``compare`` gives plain data (dicts, lists, text, numbers) that a page can show, a file can hold and a
permalink can freeze; docs/comparison.md describes it.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from typing import Any

from django.db.models import Count, F, Func, IntegerField, Max, Min, Q, QuerySet

from articles import history
from articles.coverage import coverage
from articles.dates import Period
from articles.models import Attribution, Issue, Position, Statement
from articles.selection import Selection

VERSION = 1
STANCES = Position.Stance.values
Shown = dict[str, Any]
Place = tuple[int, str]  # an issue's id and a country's ISO code


def compare(selection: Selection, now: datetime.datetime, with_basis: bool = False) -> Shown:
    """The chosen countries side by side, issue by issue, as known at ``now`` or at the selection's ``as_of``.

    ``with_basis`` adds to each cell every statement behind it: what a permalink keeps to tell changes by.
    """
    if selection.as_of is None:
        return _compare(selection, now, with_basis)
    with history.as_of(selection.as_of):
        issues = Issue.objects.filter(pk__in=[issue.pk for issue in selection.issues])
        return _compare(replace(selection, issues=tuple(issues)), selection.as_of, with_basis)


def _compare(selection: Selection, moment: datetime.datetime, with_basis: bool) -> Shown:
    cells = _cells(selection)
    if with_basis:
        for place, basis in _basis(selection).items():
            cells[place]["basis"] = basis
    return {
        "version": VERSION,
        "as_of": moment.astimezone(datetime.UTC).isoformat(timespec="microseconds"),
        "countries": _columns(selection),
        "rows": _rows(selection, cells),
        "period": {"after": _text(selection.after), "before": _text(selection.before)},
        "review": selection.review,
        "undated": _undated_left_out(selection),
        "coverage": _coverage(selection),
    }


class Recency(Func):
    """A number that grows with a statement's day and id, so that Max finds the latest: days × 2^40 + id."""

    template = "((%(expressions)s)"
    arg_joiner = " - DATE '0001-01-01')::bigint * 1099511627776 + "
    output_field = IntegerField()


LATEST_ID = 2**40 - 1  # the bits of a Recency that are the statement's id
COUNTS = {
    "statements": Count("statement", distinct=True),
    "utterances": Count("statement__utterance", distinct=True),
    "sources": Count("statement__article__source", distinct=True),
}
FIGURES = {
    **COUNTS,
    "first": Min("statement__said_on"),
    "last": Max("statement__said_on"),
    "recency": Max(Recency(F("statement__listed_on"), F("statement_id"))),
    **{
        stance: Count("statement__utterance", distinct=True, filter=Q(statement__positions__stance=stance))
        for stance in STANCES
    },
}


def attributions(selection: Selection) -> QuerySet[Attribution]:
    """A row for each attribution to these countries and each position its statement takes on these issues."""
    chosen = {"country__in": selection.countries, "statement__in": selection.statements()}
    on_issues: dict[str, Any] = {"statement__positions__isnull": False}
    if selection.issues:
        on_issues = {"statement__positions__issue__in": selection.issues}
    return Attribution.objects.firsthand().filter(**chosen, **on_issues).order_by()


def _cells(selection: Selection) -> dict[Place, Shown]:
    grouped: Any = attributions(selection).values("country", issue=F("statement__positions__issue"))
    rows = list(grouped.annotate(**FIGURES))
    latest = _latest(row["recency"] & LATEST_ID for row in rows)
    return {
        (row["issue"], row["country"]): _cell(row, latest[row["recency"] & LATEST_ID], selection)
        for row in rows
    }


def _latest(ids: Iterable[int]) -> dict[int, Statement]:
    statements = Statement.objects.filter(pk__in=set(ids)).select_related("article__source")
    wanted = statements.prefetch_related("attributions__actor", "attributions__role", "positions__issue")
    return {statement.pk: statement for statement in wanted.defer("article__text", "words_vector")}


def _cell(row: Shown, latest: Statement, selection: Selection) -> Shown:
    """Where the country stands: by its latest statement, beside how many others agree with it."""
    position = next(p for p in latest.positions.all() if p.issue_id == row["issue"])
    return {
        **_silent(row["country"], position.issue, selection),
        **{name: row[name] for name in COUNTS},
        "stance": position.stance,
        "stances": {stance: row[stance] for stance in STANCES if row[stance]},
        "first": _text(row["first"]),
        "last": _text(row["last"]),
        "latest": words_of(latest),
    }


def _silent(iso3: str, issue: Issue, selection: Selection) -> Shown:
    """The cell of a country that said nothing on the issue."""
    evidence = replace(selection, as_of=None, only_differing=False).query
    query = evidence.replace(country=iso3, issue=issue.slug)
    return {"country": iso3, "query": str(query), **dict.fromkeys(COUNTS, 0)}


def _columns(selection: Selection) -> list[Shown]:
    """The countries, with how much of what they said is in the table."""
    grouped: Any = attributions(selection).values("country")
    figures = {row.pop("country"): row for row in grouped.annotate(**COUNTS)}
    nothing = dict.fromkeys(COUNTS, 0)
    return [
        {"iso3": country.iso3, "name": country.name, **figures.get(country.pk, nothing)}
        for country in selection.countries
    ]


def _rows(selection: Selection, cells: dict[Place, Shown]) -> list[Shown]:
    """Issues on which the countries differ most come first, then those most spoken about."""
    issues = selection.issues or Issue.objects.filter(pk__in={issue for issue, _ in cells})
    rows = sorted((_row(issue, selection, cells) for issue in issues), key=_prominence)
    return [row for row in rows if row["differ"] or not selection.only_differing]


def _prominence(row: Shown) -> tuple[int, int, str]:
    return (-row["dissent"], -sum(cell["utterances"] for cell in row["cells"]), row["issue"]["title"])


def _row(issue: Issue, selection: Selection, cells: dict[Place, Shown]) -> Shown:
    row = [cells.get((issue.pk, c.iso3)) or _silent(c.iso3, issue, selection) for c in selection.countries]
    stances = [cell["stance"] for cell in row if cell["statements"]]
    return {
        "issue": {"slug": issue.slug, "title": issue.title},
        "differ": len(set(stances)) > 1,
        "dissent": dissent(stances),
        "cells": row,
    }


def dissent(stances: Sequence[str]) -> int:
    """How many pairs of countries differ; a pair of support and oppose counts twice."""
    pairs = [{a, b} for n, a in enumerate(stances) for b in stances[n + 1 :] if a != b]
    return sum(2 if pair == {"support", "oppose"} else 1 for pair in pairs)


def _basis(selection: Selection) -> dict[Place, list[list[Any]]]:
    """Every statement behind each cell as [id, stance, day], oldest first."""
    stands = ("statement__positions__issue", "country", "statement", "statement__positions__stance")
    ordered = attributions(selection).order_by("statement__listed_on", "statement").distinct()
    basis = defaultdict(list)
    for issue, country, *stand, said_on in ordered.values_list(*stands, "statement__said_on"):
        basis[issue, country].append([*stand, _text(said_on)])
    return basis


def words_of(statement: Statement) -> Shown:
    """A statement as a comparison quotes it."""
    attributions = statement.attributions.all()
    return {
        "id": statement.pk,
        "address": statement.get_absolute_url(),
        "kind": statement.kind,
        "quote": statement.quote,
        "speakers": [{"name": a.actor.name, "role": a.role_title} for a in attributions],
        "said_on": _text(statement.said_on),
        "said_on_precision": statement.said_on_precision,
        "source": statement.article.source.name,
        "article": statement.article.title,
        "published_on": _text(statement.article.published_on),
        "reviewed": statement.is_reviewed,
    }


def _undated_left_out(selection: Selection) -> int:
    """Statements of these countries on these issues that no period holds: nobody knows their day."""
    if not (selection.after or selection.before):
        return 0
    undated = selection.of_all_time().undated().by_country(*(c.iso3 for c in selection.countries))
    return undated.taking_any(issue.slug for issue in selection.issues).count()


def _coverage(selection: Selection) -> Shown:
    figures = asdict(coverage(selection.after, selection.before))
    return {key: _text(value) if key in {"first", "last"} else value for key, value in figures.items()}


def _text(value: datetime.date | Period | None) -> str | None:
    return None if value is None else str(value)
