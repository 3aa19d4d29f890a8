"""What coders say, in a line each."""

from articles.curate.coding import serialize, tasks
from articles.models import CodingTask, Statement

TEXT = "“We oppose it,” Lavrov said. He added that talks should begin. Haley wants sanctions now. Liu agreed."


def said(statement, **changes):
    """The entries of the suggestion as it stands, with these changed."""
    return {**serialize.as_it_stands(Statement.objects.get(pk=statement.pk)), **changes}


def place(words):
    start = TEXT.index(words)
    return [[start, start + len(words)]]


def words(quote, **changes):
    """Entries for words tagged anew, without a speaker."""
    blank = {"kind": "indirect", "said": None, "speakers": [], "positions": {}}
    return {"fragments": place(quote), **blank, **changes}


def code_all(coder, statements, *others):
    """All suggestions as they stand but for ``others``: None for no statement, else changes."""
    others = dict(others)
    for statement in statements:
        change = others.get(statement, {})
        tasks.code_suggestion(coder, statement, None if change is None else said(statement, **change))


def done(*coders):
    for coder in coders:
        tasks.finish(coder)


def fresh(task):
    return CodingTask.objects.get(pk=task.pk)
