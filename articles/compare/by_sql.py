"""Counts who said what on which issue, in the database."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, DateField, F, Func, IntegerField, Max, Min, Q, Value
from django.db.models.functions import Greatest, Least

from articles.browse.coverage import Coverage, coverage
from articles.compare.columns import LATEST_ID
from articles.compare.evidence import Figures, Place
from articles.compare.selection import Selection
from articles.dates import MONTHS
from articles.models import Attribution, Membership, Position
from articles.models.positions import AttributionQuerySet

Rows = Any  # attributions with their column, which type checkers cannot know

KEYS = {"country": "country_id", "bloc": "country__memberships__bloc__slug", "actor": "actor__slug"}
ISSUE, STANCE = "statement__positions__issue", "statement__positions__stance"


class Recency(Func):
    """A number that grows with a statement's day and id, so that Max finds the latest: days × 2^40 + id."""

    template = "((%(expressions)s)"
    arg_joiner = " - DATE '0001-01-01')::bigint * 1099511627776 + "
    output_field = IntegerField()


RECENCY = Max(Recency(F("statement__listed_on"), F("statement_id")))
COUNTS = {
    "statements": Count("statement", distinct=True),
    "utterances": Count("statement__utterance", distinct=True),
    "sources": Count("statement__article__source", distinct=True),
}
STANCES = {
    stance: Count("statement__utterance", distinct=True, filter=Q(**{STANCE: stance}))
    for stance in Position.Stance.values
}
CELL = {
    **COUNTS,
    **STANCES,
    "first": Min("statement__said_on"),
    "last": Max("statement__said_on"),
    "recency": RECENCY,
}


class Stretches(Func):
    """The first day of each year, quarter or month from one day to another: a row for each."""

    set_returning = True
    output_field = DateField()
    template = (
        "generate_series(date_trunc('%(by)s', %(expressions)s::timestamp, INTERVAL '%(months)s months')::date"
    )
    arg_joiner = "::timestamp), "


def _stretches(selection: Selection) -> Stretches:
    """Those in which a statement may have been made, within the period."""
    first: Any = F("statement__said_on")
    last: Any = F("statement__said_until")
    if selection.after:
        first = Greatest(first, Value(selection.after.first))
    if selection.before:
        last = Least(last, Value(selection.before.last))
    return Stretches(first, last, by=selection.by, months=MONTHS[selection.by])


def attributions(selection: Selection) -> dict[str, Rows]:
    """By kind of column, a row for each attribution to one of them and each position on these issues.

    ``column`` is the key of the column; with ``by`` there is a row for each ``stretch`` of the calendar.
    """
    rows = {
        "country": Attribution.objects.filter(country__in=selection.countries),
        "bloc": Attribution.objects.of_members(*(bloc.slug for bloc in selection.blocs)),
        "actor": Attribution.objects.filter(actor__in=selection.actors),
    }
    used = {column.kind for column in selection.columns}
    return {kind: _on_issues(rows[kind], KEYS[kind], selection) for kind in KEYS if kind in used}


def _on_issues(rows: AttributionQuerySet, key: str, selection: Selection) -> Rows:
    on_issues: dict[str, Any] = {"statement__positions__isnull": False}
    if selection.issues:
        on_issues = {f"{ISSUE}__in": selection.issues}
    chosen = rows.firsthand().filter(statement__in=selection.statements(), **on_issues)
    chosen = chosen.annotate(column=F(key)).order_by()
    return chosen.filter(statement__said_on__isnull=False) if selection.by else chosen


def _grouped(selection: Selection, *fields: str) -> Iterator[tuple[str, Any]]:
    """By kind of column, the attributions as rows of these fields under the names of a place."""
    names = {"issue": F(ISSUE)} | ({"stretch": _stretches(selection)} if selection.by else {})
    for kind, rows in attributions(selection).items():
        yield kind, rows.values("column", *fields, **names)


