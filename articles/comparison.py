"""Lines statements up side by side: plain functions over statements.

``compare`` gives plain data (dicts, lists, text, numbers) that a page can show, a file can hold and a
permalink can freeze; docs/comparison.md describes it.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import QuerySet

from articles.addresses import Query
from articles.coverage import coverage
from articles.dates import Period
from articles.models import Attribution, Country, Issue, Position, Statement
from articles.models.statements import StatementQuerySet

VERSION = 1
Shown = dict[str, Any]
Stand = tuple[str, Position]  # a country's ISO code, and one position its statement takes


@dataclass(frozen=True, slots=True)
class Selection:
    """What is to be compared. No issues: all on which these countries said anything."""

    countries: tuple[Country, ...]
    issues: tuple[Issue, ...] = ()
    after: Period | None = None
    before: Period | None = None
    review: str = "reviewed"

    @property
    def query(self) -> Query:
        """The parameters of /compare/ that give this selection."""
        values = {
            "country": [country.iso3 for country in self.countries],
            "issue": [issue.slug for issue in self.issues],
            "said_after": [str(self.after or "")],
            "said_before": [str(self.before or "")],
            "review": [self.review],
        }
        return Query(values)

    def statements(self) -> StatementQuerySet:
        """All statements within the period and state of review, of whatever country."""
        first = self.after.first if self.after else None
        return self.of_all_time().said_between(first, self.before.last if self.before else None)

    def of_all_time(self) -> StatementQuerySet:
        statements = Statement.objects.all()
        return statements.with_suggestions() if self.review == "all" else statements.published()


def compare(selection: Selection, now: datetime.datetime) -> Shown:
    """The chosen countries side by side, issue by issue, as known at ``now``."""
    stands = list(_stands(selection))
    cells = _by_cell(stands)
    return {
        "version": VERSION,
        "as_of": now.isoformat(timespec="seconds"),
        "countries": [_column(country, stands) for country in selection.countries],
        "rows": [_row(issue, selection, cells) for issue in _issues(selection, stands)],
        "period": {"after": _text(selection.after), "before": _text(selection.before)},
        "review": selection.review,
        "undated": _undated_left_out(selection),
        "coverage": _coverage(selection),
    }


def _stands(selection: Selection) -> Iterable[Stand]:
    """Every position that a statement of these countries takes, undated first, then oldest to newest."""
    attributions = (
        Attribution.objects.firsthand()
        .filter(country__in=selection.countries, statement__in=selection.statements())
        .values_list("statement_id", "country_id")
        .distinct()
    )
    countries_of = defaultdict(list)
    for statement, country in attributions:
        countries_of[statement].append(country)
    for position in _positions(attributions.values("statement_id"), selection.issues):
        for country in countries_of[position.statement_id]:
            yield country, position


def _positions(statements: QuerySet, issues: Sequence[Issue]) -> Iterable[Position]:
    positions = Position.objects.filter(statement__in=statements)
    if issues:
        positions = positions.filter(issue__in=issues)
    return (
        positions.select_related("issue", "statement__article__source")
        .prefetch_related("statement__attributions__actor", "statement__attributions__role")
        .order_by("statement__listed_on", "statement_id")
    )


def _issues(selection: Selection, stands: Sequence[Stand]) -> list[Issue]:
    """The issues chosen, else all on which anything was said; those most spoken about come first."""
    spoken = Counter(position.issue for _, position in stands)
    issues = selection.issues or spoken
    return sorted(issues, key=lambda issue: (-spoken[issue], issue.title))


def _by_cell(stands: Iterable[Stand]) -> dict[tuple[int, str], list[Position]]:
    cells = defaultdict(list)
    for country, position in stands:
        cells[position.issue_id, country].append(position)
    return cells


def _column(country: Country, stands: Sequence[Stand]) -> Shown:
    own = [position.statement for iso3, position in stands if iso3 == country.iso3]
    return {"iso3": country.iso3, "name": country.name, **_counts(own)}


def _row(issue: Issue, selection: Selection, cells: dict[tuple[int, str], list[Position]]) -> Shown:
    row = [_cell(cells.get((issue.pk, c.iso3), []), c, issue, selection) for c in selection.countries]
    stances = {cell["stance"] for cell in row if cell["statements"]}
    return {
        "issue": {"slug": issue.slug, "title": issue.title},
        "differ": len(stances) > 1,
        "cells": row,
    }


def _cell(positions: list[Position], country: Country, issue: Issue, selection: Selection) -> Shown:
    """Where the country stands: by its latest statement, beside how many others agree with it."""
    evidence = selection.query.replace(country=country.iso3, issue=issue.slug)
    cell = {"country": country.iso3, "query": str(evidence), **_counts([p.statement for p in positions])}
    if not positions:
        return cell
    latest = positions[-1]
    days = [p.statement.said_on for p in positions if p.statement.said_on]
    return {
        **cell,
        "stance": latest.stance,
        "stances": dict(Counter(p.stance for p in _once(positions))),
        "first": _text(min(days, default=None)),
        "last": _text(max(days, default=None)),
        "latest": words_of(latest.statement),
        "basis": [[p.statement_id, p.stance, _text(p.statement.said_on)] for p in positions],
    }


def _once(positions: list[Position]) -> list[Position]:
    """One position for each utterance, the latest report of it."""
    return list({position.statement.utterance_id: position for position in positions}.values())


def _counts(statements: Sequence[Statement]) -> Shown:
    return {
        "statements": len({statement.pk for statement in statements}),
        "utterances": len({statement.utterance_id for statement in statements}),
        "sources": len({statement.article.source_id for statement in statements}),
    }


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
