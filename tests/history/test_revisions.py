import pytest

from articles.curate import verbs
from articles.history.revisions import revisions
from articles.models import Action, Actor, Attribution, Position, Statement
from tests.factories import actor


@pytest.fixture
def said(world, editor):
    return world.say("Lavrov", "We oppose sanctions.", by=editor, sanctions="oppose")


def history(statement):
    return [(r.done, *r.changes) for r in revisions(statement)]


def only(statement):
    return Statement.objects.filter(pk=statement.pk)


def correct(statement, by, **changes):
    with verbs.acting(verbs.Verb.CORRECT, by, "articles.change_statement", "Corrected it"):
        only(statement).update(**changes)


def test_what_was_imported_as_read_was_published_then(said):
    [published] = revisions(said)
    assert (published.done, published.day, published.changes) == ("published", said.added_at.date(), ())


def test_nothing_is_told_from_before_it_was_published(world, editor):
    guess = world.say("Lavrov", "A guess.", sanctions="oppose")
    correct(guess, editor, quote="A better guess.")
    Position.objects.update(stance="support")
    assert history(guess) == []
    verbs.accept(only(guess), editor)
    assert history(guess) == [("published",)]


def test_corrections_are_told_before_and_after(said, editor, chief):
    Position.objects.update(stance="conditional")
    with verbs.acting(verbs.Verb.CORRECT, editor, "articles.change_statement", "Corrected it"):
        only(said).update(said_on="2017-06-01", said_until="2017-06-30", said_on_precision="month")
        Attribution.objects.update(country="CHN", role_printed="Minister")
    verbs.check(only(said), chief)
    assert history(said) == [
        ("checked", ("review", "accepted", "checked by a second editor")),
        (
            "corrected",
            ("said", "5 July 2017", "June 2017"),
            ("speaker", "Sergei Lavrov, Foreign Minister, for Russia", "Sergei Lavrov, Minister, for China"),
        ),
        ("changed", ("Sanctions", "opposes", "conditional")),
        ("published",),
    ]


def test_of_the_time_it_was_withdrawn_only_that_is_told(said, editor):
    verbs.reject(only(said), editor)
    correct(said, editor, quote="Secret words.")
    correct(said, editor, quote="We oppose all sanctions.")
    assert history(said)[0] == ("withdrawn",)
    verbs.accept(only(said), editor)
    assert history(said) == [
        ("published again", ("words", "We oppose sanctions.", "We oppose all sanctions.")),
        ("withdrawn",),
        ("published",),
    ]


def test_neither_is_what_was_discarded_and_restored(said, chief):
    verbs.discard(only(said), chief)
    verbs.undo(Action.objects.get(), chief)
    assert history(said) == [("published again",), ("withdrawn",), ("published",)]


def test_undoing_a_correction_is_told(said, editor):
    correct(said, editor, kind="mixed")
    verbs.undo(Action.objects.get(), editor)
    assert history(said)[0] == ("undone", ("reported", "partly quoted", "quoted"))


def test_a_merge_of_speakers_is_told(said, editor):
    other = Actor.objects.create(name="Sergey Lavrov", slug="sergey", kind="person", country_id="RUS")
    verbs.merge([actor("Lavrov")], other, editor)
    [(done, (what, before, after)), _] = history(said)
    assert (done, what, before.split(",")[0], after.split(",")[0]) == (
        "merged", "speaker", "Sergei Lavrov", "Sergey Lavrov",
    )  # fmt: skip


def test_what_nobody_can_see_is_no_revision(said, editor):
    correct(said, editor, confidence=0.5)
    assert history(said) == [("published",)]


def test_the_page_tells_it_without_names(said, client, editor):
    correct(said, editor, kind="mixed")
    page = client.get(said.get_absolute_url()).content.decode()
    history = page.partition('id="history"')[2].partition("</section>")[0]
    assert "<td>quoted</td><td>partly quoted</td>" in history
    assert "editor" not in history


def test_a_suggestion_has_no_history(world, client):
    guess = world.say("Lavrov", "A guess.")
    assert 'id="history"' not in client.get(guess.get_absolute_url()).content.decode()


def test_the_page_takes_as_many_queries_for_many_revisions_as_for_two(
    said, editor, client, django_assert_num_queries
):
    correct(said, editor, kind="mixed")
    client.get(said.get_absolute_url())
    with django_assert_num_queries(32):
        client.get(said.get_absolute_url())
    for kind in ("direct", "indirect", "mixed"):
        correct(said, editor, kind=kind)
    with django_assert_num_queries(32):
        client.get(said.get_absolute_url())
