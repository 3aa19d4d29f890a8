"""Two coders, a chief editor, and an article with three suggestions."""

import pytest
from django.contrib.auth.models import User

from articles.curate.coding import tasks
from articles.models import Article
from tests.curate.coding.saying import TEXT


@pytest.fixture(scope="module")
def record(module_world):
    """The article, with its three suggestions."""
    article = module_world.article(TEXT, title="Words")
    module_world.issue("talks")
    module_world.say("Lavrov", "“We oppose it,”", article=article, sanctions="oppose")
    module_world.say("Lavrov", "talks should begin", article=article, kind="indirect", talks="support")
    module_world.say("Haley", "wants sanctions", article=article, kind="indirect", sanctions="support")
    return article


@pytest.fixture
def article(record, db):
    return Article.objects.get(pk=record.pk)


@pytest.fixture
def three(article):
    """Three suggestions of one article, in the order of the text."""
    return list(article.statements.order_by("pk"))


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
