"""An article in which nobody has looked for statements says so, and can be read again."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from articles.models import Article
from tests.importing.working import work

NOT_READ = "Not read yet: no statements were looked for in this text."
WAITS = "Not read yet: a worker does so as soon as one is free."


@pytest.fixture
def article(world, db):
    article = world.article("Lavrov said talks must start.")
    Article.objects.filter(pk=article.pk).update(extractor="")
    return article


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def told(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def test_readers_are_told(client, article):
    assert NOT_READ in told(client.get(article.get_absolute_url()))


@pytest.mark.django_db(transaction=True)
def test_an_editor_has_it_read(desk, article):
    here = f"/review/{article.pk}/"
    assert NOT_READ in told(desk.get(here))
    assert desk.post(f"{here}read/").headers["Location"] == here
    assert WAITS in told(desk.get(here))
    desk.post(f"{here}read/")
    assert ProcrastinateJob.objects.filter(task_name="read_article").count() == 1
    work("read_article")
    assert article.statements.get().quote == "talks must start"
    assert "Not read yet" not in told(desk.get(here))
    assert "Not read yet" not in told(desk.get(f"{article.get_absolute_url()}?review=all"))
    assert "It was read already." in told(desk.post(f"{here}read/", follow=True))
    assert ProcrastinateJob.objects.filter(task_name="read_article").count() == 1


def test_what_people_tagged_was_read_by_people(client, world, editor, article):
    world.say("Lavrov", "talks must start", by=editor, article=article)
    assert "Not read yet" not in told(client.get(article.get_absolute_url()))
