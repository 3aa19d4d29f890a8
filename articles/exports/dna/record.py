"""Statements as a file of Discourse Network Analyzer 3: what files said, and whatever else is on record.

A document is an article and a day on which something in it was said, since DNA dates a statement by its
document. Memory is that of a few hundred statements, however many there are.
"""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from articles.browse.filterset import StatementFilter
from articles.browse.results import batches, results
from articles.exports.dna.kept import Kept, seconds
from articles.exports.dna.writing import Writer, short, written
from articles.history.as_of import at_once
from articles.importing.dna.tables import AGREEMENT, DEFAULT, OTHER, STANCES, utf16
from articles.models import Article, Attribution, DnaFile, Position, Statement
from articles.text import normal

CHUNK = 200
Whole = Callable[[str], str]
TEMPORARY = """
CREATE TEMP TABLE chosen (id INTEGER PRIMARY KEY);
CREATE TEMP TABLE done (id INTEGER PRIMARY KEY);
CREATE TEMP TABLE places (
    article INTEGER, day TEXT, document INTEGER, raw TEXT, PRIMARY KEY (article, day)
) WITHOUT ROWID;
"""
NEXT = """
SELECT id FROM chosen WHERE id > ? AND id NOT IN (SELECT id FROM done) ORDER BY id LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Written:
    """How many rows a file has; ``given_back`` statements stand in it as the file had them they came in."""

    documents: int
    statements: int
    given_back: int


def export_dna(path: Path, filterset: StatementFilter, is_all: bool, whole: Whole, password: str) -> Written:
    """Write the statements that fit into a new file.

    ``is_all``: also documents in which nothing was said, and words that files have beside their statements.
    ``whole`` makes a path an address; ``password`` is that of the one coder, if no file brought coders.
    """
    with written(path) as writer, filterset.known(), at_once():
        writer.connection.executescript(TEMPORARY)
        for ids in batches(results(filterset), CHUNK):
            writer.connection.executemany("INSERT INTO chosen VALUES (?)", [(pk,) for pk in ids])
        kept = Kept(writer)
        if is_all:
            kept.vocabularies()
        for document, article in kept.documents(is_all):
            kept.write(document, article)
        given_back, files = writer.count("STATEMENTS"), DnaFile.objects.count()
        writer.begin(password, timezone.localdate())
        record = _Record(writer, whole)
        for ids in _remaining(writer):
            record.write(ids)
        if record.has_written or files != 1:
            writer.fill()
        return Written(writer.count("DOCUMENTS"), writer.count("STATEMENTS"), given_back)


def _remaining(writer: Writer) -> Iterator[list[int]]:
    """What no file told, in the order of the record."""
    last = 0
    while ids := [pk for (pk,) in writer.connection.execute(NEXT, [last, CHUNK]).fetchall()]:
        yield ids
        last = ids[-1]


class _Record:
    """Writes statements of ours as rows of DNA: one for each speaker and position."""

    def __init__(self, writer: Writer, whole: Whole) -> None:
        self.writer, self.whole = writer, whole
        self.has_written = False

    def write(self, ids: list[int]) -> None:
        self.has_written = True
        statements = list(Statement.objects.filter(pk__in=ids).with_context().order_by("article", "pk"))
        texts = dict(
            Article.objects.filter(pk__in={s.article_id for s in statements}).values_list("pk", "text")
        )
        for statement in statements:
            self._statement(statement, texts[statement.article_id])

    def _statement(self, statement: Statement, text: str) -> None:
        document, raw = self._document(statement, text)
        start, stop = statement.fragments[0][0], statement.fragments[-1][1]
        if raw:
            start, stop = normal.places(raw).back().moved((start, stop))
        place = utf16(raw or text, start), utf16(raw or text, stop)
        speakers: list[Attribution | None] = [*statement.speakers] or [None]
        positions: list[Position | None] = list(statement.positions.all()) or [None]
        for attribution in speakers:
            for position in positions:
                self._row(document, place, attribution, position)

    def _document(self, statement: Statement, text: str) -> tuple[int, str]:
        """The document of its article and day, and its text if that is another than the article's."""
        article, day = statement.article, _day(statement)
        query = "SELECT document, raw FROM places WHERE article = ? AND day = ?"
        if found := self.writer.connection.execute(query, [article.pk, day]).fetchone():
            return int(found[0]), str(found[1])
        address = self.whole(article.get_absolute_url())
        number = self.writer.put(
            "DOCUMENTS",
            Title=short(article.title),
            Text=text,
            Coder=1,
            Author=short(article.author),
            Source=short(article.source.name),
            Type="article",
            Notes=f"{address}\nPublished: {article.dated}. The date of this document is the day on which its "
            "statements were made, as far as that is known.",
            Date=seconds(day),
        )
        self.writer.put("temp.places", article=article.pk, day=day, document=number, raw="")
        return number, ""

    def _row(
        self,
        document: int,
        place: tuple[int, int],
        attribution: Attribution | None,
        position: Position | None,
    ) -> None:
        """Of ``DEFAULT`` if it is for or against something, else of ``OTHER``."""
        stance = str(position.stance) if position else ""
        label = DEFAULT if stance in AGREEMENT else OTHER
        statement = self.writer.put(
            "STATEMENTS",
            StatementTypeId=self.writer.type_of(label),
            DocumentId=document,
            Start=place[0],
            Stop=place[1],
            Coder=1,
        )
        for name, entity in self._told(attribution, position).items():
            variable, kind = self.writer.variable(label, name)
            # A file may have made it a long text.
            told = self.writer.entity(variable, *entity) if kind == "short text" else entity[0]
            self.writer.value(statement, variable, kind, told)
        if label == DEFAULT:
            self.writer.value(statement, *self.writer.variable(label, "agreement"), AGREEMENT[stance])
        else:
            self.writer.value(statement, *self.writer.variable(label, "stance"), STANCES[stance])

    def _told(self, attribution: Attribution | None, position: Position | None) -> dict[str, tuple[str, ...]]:
        """By variable: a value, with what is told as its Type, Alias and Notes."""
        person: tuple[str, ...] = ("",)
        organization, concept = person, person
        if attribution and attribution.actor.kind == "person":
            actor = attribution.actor
            person = (short(actor.name), "person", "", self.whole(actor.get_absolute_url()))
            organization = self._spoken_for(attribution)
        elif attribution:
            actor = attribution.actor
            address = self.whole(actor.get_absolute_url())
            organization = (short(actor.name), actor.kind, attribution.country_id or "", address)
        if position:
            issue = position.issue
            concept = (short(issue.title), "issue", issue.slug, self.whole(issue.get_absolute_url()))
        return {"person": person, "organization": organization, "concept": concept}

    def _spoken_for(self, attribution: Attribution) -> tuple[str, ...]:
        """The country or body, else the role, which is what stood in that place where a file said it."""
        if country := attribution.country:
            return short(country.name), "state", country.pk, self.whole(country.get_absolute_url())
        if body := attribution.body:
            return short(body.name), body.kind, "", self.whole(body.get_absolute_url())
        return (short(attribution.role_title), "role", "", "")


def _day(statement: Statement) -> str:
    """On which it was said, else that of its article; of a month or year the first."""
    article = statement.article
    if statement.said_on and (statement.said_on_precision == "day" or not article.published_on):
        return statement.said_on.isoformat()
    if article.published_on:
        return article.published_on.isoformat()
    about = f"{article.published_about}-01-01"[:10] if article.published_about else ""
    return datetime.date.fromisoformat(about).isoformat() if about else ""
