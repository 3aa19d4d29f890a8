"""The verbs by which people change the record; each checks, writes and logs."""

from collections.abc import Iterable

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.utils import timezone

from articles.dates import Period
from articles.models import Review, Statement
from articles.models.statements import StatementQuerySet

Editor = User | AnonymousUser  # a request knows no better; the latter is refused


class Refused(Exception):
    """The verb cannot be applied; the message says to what and why."""


@transaction.atomic
def accept(statements: StatementQuerySet, by: Editor) -> int:
    """Confirm suggestions as they stand, all or none; returns how many. Rejected ones may be taken back."""
    return _decide(statements, Review.ACCEPTED, by, {Review.SUGGESTED, Review.REJECTED}, machine_fields=[])


@transaction.atomic
def reject(statements: StatementQuerySet, by: Editor) -> int:
    """Withdraw statements from every public page, all or none; returns how many."""
    return _decide(statements, Review.REJECTED, by, {Review.SUGGESTED, Review.ACCEPTED, Review.CHECKED})


@transaction.atomic
def confirm_edit(statement: Statement, by: Editor) -> None:
    """After an editor has mended a statement by hand: what stands there now is the editor's word."""
    locked = Statement.objects.filter(pk=statement.pk)
    _decide(locked, Review.ACCEPTED, by, set(Review) - {Review.ORPHANED}, machine_fields=[])


def redate(statement: Statement, said: Period | None) -> None:
    """Set an editor's date on a statement that is about to be saved; None = not known."""
    statement.said_on = said.first if said else None
    statement.said_until = said.last if said else None
    statement.said_on_precision = said.precision if said else Statement.Precision.UNKNOWN
    statement.said_on_basis = Statement.Basis.EDITOR if said else Statement.Basis.NONE
    statement.said_on_phrase = ""


def _decide(
    statements: StatementQuerySet,
    review: Review,
    by: Editor,
    allowed: Iterable[str],
    **changes: object,
) -> int:
    if by.pk is None:
        raise Refused("Only somebody who has logged in can change the record.")
    chosen = list(statements.select_for_update().order_by("id"))
    for statement in chosen:
        if statement.review not in allowed:
            raise Refused(
                f"Statement {statement.pk} is {statement.get_review_display()}; nothing was changed."
            )
    now = timezone.now()
    Statement.objects.filter(pk__in=[s.pk for s in chosen]).update(
        review=review, reviewed_by=by, reviewed_at=now, changed_at=now, **changes
    )
    _log(chosen, by.pk, f"{review.label.capitalize()}.")
    return len(chosen)


def _log(statements: list[Statement], user_id: int, message: str) -> None:
    if statements:
        LogEntry.objects.log_actions(user_id, statements, CHANGE, change_message=message)
