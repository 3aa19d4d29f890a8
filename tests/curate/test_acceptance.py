import datetime

import pytest
from django.utils import timezone

from articles.curate import verbs
from articles.curate.acceptance import by_version, qualities
from articles.models import Position, Statement

MONDAY = datetime.date(2026, 11, 16)


def decided(statement, day, extractor="1"):
    """As if the decision had been made on that day."""
    at = datetime.datetime.combine(datetime.date.fromisoformat(day), datetime.time(12), datetime.UTC)
    Statement.objects.filter(pk=statement.pk).update(reviewed_at=at, extractor=extractor)


@pytest.fixture
def four(world, editor):
    """One kept as it was, one mended in two fields, one rejected; one still waits."""
    kept, mended, rejected = (world.say("Lavrov", f"Words {n}.", thaad="oppose") for n in range(3))
    world.say("Lavrov", "Nobody has looked at this.", thaad="oppose")
    verbs.accept(Statement.objects.filter(pk=kept.pk), editor)
    Position.objects.filter(statement=mended).update(stance="support")
    Statement.objects.filter(pk=mended.pk).update(kind="mixed")
    verbs.confirm_edit(mended, editor)
    verbs.reject(Statement.objects.filter(pk=rejected.pk), editor)
    for statement in (kept, mended, rejected):
        decided(statement, "2026-11-18")
    return kept, mended, rejected


def rows(today="2026-11-20"):
    found = qualities(datetime.date.fromisoformat(today))
    return [(q.monday, q.extractor, q.unchanged, q.mended, q.rejected) for q in found]


def test_what_became_of_the_suggestions_of_a_week(four):
    [quality] = qualities(MONDAY)
    assert rows() == [(MONDAY, "1", 1, 1, 1)]
    assert (quality.precision, quality.flawless) == (2 / 3, 1 / 3)
    assert quality.edits == {"type": 1, "positions": 1}


def test_weeks_and_versions_are_told_apart_latest_first(four):
    decided(four[0], "2026-11-15")  # a Sunday
    decided(four[1], "2026-11-16", extractor="2")
    assert rows() == [
        (MONDAY, "1", 0, 0, 1),
        (MONDAY, "2", 0, 1, 0),
        (MONDAY - datetime.timedelta(7), "1", 1, 0, 0),
    ]
    assert [(q.extractor, q.decided) for q in by_version(qualities(MONDAY))] == [("1", 2), ("2", 1)]


def test_what_lies_half_a_year_back_is_left_out(four):
    assert rows("2027-05-16") == [(MONDAY, "1", 1, 1, 1)]
    assert rows("2027-05-17") == []


def test_what_an_editor_found_is_no_suggestion(world, editor):
    said = world.say("Lavrov", "Words.", by=editor)
    Statement.objects.filter(pk=said.pk).update(extractor="")
    assert qualities() == []


def test_the_page_tells_it(client, editor, four):
    Statement.objects.exclude(reviewed_at=None).update(reviewed_at=timezone.now())
    client.force_login(editor)
    page = client.get("/review/quality/").content.decode()
    assert "67\u00a0%" in page
    assert "positions 1" in page


def test_the_number_of_queries_does_not_grow(four, world, editor, django_assert_num_queries):
    with django_assert_num_queries(7):
        qualities(MONDAY)
    more = [world.say("Liu", f"More {n}.", thaad="oppose") for n in range(3)]
    verbs.accept(Statement.objects.filter(pk__in=[s.pk for s in more]), editor)
    with django_assert_num_queries(7):
        qualities(MONDAY)
