"""Which reader reads an article: the one in the settings, or, where that fails, the embedded one.

Nothing here may run in a transaction: it waits for another machine.
"""

import datetime
import logging
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from django.conf import settings

from articles import extraction
from articles.extraction.records import Document, IssueHint
from articles.extraction.records import Statement as Record
from articles.importing.reader import answers
from articles.importing.reader.asking import Answered, NotAnswered, Server, ask
from articles.importing.reader.checking import Checked, check
from articles.importing.reader.comparing import compare
from articles.importing.reader.prompt import Question, questions
from articles.text import normal

logger = logging.getLogger(__name__)
T = TypeVar("T")
SPENT = "the budget of the day is spent"
UNUSABLE = "answer of another form"
Embedded = tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """The statements of an article and who read it; ``note``: why not the reader in the settings."""

    records: tuple[Record, ...]
    extractor: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Begun:
    """An article on its way: the questions, the answers that were kept, and those to come."""

    asked: list[Question]
    kept: dict[str, str]
    coming: dict[str, Future[Answered]]
    day: datetime.date | None


def configured() -> Server | None:
    """The reader in the settings."""
    if not settings.READER_URL:
        return None
    told = settings.READER_TEMPERATURE
    return Server(
        settings.READER_URL,
        settings.READER_MODEL,
        settings.READER_KEY,
        settings.READER_TIMEOUT,
        float(told) if told else None,
    )


def read(document: Document, embedded: Embedded, issues: Sequence[IssueHint], server: Server) -> Reading:
    """Have one article read; ``embedded`` is how the embedded reader reads it."""
    return _finished(document, embedded, issues, server, _begun(document, issues, server))


def read_ahead(
    found: Iterable[tuple[T, Document | None, Embedded | None]], issues: Sequence[IssueHint], server: Server
) -> Iterator[tuple[T, Reading | None]]:
    """Have many read, several at once, in order; None for what has no document or embedded reading."""
    stream = iter(found)
    waiting: deque[tuple[T, Document | None, Embedded, _Begun | None]] = deque()
    try:
        while True:
            while len(waiting) < 2 * settings.READER_CONCURRENCY and (one := next(stream, None)):
                item, document, embedded = one
                if document is None or embedded is None:
                    waiting.append((item, None, (), None))
                else:
                    waiting.append((item, document, embedded, _begun(document, issues, server)))
            if not waiting:
                return
            item, document, embedded, begun = waiting.popleft()
            yield item, _finished(document, embedded, issues, server, begun) if document else None
    finally:  # whoever broke off need not wait for what has not been asked yet
        for *_, begun in waiting:
            for future in begun.coming.values() if begun else ():
                future.cancel()


@cache
def _pool(threads: int) -> ThreadPoolExecutor:
    """One for the whole process: no more requests than that are under way at any moment."""
    return ThreadPoolExecutor(threads, thread_name_prefix="reader")


def _begun(document: Document, issues: Sequence[IssueHint], server: Server) -> _Begun | None:
    """None if the budget does not allow it."""
    asked = questions(document, issues, server.model)
    kept = answers.kept(asked)
    new = {question.key: question for question in asked if question.key not in kept}
    day = answers.set_aside(sum(question.tokens for question in new.values())) if new else None
    if new and day is None:
        return None
    pool = _pool(settings.READER_CONCURRENCY)
    coming = {key: pool.submit(ask, server, question) for key, question in new.items()}
    return _Begun(asked, kept, coming, day)


def _finished(
    document: Document,
    embedded: Embedded,
    issues: Sequence[IssueHint],
    server: Server,
    begun: _Begun | None,
) -> Reading:
    if begun is None:
        return _instead(document, embedded, server, SPENT)
    try:
        told = _collected(begun, server)
    except NotAnswered as failure:
        return _instead(document, embedded, server, str(failure))
    checked = check(document, issues, told)
    if checked.dropped[UNUSABLE]:
        return _instead(document, embedded, server, UNUSABLE)
    _note(document, embedded, server, checked)
    return Reading(checked.statements, server.name)


def _collected(begun: _Begun, server: Server) -> list[str]:
    """The answers in the order of their questions; what came is kept even if another one failed."""
    told, failure = dict(begun.kept), None
    used = requests = 0
    for question in begun.asked:
        if (future := begun.coming.get(question.key)) is None:
            continue
        try:
            answered = future.result()
        except NotAnswered as missing:
            failure = missing
            used, requests = used + missing.is_spent * question.tokens, requests + missing.attempts
            continue
        answers.keep(question, answered, server.name)
        used += question.tokens if answered.tokens is None else answered.tokens
        requests += answered.attempts
        told[question.key] = answered.content
    if begun.day:
        taken = sum(question.tokens for question in begun.asked if question.key in begun.coming)
        answers.settle(begun.day, taken, used, requests)
    if failure:
        raise failure
    return [told[question.key] for question in begun.asked]


def _instead(document: Document, embedded: Embedded, server: Server, reason: str) -> Reading:
    logger.warning("%s did not read article %s: %s.", server.name, document.id, reason)
    answers.count_fallback(reason)
    return Reading(embedded, extraction.VERSION, f"not read by {server.name}: {reason}")


def _note(document: Document, embedded: Embedded, server: Server, checked: Checked) -> None:
    if checked.dropped:
        told = ", ".join(f"{reason} {n}" for reason, n in sorted(checked.dropped.items()))
        logger.info("%s, article %s: dropped %s", server.name, document.id, told)
    counts = {**compare(document.text, checked.statements, embedded), "proposed": checked.proposed}
    sha256 = normal.sha256(normal.text(document.text))
    answers.note_reading(sha256, server.name, extraction.VERSION, counts, checked.dropped)
