"""A .dna file comes on record: documents as articles, what actors said as statements with their positions.

Whatever the record has no place for is kept beside it (``models.dna``), so that an export gives it back.
"""

import datetime
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.text import slugify

from articles.dates import EARLIEST, Period, latest_year
from articles.extraction import blocks, countries, quotes
from articles.extraction.records import Position, Speaker
from articles.extraction.records import Statement as Record
from articles.history.as_of import own_context
from articles.importing.articles import add_statements
from articles.importing.dna import reading
from articles.importing.dna.standing import article_standing, statement_standing
from articles.importing.dna.tables import AGREEMENT, STANCES
from articles.importing.files.entries import Flaw
from articles.models import Article, CodingTask, DnaDocument, DnaFile, DnaStatement, Issue, Statement
from articles.registry.actors import slug_beside
from articles.registry.bodies import body_named
from articles.registry.locking import Refused, lock, retried
from articles.registry.texts import add_article
from articles.text import normal
from articles.text.passages import quoted

SPEAKERS, CONCEPT = ("person", "organization"), "concept"
Span = tuple[int, int]


@dataclass(slots=True)
class Outcome:
    """Of one file: how many documents and statements were new, and what became of them.

    ``kept`` are statements of the file that nobody said, such as notes; ``known`` those that an earlier file
    had; ``at_odds`` those whose stance contradicts another on the same words and concept. All are kept.
    """

    documents: int = 0
    articles: int = 0
    marked: int = 0
    statements: int = 0
    kept: int = 0
    known: int = 0
    at_odds: int = 0
    is_known: bool = False


@retried
@transaction.atomic
def import_dna(path: Path, by: User, state: str = Article.State.PUBLISHED) -> Outcome:
    """All of the file or nothing. What it says counts as accepted by this editor; Flaw if it is unsound."""
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    if DnaFile.objects.filter(sha256=sha256).exists():
        return Outcome(is_known=True)
    with reading.opened(path) as told, own_context():
        return _Import(told, path, sha256, by, state).run()


