import datetime
import re

import pytest
from django.utils import timezone

from articles.curate import verbs
from articles.curate.quality import by_version, qualities
from articles.models import Position, ReaderDay, ReaderReading, Statement

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
    assert quality.edits == {"kind": 1, "position": 1}
    assert [quality.right(name) for name in ("words", "kind", "day", "position")] == [1, 0.5, 1, 0.5]


def test_weeks_and_versions_are_told_apart_latest_first(four):
    decided(four[0], "2026-11-15")  # a Sunday
    decided(four[1], "2026-11-16", extractor="2")
    assert rows() == [
        (MONDAY, "1", 0, 0, 1),
        (MONDAY, "2", 0, 1, 0),
        (MONDAY - datetime.timedelta(7), "1", 1, 0, 0),
    ]
    assert [(q.extractor, q.decided) for q in by_version(qualities(MONDAY))] == [("1", 2), ("2", 1)]


def test_what_was_accepted_with_others_and_left_as_it_was_says_nothing(four, world, editor):
    several = [world.say("Haley", f"Unseen {n}.") for n in range(2)]
    verbs.accept(Statement.objects.filter(pk__in=[one.pk for one in several]), editor)
    for one in several:
        decided(one, "2026-11-18")
    assert rows() == [(MONDAY, "1", 1, 1, 1)]


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
    assert "67%" in page
    assert "position 1" in page


def test_the_number_of_queries_does_not_grow(four, world, editor, django_assert_num_queries):
    with django_assert_num_queries(9):
        qualities(MONDAY)
    more = [world.say("Liu", f"More {n}.", thaad="oppose") for n in range(3)]
    verbs.accept(Statement.objects.filter(pk__in=[s.pk for s in more]), editor)
    with django_assert_num_queries(9):
        qualities(MONDAY)


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"country": "PRK"}, {"country": 1}),
        ({"actor": "Haley"}, {"speaker": 1}),
        ({"actor": "Haley", "country": "USA"}, {"speaker": 1, "country": 1}),
    ],
)
def test_another_speaker_and_another_country_are_told_apart(world, editor, change, fields):
    said = world.say("Lavrov", "Words.")
    if "actor" in change:
        change = {**change, "actor": world.say("Haley", "Others.").attributions.get().actor}
    row = said.attributions.get()
    row.actor, row.country_id = change.get("actor", row.actor), change.get("country", row.country_id)
    row.save()
    verbs.confirm_edit(said, editor)
    decided(said, "2026-11-18")
    [quality] = qualities(MONDAY)
    assert quality.edits == fields


def test_of_what_nobody_kept_no_field_is_right(world, editor):
    said = world.say("Lavrov", "Words.")
    verbs.reject(Statement.objects.filter(pk=said.pk), editor)
    decided(said, "2026-11-18")
    [quality] = qualities(MONDAY)
    assert quality.right("words") is None


def cells(page, title):
    """The table under a heading, row by row, without the markup."""
    table = page.split(f"<h2>{title}</h2>")[1].split("</table>")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", table)
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in rows]


def test_two_readers_stand_side_by_side_field_by_field(client, editor, four):
    now = timezone.now()
    Statement.objects.exclude(reviewed_at=None).update(reviewed_at=now)
    Statement.objects.filter(pk=four[1].pk).update(extractor="gpt-oss-20b/p1")
    client.force_login(editor)
    head, *rows = cells(client.get("/review/quality/").text, "Field by field")
    assert head == ["Field", "1", "gpt-oss-20b/p1"]
    assert rows[:2] == [["words", "100%", "100%"], ["kind", "100%", "0%"]]


def test_what_a_reader_found_beside_the_embedded_one_and_what_it_cost(client, editor):
    counts = {"proposed": 9, "kept": 4, "both": 2, "only_reader": 2, "only_embedded": 1}
    same = {"words": 2, "speaker": 2, "country": 1, "day": 0, "position": 1}
    for sha256, reasons in (("a", {"told twice": 1, "no speaker": 2}), ("b", {"told twice": 2})):
        own = {"text_sha256": sha256, "reader": "m/p1", "embedded": "2.0.0", "dropped": reasons}
        ReaderReading.objects.create(**own, **counts, **same)
    ReaderDay.objects.create(day=MONDAY, requests=3, tokens=4_000, fallbacks={"status 500": 1})
    client.force_login(editor)
    page = client.get("/review/quality/").text
    [row] = cells(page, "Beside the embedded reader")[1:]
    assert row[:8] == ["m/p1", "2.0.0", "2", "18", "8", "4", "4", "2"]
    assert row[8:13] == ["100%", "100%", "50%", "0%", "50%"]
    assert row[13] == "told twice 3, no speaker 2"
    [day] = cells(page, "What the other reader cost")[1:]
    assert day[1:] == ["3", "4,000", "status 500 1"]


def test_without_another_reader_nothing_is_said_of_one(client, editor, four):
    client.force_login(editor)
    assert "embedded" not in client.get("/review/quality/").text
