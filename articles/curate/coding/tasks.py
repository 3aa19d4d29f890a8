"""Opening a coding task, and coding in it: writes nothing into the record."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.curate.coding.serialize import Plain
from articles.curate.teamwork import editors
from articles.curate.verbs import Editor, Refused, permitted
from articles.formatting import count
from articles.models import Article, Code, Coder, CodingTask, Issue, Statement
from articles.registry.locking import current, lock, retried

LEAD = "articles.delete_statement"  # who may discard may decide between editors: the chief editors


@retried
def open_task(article: Article, coders: Iterable[str], by: Editor, issue: Issue | None = None) -> CodingTask:
    """Let these editors (user names) code the article; with an issue only the suggestions on it.

    Until it is closed nothing but resolving its codes changes the article's statements.
    """
    person = permitted(by, LEAD)
    chosen = _coders(set(coders))
    try:
        with transaction.atomic():
            lock(articles=[article.pk], changing=[Article])
            article = current(article)
            task = CodingTask(article=article, issue=issue, text=article.text, opened_by=person)
            task.places = _places(article, issue)
            task.save()
            Coder.objects.bulk_create(Coder(task=task, editor_id=pk) for pk in chosen)
    except IntegrityError as error:
        if "coding_task_one_open_an_article" not in str(error):
            raise
        raise Refused("A coding task of this article is open already; close that first.") from None
    return task


def _coders(names: set[str]) -> list[int]:
    known = dict(editors().filter(username__in=names).values_list("username", "pk"))
    for name in sorted(names - known.keys()):
        raise Refused(f"“{name}” is no editor; choose coders of the list.")
    if len(known) < 2:
        raise Refused("Choose two coders or more; agreement takes two.")
    return list(known.values())


def _places(article: Article, issue: Issue | None) -> dict[int, list[list[int]]]:
    waiting = Statement.objects.waiting().filter(article=article)
    if issue:
        waiting = waiting.on_issue(issue.slug)
    found = dict(waiting.values_list("pk", "fragments"))
    if issue and not found:
        raise Refused(
            f"No suggestion of this article takes a position on “{issue}”; choose another issue, or none."
        )
    return found


@retried
def code_suggestion(coder: Coder, statement: Statement, entries: Plain | None) -> Code:
    """Say what a suggestion is, or that it is none (None); says it anew if it was said before."""
    with transaction.atomic():
        task = _working(coder)
        if statement.pk not in task.suggestions:
            raise Refused(f"Statement {statement.pk} is not to be coded in this task.")
        made, _ = Code.objects.update_or_create(
            coder=coder, statement=statement, defaults={"entries": entries}
        )
    return made


@retried
def code_words(coder: Coder, entries: Plain, code: Code | None = None) -> Code:
    """Tag words that the machine did not find; or say anew what those of an earlier ``code`` are."""
    try:
        with transaction.atomic():
            task = _working(coder)
            _require_free(task, entries)
            code = code or Code(coder=coder)
            code.entries = entries
            code.save()
    except IntegrityError as error:
        if "code_once_a_place" not in str(error):
            raise
        raise Refused("You have tagged these words already; nothing was changed.") from None
    return code


def _require_free(task: CodingTask, entries: Plain) -> None:
    place = entries["fragments"]
    if Statement.objects.filter(article=task.article_id, fragments=place).exists():
        raise Refused("A statement stands at exactly this place already; nothing was changed.")


@retried
def drop(coder: Coder, code: Code) -> None:
    """Take back words that the coder tagged."""
    with transaction.atomic():
        _working(coder)
        Code.objects.filter(pk=code.pk, coder=coder, statement=None).delete()


@retried
def finish(coder: Coder) -> None:
    """The coder is done; refused while suggestions have no code."""
    with transaction.atomic():
        task = _working(coder)
        left = len(task.suggestions) - coder.codes.exclude(statement=None).count()
        if left:
            raise Refused(f"You have still to code {count(left, 'suggestion')} of this article.")
        Coder.objects.filter(pk=coder.pk).update(done_at=timezone.now())


def _working(coder: Coder) -> CodingTask:
    lock(articles=[coder.task.article_id])
    locked = Coder.objects.select_for_update(of=("self",)).select_related("task").get(pk=coder.pk)
    if locked.task.closed_at:
        raise Refused("This coding task is closed; nothing was changed.")
    if locked.done_at:
        raise Refused("You are done with this coding task; nothing was changed.")
    return locked.task


def close(task: CodingTask, by: Editor) -> None:
    """End the task; what is not resolved waits for the usual review."""
    permitted(by, LEAD)
    CodingTask.objects.open().filter(pk=task.pk).update(closed_at=timezone.now())
