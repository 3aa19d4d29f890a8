"""The numbers of a facet's values, as SQL counts them. A facet ignores its own filter."""

from django.db.models import QuerySet

from articles.browse.filters.declared import COUNTED
from articles.browse.filterset import StatementFilter
from diplomacy.replicas import connection

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
    chosen, labels = filterset.data.getlist(name), COUNTED[name].labels
    # One row at least, which tells the number.
    found = _placed(COUNTED[name].by_sql(filterset), max(limit, 1), chosen)
    listed = (row[:3] for row in found if row[-1] <= limit or row[0] in chosen)
    return [(v, labels.get(v, label), n) for v, label, n in listed], found[0][3] if found else 0


def numbers(name: str, filterset: StatementFilter) -> dict[str, int]:
    """The numbers of all values that any statement has."""
    return {value: n for value, _, n in COUNTED[name].by_sql(filterset)} if filterset.is_valid() else {}


def _placed(counted: QuerySet, limit: int, kept: list[str]) -> list[tuple[str, str, int, int, int]]:
    sql, given = counted.query.sql_with_params()
    with connection().cursor() as cursor:
        cursor.execute(FIRST.format(counted=sql), [*given, limit, kept])
        return cursor.fetchall()
