"""What a .dna file says, checked. Flaw, one sentence with the remedy, for whatever is wrong with it."""

import hashlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

from articles.importing.dna.tables import COLOURS, DATA, OF_TEXTS, TABLES, code_point
from articles.importing.files.entries import Flaw

Row = dict[str, Any]
Vocabulary = dict[str, list[Row]]
MARK = b"SQLite format 3\x00"
REFERENCES = {
    "Coder": "CODERS", "OtherCoder": "CODERS", "StatementTypeId": "STATEMENTTYPES", "VariableId": "VARIABLES",
    "SourceVariableId": "VARIABLES", "TargetVariableId": "VARIABLES", "EntityId": "ENTITIES",
    "ChildOf": "ENTITIES", "AttributeVariableId": "ATTRIBUTEVARIABLES",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Statement:
    """One of a document; ``span`` in characters of its text, ``values`` by the number of the variable."""

    row: Row
    span: tuple[int, int]
    values: dict[int, Any]
    digest: str


@dataclass(frozen=True, slots=True)
class Document:
    """Its columns without the text, and its statements in the order of their numbers."""

    row: Row
    text: str
    statements: list[Statement]
    digest: str


@dataclass
class DnaFile:
    """An open file; ``vocabulary`` are the rows of all tables but those of texts, by table."""

    connection: sqlite3.Connection
    version: str
    vocabulary: Vocabulary
    _numbered: dict[str, dict[int, Row]] = field(init=False)

    def __post_init__(self) -> None:
        self._numbered = {
            table: {row["ID"]: row for row in rows if "ID" in row} for table, rows in self.vocabulary.items()
        }

    def row(self, table: str, number: int) -> Row:
        return self._numbered[table][number]

    @cached_property
    def variables(self) -> dict[int, dict[str, Row]]:
        """By the number of their type, and their names."""
        found: dict[int, dict[str, Row]] = defaultdict(dict)
        for row in self.vocabulary["VARIABLES"]:
            found[row["StatementTypeId"]][row["Variable"]] = row
        return found

    def documents(self) -> Iterator[Document]:
        for row in _rows(self.connection, "DOCUMENTS"):
            text = row.pop("Text")
            told = {**self.named(row), "Text": hashlib.sha256(text.encode()).hexdigest()}
            digest = _digest(told)
            yield Document(row, text, list(self._statements(row["ID"], text, digest)), digest)

    def _statements(self, number: int, text: str, document: str) -> Iterator[Statement]:
        values: dict[int, dict[int, Any]] = defaultdict(dict)
        for table, column in DATA.values():
            query = (
                f"SELECT StatementId, VariableId, {table}.{column} FROM {table} "
                "JOIN STATEMENTS ON STATEMENTS.ID = StatementId WHERE DocumentId = ? ORDER BY VariableId"
            )
            for statement, variable, value in self.connection.execute(query, [number]):
                values[statement][variable] = value
        for row in _rows(self.connection, "STATEMENTS", "WHERE DocumentId = ?", number):
            start, stop = code_point(text, row["Start"]), code_point(text, row["Stop"])
            if start is None or stop is None or start >= stop:
                raise Flaw(
                    f"statement {row['ID']} stands at {row['Start']} to {row['Stop']}, which is no place "
                    f"in the text of document {number}: open the file in DNA and delete or mark it anew"
                )
            own = values[row["ID"]]
            told = [document, self.named(row), sorted(self.named_value(*each) for each in own.items())]
            yield Statement(row, (start, stop), own, _digest(told))

    def named(self, row: Row) -> Row:
        """The row with names in place of numbers, and without its own."""
        return {
            name: self._name(name, value) for name, value in row.items() if name not in ("ID", "DocumentId")
        }

    def named_value(self, variable: int, value: Any) -> tuple[str, str]:
        row = self.row("VARIABLES", variable)
        if row["DataType"] == "short text":
            value = self.row("ENTITIES", value)["Value"]
        return row["Variable"], json.dumps(value)

    def _name(self, column: str, value: Any) -> Any:
        table = REFERENCES.get(column)
        if table is None or value is None:
            return value
        row = self.row(table, value)
        own = next(
            row[name] for name in ("Name", "Label", "Variable", "Value", "AttributeVariable") if name in row
        )
        above = row.get("VariableId", row.get("StatementTypeId"))
        kind = "VariableId" if "VariableId" in row else "StatementTypeId"
        return [self._name(kind, above), own] if above is not None else own

    @property
    def names(self) -> list[str]:
        """The vocabulary without numbers and colours, to tell whether two files have the same."""
        rows = [
            (t, self.named(row)) for t, rows in self.vocabulary.items() for row in rows if t != "SETTINGS"
        ]
        told = [(table, {k: v for k, v in row.items() if k not in COLOURS}) for table, row in rows]
        return sorted(json.dumps(each, sort_keys=True) for each in told)


@contextmanager
def opened(path: Path) -> Iterator[DnaFile]:
    """The file, read only. Whatever SQLite finds wrong with it while it is read is a Flaw, too."""
    try:
        with path.open("rb") as file:
            is_sqlite = file.read(len(MARK)) == MARK
    except OSError as error:
        raise Flaw(f"cannot be read ({error.strerror})") from None
    if not is_sqlite:
        raise Flaw("is no file of Discourse Network Analyzer, which is an SQLite database")
    try:
        with closing(sqlite3.connect("", uri=True)) as connection:
            connection.execute("ATTACH ? AS given", [f"file:{quote(str(path))}?mode=ro&immutable=1"])
            _require_tables(connection)
            version = _version(connection)
            _copy(connection)
            connection.execute("DETACH given")
            vocabulary = {t: list(_rows(connection, t)) for t in TABLES if t not in OF_TEXTS}
            yield DnaFile(connection, version, vocabulary)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise Flaw(f"is damaged ({error}): take another copy, or have DNA write it anew") from None


def _require_tables(connection: sqlite3.Connection) -> None:
    """Of an older version, that is told; else which table or column is missing."""
    named = connection.execute("SELECT name FROM given.sqlite_master WHERE type = 'table'")
    present = {name.upper() for (name,) in named}
    if "SETTINGS" in present:
        _version(connection)
    if missing := [table for table in TABLES if table not in present]:
        raise Flaw(f"has no table {missing[0]}: open it in DNA 3 and save it under a new name")
    for table, columns in TABLES.items():
        connection.execute(f"CREATE TABLE main.{table} ({columns}) STRICT")
        given = {row[1] for row in connection.execute(f"PRAGMA given.table_info({table})")}
        if lacking := [name for name in _columns(connection, table) if name not in given]:
            raise Flaw(f"has a table {table} without {lacking[0]}: save it anew in DNA 3")


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f"PRAGMA main.table_info({table})")]


