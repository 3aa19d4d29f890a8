import pytest

from articles.curate import verbs
from articles.models import Action, Actor, Issue, Source, Statement
from tests.admin.forms import address, change
from tests.factories import actor

LIST = address(Action)
REJECTED = "Rejected “We oppose sanctions.”"


@pytest.fixture
def guess(world):
    return world.say("Lavrov", "We oppose sanctions.", sanctions="oppose")


def undo(action):
    return f"/admin/articles/action/{action.pk}/undo/"


def summaries(page):
    return [action.summary for action in page.context["cl"].result_list]


@pytest.fixture
def busy(guess, world, editor, chief):
    """An editor rejected one statement and took that back; the chief discarded another."""
    verbs.reject(Statement.objects.all(), editor)
    verbs.undo(Action.objects.get(), editor)
    world.say("Haley", "Rubbish.")
    verbs.discard(Statement.objects.filter(quote="Rubbish."), chief)
    return Action.objects.order_by("pk")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (
            "",
            [
                "Discarded “Rubbish.”",
                f"Undone: {REJECTED}",
                REJECTED,
            ],
        ),
        ("verb__exact=reject", [REJECTED]),
        ("state=bin", ["Discarded “Rubbish.”"]),
        ("state=undone", [REJECTED]),
        ("state=standing", ["Discarded “Rubbish.”", f"Undone: {REJECTED}"]),
        ("q=rubbish", ["Discarded “Rubbish.”"]),
    ],
)
def test_actions_by_verb_state_and_words(at_desk, busy, query, found):
    assert summaries(at_desk.get(f"{LIST}?{query}")) == found


def test_actions_by_person(at_desk, busy, chief):
    assert summaries(at_desk.get(LIST, {"by__id__exact": chief.pk})) == ["Discarded “Rubbish.”"]


def test_the_list_takes_as_many_queries_for_three_as_for_one(
    at_desk, guess, editor, django_assert_num_queries
):
    verbs.accept(Statement.objects.all(), editor)
    at_desk.get(LIST)
    with django_assert_num_queries(14):
        at_desk.get(LIST)
    for _ in range(2):
        verbs.undo(Action.objects.latest("pk"), editor)
    with django_assert_num_queries(14):
        at_desk.get(LIST)


def test_an_action_shows_each_field_before_and_after(at_desk, busy):
    page = at_desk.get(address(Action, "change", busy[0].pk)).content.decode()
    assert "<td>review</td><td>suggested by machine</td><td>rejected</td>" in page
    assert "Undone by" in page
    assert undo(busy[0]) not in page


def test_the_button_takes_it_back_and_leads_to_how_it_was_done(at_desk, guess, editor):
    verbs.accept(Statement.objects.all(), editor)
    action = Action.objects.get()
    assert 'value="Undo"' in at_desk.get(address(Action, "change", action.pk)).content.decode()
    page = at_desk.post(undo(action), follow=True).content.decode()
    assert "Undone: Accepted “We oppose sanctions.”." in page
    assert 'value="Redo"' in page
    assert Statement.objects.get().review == "suggested"


def test_what_cannot_be_undone_says_why(at_desk, guess, editor):
    verbs.accept(Statement.objects.all(), editor)
    verbs.reject(Statement.objects.all(), editor)
    page = at_desk.post(undo(Action.objects.earliest("pk")), follow=True).content.decode()
    assert f"Statement {guess.pk} was changed since by editor" in page
    assert Statement.objects.get().review == "rejected"


def test_the_chief_restores_from_the_waste_bin(client, chief, busy):
    client.force_login(chief)
    discarded = Action.objects.wastebin().get()
    assert 'value="Restore"' in client.get(address(Action, "change", discarded.pk)).content.decode()
    client.post(undo(discarded))
    assert Statement.objects.filter(quote="Rubbish.").exists()
    assert not Action.objects.wastebin().exists()


def test_editors_see_the_waste_bin_and_restore_nothing(at_desk, busy):
    discarded = Action.objects.wastebin().get()
    page = at_desk.get(address(Action, "change", discarded.pk)).content.decode()
    assert "Restore takes the permission articles.delete_statement." in page
    assert "may not do this" in at_desk.post(undo(discarded), follow=True).content.decode()
    assert not Statement.objects.filter(quote="Rubbish.").exists()


def test_looking_undoes_nothing_and_readers_see_nothing(client, reader, at_desk, busy):
    action = busy[2]
    assert at_desk.get(undo(action)).status_code == 405
    assert at_desk.post(address(Action, "delete", action.pk), {"post": "yes"}).status_code == 403
    client.force_login(reader)
    assert client.post(undo(action)).status_code == 302
    assert "/login/" in client.get(address(Action, "change", action.pk)).url
    assert not action.is_undone