@dataclass
class _Import:
    told: reading.DnaFile
    path: Path
    sha256: str
    by: User
    state: str

    def run(self) -> Outcome:
        outcome, first = Outcome(), not DnaFile.objects.exists()
        file = DnaFile.objects.create(
            name=self.path.name[:200],
            sha256=self.sha256,
            version=self.told.version,
            vocabulary=self.told.vocabulary,
            imported_by=self.by,
        )
        for document in self.told.documents():
            try:
                self._store(file, document, outcome)
            except Refused as refusal:
                raise Flaw(f"document {document.row['ID']}: {refusal}") from None
        if not first and not outcome.documents and not outcome.marked and self._says_nothing_new(file):
            file.delete()
            return replace(outcome, is_known=True)
        return outcome

    def _says_nothing_new(self, file: DnaFile) -> bool:
        others = DnaFile.objects.exclude(pk=file.pk).values_list("vocabulary", flat=True)
        known = {name for each in others for name in replace_vocabulary(self.told, each).names}
        return known >= set(self.told.names)

    def _store(self, file: DnaFile, document: reading.Document, outcome: Outcome) -> None:
        kept = DnaDocument.objects.filter(digest=document.digest).exclude(file=file).first()
        if kept is None:
            kept = self._document(file, document, outcome)
        known = set(kept.statements.values_list("digest", flat=True))
        new = [each for each in document.statements if each.digest not in known]
        outcome.known += len(document.statements) - len(new)
        outcome.marked += len(new)
        article = Article.objects.filter(pk=kept.article_id or 0).first()
        if new and article and CodingTask.objects.open().filter(article=article).exists():
            raise Flaw(
                f"document {document.row['ID']} is an article that several editors code blind to each other: "
                "wait until they are done"
            )
        spans = self._mark(document, article, new, outcome) if article else {}
        found = {tuple(each.fragments[0]): each for each in _at(article, spans.values())}
        DnaStatement.objects.bulk_create(
            self._kept(file, kept, each, found.get(spans.get(each.row["ID"], ()))) for each in new
        )
        outcome.kept += sum(each.row["ID"] not in spans for each in new)

    def _document(self, file: DnaFile, document: reading.Document, outcome: Outcome) -> DnaDocument:
        text, row, article = normal.text(document.text), document.row, None
        outcome.documents += 1
        if text:
            day = day_of(row["Date"])
            article, is_new = add_article(
                normal.label(row["Source"]) or f"DNA file {self.path.stem}"[:200],
                text,
                state=self.state,
                read_by=f"DNA {self.told.version}",
                title=normal.line(row["Title"]) or f"Document {row['ID']}",
                author=normal.line(row["Author"]),
                published=Period(day, day, "day") if day else None,
            )
            outcome.articles += is_new
        is_same = article is not None and article.text == document.text
        return DnaDocument.objects.create(
            file=file,
            article=article,
            row=row,
            text="" if is_same else document.text,
            as_read=article_standing(article) if article else {},
            digest=document.digest,
        )

    def _mark(
        self, document: reading.Document, article: Article, new: list[reading.Statement], outcome: Outcome
    ) -> dict[int, Span]:
        """Puts what was said on record; the place of each statement of the file that somebody said."""
        moved, spans, groups = normal.places(document.text), {}, dict[Span, list[reading.Statement]]()
        for each in new:
            span = _trimmed(article.text, moved.moved(each.span))
            if span and self._is_said(each):
                spans[each.row["ID"]] = span
                groups.setdefault(span, []).append(each)
        day = day_of(document.row["Date"])
        inner = [(q.start, q.end) for q in quotes.find(article.text, blocks.split(article.text))]
        records = [self._record(article, day, inner, *each, outcome) for each in sorted(groups.items())]
        outcome.statements += len(add_statements(article, records, by=self.by))
        return spans

    def _is_said(self, statement: reading.Statement) -> bool:
        """Whether it names a speaker or a concept; notes and stories have none."""
        return any(self._value(statement, name) for name in (*SPEAKERS, CONCEPT))

    def _variables(self, statement: reading.Statement) -> dict[str, Any]:
        return self.told.variables[statement.row["StatementTypeId"]]

    def _value(self, statement: reading.Statement, name: str) -> Any:
        """A number, or the text of an entity in one line; None if the type has no such variable."""
        row = self._variables(statement).get(name)
        value = statement.values.get(row["ID"]) if row else None
        if row and row["DataType"] == "short text" and value is not None:
            return normal.line(self.told.row("ENTITIES", value)["Value"])
        return value

    def _record(
        self,
        article: Article,
        day: datetime.date | None,
        inner: list[Span],
        span: Span,
        group: list[reading.Statement],
        outcome: Outcome,
    ) -> Record:
        speakers = dict.fromkeys(one for each in group if (one := self._speaker(each)))
        stances: dict[str, str] = {}
        for each in group:
            concept, stance = self._value(each, CONCEPT), self._stance(each)
            if concept and stance:
                outcome.at_odds += stances.setdefault(concept, stance) != stance
        return Record(
            fragments=(span,),
            kind=quotes.kind_at(article.text, [span], inner),
            quote=quoted(article.text, (span,)),
            cue_span=None,
            speaker_span=None,
            speakers=tuple(speakers),
            said_on=day.isoformat() if day else None,
            said_on_precision="day" if day else "unknown",
            said_on_basis="article" if day else "none",
            said_on_phrase=None,
            positions=tuple(Position(s, _issue(c).slug, span) for c, s in stances.items()),  # type: ignore[arg-type]
            parent=None,
            turn=0,
            confidence=None,
        )

    def _speaker(self, statement: reading.Statement) -> Speaker | None:
        """The person, for whom the organization is a country or a role; or the organization by itself."""
        person, organization = (self._value(statement, name) or "" for name in SPEAKERS)
        country = _countries().get(organization.casefold())
        if person:
            return Speaker(person, "person", None if country else organization or None, country)
        if not organization:
            return None
        if country:
            return Speaker(organization, "state", None, country)
        body = body_named(organization)
        return Speaker(body.name if body else organization, "organisation", None, None)

    def _stance(self, statement: reading.Statement) -> str:
        """By ``agreement``, or by the integer variable of our own files; empty if it takes none."""
        told = {number: stance for stance, number in STANCES.items()}
        if (number := self._value(statement, "stance")) is not None:
            return told.get(number, "")
        sides = {number: stance for stance, number in AGREEMENT.items()}
        agreement = self._value(statement, "agreement")
        return sides[1 if agreement else 0] if agreement is not None else ""

    @staticmethod
    def _kept(
        file: DnaFile, document: DnaDocument, told: reading.Statement, statement: Statement | None
    ) -> DnaStatement:
        return DnaStatement(
            file=file,
            document=document,
            statement=statement,
            row=told.row,
            values=told.values,
            as_read=statement_standing(statement) if statement else {},
            digest=told.digest,
        )


def replace_vocabulary(told: reading.DnaFile, vocabulary: reading.Vocabulary) -> reading.DnaFile:
    return reading.DnaFile(told.connection, told.version, vocabulary)


def _at(article: Article | None, spans: Iterable[Span]) -> Iterable[Statement]:
    """The statements of the article at these places, with their context."""
    places = [[list(span)] for span in spans]
    return article.statements.filter(fragments__in=places).with_context() if article and places else ()


def _trimmed(text: str, span: Span) -> Span | None:
    inside = text[slice(*span)]
    start = span[0] + len(inside) - len(inside.lstrip())
    return (start, start + len(inside.strip())) if inside.strip() else None


def day_of(seconds: int) -> datetime.date | None:
    """The day of a document, which DNA keeps in seconds; None for 0, and for no day of our times."""
    if not seconds or not isinstance(seconds, int):
        return None
    try:
        day = (datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=seconds)).date()
    except OverflowError:
        return None
    return day if EARLIEST <= day.year <= latest_year() else None


def _issue(concept: str) -> Issue:
    """The issue of that title, or what it was merged into; put on record if there is none."""
    title = normal.label(concept)[:200]
    found = Issue.objects.filter(title=title).select_related("merged_into").first()
    if found:
        return found.merged_into or found
    lock(adds_names=True)
    base = slugify(title)[:90].strip("-") or "issue"
    taken = Issue.objects.filter(slug__startswith=base).values_list("slug", flat=True)
    return Issue.objects.create(title=title, slug=slug_beside(set(taken), base))


@cache
def _countries() -> dict[str, str]:
    """By their names, without case; a name that two have names none."""
    names: dict[str, set[str]] = {}
    for country in countries.load():
        for name in {country.name, country.official, *country.aliases}:
            names.setdefault(name.casefold(), set()).add(country.iso3)
    return {name: found.pop() for name, found in names.items() if len(found) == 1}
