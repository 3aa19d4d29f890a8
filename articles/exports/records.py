"""A statement as a plain record: the same names and values in JSON, JSON Lines and CSV."""

import csv
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db.models.functions import Coalesce

from articles.compare.words import Shown
from articles.formatting import iso_day
from articles.language import text
from articles.models import Article, Attribution, Position, Statement

COLUMNS = {
    "id": text("Number of the statement; it never changes"),
    "quote": text("The article's words, as printed; “ … ” stands where words are left out"),
    "kind": text("direct (quoted), mixed (partly quoted) or indirect (paraphrased)"),
    "speakers": text("Who said it"),
    "roles": text("Role of each speaker at the time, else as printed"),
    "countries": text("ISO 3166-1 alpha-3 code of the country each speaker spoke for; empty where none"),
    "said_on": text("First day on which it may have been said, YYYY-MM-DD; empty where nobody knows"),
    "said_on_precision": text("How exactly that is known: day, month, year or unknown"),
    "said_on_basis": text(
        "What that is known from: explicit (a date in the text), turn (another statement of the "
        "same turn), article (only the article's day), editor, none"
    ),
    "issues": text("Addresses (slugs) of the issues it takes a position on"),
    "stances": text(
        "Stance on each of these issues: support, oppose, conditional or neutral; of a claim of fact support "
        "affirms it, oppose disputes it"
    ),
    "review": text("suggested (machine-read), accepted (by an editor) or checked (by a second one)"),
    "article": text("Title of the article"),
    "source": text("Outlet or publisher"),
    "published_on": text("Day of the article, YYYY-MM-DD; YYYY-MM or YYYY where no more is known"),
    "address": text("Permanent address of the statement"),
    "voice": text("state, body (an international body) or other"),
    "bodies": text("International body each speaker spoke for; empty where none"),
    "said_until": text("Last day on which it may have been said, YYYY-MM-DD"),
    "cue": text("The reporting words: said, called for …"),
    "utterance": text(
        "Number of the utterance; statements with the same number report the same thing said once"
    ),
    "confidence": text(
        "How sure the machine is that this is a statement, 0 to 1; empty where a person tagged it"
    ),
    "article_id": text("Number of the article"),
    "article_address": text("Permanent address of the article on this site"),
    "original": text("Address of the article where it was published, if known"),
    "channels": text("Through whom the words came, where an office or spokesman passed them on"),
}
PLAIN = (
    "quote", "kind", "said_on", "said_on_precision", "said_on_basis", "review", "article__title",
    "article__source__name", "article__published_on", "article__published_about", "said_until", "cue",
    "utterance", "confidence", "article", "article__url",
)  # fmt: skip
Record = dict[str, Any]
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def records(ids: Sequence[int], whole: Callable[[str], str]) -> list[Record]:
    """The statements of these ids, in this order, in four queries; who is gone is left out.

    Each has the ``COLUMNS``: text, numbers and lists, which are parallel for speakers and for positions.
    ``whole`` makes a path the address that others can open.
    """
    rows = Statement.objects.filter(pk__in=ids).with_voice().values("pk", "voice", *PLAIN)
    statements = {row.pop("pk"): row for row in rows}
    attributions, positions = _by_statement(_attributions(ids)), _by_statement(_positions(ids))
    found = (pk for pk in ids if pk in statements)
    return [_record(pk, statements[pk], attributions[pk], positions[pk], whole) for pk in found]


def _attributions(ids: Sequence[int]) -> Iterable[tuple[Any, ...]]:
    made = Attribution.objects.filter(statement__in=ids).order_by("id")
    title = Coalesce("role__title", "role_printed")
    return made.values_list("statement_id", "actor__name", title, "country_id", "body__name", "is_channel")


def _positions(ids: Sequence[int]) -> Iterable[tuple[Any, ...]]:
    taken = Position.objects.filter(statement__in=ids).order_by("id")
    return taken.values_list("statement_id", "issue__slug", "stance")


def _by_statement(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[tuple[Any, ...]]]:
    found = defaultdict(list)
    for pk, *rest in rows:
        found[pk].append(tuple(rest))
    return found


