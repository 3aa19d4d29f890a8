"""A moment shows what was committed by it, and the same for ever after."""

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from articles.curate import verbs
from articles.history import as_of as history
from articles.models import Issue, Statement
from tests.examples import everyday
from tests.factories import World, bloc
from tests.hands import Hand, is_waited_for, uncommitted


@pytest.fixture
def said(transactional_db, editor):
    return [World().say("Lavrov", f"We oppose sanction {n}.", by=editor, sanctions="oppose") for n in "ab"]


def clock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def quotes(moment):
    with history.as_of(moment):
        return sorted(Statement.objects.published().values_list("quote", flat=True))


BOTH = ["We oppose sanction a.", "We oppose sanction b."]


def test_what_is_being_written_is_not_part_of_a_moment_not_even_later(said, editor):
    with uncommitted(lambda: verbs.reject(Statement.objects.all(), editor)):
        moment = clock()
        assert quotes(moment) == BOTH
    assert quotes(moment) == BOTH
    assert quotes(clock()) == []


def test_no_moment_shows_half_of_what_was_written_together(said):
    moments = []

    def both():
        for statement in said:
            Statement.objects.filter(pk=statement.pk).update(quote="Mended.")
            moments.append(clock())

    with uncommitted(both):
        pass
    assert [quotes(moment) for moment in moments] == [BOTH, BOTH]
    assert quotes(clock()) == ["Mended.", "Mended."]


def test_the_moment_of_its_first_change_is_before_a_commit(said):
    Statement.objects.filter(pk=said[0].pk).update(quote="Mended.")
    event = Statement.pgh_event_model.objects.latest("pgh_id")
    assert quotes(event.pgh_created_at) == BOTH


def test_what_a_savepoint_took_back_is_of_no_commit(said):
    with transaction.atomic():
        with transaction.atomic():
            Statement.objects.update(quote="Taken back.")
            transaction.set_rollback(True)
        Statement.objects.filter(pk=said[0].pk).update(quote="Mended.")
        moment = clock()
    assert quotes(moment) == BOTH
    assert quotes(clock()) == ["Mended.", BOTH[1]]


def committing():
    """As far as whoever commits: dated, and not to be seen yet."""
    Statement.objects.update(quote="Mended.")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_who_is_committing_is_waited_for(said):
    with uncommitted(committing):
        moment = clock()
        hand = Hand(lambda: quotes(moment))
        hand.start()
        while hand.is_alive() and not is_waited_for():
            pass
    assert hand.result() == ["Mended.", "Mended."] == quotes(moment)


def test_but_not_for_ever(said, monkeypatch):
    monkeypatch.setattr(history, "LONGEST_WAIT", "1ms")
    with uncommitted(committing), pytest.raises(history.Unreadable, match="is being written at this moment"):
        quotes(clock())


def test_events_from_before_there_were_commits_go_by_their_time(said):
    Statement.pgh_event_model.objects.update(commit=None)
    assert quotes(clock()) == BOTH
    assert quotes(said[0].added_at) == []


class TestViews:
    def missing(self):
        with connection.cursor() as cursor:
            cursor.execute("DROP VIEW asof.articles_statement")

    def test_a_missing_one_is_told_and_the_present_not_given_for_the_past(self, said, client):
        moment = clock().isoformat().replace("+00:00", "Z")
        try:
            self.missing()
            with pytest.raises(history.Unreadable, match=r"run manage\.py migrate"):
                quotes(clock())
            for address in ("/compare/", "/compare.json"):
                answer = client.get(address, {"country": "RUS", "as_of": moment})
                assert (answer.status_code, answer["Retry-After"]) == (503, "5")
                assert "cannot be read until" in answer.content.decode()
        finally:
            history.make_views()
        assert client.get("/compare.json", {"country": "RUS", "as_of": moment}).status_code == 200

    def test_those_of_another_release_are_told(self, said):
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("COMMENT ON SCHEMA asof IS 'another'")
            with pytest.raises(history.Unreadable):
                quotes(clock())
            transaction.set_rollback(True)

    def test_they_are_made_all_or_none(self, said, monkeypatch):
        views = history._views(connection)
        broken = (*views[:4], "CREATE VIEW asof.broken AS SELECT nothing")
        monkeypatch.setattr(history, "_views", lambda connection: broken)
        with pytest.raises(Exception, match="nothing"):
            history.make_views()
        monkeypatch.undo()
        assert quotes(clock()) == BOTH

    @pytest.mark.slow
    def test_they_survive_migrations_forwards_and_backwards(self, said):
        moment = clock()
        try:
            call_command("migrate", "articles", everyday("0037", thorough="0017"), verbosity=0)
            assert not history.is_migrated()
        finally:
            call_command("migrate", verbosity=0)
        assert quotes(moment) == BOTH


def test_columns_stand_in_the_order_of_the_names_they_had(said, client):
    for slug in ("alpha", "beta"):
        bloc(slug, RUS=(None, None))
    query = {"bloc": ["alpha", "beta"], "as_of": clock().isoformat().replace("+00:00", "Z")}
    before = client.get("/compare.json", query).json()
    assert [column["name"] for column in before["columns"]] == ["Alpha", "Beta"]
    type(bloc("gamma")).objects.filter(slug="alpha").update(name="Zulu")
    assert client.get("/compare.json", query).json() == before


def test_issues_of_then_have_their_rows_in_the_order_of_then(said, editor, client):
    World().say("Lavrov", "We oppose more.", by=editor, talks="oppose")
    query = {"country": "RUS", "as_of": clock().isoformat().replace("+00:00", "Z")}
    query["issue"] = ["sanctions", "talks"]
    before = client.get("/compare.json", query).json()
    Issue.objects.filter(slug="sanctions").update(title="Zulu")
    assert client.get("/compare.json", query).json() == before
