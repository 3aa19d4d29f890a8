"""Writes a .dna file row by row; what has a name is there once, and is found again by it."""

import datetime
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from articles.exports.dna.passwords import hashed
from articles.importing.dna.tables import DATA, DEFAULT, LONGEST, OTHER, TABLES, VERSION

ATTRIBUTES = ("Type", "Alias", "Notes")
TYPES = {
    DEFAULT: {
        "person": "short text",
        "organization": "short text",
        "concept": "short text",
        "agreement": "boolean",
    },
    OTHER: {
        "person": "short text",
        "organization": "short text",
        "concept": "short text",
        "stance": "integer",
    },
}
COLOURS = {DEFAULT: (239, 208, 51), OTHER: (211, 211, 211)}
# What a statement has for a variable of which nothing is told: DNA expects a value of each.
MISSING = """
INSERT INTO {table} (StatementId, VariableId, {column})
SELECT STATEMENTS.ID, VARIABLES.ID, {value} FROM STATEMENTS
JOIN VARIABLES ON VARIABLES.StatementTypeId = STATEMENTS.StatementTypeId AND DataType = '{kind}'
WHERE NOT EXISTS (
    SELECT 1 FROM {table} WHERE StatementId = STATEMENTS.ID AND VariableId = VARIABLES.ID
)
"""
NONE = {
    "boolean": "0",
    "integer": "0",
    "long text": "''",
    "short text": "(SELECT ID FROM ENTITIES WHERE VariableId = VARIABLES.ID AND Value = '')",
}
NO_ENTITY = """
INSERT OR IGNORE INTO ENTITIES (VariableId, Value, Red, Green, Blue)
SELECT ID, '', 0, 0, 0 FROM VARIABLES WHERE DataType = 'short text'
"""
NO_ATTRIBUTE = """
INSERT OR IGNORE INTO ATTRIBUTEVALUES (EntityId, AttributeVariableId)
SELECT ENTITIES.ID, ATTRIBUTEVARIABLES.ID FROM ENTITIES
JOIN ATTRIBUTEVARIABLES ON ATTRIBUTEVARIABLES.VariableId = ENTITIES.VariableId
"""


def short(text: str) -> str:
    """What DNA takes as a title, name or value."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


class Writer:
    """Over a connection to an empty SQLite database."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        for table, columns in TABLES.items():
            connection.execute(f"CREATE TABLE {table} ({columns})")
        self.entity = lru_cache(10_000)(self._entity)  # of a large record not all are held
        self.variable = lru_cache(1_000)(self._variable)
        self.type_of = lru_cache(2)(self._type_of)

    def put(self, table: str, **values: Any) -> int:
        """A row more; its number."""
        names, marks = ", ".join(values), ", ".join("?" * len(values))
        found = self.connection.execute(
            f"INSERT INTO {table} ({names}) VALUES ({marks})", list(values.values())
        )
        return int(found.lastrowid or 0)

    def one(self, table: str, key: dict[str, Any], **values: Any) -> int:
        """The number of the row with these values, which is put there if it is not yet."""
        where = " AND ".join(f"{name} IS ?" for name in key)
        query = f"SELECT rowid FROM {table} WHERE {where}"
        found = self.connection.execute(query, list(key.values())).fetchone()
        return int(found[0]) if found else self.put(table, **key, **values)

    def begin(self, password: str, day: datetime.date) -> None:
        """What every file has, unless it is there: its version, a type, a coder who may do everything."""
        self.one("SETTINGS", {"Property": "version"}, Value=VERSION)
        self.one("SETTINGS", {"Property": "date"}, Value=day.isoformat())
        if not self.count("CODERS"):
            self.put("CODERS", Name="Admin", Red=255, Green=255, Blue=0, Password=hashed(password))
        if not self.count("STATEMENTTYPES"):
            self.type_of(DEFAULT)

    def _type_of(self, label: str) -> int:
        """One of our two types, with its variables and their attributes."""
        red, green, blue = COLOURS[label]
        number = self.one("STATEMENTTYPES", {"Label": label}, Red=red, Green=green, Blue=blue)
        for name, kind in TYPES[label].items():
            variable = self.one("VARIABLES", {"Variable": name, "StatementTypeId": number}, DataType=kind)
            if kind == "short text":
                for attribute in ATTRIBUTES:
                    self.one("ATTRIBUTEVARIABLES", {"VariableId": variable, "AttributeVariable": attribute})
        return number

    def _variable(self, label: str, name: str) -> tuple[int, str]:
        """Its number and type."""
        query = "SELECT ID, DataType FROM VARIABLES WHERE StatementTypeId = ? AND Variable = ?"
        number, kind = self.connection.execute(query, [self.type_of(label), name]).fetchone()
        return number, kind

    def _entity(self, variable: int, value: str, *attributes: str) -> int:
        """A value of a variable; a new one gets its attributes, in the order of ``ATTRIBUTES``."""
        key = {"VariableId": variable, "Value": value}
        query = "SELECT ID FROM ENTITIES WHERE VariableId = ? AND Value = ?"
        if found := self.connection.execute(query, list(key.values())).fetchone():
            return int(found[0])
        entity = self.put("ENTITIES", **key, Red=0, Green=0, Blue=0)
        for name, told in zip(ATTRIBUTES, attributes, strict=False):
            attribute = self.one("ATTRIBUTEVARIABLES", {"VariableId": variable, "AttributeVariable": name})
            self.put(
                "ATTRIBUTEVALUES", EntityId=entity, AttributeVariableId=attribute, AttributeValue=short(told)
            )
        return entity

    def value(self, statement: int, variable: int, kind: str, value: Any) -> None:
        """Of short texts the number of the entity."""
        table, column = DATA[kind]
        self.put(table, StatementId=statement, VariableId=variable, **{column: value})

    def fill(self) -> None:
        """Gives every statement a value of each variable of its type, and every entity each attribute."""
        self.connection.execute(NO_ENTITY)
        for kind, (table, column) in DATA.items():
            self.connection.execute(MISSING.format(table=table, column=column, kind=kind, value=NONE[kind]))
        self.connection.execute(NO_ATTRIBUTE)

    def count(self, table: str) -> int:
        return int(self.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


@contextmanager
def written(path: Path) -> Iterator[Writer]:
    """A writer of a file that is there as a whole when all is done, or not at all."""
    draft = path.with_name(f".{path.name}.draft")
    draft.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(draft)) as connection:
            for pragma in ("journal_mode = OFF", "synchronous = OFF", "temp_store = FILE"):
                connection.execute(f"PRAGMA {pragma}")
            yield Writer(connection)
            connection.commit()
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)
