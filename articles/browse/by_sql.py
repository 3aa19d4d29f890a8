"""The numbers of a facet's values, as SQL counts them. A facet ignores its own filter."""

from collections.abc import Callable

from django.db import connection
from django.db.models import Count, F, QuerySet

from articles.browse.filterset import StatementFilter
from articles.models import Article, Attribution, Position, Statement
from articles.models.merged import unmerged
from articles.models.positions import AttributionQuerySet

Row = tuple[str, str, int]  # value, label, number of statements
FIRST = """
SELECT v, l, n, number, place FROM (
    SELECT v, l, n, count(*) OVER () AS number, row_number() OVER (ORDER BY n DESC, l, v) AS place
    FROM ({counted}) AS counted (v, l, n)
) AS placed
WHERE place <= %s OR v = ANY(%s::text[]) ORDER BY place
"""


def rows(name: str, filterset: StatementFilter, limit: int) -> tuple[list[Row], int]:
    """The first values of a facet and those chosen, most frequent first, and how many there are in all."""
    if not filterset.is_valid():
        return [], 0
    chosen, labels = filterset.data.getlist(name), LABELS.get(name, {})
    found = _placed(COUNTED[name](filterset), max(limit, 1), chosen)  # one row at least tells the number
    listed = (row[:3] for row in found if row[-1] <= limit or row[0] in chosen)
    return [(v, labels.get(v, label), n) for v, label, n in listed], found[0][3] if found else 0


def numbers(name: str, filterset: StatementFilter) -> dict[str, int]:
    """The numbers of all values that any statement has."""
    return {value: n for value, _, n in COUNTED[name](filterset)} if filterset.is_valid() else {}


def _placed(counted: QuerySet, limit: int, kept: list[str]) -> list[tuple[str, str, int, int, int]]:
    sql, given = counted.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(FIRST.format(counted=sql), [*given, limit, kept])
        return cursor.fetchall()


def _counted(rows: QuerySet, value: str, label: str, key: str) -> QuerySet:
    grouped = rows.order_by().values(v=F(value), l=F(label)).annotate(n=Count(key, distinct=True))
    return grouped.values_list("v", "l", "n")


def _spoken(filterset: StatementFilter, name: str) -> AttributionQuerySet:
    made = Attribution.objects.of_members() if name == "bloc" else Attribution.objects.all()
    rows = made.filter(statement__in=filterset.narrowed({name}))
    return rows.firsthand() if filterset.wanted.get("hand") else rows


def _countries(filterset: StatementFilter) -> QuerySet:
    rows = _spoken(filterset, "country").filter(country__isnull=False)
    return _counted(rows, "country_id", "country__name", "statement")


def _blocs(filterset: StatementFilter) -> QuerySet:
    bloc = "country__memberships__bloc"
    return _counted(_spoken(filterset, "bloc"), f"{bloc}__slug", f"{bloc}__name", "statement")


def _actors(filterset: StatementFilter) -> QuerySet:
    return _counted(_spoken(filterset, "actor"), "actor__slug", "actor__name", "statement")


def _positions(filterset: StatementFilter) -> QuerySet[Position]:
    return Position.objects.filter(statement__in=filterset.narrowed({"issue", "stance"}))


def _issues(filterset: StatementFilter) -> QuerySet:
    rows = _positions(filterset)
    if stances := filterset.wanted.get("stance"):
        rows = rows.filter(stance__in=stances)
    return _counted(rows, "issue__slug", "issue__title", "statement")


def _stances(filterset: StatementFilter) -> QuerySet:
    rows = _positions(filterset)
    if issues := filterset.wanted.get("issue"):
        rows = rows.filter(issue__in=unmerged(issues))
    return _counted(rows, "stance", "stance", "statement")


def _kinds(filterset: StatementFilter) -> QuerySet:
    return _counted(filterset.narrowed({"kind"}), "kind", "kind", "pk")


def _sources(filterset: StatementFilter) -> QuerySet:
    rows = Article.objects.filter(statements__in=filterset.narrowed({"source"}))
    return _counted(rows, "source__slug", "source__name", "statements")


COUNTED: dict[str, Callable[[StatementFilter], QuerySet]] = {
    "country": _countries,
    "bloc": _blocs,
    "stance": _stances,
    "issue": _issues,
    "actor": _actors,
    "kind": _kinds,
    "source": _sources,
}
LABELS = {"stance": dict(Position.Stance.choices), "kind": dict(Statement.Kind.choices)}