def _record(
    pk: int,
    row: Record,
    attributions: list[tuple[Any, ...]],
    positions: list[tuple[Any, ...]],
    whole: Callable[[str], str],
) -> Record:
    speakers = [rest for *rest, is_channel in attributions if not is_channel]
    return {
        "id": pk,
        "quote": row["quote"],
        "kind": row["kind"],
        "speakers": [name for name, *_ in speakers],
        "roles": [role for _, role, *_ in speakers],
        "countries": [country for *_, country, _ in speakers],
        "said_on": row["said_on"] and row["said_on"].isoformat(),
        "said_on_precision": row["said_on_precision"],
        "said_on_basis": row["said_on_basis"],
        "issues": [issue for issue, _ in positions],
        "stances": [stance for _, stance in positions],
        "review": row["review"],
        "article": row["article__title"],
        "source": row["article__source__name"],
        "published_on": iso_day(row["article__published_on"], row["article__published_about"]),
        "address": whole(Statement(pk=pk, quote=row["quote"]).get_absolute_url()),
        "voice": row["voice"],
        "bodies": [body for *_, body in speakers],
        "said_until": row["said_until"] and row["said_until"].isoformat(),
        "cue": row["cue"],
        "utterance": row["utterance"],
        "confidence": row["confidence"],
        "article_id": row["article"],
        "article_address": whole(Article(pk=row["article"], title=row["article__title"]).get_absolute_url()),
        "original": row["article__url"],
        "channels": [name for name, *_, is_channel in attributions if is_channel],
    }


class Echo:
    """A file for csv.writer that hands each line back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(rows: Iterable[Iterable[Any]], delimiter: str = ",") -> Iterator[str]:
    """CSV by RFC 4180. A cell that a spreadsheet would run as a formula gets a leading apostrophe."""
    writer = csv.writer(Echo(), delimiter=delimiter)
    return (writer.writerow([_cell(value) for value in row]) for row in rows)


def _cell(value: Any) -> str:
    text = "; ".join(str(item or "") for item in value) if isinstance(value, list) else _told(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _told(value: Any) -> str:
    return "" if value is None else str(value)


def statement_rows(records: Iterable[Record]) -> Iterator[Iterable[Any]]:
    """The header, then one row a statement."""
    yield COLUMNS
    for record in records:
        yield [record[column] for column in COLUMNS]


def json_lines(records: Iterable[Record]) -> Iterator[str]:
    return (json.dumps(record, ensure_ascii=False) + "\n" for record in records)


CELL_COLUMNS = (
    "issue", "stretch", "kind", "column", "stance", "statements", "utterances", "sources", "first", "last",
    "quote", "speakers", "said_on", "source", "said_on_precision", "said_on_basis", "quote_kind", "address",
    "channels",
)  # fmt: skip


def comparison_rows(shown: Shown, whole: Callable[[str], str]) -> Iterator[Iterable[Any]]:
    """The header, then one row for each issue (and stretch of time) and column; silent cells have zeros.

    ``whole`` makes a path the address that others can open.
    """
    yield CELL_COLUMNS
    for row in shown["rows"]:
        for column, cell in zip(shown["columns"], row["cells"], strict=True):
            values = {**cell, **_words(cell.get("latest"), whole), **_place(row, column)}
            yield [values.get(name) for name in CELL_COLUMNS]


def _place(row: Shown, column: Shown) -> Shown:
    stretch = row["stretch"]["name"] if row["stretch"] else ""
    return {
        "issue": row["issue"]["title"],
        "stretch": stretch,
        "kind": column["kind"],
        "column": column["key"],
    }


def _words(latest: Shown | None, whole: Callable[[str], str]) -> Shown:
    if latest is None:
        return {"statements": "0", "utterances": "0", "sources": "0"}
    speakers = [speaker["name"] for speaker in latest["speakers"]]
    return {
        **latest,
        "speakers": speakers,
        "quote_kind": latest["kind"],
        "address": whole(latest["address"]),
    }
