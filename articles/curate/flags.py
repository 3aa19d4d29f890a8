"""Statements that are to be looked at once more."""

from django.db import transaction

from articles.curate.actions import Editor, permitted
from articles.curate.review import CHANGE
from articles.models import Flag, Statement
from articles.registry.locking import lock, retried


@retried
@transaction.atomic
def toggle_flag(statement: Statement, by: Editor) -> bool:
    """Flag the statement, or take the flag off; says whether it is flagged now."""
    person = permitted(by, CHANGE)
    lock(articles=[statement.article_id])
    removed, _ = Flag.objects.filter(statement=statement).delete()
    if not removed:
        Flag.objects.create(statement=statement, by=person)
    return not removed
