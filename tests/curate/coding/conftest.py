"""Two coders, a chief editor, and an article with three suggestions."""

import pytest
from django.contrib.auth.models import User

from articles.curate.coding import tasks
from tests.curate.coding.saying import TEXT


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
    return tasks.open_task(article, ["editor", "other"], chief)


@pytest.fixture
def coders(task, editor, other):
    return [task.coders.get(editor=editor), task.coders.get(editor=other)]
