"""A statement as a plain record: the same names and values in JSON, JSON Lines and CSV."""

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any

from articles.comparison import Shown
from articles.models import Statement

COLUMNS = (
    "id", "quote", "kind", "speakers", "roles", "countries", "said_on", "said_on_precision", "said_on_basis",
    "issues", "stances", "review", "article", "source", "published_on", "address",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def record(statement: Statement) -> dict[str, Any]:
    """Text, numbers and lists only; dates as YYYY-MM-DD; parallel lists for speakers and for positions."""
    attributions, positions = statement.attributions.all(), statement.positions.all()
    article = statement.article
    return {
        "id": statement.pk,
        "quote": statement.quote,
        "kind": statement.kind,
        "speakers": [a.actor.name for a in attributions],
        "roles": [a.role_title for a in attributions],
        "countries": [a.country_id for a in attributions],
        "said_on": statement.said_on and statement.said_on.isoformat(),
        "said_on_precision": statement.said_on_precision,
        "said_on_basis": statement.said_on_basis,
        "issues": [p.issue.slug for p in positions],
        "stances": [p.stance for p in positions],
        "review": statement.review,
        "article": article.title,
        "source": article.source.name,
        "published_on": article.published_on and article.published_on.isoformat(),
        "address": statement.get_absolute_url(),
    }


class Echo:
    """A file for csv.writer that hands each line back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """CSV by RFC 4180. A cell that a spreadsheet would run as a formula gets a leading apostrophe."""
    writer = csv.writer(Echo())
    return (writer.writerow([_cell(value) for value in row]) for row in rows)


def _cell(value: Any) -> str:
    text = "; ".join(str(item or "") for item in value) if isinstance(value, list) else str(value or "")
    return f"'{text}" if text.startswith(FORMULA) else text


def statement_rows(statements: Iterable[Statement]) -> Iterator[Iterable[Any]]:
    """The header, then one row a statement."""
    yield COLUMNS
    for statement in statements:
        yield [record(statement)[column] for column in COLUMNS]


def json_lines(statements: Iterable[Statement]) -> Iterator[str]:
    return (json.dumps(record(statement), ensure_ascii=False) + "\n" for statement in statements)


CELL_COLUMNS = (
    "issue", "stretch", "kind", "column", "stance", "statements", "utterances", "sources", "first", "last",
    "quote", "speakers", "said_on", "source",
)  # fmt: skip


def comparison_rows(shown: Shown) -> Iterator[Iterable[Any]]:
    """The header, then one row for each issue (and stretch of time) and column; silent cells have zeros."""
    yield CELL_COLUMNS
    for row in shown["rows"]:
        for column, cell in zip(shown["columns"], row["cells"], strict=True):
            values = {**cell, **_words(cell.get("latest")), **_place(row, column)}
            yield [values.get(name) for name in CELL_COLUMNS]


def _place(row: Shown, column: Shown) -> Shown:
    stretch = row["stretch"]["name"] if row["stretch"] else ""
    return {
        "issue": row["issue"]["title"],
        "stretch": stretch,
        "kind": column["kind"],
        "column": column["key"],
    }


def _words(latest: Shown | None) -> Shown:
    if latest is None:
        return {"statements": "0", "utterances": "0", "sources": "0"}
    return {**latest, "speakers": [speaker["name"] for speaker in latest["speakers"]]}
