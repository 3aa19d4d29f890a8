import pytest
from django.contrib.auth.models import User

from articles.admin.conflicts import resubmitted
from articles.curate import verbs
from articles.models import Action, Actor, ActorAlias, Attribution, Issue, Position, Statement
from tests.admin.forms import address, change, form_of
from tests.factories import actor


@pytest.fixture
def guess(world):
    return world.say(["Russia", "China"], "We oppose sanctions.", sanctions="oppose")


@pytest.fixture
def colleague(editor):
    user = User.objects.create_user("colleague", is_staff=True)
    user.groups.set(editor.groups.all())
    return user


def stances(statement):
    return sorted(statement.positions.values_list("issue__slug", "stance"))


def test_the_second_editor_is_told_and_keeps_their_entries(at_desk, guess, colleague):
    form = form_of(at_desk.get(change(guess)), **{"kind": "mixed", "said": "2017-06"})
    verbs.accept(Statement.objects.all(), colleague)
    Position.objects.update(stance="conditional")
    page = at_desk.post(change(guess), form)
    [accepted, stance] = page.context["adminform"].form.non_field_errors()
    assert accepted.startswith("colleague changed this statement on ")
    assert f"<li>statement {guess.pk}, review: suggested by machine → accepted</li>" in accepted
    assert stance.startswith("Somebody outside the desk changed this statement")
    assert "stance: opposes → conditional</li>" in stance
    kept = form_of(page)
    assert (kept["kind"], kept["said"], kept["positions-0-stance"]) == ("mixed", "2017-06", "conditional")
    guess.refresh_from_db()
    assert (guess.kind, guess.reviewed_by) == ("direct", colleague)
    assert stances(guess) == [("sanctions", "conditional")]
    assert Action.objects.count() == 1


def test_what_the_other_changed_and_this_editor_did_not_stays_theirs(at_desk, world, colleague):
    issue = world.issue("talks")
    path = address(Issue, "change", issue.pk)
    form = form_of(at_desk.get(path), description="Mine.")
    theirs = form_of(at_desk.get(path), title="Talks with the North", phrases="talks, parley")
    at_desk.force_login(colleague)
    assert at_desk.post(path, theirs).status_code == 302
    again = form_of(at_desk.post(path, form))
    assert at_desk.post(path, again).status_code == 302
    issue.refresh_from_db()
    told = (issue.title, issue.phrases, issue.description)
    assert told == ("Talks with the North", ["talks", "parley"], "Mine.")


def test_what_both_changed_is_as_the_second_one_has_it(at_desk, world, colleague):
    issue = world.issue("talks")
    path = address(Issue, "change", issue.pk)
    form = form_of(at_desk.get(path), title="My talks")
    Issue.objects.filter(pk=issue.pk).update(title="Their talks")
    again = form_of(at_desk.post(path, form))
    assert again["title"] == "My talks"


def test_saving_again_goes_through_knowingly(at_desk, guess, colleague, editor):
    form = form_of(at_desk.get(change(guess)), kind="mixed")
    verbs.reject(Statement.objects.all(), colleague)
    again = form_of(at_desk.post(change(guess), form))
    assert at_desk.post(change(guess), again).status_code == 302
    guess.refresh_from_db()
    assert (guess.kind, guess.review, guess.reviewed_by) == ("mixed", "accepted", editor)


def test_a_change_in_between_is_told_as_well(at_desk, guess, colleague):
    form = form_of(at_desk.get(change(guess)), kind="mixed")
    verbs.accept(Statement.objects.all(), colleague)
    again = form_of(at_desk.post(change(guess), form))
    verbs.reject(Statement.objects.all(), colleague)
    [error] = at_desk.post(change(guess), again).context["adminform"].form.non_field_errors()
    assert "review: accepted → rejected" in error
    assert Statement.objects.get().kind == "direct"


