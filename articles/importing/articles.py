"""The only bridge from extraction records to rows; one transaction an article."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from articles import extraction
from articles.dates import Period
from articles.extraction.records import Document, IssueHint, Speaker
from articles.extraction.records import Position as RecordPosition
from articles.extraction.records import Statement as Record
from articles.extraction.workers import read_ahead
from articles.history.as_of import own_context
from articles.importing.files.entries import ArticleText, UnknownKeys, Unreadable
from articles.importing.files.reading import Read
from articles.importing.likely_positions import every_issue
from articles.importing.reader import reading as reader
from articles.importing.reader.reading import Reading
from articles.models import (
    Actor,
    Article,
    Attribution,
    CodingTask,
    Issue,
    LikelyPosition,
    Position,
    Review,
    Role,
    Statement,
    Utterance,
)
from articles.registry.actors import cast
from articles.registry.locking import Refused, follow, lock, retried
from articles.registry.texts import add_article, article_of
from articles.registry.utterances import known_utterance

logger = logging.getLogger(__name__)
MACHINE_FIELDS = ["fragments", "kind", "attributions", "said_on", "positions"]


@dataclass(frozen=True, slots=True)
class Imported:
    """A new article and the number of statements found in it; ``is_copy`` if it is nearly another's text.

    ``note`` tells why it was not read by the reader that the settings name.
    """

    name: str
    article: Article
    statements: int
    is_copy: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """An article that is on record already; nothing was written."""

    name: str
    article: Article


Records = tuple[Record, ...]
Outcome = Imported | Known | Unreadable | UnknownKeys


def import_articles(
    texts: Iterable[Read], state: str = Article.State.PUBLISHED, processes: int = 1
) -> Iterator[Outcome]:
    """Read and store each article by itself; a fault in one leaves the others untouched.

    With several ``processes`` texts are read ahead in these, and stored here, in the order given. Broken off
    at any moment, it can be begun again: what was stored is known.
    """
    if processes > 1:
        found = read_ahead(texts, _to_be_read, issue_hints(), processes)
    else:
        found = ((text, None) for text in texts)
    for text, reading in _readings(found):
        yield _guarded(text, state, reading) if isinstance(text, ArticleText) else text


def _readings(found: Iterable[tuple[Read, Records | None]]) -> Iterator[tuple[Read, Reading | None]]:
    """What the embedded reader found, or, where the settings name another reader, what that one does."""
    if server := reader.configured():
        yield from reader.read_ahead(map(_beside_embedded, found), every_issue(), server)
        return
    for text, records in found:
        yield text, None if records is None else Reading(records, extraction.VERSION)


def _beside_embedded(found: tuple[Read, Records | None]) -> tuple[Read, Document | None, Records | None]:
    """With the document to read; without, where reading fails: it is read again alone, to tell of it."""
    text, records = found
    document = _to_be_read(text)
    if document is not None and records is None:
        with suppress(Exception):
            records = read_here(document).records
    return text, document, records


def _to_be_read(text: Read) -> Document | None:
    if not isinstance(text, ArticleText) or find_article(text):
        return None
    return document_of(text)


def _guarded(text: ArticleText, state: str, reading: Reading | None) -> Outcome:
    try:
        return import_article(text, state, reading)
    except Refused as refusal:
        return Unreadable(text.name, str(refusal))
    except Exception as error:  # a fault of ours in one article must not cost the others
        logger.exception("Could not import %s", text.name)
        return Unreadable(
            text.name, f"could not be read for statements ({type(error).__name__}); see the log"
        )


def import_article(
    text: ArticleText, state: str = Article.State.PUBLISHED, reading: Reading | None = None
) -> Imported | Known:
    """Store one article with the statements that are found in it, all or nothing.

    ``reading`` is what was found if it was read before; ``state`` is for articles whose source is not
    trusted.
    """
    known = find_article(text)
    if known:
        return Known(text.name, known)
    return _store(text, reading or read(document_of(text)), state)


def read(document: Document) -> Reading:
    """Have a document read by the reader in the settings, or by the embedded one. In no transaction."""
    embedded = read_here(document)
    if server := reader.configured():
        return reader.read(document, embedded.records, every_issue(), server)
    return embedded


def read_here(document: Document) -> Reading:
    """By the embedded reader, whatever the settings name."""
    return Reading(extraction.read(document, issue_hints()), extraction.VERSION)


@retried
@transaction.atomic
def _store(text: ArticleText, reading: Reading, state: str) -> Imported | Known:
    article, is_new = store_article(text, state, reading.extractor)
    if not is_new:  # somebody imported it while we read
        return Known(text.name, article)
    is_copy = article.sketch.copy_of_id is not None
    added = add_statements(article, reading.records, extractor=reading.extractor)
    return Imported(text.name, article, len(added), is_copy, reading.note)


class BeingCoded(Exception):
    """Several editors code the article blind to each other; until they are done nothing is added to it."""


def read_stored(article_id: int) -> int:
    """Find the statements of an article that nobody has read for any; returns how many are new."""
    while True:
        article = Article.objects.select_related("source").filter(pk=article_id, extractor="").first()
        if article is None:
            return 0
        added = _add_unless_replaced(article, read(document_of(article)))
        if added is not None:
            return added


@retried
@transaction.atomic
def _add_unless_replaced(article: Article, reading: Reading) -> int | None:
    """How many statements were added; None if somebody replaced the text while it was read."""
    lock(articles=[article.pk], changing=[Article])
    now = Article.objects.filter(pk=article.pk, extractor="").first()
    if now is None:
        return 0
    if now.text_sha256 != article.text_sha256:
        return None
    if CodingTask.objects.open().filter(article=now).exists():
        raise BeingCoded
    added = add_statements(now, reading.records, extractor=reading.extractor)
    Article.objects.filter(pk=now.pk).update(extractor=reading.extractor)
    return len(added)


def find_article(text: ArticleText) -> Article | None:
    """The article with exactly this text from this source, if it is on record."""
    return article_of(text.source, text.sha256)


def store_article(
    text: ArticleText, state: str = Article.State.PUBLISHED, read_by: str = extraction.VERSION
) -> tuple[Article, bool]:
    """Write the article without reading it for statements; also says whether it is new."""
    return add_article(
        text.source,
        text.text,
        domain=text.domain,
        state=state,
        read_by=read_by,
        title=text.title,
        url=text.url,
        archived_url=text.archived_url,
        published=text.published,
        language=text.language,
    )


def issue_hints() -> tuple[IssueHint, ...]:
    """The issues with key phrases, in the extractor's terms.

    By their meaning issues are matched rightly in six of ten cases only: what is found so is kept as likely
    (``likely_positions``), for editors alone.
    """
    issues = Issue.objects.current().exclude(phrases=[])
    return tuple(IssueHint(one.slug, one.title, tuple(one.phrases), tuple(one.about)) for one in issues)


@transaction.atomic
def add_statements(
    article: Article,
    records: Iterable[Record],
    by: object = None,
    extractor: str = extraction.VERSION,
) -> list[Statement]:
    """Write extraction records as statements of the article.

    Without ``by`` they wait for review as suggestions of the ``extractor``; with it they count as read by
    that editor. Actors and issues are locked, and followed to what they were merged into while the text was
    read. Where a statement stands already, none is added. Returns those that are new.
    """
    records = list(records)
    with own_context():
        return _add_all(article, records, _review(by, extractor))


def _add_all(article: Article, records: list[Record], review: dict[str, object]) -> list[Statement]:
    lock(articles=[article.pk])
    actors = cast((speaker for record in records for speaker in _credited(record)), article.published_on)
    slugs = {position.issue for record in records for position in record.positions}
    issues = dict(Issue.objects.filter(slug__in=slugs - {None}).values_list("slug", "pk"))
    heirs = follow({Actor: {actor.pk for actor in actors.values()}, Issue: set(issues.values())})
    known = Actor.objects.in_bulk(heirs[Actor].values())
    actors = {speaker: known[heirs[Actor][actor.pk]] for speaker, actor in actors.items()}
    issues = {slug: heirs[Issue][key] for slug, key in issues.items()}
    there = {tuple(map(tuple, s.fragments)): s for s in article.statements.placed()}
    drafts = {n: _draft(article, r, review) for n, r in enumerate(records) if r.fragments not in there}
    cast_of = {n: [actors[speaker] for speaker in _credited(records[n])] for n in drafts}
    _join_utterances([(drafts[n], cast_of[n][: len(records[n].speakers)]) for n in drafts])
    Statement.objects.bulk_create(drafts.values())
    parts = [(drafts[n], records[n], cast_of[n]) for n in drafts]
    Attribution.objects.bulk_create(row for part in parts for row in _attributions(*part))
    Position.objects.bulk_create(
        row for statement, record, _ in parts for row in _positions(statement, record, issues)
    )
    LikelyPosition.objects.bulk_create(
        row for statement, record, _ in parts for row in _offered(statement, record, issues)
    )
    nested = [statement for statement, record, _ in parts if record.parent is not None]
    for n, statement in drafts.items():
        if (outer := records[n].parent) is not None:
            statement.parent = drafts.get(outer) or there[records[outer].fragments]
    Statement.objects.bulk_update(nested, ["parent"])
    return list(drafts.values())


def _credited(record: Record) -> tuple[Speaker, ...]:
    """Its speakers, and last the channel, if there is one."""
    return (*record.speakers, record.channel) if record.channel else record.speakers


def _draft(article: Article, record: Record, review: dict[str, object]) -> Statement:
    """The statement, not yet on record; its utterance is still to be found."""
    statement = Statement(article=article, **_words(article, record), **_said(article, record), **review)
    if statement.review == Review.SUGGESTED:
        statement.confidence = record.confidence
    return statement


def _join_utterances(drafts: list[tuple[Statement, list[Actor]]]) -> None:
    """Give each the utterance that another article reports already, or a new one."""
    for statement, actors in drafts:
        if (known := known_utterance(statement, actors)) is not None:
            statement.utterance = known
    alone = [statement for statement, _ in drafts if statement.utterance_id is None]
    new = Utterance.objects.bulk_create(Utterance() for _ in alone)
    for statement, utterance in zip(alone, new, strict=True):
        statement.utterance = utterance


def _words(article: Article, record: Record) -> dict[str, object]:
    return {
        "kind": record.kind,
        "fragments": [list(span) for span in record.fragments],
        "quote": record.quote,
        "cue": _at(article, record.cue_span),
    }


def _said(article: Article, record: Record) -> dict[str, object]:
    if record.said_on is None:
        return {}
    period = Period.parse(record.said_on)
    return {
        "said_on": period.first,
        "said_until": period.last,
        "said_on_precision": period.precision,
        "said_on_basis": record.said_on_basis,
        "said_on_phrase": _at(article, record.said_on_phrase),
    }


def _review(by: object, extractor: str) -> dict[str, object]:
    if by:
        return {"review": Review.ACCEPTED, "reviewed_by": by, "reviewed_at": timezone.now()}
    return {"review": Review.SUGGESTED, "machine_fields": MACHINE_FIELDS, "extractor": extractor}


def _attributions(statement: Statement, record: Record, actors: list[Actor]) -> Iterable[Attribution]:
    printed = _at(statement.article, record.speaker_span)
    rows = {}
    speakers = actors[: len(record.speakers)]
    for speaker, actor in zip(record.speakers, speakers, strict=True):
        role = actor.role_on(statement.said_on)
        row = Attribution(
            statement=statement,
            actor=actor,
            role=role,
            country_id=_country(speaker, actor, role, statement),
            name_printed=printed,
            role_printed=(speaker.role or "")[:300],
        )
        row.body_id = row.body_for()
        rows[actor.pk] = row
    if record.channel and actors[-1] not in speakers:
        rows[actors[-1].pk] = Attribution(statement=statement, actor=actors[-1], is_channel=True)
    return rows.values()


def _country(speaker: Speaker, actor: Actor, role: Role | None, statement: Statement) -> str | None:
    """Of the role held that day, else as the text tells, else the usual one.

    Who spoke for an international body spoke for no country, and nobody does for ever: whose offices are all
    dated has one on the days of these alone.
    """
    if actor.kind == Actor.Kind.BODY or (role and role.body_id):
        return None
    told = (role and role.country_id) or speaker.country
    if told or not actor.country_id:
        return told
    is_out_of_office = role is None and statement.said_on and actor.roles.exists()
    return None if is_out_of_office else actor.country_id


def _positions(statement: Statement, record: Record, issues: dict[str, int]) -> Iterable[Position]:
    rows = {
        issues[position.issue]: Position(
            statement=statement,
            issue_id=issues[position.issue],
            stance=position.stance,
            evidence=list(position.evidence_span) if position.evidence_span else None,
        )
        for position in record.positions
        if position.issue in issues and _is_shown(statement, position)
    }
    return rows.values()


def _offered(statement: Statement, record: Record, issues: dict[str, int]) -> Iterable[LikelyPosition]:
    """What key phrases tell, but not for certain: an editor's to choose, and nothing for readers."""
    rows = {
        issues[position.issue]: LikelyPosition(
            statement=statement,
            issue_id=issues[position.issue],
            stance=position.stance,
            chance=position.confidence or 0.0,
            by_phrases=True,
        )
        for position in record.positions
        if position.issue in issues and not _is_shown(statement, position)
    }
    return rows.values()


def _is_shown(statement: Statement, position: RecordPosition) -> bool:
    return position.is_sure or statement.review == Review.ACCEPTED


def _at(article: Article, span: tuple[int, int] | None) -> str:
    return " ".join(article.text[slice(*span)].split())[:200] if span else ""


def document_of(article: ArticleText | Article) -> Document:
    """An article in the extractor's terms, from a file or from the record (with its source)."""
    if isinstance(article, Article):
        ident, source = str(article.pk), article.source.name
    else:
        ident, source = article.name, article.source
    return Document(ident, article.text, article.published_on, article.title, source)
