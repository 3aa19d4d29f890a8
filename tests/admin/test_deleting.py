"""What is deleted with an article comes back with it, or stands in its way."""

import pytest

from articles.curate import verbs
from articles.curate.coding import tasks
from articles.curate.teamwork import assign
from articles.models import Action, Article, Assignment, CodingTask, Statement
from tests.admin.forms import address
from tests.conftest import member


@pytest.fixture
def article(world, chief, client):
    client.force_login(chief)
    article = world.article("Nothing was said.")
    assign(article, "chief", chief)
    return article


def delete(client, article):
    return client.post(address(Article, "delete", article.pk), {"post": "yes"})


def test_who_looks_after_it_is_restored_with_it(client, article, chief):
    before = Assignment.objects.values().get()
    assert delete(client, article).status_code == 302
    assert not Assignment.objects.exists()
    verbs.undo(Action.objects.get(), chief)
    assert Assignment.objects.values().get() == before


def test_what_was_coded_stands_in_the_way(client, article, chief, world):
    member("other", "editor")
    world.say("Lavrov", "Nothing", article=article)
    task = tasks.open_task(article, ["chief", "other"], chief)
    tasks.close(task, chief)
    verbs.discard(Statement.objects.all(), chief)
    answer = delete(client, article)
    assert answer.status_code == 200
    assert f"coding task {task.pk}" in answer.content.decode()
    assert (Article.objects.count(), CodingTask.objects.count()) == (1, 1)


def test_who_is_asked_to_look_after_it_upsets_no_open_form(client, article, chief):
    page = client.get(address(Article, "change", article.pk))
    form = page.context["adminform"].form
    posted = {name: form[name].value() or "" for name in form.fields} | {"title": "Another"}
    assign(article, "", chief)
    assert client.post(address(Article, "change", article.pk), posted).status_code == 302
    assert Article.objects.get().title == "Another"
