"""Two coders, a chief editor, and an article with three suggestions."""

import pytest
from django.contrib.auth.models import User

from articles import coding
from articles.models import CodingTask, Statement

TEXT = "“We oppose it,” Lavrov said. He added that talks should begin. Haley wants sanctions now. Liu agreed."


@pytest.fixture
def article(world):
    return world.article(TEXT, title="Words")


@pytest.fixture
def three(world, article):
    """Three suggestions of one article, in the order of the text."""
    world.issue("talks")
    return [
        world.say("Lavrov", "“We oppose it,”", article=article, sanctions="oppose"),
        world.say("Lavrov", "talks should begin", article=article, kind="indirect", talks="support"),
        world.say("Haley", "wants sanctions", article=article, kind="indirect", sanctions="support"),
    ]


@pytest.fixture
def other(editor):
    user = User.objects.create_user("other", password="other", is_staff=True)
    user.groups.set(editor.groups.all())
    return user


@pytest.fixture
def task(article, three, editor, other, chief):
    return coding.open_task(article, ["editor", "other"], chief)


@pytest.fixture
def coders(task, editor, other):
    return [task.coders.get(editor=editor), task.coders.get(editor=other)]


def said(statement, **changes):
    """The entries of the suggestion as it stands, with these changed."""
    return {**coding.as_it_stands(Statement.objects.get(pk=statement.pk)), **changes}


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
        coding.code_suggestion(coder, statement, None if change is None else said(statement, **change))


def done(*coders):
    for coder in coders:
        coding.finish(coder)


def fresh(task):
    return CodingTask.objects.get(pk=task.pk)
