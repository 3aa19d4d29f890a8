"""Resolution is written by the usual verbs: permitted, forbidden, conflicting, undone."""

import pytest

from articles.curate import verbs
from articles.curate.coding import resolution, tasks, units
from articles.models import Action, Actor, Attribution, Position, Review, Statement
from tests.curate.coding.saying import code_all, done, fresh, said, words
from tests.curate.coding.test_agreement import new
from tests.factories import actor


@pytest.fixture
def coded(task, three, coders):
    """Agreed on the second; of the first one has another stance, the third one rejects; two tag a quote."""
    stance = dict.fromkeys(said(three[0])["positions"], "support")
    code_all(coders[0], three, (three[2], None))
    code_all(coders[1], three, (three[0], {"positions": stance}))
    for coder in coders:
        tasks.code_words(coder, words("Liu agreed"))
    tasks.code_words(coders[0], words("Lavrov said"))
    done(*coders)
    return task


def key(task, words_):
    return next(u.key for u in units.units(task) if task.article.text[slice(*u.place[0])] == words_)


def review(statement):
    return Statement.objects.get(pk=statement.pk).review


def left(task):
    return sum(unit.is_open for unit in units.units(fresh(task)))


def test_a_code_as_the_suggestion_stands_accepts_it(coded, three, coders, chief):
    resolution.take(coded, f"s{three[0].pk}", str(coders[0].pk), chief)
    statement = Statement.objects.get(pk=three[0].pk)
    assert (statement.review, statement.reviewed_by, statement.machine_fields) == ("accepted", chief, [])
    action = Action.objects.get()
    assert (action.verb, action.by, action.needs) == ("accept", chief, "articles.delete_statement")
    assert action.summary == f"Coding task {coded.pk}: accepted ““We oppose it,””"


def test_a_mended_one_corrects_it(coded, three, coders, chief):
    resolution.take(coded, f"s{three[0].pk}", str(coders[1].pk), chief)
    assert (review(three[0]), Position.objects.get(statement=three[0]).stance) == ("accepted", "support")
    assert Action.objects.get().verb == "correct"


def test_none_rejects_it(coded, three, coders, chief):
    resolution.take(coded, f"s{three[2].pk}", str(coders[0].pk), chief)
    assert (review(three[2]), Action.objects.get().verb) == ("rejected", "reject")


def test_another_one_is_written(coded, three, chief):
    entries = said(three[0], said="2016", speakers=[new("Jens Stoltenberg")])
    resolution.resolve(coded, f"s{three[0].pk}", entries, chief)
    statement = Statement.objects.get(pk=three[0].pk)
    assert (str(statement.said_on), statement.attributions.get().actor) == (
        "2016-01-01",
        Actor.objects.get(name="Jens Stoltenberg"),
    )


def test_tagged_words_become_a_statement_or_not(coded, coders, chief):
    resolution.take(coded, key(coded, "Liu agreed"), str(coders[0].pk), chief)
    assert Statement.objects.get(quote="Liu agreed").review == Review.ACCEPTED
    resolution.take(coded, key(coded, "Lavrov said"), str(coders[1].pk), chief)
    assert not Statement.objects.filter(quote="Lavrov said").exists()
    assert left(coded) == 3


def test_all_agreed_ones_are_adopted_in_one_action(coded, three, chief):
    assert resolution.adopt(coded, chief) == 2
    assert [review(s) for s in three] == ["suggested", "accepted", "suggested"]
    assert Statement.objects.filter(quote="Liu agreed").exists()
    assert [str(a) for a in Action.objects.all()] == [
        f"Coding task {coded.pk}: adopted 2 codes on which all agree"
    ]
    with pytest.raises(verbs.Refused, match="agree on nothing that is left"):
        resolution.adopt(coded, chief)


def test_with_the_last_one_the_task_is_closed(coded, three, coders, chief):
    resolution.adopt(coded, chief)
    resolution.take(coded, f"s{three[0].pk}", str(coders[0].pk), chief)
    resolution.take(coded, f"s{three[2].pk}", str(coders[0].pk), chief)
    assert fresh(coded).closed_at is None
    resolution.resolve(coded, key(coded, "Lavrov said"), None, chief)
    assert fresh(coded).closed_at is not None
    assert verbs.reject(Statement.objects.published(), chief) == 3  # the desk has them again


