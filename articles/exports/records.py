"""A statement as a plain record: the same names and values in JSON, JSON Lines and CSV."""

import csv
import datetime
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models.functions import Coalesce

from articles.compare.words import Shown
from articles.models import Attribution, Position, Statement

COLUMNS = (
    "id", "quote", "kind", "speakers", "roles", "countries", "said_on", "said_on_precision", "said_on_basis",
    "issues", "stances", "review", "article", "source", "published_on", "address", "voice", "bodies",
)  # fmt: skip
PLAIN = (
    "quote", "kind", "said_on", "said_on_precision", "said_on_basis", "review", "article__title",
    "article__source__name", "article__published_on", "article__published_about",
)  # fmt: skip
Record = dict[str, Any]
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def records(ids: Sequence[int]) -> list[Record]:
    """The statements of these ids, in this order, in four queries; who is gone is left out.

    Text, numbers and lists only; dates as YYYY-MM-DD; parallel lists for speakers and for positions.
    """
    found = Statement.objects.filter(pk__in=ids).with_voice().values("pk", "voice", *PLAIN)
    statements = {row.pop("pk"): row for row in found}
    attributions, positions = _by_statement(_attributions(ids)), _by_statement(_positions(ids))
    return [_record(pk, statements[pk], attributions[pk], positions[pk]) for pk in ids if pk in statements]


def _attributions(ids: Sequence[int]) -> Iterable[tuple[Any, ...]]:
    made = Attribution.objects.filter(statement__in=ids).order_by("id")
    title = Coalesce("role__title", "role_printed")
    return made.values_list("statement_id", "actor__name", title, "country_id", "body__name")


def _positions(ids: Sequence[int]) -> Iterable[tuple[Any, ...]]:
    taken = Position.objects.filter(statement__in=ids).order_by("id")
    return taken.values_list("statement_id", "issue__slug", "stance")


def _by_statement(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[tuple[Any, ...]]]:
    found = defaultdict(list)
    for pk, *rest in rows:
        found[pk].append(tuple(rest))
    return found


def _record(pk: int, row: Record, attributions: list[tuple], positions: list[tuple]) -> Record:
    return {
        "id": pk,
        "quote": row["quote"],
        "kind": row["kind"],
        "speakers": [name for name, *_ in attributions],
        "roles": [role for _, role, *_ in attributions],
        "countries": [country for *_, country, _ in attributions],
        "said_on": row["said_on"] and row["said_on"].isoformat(),
        "said_on_precision": row["said_on_precision"],
        "said_on_basis": row["said_on_basis"],
        "issues": [issue for issue, _ in positions],
        "stances": [stance for _, stance in positions],
        "review": row["review"],
        "article": row["article__title"],
        "source": row["article__source__name"],
        "published_on": _published(row["article__published_on"], row["article__published_about"]),
        "address": Statement(pk=pk, quote=row["quote"]).get_absolute_url(),
        "voice": row["voice"],
        "bodies": [body for *_, body in attributions],
    }


def _published(day: datetime.date | None, about: str) -> str | None:
    """YYYY-MM-DD, or YYYY-MM or YYYY where no more is known."""
    return day.isoformat() if day else about or None


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


def statement_rows(records: Iterable[Record]) -> Iterator[Iterable[Any]]:
    """The header, then one row a statement."""
    yield COLUMNS
    for record in records:
        yield [record[column] for column in COLUMNS]


def json_lines(records: Iterable[Record]) -> Iterator[str]:
    return (json.dumps(record, ensure_ascii=False) + "\n" for record in records)


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
