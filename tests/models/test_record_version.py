import datetime

import pytest
from django.db import connection, transaction

from articles.curate import verbs
from articles.models import (
    Actor,
    ActorAlias,
    Article,
    Bloc,
    Comment,
    Country,
    CountryName,
    Issue,
    Membership,
    Position,
    Role,
    Source,
    Statement,
    Write,
    record_version,
)
from tests.factories import bloc
from tests.indexing import end_transaction


@pytest.fixture
def said(world, editor):
    return world.say("Lavrov", "No.", by=editor, thaad="oppose")


@pytest.fixture
def changed(said):
    """What was changed since the test began; None if it may be anything."""
    bloc("pair", RUS=(None, None))
    end_transaction()
    before = record_version.seen()
    return lambda: record_version.since(before)


def test_nothing_was_changed_by_reading(said):
    version = record_version.version()
    assert Statement.objects.count() == 1
    assert record_version.version() == version == record_version.name_of(record_version.seen())


def test_each_change_gives_another_version(said, editor):
    versions = {record_version.version()}
    for review in ("suggested", "rejected", "suggested"):
        Statement.objects.update(review=review, machine_fields=[], reviewed_at=said.reviewed_at)
        versions.add(record_version.version())
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
        lambda s: Article.objects.update(published_on="2016-01-01"),
    ],
)
def test_a_statement_that_changed_is_named(said, changed, change):
    change(said)
    assert changed().statements == (said.pk,)


def test_an_article_that_was_searched_is_named(world, changed):
    article = world.article("Nothing.")
    end_transaction()
    added = changed()
    Article.objects.filter(pk=article.pk).update(published_on="2016-01-01")
    Article.objects.filter(pk=article.pk).delete()
    assert (added.articles, changed().articles, changed().statements) == ((article.pk,), (article.pk,), ())


def test_so_many_articles_are_not_named(world, changed):
    with connection.cursor() as cursor:
        cursor.execute("SELECT articles_changed('{}', ARRAY(SELECT generate_series(1, 5001)))")
    assert changed() is None


@pytest.mark.parametrize(
    "change",
    [
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
        lambda: Actor.objects.update(name="Another"),
        lambda: Actor.objects.create(name="New", slug="new", kind="group").delete(),
        lambda: Issue.objects.update(title="Another"),
        lambda: Source.objects.update(name="Another"),
        lambda: Bloc.objects.update(name="Another"),
        lambda: Country.objects.filter(pk="RUS").update(name="Another"),
    ],
)
def test_other_names_are_told(said, changed, change):
    change()
    assert (bool(changed().naming), len(changed())) == (True, 0)


@pytest.mark.parametrize(
    "change",
    [
        lambda: Article.objects.update(author="Another"),
        lambda: Actor.objects.create(name="New", slug="new", kind="group"),
        lambda: Source.objects.create(name="New", slug="new"),
        lambda: ActorAlias.objects.create(actor=Actor.objects.first(), name="Another"),
        lambda: Role.objects.create(actor=Actor.objects.first(), title="envoy", reference="-"),
        lambda: CountryName.objects.create(country_id="RUS", name="Rus", kind="alias"),
    ],
)
def test_what_pages_only_show_gives_another_version(said, changed, change):
    version = record_version.version()
    change()
    assert (bool(changed().naming), len(changed()), record_version.version() == version) == (False, 0, False)


def test_a_title_counts_for_its_statements_which_are_found_by_it(said, changed):
    Article.objects.update(title="Another")
    assert (changed().statements, changed().articles) == ((said.pk,), (said.article_id,))


def test_what_no_page_shows_leaves_the_version(said):
    version = record_version.version()
    Statement.objects.filter(pk=0).update(cue="said")
    Comment.objects.create(statement=said, text="?", by=said.reviewed_by)
    assert record_version.version() == version


def test_a_verb_names_its_statements(world, said, changed, editor):
    other = world.say("Haley", "Yes.")
    verbs.accept(Statement.objects.filter(pk=other.pk), by=editor)
    assert changed().statements == (other.pk,)


def test_what_was_rolled_back_is_not_in_the_version(said):
    version = record_version.version()
    with transaction.atomic():
        Statement.objects.update(said_until=datetime.date(2018, 1, 1))
        assert record_version.version() != version
        transaction.set_rollback(True)
    assert record_version.version() == version


def test_folding_keeps_the_version_and_ends_what_can_be_told(said, monkeypatch):
    monkeypatch.setattr(record_version, "MOST_WRITES", 1)
    end_transaction()
    Statement.objects.update(said_until=datetime.date(2018, 1, 1))
    version, before = record_version.version(), record_version.seen()
    record_version.fold()
    assert (record_version.version(), Write.objects.count()) == (version, 1)
    assert record_version.since(before) is None


def test_few_writes_are_not_folded(said):
    before = record_version.seen()
    record_version.fold()
    assert record_version.seen() == before


def test_an_empty_log_names_no_version(said):
    Write.objects.all().delete()
    assert record_version.version() == "" == record_version.name_of(record_version.seen())
