"""Gives back what .dna files said, as far as the record still says the same."""

import datetime
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from articles.exports.dna.writing import Writer, short
from articles.importing.dna.standing import article_standing, statement_standing
from articles.importing.dna.storing import day_of
from articles.models import Article, DnaDocument, DnaFile, DnaStatement, Statement

Numbers = dict[str, dict[int, int]]
Row = dict[str, Any]
# Of each table that is not about texts: what a row is known by, and which columns hold numbers of others.
KNOWN_BY = {
    "SETTINGS": ("Property",),
    "CODERS": ("Name",),
    "STATEMENTTYPES": ("Label",),
    "VARIABLES": ("Variable", "StatementTypeId"),
    "VARIABLELINKS": ("SourceVariableId", "TargetVariableId"),
    "REGEXES": ("Label",),
    "CODERRELATIONS": ("Coder", "OtherCoder"),
    "ENTITIES": ("VariableId", "Value"),
    "ATTRIBUTEVARIABLES": ("VariableId", "AttributeVariable"),
    "ATTRIBUTEVALUES": ("EntityId", "AttributeVariableId"),
}
NUMBERED = {
    "StatementTypeId": "STATEMENTTYPES", "SourceVariableId": "VARIABLES", "TargetVariableId": "VARIABLES",
    "Coder": "CODERS", "OtherCoder": "CODERS", "VariableId": "VARIABLES", "EntityId": "ENTITIES",
    "AttributeVariableId": "ATTRIBUTEVARIABLES",
}  # fmt: skip


class Kept:
    """The files on record, and a writer into which they go."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.numbers = lru_cache(4)(self._numbers)

    def vocabularies(self) -> None:
        """Of all files, in the order in which they came."""
        for number in DnaFile.objects.order_by("pk").values_list("pk", flat=True):
            self.numbers(number)

    def _numbers(self, file: int) -> Numbers:
        """What the numbers of a file are in ours, by table; its vocabulary is put there if it is not yet."""
        numbers: Numbers = {}
        vocabulary = DnaFile.objects.get(pk=file).vocabulary
        for table, key in KNOWN_BY.items():
            own = numbers[table] = {}
            for row in vocabulary[table]:
                told = self._renumbered(row, numbers)
                number = told.pop("ID", None)
                told.pop("ChildOf", None)
                known = {name: told.pop(name) for name in key}
                own[number or 0] = self.writer.one(table, known, **told)
        for row in vocabulary["ENTITIES"]:
            if row["ChildOf"] is not None:
                entities = numbers["ENTITIES"]
                self.writer.connection.execute(
                    "UPDATE ENTITIES SET ChildOf = ? WHERE ID = ?",
                    [entities[row["ChildOf"]], entities[row["ID"]]],
                )
        return numbers

    @staticmethod
    def _renumbered(row: Row, numbers: Numbers) -> Row:
        return {
            name: numbers[NUMBERED[name]][value] if name in NUMBERED and value is not None else value
            for name, value in row.items()
        }

    def documents(self, is_all: bool) -> Iterator[tuple[DnaDocument, Article | None]]:
        """Those that are shown, each with its article: with no statement only if ``is_all``."""
        every = DnaDocument.objects.order_by("pk").select_related("article__source")
        for document in every.iterator(chunk_size=50):
            article = document.article if document.article_id else None
            if document.article_id and (article is None or not article.is_published):
                continue
            if is_all or self._is_chosen(document):
                yield document, article

    def _is_chosen(self, document: DnaDocument) -> bool:
        known = document.statements.exclude(statement=None).values_list("statement", flat=True)
        return any(self._has(statement) for statement in known)

    def _has(self, statement: int) -> bool:
        found = self.writer.connection.execute("SELECT 1 FROM chosen WHERE id = ?", [statement])
        return found.fetchone() is not None

    def write(self, document: DnaDocument, article: Article | None) -> None:
        """The document, and its statements of which the record still says the same."""
        now = article_standing(article) if article else {}
        own = article.text if article else ""
        is_same_text = now.get("text") == document.as_read.get("text")
        text = document.text or own if is_same_text else own
        number = self._document(document, article, now, text)
        if article:
            day = day_of(document.row["Date"])
            self.writer.connection.execute(
                "INSERT OR IGNORE INTO places VALUES (?, ?, ?, ?)",
                [article.pk, str(day or ""), number, document.text if is_same_text else ""],
            )
        rows = list(document.statements.order_by("pk"))
        same = self._unchanged(rows) if is_same_text else set()
        for row in rows:
            if row.statement_id is None or row.statement_id in same:
                self._statement(row, number)
        self.writer.connection.executemany("INSERT OR IGNORE INTO done VALUES (?)", [(pk,) for pk in same])

    def _document(self, document: DnaDocument, article: Article | None, now: Row, text: str) -> int:
        """As the file has it, but for what an editor has changed since."""
        row, then = dict(document.row), document.as_read
        coder = row.pop("Coder")
        numbers = self.numbers(document.file_id)
        if article:
            changed = {"Title": "title", "Source": "source", "Author": "author"}
            row |= {c: short(now[name]) for c, name in changed.items() if now[name] != then[name]}
            if now["published_on"] != then["published_on"]:
                row["Date"] = seconds(now["published_on"] or "")
        del row["ID"]
        return self.writer.put(
            "DOCUMENTS", Text=text, Coder=None if coder is None else numbers["CODERS"][coder], **row
        )

    def _unchanged(self, rows: list[DnaStatement]) -> set[int]:
        """The statements that are asked for, and are in all what they were when the file was read."""
        asked = {row.statement_id for row in rows if row.statement_id and self._has(row.statement_id)}
        live = Statement.objects.filter(pk__in=asked).with_context()
        now = {statement.pk: statement_standing(statement) for statement in live}
        changed = {row.statement_id for row in rows if now.get(row.statement_id or 0) != row.as_read}
        return set(now) - changed

    def _statement(self, kept: DnaStatement, document: int) -> None:
        numbers, row = self.numbers(kept.file_id), kept.row
        statement = self.writer.put(
            "STATEMENTS",
            StatementTypeId=numbers["STATEMENTTYPES"][row["StatementTypeId"]],
            DocumentId=document,
            Start=row["Start"],
            Stop=row["Stop"],
            Coder=None if row["Coder"] is None else numbers["CODERS"][row["Coder"]],
        )
        for variable, value in kept.values.items():
            number = numbers["VARIABLES"][int(variable)]
            kind = self._kind(number)
            told = numbers["ENTITIES"][value] if kind == "short text" else value
            self.writer.value(statement, number, kind, told)

    def _kind(self, variable: int) -> str:
        found = self.writer.connection.execute("SELECT DataType FROM VARIABLES WHERE ID = ?", [variable])
        return str(found.fetchone()[0])


def seconds(day: str) -> int:
    """Since 1970 in UTC, as DNA keeps the day of a document; 0 where nobody knows it."""
    if not day:
        return 0
    return (datetime.date.fromisoformat(day) - datetime.date(1970, 1, 1)).days * 86_400
