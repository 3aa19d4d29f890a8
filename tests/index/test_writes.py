import datetime

import pytest
from django.db import transaction

from articles import curation
from articles.index import writes
from articles.models import Actor, Article, Bloc, Issue, Membership, Position, Source, Statement, Write
from tests.factories import bloc
from tests.index.conftest import end_transaction


@pytest.fixture
def said(world, editor):
    return world.say("Lavrov", "No.", by=editor, thaad="oppose")


@pytest.fixture
def changed(said):
    """What was changed since the test began: ids of statements, or None for any."""
    bloc("pair", RUS=(None, None))
    end_transaction()
    before = writes.seen()
    return lambda: writes.since(before)[1]


def test_nothing_was_changed_by_reading(said):
    version = writes.version()
    assert Statement.objects.count() == 1
    assert writes.version() == version == writes.name_of(writes.seen())


def test_each_change_gives_another_version(said, editor):
    versions = {writes.version()}
    for review in ("suggested", "rejected", "suggested"):
        Statement.objects.update(review=review, machine_fields=[], reviewed_at=said.reviewed_at)
        versions.add(writes.version())
    assert len(versions) == 4


@pytest.mark.parametrize(
    "change",
    [
        lambda s: Statement.objects.filter(pk=s.pk).update(said_on="2017-01-01"),
        lambda s: s.positions.update(stance="support"),
        lambda s: s.positions.get().delete(),
        lambda s: Position.objects.create(statement=s, issue=Issue.objects.create(slug="x"), stance="oppose"),
        lambda s: s.attributions.update(country=None),
        lambda s: s.attributions.get().delete(),
        lambda s: Article.objects.update(source=Source.objects.create(name="Other", slug="other")),
    ],
)
def test_a_statement_that_changed_is_named(said, changed, change):
    change(said)
    assert changed() == [said.pk]


@pytest.mark.parametrize(
    "change",
    [
        lambda: Actor.objects.update(name="Another"),
        lambda: Issue.objects.update(title="Another"),
        lambda: Source.objects.update(name="Another"),
        lambda: Bloc.objects.update(name="Another"),
        lambda: Membership.objects.update(starts_on="2018-01-01"),
        lambda: Membership.objects.all().delete(),
    ],
)
def test_of_other_tables_any_statement_may_be_concerned(said, changed, change):
    change()
    assert changed() is None


@pytest.mark.parametrize(
    "change",
    [
        lambda: Statement.objects.filter(pk=0).update(cue="said"),
        lambda: Article.objects.update(title="Another"),
        lambda: Actor.objects.create(name="New", slug="new", kind="group"),
        lambda: Source.objects.create(name="New", slug="new"),
    ],
)
def test_what_concerns_no_statement_changes_nothing(said, changed, change):
    change()
    assert changed() == []


def test_a_verb_names_its_statements(world, said, changed, editor):
    other = world.say("Haley", "Yes.")
    curation.accept(Statement.objects.filter(pk=other.pk), by=editor)
    assert changed() == [other.pk]


def test_what_was_rolled_back_is_not_in_the_version(said):
    version = writes.version()
    with transaction.atomic():
        Statement.objects.update(said_until=datetime.date(2018, 1, 1))
        assert writes.version() != version
        transaction.set_rollback(True)
    assert writes.version() == version


def test_folding_keeps_the_version_and_ends_what_can_be_told(said, monkeypatch):
    monkeypatch.setattr(writes, "MOST_WRITES", 1)
    end_transaction()
    Statement.objects.update(said_until=datetime.date(2018, 1, 1))
    version, before = writes.version(), writes.seen()
    writes.fold()
    assert (writes.version(), Write.objects.count()) == (version, 1)
    assert writes.since(before)[1] is None


def test_few_writes_are_not_folded(said):
    before = writes.seen()
    writes.fold()
    assert writes.seen() == before


def test_an_empty_log_names_no_version(said):
    Write.objects.all().delete()
    assert writes.version() == "" == writes.name_of(writes.seen())
