"""The same thing said once, reported by several articles: telling reports together and apart."""

from articles.curate.actions import Editor, Refused, acting
from articles.curate.coding_lock import require_uncoded
from articles.curate.review import CHANGE, named
from articles.models import Statement, Utterance, Verb
from articles.registry.locking import current, lock, retried


@retried
def join(statement: Statement, other: Statement, by: Editor) -> None:
    """Count the statement as another report of what the other one reports."""
    with acting(Verb.CORRECT, by, CHANGE) as action:
        statement, other = _lock(statement, other)
        if statement.article_id == other.article_id:
            raise Refused("Both stand in one article; an utterance is reported once by each.")
        if statement.utterance_id == other.utterance_id:
            raise Refused("They count as one already.")
        action.summary = f"Counted {named([statement])} as what statement {other.pk} reports"
        _put(statement, other.utterance)


@retried
def part(statement: Statement, by: Editor) -> None:
    """Count the statement by itself again."""
    with acting(Verb.CORRECT, by, CHANGE) as action:
        [statement] = _lock(statement)
        if not statement.utterance.statements.exclude(pk=statement.pk).exists():
            raise Refused("It is counted by itself already.")
        action.summary = f"Counted {named([statement])} apart from its other reports"
        _put(statement, Utterance.objects.create())


def _lock(*given: Statement) -> list[Statement]:
    """The statements as they are now; the first one is going to be changed."""
    lock(articles={s.article_id for s in given}, statements={s.pk for s in given})
    require_uncoded([given[0].article_id])
    return [current(statement) for statement in given]


def _put(statement: Statement, utterance: Utterance) -> None:
    statement.utterance = utterance
    statement.save(update_fields=["utterance", "changed_at"])