@pytest.mark.parametrize("which", ["adopt", "suggestion", "tagged"])
def test_what_is_undone_is_open_again(coded, three, coders, chief, which):
    before = list(Statement.objects.order_by("pk").values("pk", "review", "kind", "reviewed_by"))
    {
        "adopt": lambda: resolution.adopt(coded, chief),
        "suggestion": lambda: resolution.take(coded, f"s{three[0].pk}", str(coders[1].pk), chief),
        "tagged": lambda: resolution.take(coded, key(coded, "Liu agreed"), str(coders[0].pk), chief),
    }[which]()
    assert left(coded) < 5
    verbs.undo(Action.objects.get(), chief)
    assert left(coded) == 5
    assert list(Statement.objects.order_by("pk").values("pk", "review", "kind", "reviewed_by")) == before
    assert Position.objects.get(statement=three[0]).stance == "oppose"


def test_editors_do_not_undo_what_the_chief_resolved(coded, chief, editor):
    resolution.adopt(coded, chief)
    with pytest.raises(verbs.Refused, match="editor may not do this"):
        verbs.undo(Action.objects.get(), editor)
    assert left(coded) == 3


def test_what_was_found_to_be_no_statement_is_decided_anew(coded, chief):
    lone = key(coded, "Lavrov said")
    resolution.resolve(coded, lone, None, chief)
    assert left(coded) == 4
    resolution.reopen(coded, lone, chief)
    assert left(coded) == 5
    with pytest.raises(verbs.Refused, match="was not resolved as no statement"):
        resolution.reopen(coded, lone, chief)


def test_nothing_is_resolved_twice(coded, three, chief):
    resolution.resolve(coded, f"s{three[0].pk}", None, chief)
    with pytest.raises(verbs.Refused, match="was resolved already: rejected"):
        resolution.resolve(coded, f"s{three[0].pk}", said(three[0]), chief)
    assert review(three[0]) == "rejected"


def test_nor_before_all_are_done(task, three, coders, chief):
    code_all(coders[0], three)
    done(coders[0])
    for verb in (
        lambda: resolution.adopt(task, chief),
        lambda: resolution.resolve(task, f"s{three[0].pk}", None, chief),
    ):
        with pytest.raises(verbs.Refused, match="Not all coders are done"):
            verb()
    assert {review(s) for s in three} == {"suggested"}


def test_nor_after_the_task_is_closed(coded, three, chief):
    tasks.close(coded, chief)
    with pytest.raises(verbs.Refused, match="is closed"):
        resolution.adopt(coded, chief)
    assert review(three[1]) == "suggested"


def test_nor_by_an_editor(coded, three, editor):
    for verb in (
        lambda: resolution.adopt(coded, editor),
        lambda: resolution.take(coded, f"s{three[0].pk}", "1", editor),
        lambda: resolution.resolve(coded, f"s{three[0].pk}", None, editor),
        lambda: resolution.reopen(coded, f"s{three[0].pk}", editor),
    ):
        with pytest.raises(verbs.Refused, match="editor may not do this"):
            verb()
    assert not Action.objects.exists()


def test_an_editor_is_not_even_told_who_is_done(task, three, editor):
    with pytest.raises(verbs.Refused, match="editor may not do this"):
        resolution.adopt(task, editor)


@pytest.mark.parametrize("coder", ["", "0", "many", "-1"])
def test_nobody_elses_code_is_taken(coded, three, chief, coder):
    with pytest.raises(verbs.Refused, match="Choose one of the coders"):
        resolution.take(coded, f"s{three[0].pk}", coder, chief)
    assert review(three[0]) == "suggested"


def test_two_at_one_place_are_refused_and_nothing_is_half_written(coded, three, chief):
    entries = said(three[0], fragments=said(three[1])["fragments"], kind="mixed")
    with pytest.raises(verbs.Refused, match="stands at exactly this place"):
        resolution.resolve(coded, f"s{three[0].pk}", entries, chief)
    assert (review(three[0]), Statement.objects.get(pk=three[0].pk).kind) == ("suggested", "direct")
    assert Attribution.objects.get(statement=three[0]).actor == actor("Lavrov")