def _place(kind: str, row: Figures) -> Place:
    return row.pop("issue"), f"{kind}={row.pop('column')}", row.pop("stretch", None)


@dataclass(frozen=True, slots=True)
class BySql:
    """Evidence as the tables have it."""

    selection: Selection

    def cells(self) -> dict[Place, Figures]:
        found = _grouped(self.selection)
        return {_place(kind, row): row for kind, rows in found for row in rows.annotate(**CELL)}

    def stances(self, found: dict[Place, Figures]) -> dict[Place, str]:
        return latest_stances(found)

    def columns(self) -> dict[str, Figures]:
        return {
            f"{kind}={row.pop('column')}": row
            for kind, rows in attributions(self.selection).items()
            for row in rows.values("column").annotate(**COUNTS)
        }

    def latest_of_members(self) -> dict[Place, dict[str, int]]:
        found: dict[Place, dict[str, int]] = defaultdict(dict)
        of_blocs = replace(self.selection, countries=(), actors=())
        for kind, rows in _grouped(of_blocs, "country"):
            for row in rows.annotate(recency=RECENCY).order_by("country"):
                country, recency = row.pop("country"), row.pop("recency")
                found[_place(kind, row)][country] = recency & LATEST_ID
        return found

    def basis(self) -> dict[Place, list[list[Any]]]:
        found: dict[Place, list[list[Any]]] = defaultdict(list)
        for kind, rows in _grouped(self.selection, "statement", STANCE, "statement__said_on"):
            for row in rows.order_by("statement__listed_on", "statement_id").distinct():
                day = row.pop("statement__said_on")
                entry = [row.pop("statement"), row.pop(STANCE), day and day.isoformat()]
                found[_place(kind, row)].append(entry)
        return found

    def lines(self) -> dict[Place, str]:
        return {place: json.dumps(basis, separators=(",", ":")) for place, basis in self.basis().items()}

    def behind(self) -> int:
        return len({pk for basis in self.basis().values() for pk, *_ in basis})

    def undated(self) -> int:
        of_all_time = replace(self.selection, after=None, before=None, by="")
        found = (rows.filter(statement__said_on=None) for rows in attributions(of_all_time).values())
        return len({pk for rows in found for pk in rows.values_list("statement", flat=True)})

    def covered(self) -> Coverage:
        return coverage(self.selection.after, self.selection.before)


def latest_stances(found: dict[Place, Figures]) -> dict[Place, str]:
    """The stance of the latest statement at each place; one query, for those where several are taken."""
    latest = {place: row["recency"] & LATEST_ID for place, row in found.items()}
    stances = {place: list(taken(row)) for place, row in found.items()}
    looked_up = stances_of({latest[place] for place, several in stances.items() if len(several) > 1})
    return {
        place: several[0] if len(several) == 1 else looked_up[latest[place], place[0]]
        for place, several in stances.items()
    }


def stances_of(ids: Collection[int]) -> dict[tuple[int, int], str]:
    """By statement and issue."""
    rows = Position.objects.filter(statement__in=ids).order_by()
    return {(pk, issue): stance for pk, issue, stance in rows.values_list("statement", "issue", "stance")}


def taken(row: Figures) -> dict[str, int]:
    """How many utterances take each stance that any takes."""
    return {stance: row[stance] for stance in STANCES if row[stance]}


def members(selection: Selection) -> dict[str, int]:
    """By a bloc's column, how many countries belonged to it at some time of the period."""
    memberships = Membership.objects.filter(bloc__in=selection.blocs)
    if selection.before:
        memberships = memberships.exclude(starts_on__gt=selection.before.last)
    if selection.after:
        memberships = memberships.exclude(ends_on__lt=selection.after.first)
    counted = memberships.order_by().values_list("bloc__slug").annotate(n=Count("country", distinct=True))
    return {f"bloc={slug}": n for slug, n in counted}