def test_rows_that_came_or_went_do_not_upset_the_form(at_desk, guess, world, colleague):
    form = form_of(at_desk.get(change(guess)), **{"positions-0-stance": "neutral"})
    Attribution.objects.filter(actor=actor("China")).delete()
    Position.objects.all().delete()
    Position.objects.create(statement=guess, issue=world.issue("talks"), stance="support")
    page = at_desk.post(change(guess), form)
    assert len(page.context["adminform"].form.non_field_errors()) == 1
    assert at_desk.post(change(guess), form_of(page)).status_code == 302
    assert stances(guess) == [("sanctions", "neutral"), ("talks", "support")]
    assert {a.actor.name for a in guess.attributions.all()} == {"Russia", "China"}


def test_without_a_version_nothing_counts_as_seen(at_desk, guess):
    for version in ("", "nonsense", "1.x"):
        form = form_of(at_desk.get(change(guess)), version=version)
        assert at_desk.post(change(guess), form).status_code == 200
    assert Statement.objects.get().review == "suggested"


def test_resubmitting_what_nobody_changed_changes_nothing(at_desk, guess, rf):
    page = at_desk.get(change(guess))
    posted = rf.post("/", form_of(page)).POST
    formsets = [inline.formset.__class__ for inline in page.context["inline_admin_formsets"]]
    same = resubmitted(posted, guess, formsets)
    assert {k: v for k, v in same.items() if v} == {k: v for k, v in posted.items() if v}


def test_a_correction_is_one_action_that_says_what_was_changed(at_desk, guess, editor):
    talks = Issue.objects.create(title="Talks", slug="talks")
    form = form_of(at_desk.get(change(guess)), **{"kind": "mixed", "positions-0-issue": talks.pk})
    at_desk.post(change(guess), form)
    action = Action.objects.get()
    what = "Changed Kind. Changed Issue for position “opposes: Talks”."
    assert (action.verb, action.summary) == ("correct", f"Corrected “We oppose sanctions.”: {what}")
    verbs.undo(action, editor)
    guess.refresh_from_db()
    assert (guess.kind, guess.review, stances(guess)) == ("direct", "suggested", [("sanctions", "oppose")])


def test_saving_it_as_it_stands_accepts_it(at_desk, guess):
    at_desk.post(change(guess), form_of(at_desk.get(change(guess))))
    action = Action.objects.get()
    assert (action.verb, action.summary) == ("accept", "Accepted “We oppose sanctions.”")


def test_saving_what_is_reviewed_without_a_change_is_nothing(at_desk, guess, editor, colleague):
    verbs.accept(Statement.objects.all(), editor)
    verbs.check(Statement.objects.all(), colleague)
    at_desk.post(change(guess), form_of(at_desk.get(change(guess))))
    assert Statement.objects.get().review == "checked"
    assert Action.objects.count() == 2


def test_an_edit_need_not_confirm_the_rest(at_desk, guess):
    form = form_of(at_desk.get(change(guess)), **{"said": "2017-06", "positions-0-stance": "neutral"})
    del form["confirms"]
    at_desk.post(change(guess), form)
    guess.refresh_from_db()
    assert (guess.review, guess.machine_fields) == ("suggested", ["fragments", "kind", "attributions"])


def test_the_printed_name_of_a_corrected_speaker_is_not_learnt_unasked(at_desk, guess, world):
    world.say("Lavrov", "No.")
    guess.attributions.update(name_printed="S. V. Lavrov")
    form = form_of(at_desk.get(change(guess)), **{"attributions-0-actor": actor("Lavrov").pk})
    assert at_desk.post(change(guess), form).status_code == 302
    assert guess.attributions.filter(actor=actor("Lavrov")).exists()
    assert not ActorAlias.objects.exists()


def test_an_alias_that_is_there_already_is_told_and_the_entries_are_kept(at_desk, guess):
    who = actor("Russia")
    who.aliases.create(name="Moscow")
    page = at_desk.get(address(Actor, "change", who.pk))
    form = form_of(page, **{"name": "Russian Federation", "aliases-1-name": "MOSCOW"})
    answer = at_desk.post(address(Actor, "change", who.pk), form)
    assert answer.status_code == 200
    assert "Another row is in the way" in answer.content.decode()
    assert 'value="Russian Federation"' in answer.content.decode()
    assert [alias.name for alias in who.aliases.all()] == ["Moscow"]
