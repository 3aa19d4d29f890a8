"""Every form of the admin knows which version it shows, and keeps what was typed when it is refused."""

import pytest
from django.db import OperationalError
from psycopg.errors import DeadlockDetected

from articles.admin import shared
from articles.curate import correct, verbs
from articles.models import Action, Actor, Article, Bloc, Issue, Role, Source
from tests.admin.forms import address, form_of
from tests.factories import actor, bloc


@pytest.fixture
def things(world):
    said = world.say("Lavrov", "We oppose sanctions.", sanctions="oppose")
    lavrov = actor("Lavrov")
    role = lavrov.roles.create(title="Minister", reference="mid.ru")
    rows = [
        lavrov,
        Issue.objects.get(),
        said.article.source,
        said.article,
        bloc("brics", RUS=(None, None)),
        role,
    ]
    return {type(row): row for row in rows}


NAMES = {Actor: "name", Issue: "title", Source: "name", Article: "title", Bloc: "name", Role: "title"}


def opened(client, thing, **changes):
    """The form as it is shown now, to be sent later."""
    return form_of(client.get(address(type(thing), "change", thing.pk)), **changes)


def send(client, thing, form):
    return client.post(address(type(thing), "change", thing.pk), form)


@pytest.mark.parametrize("model", NAMES, ids=lambda model: model.__name__)
def test_the_second_of_two_forms_does_not_win_unseen(at_desk, things, model):
    thing, name = things[model], NAMES[model]
    first, second = (opened(at_desk, thing, **{name: each}) for each in ("First", "Second"))
    assert send(at_desk, thing, first).status_code == 302
    page = send(at_desk, thing, second)
    assert page.status_code == 200
    [error] = page.context["adminform"].form.non_field_errors()
    assert "editor changed this" in error
    assert "→ First" in error
    assert page.context["adminform"].form[name].value() == "Second"
    assert getattr(model.objects.get(pk=thing.pk), name) == "First"
    assert send(at_desk, thing, form_of(page)).status_code == 302
    assert getattr(model.objects.get(pk=thing.pk), name) == "Second"


def test_a_key_phrase_learnt_meanwhile_is_not_wiped_unseen(at_desk, things, world, editor):
    issue = things[Issue]
    form = opened(at_desk, issue, phrases="embargo")
    verbs.merge([world.issue("measures")], issue, editor)
    page = send(at_desk, issue, form)
    assert "Merged" not in page.content.decode()
    assert "editor changed this issue" in page.content.decode()
    assert Issue.objects.get(pk=issue.pk).phrases == ["Measures"]


def test_parts_that_came_meanwhile_are_there_and_those_typed_are_kept(at_desk, things):
    lavrov = things[Actor]
    form = opened(at_desk, lavrov, **{"aliases-0-name": "S. Lavrov"})
    lavrov.aliases.create(name="Lavroff")
    page = send(at_desk, lavrov, form)
    assert page.status_code == 200
    assert send(at_desk, lavrov, form_of(page)).status_code == 302
    assert [alias.name for alias in lavrov.aliases.all()] == ["Lavroff", "S. Lavrov"]


def test_who_belongs_to_a_bloc_by_now_is_there(at_desk, things):
    brics = things[Bloc]
    form = opened(at_desk, brics, name="BRICS", **{"memberships-1-country": "BRA"})
    brics.memberships.create(country_id="CHN")
    page = send(at_desk, brics, form)
    assert send(at_desk, brics, form_of(page)).status_code == 302
    assert set(brics.memberships.values_list("country", flat=True)) == {"RUS", "CHN", "BRA"}


def broken_off(*given, **options):
    error = OperationalError("deadlock detected")
    raise error from DeadlockDetected()


@pytest.mark.django_db(transaction=True)
def test_what_was_broken_off_twice_is_told_with_what_was_typed(at_desk, things, monkeypatch):
    issue = things[Issue]
    form = opened(at_desk, issue, title="Typed with care")
    tries = []
    monkeypatch.setattr(shared, "lock", lambda **rows: tries.append(rows) or broken_off())
    page = send(at_desk, issue, form)
    assert len(tries) == 2
    assert "Somebody else was changing the same things" in page.content.decode()
    assert 'value="Typed with care"' in page.content.decode()
    assert not Action.objects.exists()
    monkeypatch.undo()
    assert send(at_desk, issue, form_of(page)).status_code == 302
    assert Issue.objects.get().title == "Typed with care"


@pytest.mark.django_db(transaction=True)
def test_at_the_desk_too(at_desk, things, monkeypatch):
    article = things[Article]
    statement = article.statements.get()
    form = {
        "do": "save", "version": verbs.version(statement), "text_sha256": article.text_sha256,
        "fragments": "-".join(map(str, statement.fragments[0])), "kind": "indirect", "said": "2016-05",
        "speaker-TOTAL_FORMS": 0, "speaker-INITIAL_FORMS": 0, "position-TOTAL_FORMS": 0,
        "position-INITIAL_FORMS": 0,
    }  # fmt: skip
    monkeypatch.setattr(correct, "follow", broken_off)
    page = at_desk.post(f"/review/{article.pk}/?s={statement.pk}", form)
    assert page.status_code == 409
    assert "Somebody else was changing the same things" in page.content.decode()
    assert 'value="2016-05"' in page.content.decode()


def test_a_row_that_is_gone_is_no_error_of_the_server(at_desk, things):
    role = things[Role]
    form = opened(at_desk, role, title="Another")
    Role.objects.all().delete()
    assert send(at_desk, role, form).status_code == 302
    assert not Action.objects.exists()


def test_only_what_was_not_merged_can_be_chosen(at_desk, things, editor):
    twin = Actor.objects.create(name="Sergey Lavrov", slug="twin", kind="person", country_id="RUS")
    form = opened(at_desk, things[Role], actor=twin.pk)
    verbs.merge([twin], things[Actor], editor)
    page = send(at_desk, things[Role], form)
    assert "Select a valid choice" in page.content.decode()
    assert Role.objects.get().actor == things[Actor]
