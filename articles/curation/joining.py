"""The same thing said once, reported by several articles: telling reports together and apart."""

from articles.curation.acting import Editor, Refused, acting
from articles.curation.blinding import require_uncoded
from articles.curation.reviewing import CHANGE, named
from articles.models import Statement, Utterance, Verb


def join(statement: Statement, other: Statement, by: Editor) -> None:
    """Count the statement as another report of what the other one reports."""
    if statement.article_id == other.article_id:
        raise Refused("Both stand in one article; an utterance is reported once by each.")
    if statement.utterance_id == other.utterance_id:
        raise Refused("They count as one already.")
    with acting(Verb.CORRECT, by, CHANGE) as action:
        action.summary = f"Counted {named([statement])} as what statement {other.pk} reports"
        _put(statement, other.utterance)


def part(statement: Statement, by: Editor) -> None:
    """Count the statement by itself again."""
    if not statement.utterance.statements.exclude(pk=statement.pk).exists():
        raise Refused("It is counted by itself already.")
    with acting(Verb.CORRECT, by, CHANGE) as action:
        action.summary = f"Counted {named([statement])} apart from its other reports"
        _put(statement, Utterance.objects.create())


def _put(statement: Statement, utterance: Utterance) -> None:
    locked = Statement.objects.select_for_update(of=("self",)).get(pk=statement.pk)
    require_uncoded([locked.article_id])
    locked.utterance = utterance
    locked.save(update_fields=["utterance", "changed_at"])
