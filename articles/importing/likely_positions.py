"""Which issues a statement probably takes a position on: kept with it, and offered to editors."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Prefetch

from articles.extraction import languages, matching
from articles.extraction.passage import passage_of
from articles.extraction.records import Document, IssueHint, Position, Span, Speaker
from articles.extraction.records import Statement as Record
from articles.models import Article, Attribution, Issue, LikelyPosition, Statement
from articles.registry.locking import lock, retried

NEAR = 300  # characters around a statement in which its reporting words stand


def every_issue() -> tuple[IssueHint, ...]:
    """All current issues in the extractor's terms, to be matched by their meaning."""
    issues = Issue.objects.current().values_list("slug", "title", "about")
    return tuple(IssueHint(slug, title, (), tuple(about)) for slug, title, about in issues)


def match_waiting(articles: Iterable[int] | None = None) -> int:
    """Match the statements that wait for review, of these articles or of all; returns how many there were.

    An article is one transaction; what was matched before gives way. Texts in other languages than English
    are left out: the model of meaning is for English.
    """
    issues = every_issue()
    waiting = Statement.objects.waiting().placed()
    if articles is not None:
        waiting = waiting.filter(article__in=list(articles))
    ids = waiting.order_by("article").values_list("article", flat=True).distinct()
    return sum(_match(article, issues) for article in ids.iterator())


def _match(article_id: int, issues: tuple[IssueHint, ...]) -> int:
    """Match one article; what takes long is done before anything is locked."""
    article = Article.objects.get(pk=article_id)
    if languages.language_of(article.text) != "en":
        return 0
    document = Document(str(article.pk), article.text, article.published_on, article.title)
    speakers = Prefetch("attributions", Attribution.objects.select_related("actor").order_by("id"))
    statements = list(article.statements.waiting().placed().prefetch_related(speakers).order_by("starts_at"))
    passages = [passage_of(document, record_of_row(row, article.text)) for row in statements]
    guesses = matching.likely(passages, issues)
    _keep(article_id, {row.pk: likely for row, likely in zip(statements, guesses, strict=True)})
    return len(statements)


@retried
@transaction.atomic
def _keep(article_id: int, guesses: dict[int, tuple[Position, ...]]) -> None:
    """Put the guesses in place of the former ones, of what still waits and on current issues.

    What key phrases told of an issue stays.
    """
    lock(articles=[article_id])
    waiting = set(Statement.objects.waiting().filter(pk__in=guesses).values_list("pk", flat=True))
    keys = dict(Issue.objects.current().values_list("slug", "pk"))
    former = LikelyPosition.objects.filter(statement__in=guesses)
    former.filter(by_phrases=False).delete()
    told = set(former.values_list("statement", "issue"))
    LikelyPosition.objects.bulk_create(
        LikelyPosition(
            statement_id=statement,
            issue_id=keys[guess.issue],
            stance=guess.stance,
            chance=guess.confidence or 0.0,
        )
        for statement, likely in guesses.items()
        for guess in likely
        if statement in waiting and guess.issue in keys and (statement, keys[guess.issue]) not in told
    )


def record_of_row(statement: Statement, text: str) -> Record:
    """A statement on record in the extractor's terms, as far as matching looks at it."""
    speakers = tuple(
        Speaker(row.actor.name, row.actor.kind, row.role_printed or None, row.country_id)  # type: ignore[arg-type]
        for row in statement.speakers
    )
    return Record(
        fragments=tuple((start, end) for start, end in statement.fragments),
        kind=statement.kind,  # type: ignore[arg-type]
        quote=statement.quote,
        cue_span=_cue_span(statement, text),
        speaker_span=None,
        speakers=speakers,
        said_on=None,
        said_on_precision="unknown",
        said_on_basis="none",
        said_on_phrase=None,
        positions=(),
        parent=statement.parent_id,
        turn=0,
        confidence=1.0 if statement.confidence is None else statement.confidence,
    )


def _cue_span(statement: Statement, text: str) -> Span | None:
    """The place of the reporting words that is nearest to the statement; its record keeps only the words."""
    first, last = statement.fragments[0][0], statement.fragments[-1][1]
    if not statement.cue:
        return None
    before = text.rfind(statement.cue, max(0, first - NEAR), first)
    behind = text.find(statement.cue, last, last + NEAR)
    found = [at for at in (before, behind) if at >= 0]
    if not found:
        return None
    start = min(found, key=lambda at: min(abs(first - at), abs(at - last)))
    return start, start + len(statement.cue)
