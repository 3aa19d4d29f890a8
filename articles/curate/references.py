"""That one statement answers, repeats, contradicts or quotes another: said by editors, taken back by them."""

from articles.curate.actions import Editor, Refused, acting
from articles.curate.coding_lock import require_uncoded
from articles.curate.review import CHANGE, named
from articles.formatting import said
from articles.models import Reference, Statement, Verb
from articles.models.statements import VISIBLE
from articles.registry.locking import current, lock, retried


@retried
def refer(statement: Statement, to: Statement, kind: str, by: Editor) -> Reference:
    """Put on record that the statement refers to an earlier one; of a pair that is known, how is changed."""
    with acting(Verb.CORRECT, by, CHANGE) as action:
        statement, to = _lock(statement, to)
        _require_sense(statement, to, kind)
        reference, _ = Reference.objects.update_or_create(statement=statement, to=to, defaults={"kind": kind})
        action.summary = f"Noted that {named([statement])} {reference.get_kind_display()} statement {to.pk}"
    return reference


@retried
def no_reference(statement: Statement, to: Statement, by: Editor) -> None:
    """Take back that the statement refers to the other one."""
    with acting(Verb.CORRECT, by, CHANGE) as action:
        statement, to = _lock(statement, to)
        reference = Reference.objects.filter(statement=statement, to=to).first()
        if reference is None:
            raise Refused(f"It does not refer to statement {to.pk}; nothing was changed.")
        reference.delete()
        action.summary = f"No longer noted that {named([statement])} refers to statement {to.pk}"


def _lock(*given: Statement) -> list[Statement]:
    lock(articles={s.article_id for s in given}, statements={s.pk for s in given})
    require_uncoded([given[0].article_id])
    return [current(statement) for statement in given]


def _require_sense(statement: Statement, to: Statement, kind: str) -> None:
    if kind not in Reference.Kind.values:
        raise Refused(f"“{kind}” is no way to refer to a statement: {', '.join(Reference.Kind.values)}.")
    if statement.pk == to.pk:
        raise Refused("A statement cannot refer to itself.")
    if any(one.review not in VISIBLE for one in (statement, to)):
        raise Refused("A rejected statement is no part of an exchange.")
    when = said(to.said_on, to.said_on_precision)
    if statement.said_until and to.said_on and statement.said_until < to.said_on:
        raise Refused(f"Statement {to.pk} was said later ({when}); let that one refer to this one.")
    if Reference.objects.filter(statement=to, to=statement).exists():
        raise Refused(f"Statement {to.pk} refers to this one already.")
