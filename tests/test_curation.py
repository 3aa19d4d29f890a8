import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import AnonymousUser

from articles import curation
from articles.dates import Period
from articles.models import Statement
from tests.factories import rejected


@pytest.fixture
def two(world):
    return [world.say("Lavrov", "one"), world.say("Haley", "two")]


def every():
    return Statement.objects.all()


def test_accepting_confirms_every_field_and_is_logged(two, editor):
    assert curation.accept(every(), editor) == 2
    statement = Statement.objects.get(pk=two[0].pk)
    assert (statement.review, statement.reviewed_by, statement.machine_fields) == ("accepted", editor, [])
    assert statement.reviewed_at is not None
    log = LogEntry.objects.filter(user=editor).values_list("object_id", "change_message")
    assert set(log) == {(str(s.pk), "Accepted.") for s in two}


def test_rejecting_withdraws(two, editor):
    assert curation.reject(every().filter(pk=two[0].pk), editor) == 1
    assert [s.pk for s in Statement.objects.with_suggestions()] == [two[1].pk]


def test_a_rejected_statement_can_be_taken_back(two, editor):
    rejected(two[0], editor)
    curation.accept(every().filter(pk=two[0].pk), editor)
    assert two[0] in Statement.objects.published()


def test_what_cannot_be_applied_to_all_is_applied_to_none(two, editor):
    curation.accept(every().filter(pk=two[1].pk), editor)
    before = list(every().order_by("pk").values())
    with pytest.raises(curation.Refused, match=f"Statement {two[1].pk} is accepted; nothing was changed"):
        curation.accept(every(), editor)
    assert list(every().order_by("pk").values()) == before


def test_a_mended_statement_is_the_editors_word(two, editor):
    curation.confirm_edit(two[0], editor)
    assert two[0] in Statement.objects.published()


def test_nobody_changes_the_record_without_a_name(two):
    with pytest.raises(curation.Refused, match="logged in"):
        curation.accept(every(), AnonymousUser())
    assert Statement.objects.waiting().count() == 2


def test_redating(two):
    statement = two[0]
    curation.redate(statement, Period.parse("2017-06"))
    statement.save()
    assert (str(statement.said_on), str(statement.said_until)) == ("2017-06-01", "2017-06-30")
    assert (statement.said_on_precision, statement.said_on_basis) == ("month", "editor")
    curation.redate(statement, None)
    statement.save()
    assert (statement.said_on, statement.said_on_precision, statement.said_on_basis) == (
        None,
        "unknown",
        "none",
    )