def test_the_history_of_a_statement_lists_its_actions(at_desk, busy, guess):
    page = at_desk.get(address(Statement, "history", guess.pk)).content.decode()
    assert REJECTED in page
    assert "Rubbish" not in page


def test_chief_editors_discard_from_the_list_and_editors_cannot(client, at_desk, guess, chief):
    form = {"action": "discard", "_selected_action": [guess.pk]}
    at_desk.post(address(Statement), form)
    assert Statement.objects.exists()
    client.force_login(chief)
    client.post(address(Statement), form)
    assert not Statement.objects.exists()


def test_a_second_look_from_the_list(client, at_desk, guess, chief):
    form = {"action": "second_look", "_selected_action": [guess.pk]}
    at_desk.post(address(Statement), {**form, "action": "accept"})
    assert (
        "was accepted by editor; somebody else"
        in at_desk.post(address(Statement), form, follow=True).content.decode()
    )
    client.force_login(chief)
    client.post(address(Statement), form)
    assert Statement.objects.get().review == "checked"


ISSUE = {"title": "THAAD", "slug": "thaad", "phrases": "missiles", "initial-phrases": "missiles"}


def test_what_is_typed_into_any_form_can_be_undone(at_desk, db, editor):
    at_desk.post(address(Issue, "add"), ISSUE)
    issue = Issue.objects.get()
    form = {**ISSUE, "title": "THAAD in South Korea", "version": verbs.version(issue)}
    at_desk.post(address(Issue, "change", issue.pk), form)
    added, edited = Action.objects.order_by("pk")
    assert (added.verb, added.summary) == ("add", "Added issue “THAAD”")
    assert (edited.verb, edited.summary) == ("edit", "Edited issue “THAAD in South Korea”: Changed Title.")
    verbs.undo(edited, editor)
    assert Issue.objects.get().title == "THAAD"
    verbs.undo(added, editor)
    assert not Issue.objects.exists()


def test_a_form_that_is_refused_or_changes_nothing_is_no_action(at_desk, db):
    at_desk.post(address(Issue, "add"), {**ISSUE, "title": ""})
    assert not Action.objects.exists()
    issue = Issue.objects.create(title="THAAD", slug="thaad", phrases=["missiles"])
    at_desk.post(address(Issue, "change", issue.pk), {**ISSUE, "version": verbs.version(issue)})
    assert not Action.objects.exists()


@pytest.mark.parametrize("way", ["one", "many"])
def test_what_the_chief_deletes_in_the_admin_can_be_restored(client, chief, db, way):
    client.force_login(chief)
    source = Source.objects.create(name="Gazette", slug="gazette")
    if way == "one":
        client.post(address(Source, "delete", source.pk), {"post": "yes"})
    else:
        form = {"action": "delete_selected", "_selected_action": [source.pk], "post": "yes"}
        client.post(address(Source), form)
    action = Action.objects.get()
    assert (action.verb, action.summary) == ("delete", "Deleted source “Gazette”")
    assert not Source.objects.exists()
    verbs.undo(action, chief)
    assert Source.objects.get() == source


def test_aliases_and_roles_typed_in_with_an_actor_are_part_of_the_action(at_desk, guess, editor):
    lavrov = actor("Lavrov")
    rows = {
        "roles-TOTAL_FORMS": 0,
        "roles-INITIAL_FORMS": 0,
        "aliases-TOTAL_FORMS": 1,
        "aliases-INITIAL_FORMS": 0,
        "version": verbs.version(lavrov),
    }
    form = {"name": "S. Lavrov", "kind": "person", "country": "RUS", **rows, "aliases-0-name": "Lavrov"}
    assert at_desk.post(address(Actor, "change", lavrov.pk), form).status_code == 302
    verbs.undo(Action.objects.get(), editor)
    assert (Actor.objects.get().name, lavrov.aliases.count()) == ("Sergei Lavrov", 0)


def test_an_orphan_is_not_confirmed_by_its_form(at_desk, guess):
    Statement.objects.update(review="orphaned", fragments=[])
    from tests.admin.forms import form_of

    page = at_desk.post(change(guess), form_of(at_desk.get(change(guess)), kind="mixed"), follow=True)
    assert f"The words of statement {guess.pk} are not found in the text" in page.content.decode()
    assert Statement.objects.get().kind == "direct"


@pytest.mark.parametrize("number", ["source-620", "ﬁ", "9" * 30, "0"])
def test_what_is_no_number_of_an_action_is_not_found(client, chief, number):
    client.force_login(chief)
    assert client.get(f"/admin/articles/action/{number}/change/").status_code == 404
