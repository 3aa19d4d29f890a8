import datetime

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from articles.curate import verbs
from articles.history.as_of import as_of, moment
from articles.models import Actor, Article, Attribution, Country, Position, Role, Statement
from tests.factories import actor


@pytest.fixture
def said(world, editor):
    return world.say("Lavrov", "We oppose sanctions.", by=editor, sanctions="oppose")


def then(read):
    """What ``read`` gives now, and again as of this moment after whatever comes next."""
    before, moment = read(), timezone.now()

    def check():
        with as_of(moment):
            assert read() == before
        return read()

    return check


def quotes():
    return sorted(Statement.objects.published().values_list("quote", "said_on"))


def test_a_correction_does_not_change_the_past(said):
    check = then(quotes)
    Statement.objects.filter(pk=said.pk).update(
        quote="mended", said_on=None, said_until=None, said_on_precision="unknown"
    )
    assert check() == [("mended", None)]


def test_neither_does_a_rejection_nor_an_addition(said, world, editor):
    check = then(quotes)
    verbs.reject(Statement.objects.filter(pk=said.pk), editor)
    world.say("Haley", "new", by=editor)
    assert [quote for quote, _ in check()] == ["new"]


def test_nor_a_deletion(said):
    check = then(lambda: list(Position.objects.values_list("issue__slug", "stance")))
    Position.objects.all().delete()
    assert check() == []


def test_nor_another_name(said):
    check = then(lambda: [a.actor.name for a in said.attributions.select_related("actor")])
    Actor.objects.filter(pk=actor("Lavrov").pk).update(name="S. Lavrov")
    assert check() == ["S. Lavrov"]


def test_the_past_can_be_searched_and_sorted(said):
    check = then(
        lambda: [
            (s.pk, s.listed_on, s.starts_at) for s in Statement.objects.worded("sanctions").newest_first()
        ]
    )
    Statement.objects.filter(pk=said.pk).update(quote="other words")
    assert check() == []


def test_before_the_first_change_there_was_nothing(said):
    with as_of(said.added_at - datetime.timedelta(days=1)):
        assert not Statement.objects.exists()
        assert not Article.objects.exists()


def test_the_past_cannot_be_written(said):
    with pytest.raises(DatabaseError, match="cannot update view"), as_of(timezone.now()):
        Statement.objects.filter(pk=said.pk).update(quote="changed")
    with pytest.raises(DatabaseError, match="read-only transaction"), as_of(timezone.now()):
        Country.objects.filter(pk="RUS").update(name="Changed")


def test_the_present_is_back_afterwards(said):
    with as_of(timezone.now()):
        pass
    Statement.objects.filter(pk=said.pk).update(quote="changed")
    with connection.cursor() as cursor:
        cursor.execute("SHOW search_path")
        assert "asof" not in cursor.fetchone()[0]


def test_moments_are_read_with_their_offset(said):
    now = timezone.now()
    assert moment(now.isoformat()) == now
    local = now.astimezone(datetime.timezone(datetime.timedelta(hours=3)))
    assert moment(local.isoformat()) == now


def test_a_date_means_its_end_and_today_means_now(said):
    today = timezone.now().date()
    assert said.added_at < moment(today.isoformat()) <= timezone.now()
    assert moment("today") <= timezone.now()
    with pytest.raises(ValueError, match="lies in the future"):
        moment(f"{today.year + 1}")
    with pytest.raises(ValueError, match="Nothing is known of that moment"):
        moment("5 July 2017")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("once", "is not a moment: write it like 22 November 2026, 2026-11-22 or 2026-11-22T10:00Z"),
        ("2026-11-22T10:00", "has no time zone: add Z for UTC"),
        ("2999-01-01T00:00Z", "lies in the future"),
        ("0001-01-01T00:00+14:00", "lies before or after all years of the calendar"),
        ("9999-12-31T23:59-14:00", "lies before or after all years of the calendar"),
        ("1999-01-01T00:00Z", "Nothing is known of that moment: the record begins on 20"),
    ],
)
def test_moments_without_an_answer_say_why(said, text, message):
    with pytest.raises(ValueError, match=message):
        moment(text)


def test_an_empty_record_says_so(db):
    with pytest.raises(ValueError, match="the record is empty"):
        moment("2020-01-01T00:00Z")


def test_every_change_is_kept_with_who_made_it(client, editor, said):
    client.force_login(editor)
    client.post("/admin/articles/statement/", {"action": "reject", "_selected_action": [said.pk]})
    event = Statement.pgh_event_model.objects.filter(pgh_obj=said).latest("pgh_id")
    assert (event.pgh_label, event.review) == ("update", "rejected")
    assert event.pgh_context.metadata["user"] == editor.pk


def test_nor_whose_a_statement_is(world, editor):
    world.say("UN", "We urge restraint.", by=editor)
    check = then(lambda: list(Statement.objects.with_voice().values_list("voice", flat=True)))
    official = then(lambda: Statement.objects.voiced("state", "body").count())
    Attribution.objects.update(body=None)
    assert (check(), official()) == (["other"], 0)


def test_nor_who_held_an_office_of_a_body(world):
    world.say("UN", "We urge restraint.")
    chair = Actor.objects.create(name="Ana Paz", slug="ana", kind="person")
    role = Role.objects.create(actor=chair, title="Chair", body=actor("UN"), reference="-")
    check = then(lambda: list(Role.objects.values_list("body__name", flat=True)))
    Role.objects.filter(pk=role.pk).update(body=None)
    assert check() == [None]