def _version(connection: sqlite3.Connection) -> str:
    found = connection.execute("SELECT Value FROM given.SETTINGS WHERE Property = 'version'").fetchone()
    version = str(found[0]) if found else ""
    if not version.startswith("3"):
        written = f"was written by DNA {version[:20]}" if version else "does not say which DNA wrote it"
        raise Flaw(f"{written}; files of DNA 3 are read: import it into a new one there, and take that")
    return version[:20]


def _copy(connection: sqlite3.Connection) -> None:
    """All rows, past the rules that DNA itself gives them: whatever breaks one is named."""
    for table in TABLES:
        names = ", ".join(_columns(connection, table))
        try:
            connection.execute(f"INSERT INTO main.{table} ({names}) SELECT {names} FROM given.{table}")
        except sqlite3.IntegrityError as error:
            raise Flaw(f"has a row in {table} that DNA would not write ({error}): mend it in DNA") from None
    connection.commit()
    query = "SELECT ID FROM main.STATEMENTS WHERE DocumentId IS NULL OR StatementTypeId IS NULL"
    if alone := connection.execute(query).fetchone():
        raise Flaw(f"is damaged: statement {alone[0]} is of no document, or of no type")
    if broken := connection.execute("PRAGMA main.foreign_key_check").fetchone():
        table, row, target, _ = broken
        raise Flaw(f"is damaged: row {row} of {table} points to a row of {target} that is not there")


def _rows(connection: sqlite3.Connection, table: str, where: str = "", *values: Any) -> Iterator[Row]:
    """Of the columns that are known, in the order of their numbers."""
    columns = _columns(connection, table)
    order = "ID" if "ID" in columns else columns[0]
    found = connection.execute(
        f"SELECT {', '.join(columns)} FROM main.{table} {where} ORDER BY {order}", values
    )
    for row in found:
        told = dict(zip(columns, row, strict=True))
        if any("\x00" in str(value) for value in row):
            raise Flaw(
                f"has a character that is no text in row {row[0]} of {table}: mend or delete it in DNA"
            )
        yield told


def _digest(told: Any) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
