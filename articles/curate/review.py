"""Verbs on statements: accept, reject, check, correct, discard."""

from collections.abc import Iterable

from django.utils import timezone

from articles.curate.actions import Editor, Refused, acting
from articles.curate.coding_lock import require_uncoded
from articles.curate.conflicts import require_version
from articles.dates import Period
from articles.formatting import count, shorten
from articles.models import Attribution, Review, Statement, Verb
from articles.models.statements import REVIEWED, StatementQuerySet
from articles.registry.locking import lock, retried

CHANGE, DELETE = "articles.change_statement", "articles.delete_statement"


@retried
def accept(statements: StatementQuerySet, by: Editor, seen: str | None = None) -> int:
    """Confirm suggestions as they stand, all or none; returns how many. Rejected ones may be taken back.

    Outdated, here and below, when one of them was changed after the version ``seen``.
    """
    with acting(Verb.ACCEPT, by, CHANGE) as action:
        chosen = _lock(statements, {Review.SUGGESTED, Review.REJECTED}, seen)
        action.summary = f"Accepted {named(chosen)}"
        return confirm(chosen, by)


@retried
def reject(statements: StatementQuerySet, by: Editor, seen: str | None = None, because: str = "") -> int:
    """Withdraw statements from every public page, all or none; returns how many. The action tells why."""
    with acting(Verb.REJECT, by, CHANGE) as action:
        chosen = _lock(statements, set(Review) - {Review.REJECTED}, seen)
        action.summary = f"Rejected {named(chosen)}" + (f": {because}" if because else "")
        return _review(chosen, Review.REJECTED, by)


@retried
def check(statements: StatementQuerySet, by: Editor, seen: str | None = None) -> int:
    """A second look at accepted statements, by another person than who accepted them; returns how many."""
    with acting(Verb.CHECK, by, CHANGE) as action:
        chosen = _lock(statements, {Review.ACCEPTED}, seen)
        own = [s for s in chosen if s.reviewed_by_id == by.pk]
        if own:
            raise Refused(
                f"Statement {own[0].pk} was accepted by {by}; somebody else must take the second look. "
                "Nothing was changed."
            )
        action.summary = f"Checked {named(chosen)}"
        return _review(chosen, Review.CHECKED, by)


@retried
def discard(statements: StatementQuerySet, by: Editor) -> int:
    """Put statements into the waste bin, all or none; returns how many. Undoing that restores them."""
    with acting(Verb.DISCARD, by, DELETE) as action:
        _lock_with_nested(statements)
        chosen = _lock(statements, set(Review))
        action.summary = f"Discarded {named(chosen)}"
        _let_stand_alone(chosen)
        Statement.objects.filter(pk__in=[s.pk for s in chosen]).delete()
        return len(chosen)


@retried
def confirm_edit(statement: Statement, by: Editor) -> None:
    """After an editor has mended a statement by hand: what stands there now is the editor's word."""
    with acting(Verb.CORRECT, by, CHANGE) as action:
        chosen = _lock(Statement.objects.filter(pk=statement.pk), set(Review))
        action.summary = action.summary or f"Corrected {named(chosen)}"
        confirm(chosen, by)


@retried
def confirm_fields(statement: Statement, by: Editor, fields: Iterable[str]) -> None:
    """After an editor has mended some fields only: these lose their mark; the rest still waits for review."""
    with acting(Verb.CORRECT, by, CHANGE) as action:
        [mended] = _lock(Statement.objects.filter(pk=statement.pk), set(Review))
        _require_places([mended])
        if mended.review in REVIEWED:
            return confirm_edit(mended, by)
        action.summary = action.summary or f"Corrected {named([mended])}"
        mended.machine_fields = [name for name in mended.machine_fields if name not in set(fields)]
        mended.save(update_fields=["machine_fields", "changed_at"])


def confirm(statements: list[Statement], by: Editor) -> int:
    """Within a verb that has locked them: all of what is on record of these is the editor's word."""
    _require_places(statements)
    return _review(statements, Review.ACCEPTED, by, machine_fields=[])


def redate(statement: Statement, said: Period | None) -> None:
    """Set an editor's date on a statement that is about to be saved; None = not known."""
    statement.said = said
    statement.said_on_basis = Statement.Basis.EDITOR if said else Statement.Basis.NONE
    statement.said_on_phrase = ""


def _lock_with_nested(statements: StatementQuerySet) -> None:
    """What they report stands in the same articles, and may come before them in the order of locks."""
    places = dict(statements.order_by().values_list("pk", "article_id"))
    nested = Statement.objects.filter(parent__in=places).values_list("pk", flat=True)
    lock(articles=set(places.values()), statements={*places, *nested})


def _let_stand_alone(outer: list[Statement]) -> None:
    """What these report of their own side stays first-hand without them; the rest stays at second hand."""
    nested = Statement.objects.filter(parent__in=outer).exclude(pk__in=[statement.pk for statement in outer])
    echoed = Attribution.objects.secondhand().filter(statement__parent__in=outer).values("statement")
    nested.exclude(pk__in=echoed).update(parent=None)


def named(statements: list[Statement]) -> str:
    """One statement by its words, several by their number."""
    if len(statements) == 1:
        return f"“{shorten(statements[0].quote, 120)}”"
    return count(len(statements), "statement")


def _lock(statements: StatementQuerySet, allowed: set[Review], seen: str | None = None) -> list[Statement]:
    """The statements, locked with their articles; those that have left the query by then are left out."""
    places = dict(statements.order_by().values_list("pk", "article_id"))
    lock(articles=set(places.values()))
    chosen = list(statements.filter(pk__in=places).select_for_update(of=("self",)).order_by("id"))
    if seen is not None and not chosen:
        raise Refused("This statement is no longer on record. Nothing was changed.")
    for statement in chosen:
        require_version(statement, seen)
        if statement.review not in allowed:
            raise Refused(
                f"Statement {statement.pk} is {statement.get_review_display()}; nothing was changed."
            )
    require_uncoded({statement.article_id for statement in chosen})
    return chosen


def _require_places(chosen: list[Statement]) -> None:
    for statement in chosen:
        if not statement.has_place:
            raise Refused(
                f"The words of statement {statement.pk} are not found in the text of its article any more; "
                "mark them on the desk first. Nothing was changed."
            )


def _review(chosen: list[Statement], review: Review, by: Editor, **changes: object) -> int:
    now = timezone.now()
    return Statement.objects.filter(pk__in=[s.pk for s in chosen]).update(
        review=review, reviewed_by=by, reviewed_at=now, changed_at=now, **changes
    )
