import pytest
from django.contrib.auth.models import AnonymousUser, User

from articles.curate import verbs
from articles.dates import Period
from articles.models import Action, Attribution, Position, Review, Statement
from tests.factories import rejected


@pytest.fixture
def two(world):
    return [world.say("Lavrov", "one"), world.say("Haley", "two")]


@pytest.fixture
def colleague(editor):
    user = User.objects.create_user("colleague", is_staff=True)
    user.groups.set(editor.groups.all())
    return user


def every():
    return Statement.objects.all()


def only(statement):
    return every().filter(pk=statement.pk)


def reviews():
    return list(every().order_by("pk").values_list("review", flat=True))


def test_accepting_confirms_every_field_in_one_action(two, editor):
    assert verbs.accept(every(), editor) == 2
    statement = Statement.objects.get(pk=two[0].pk)
    assert (statement.review, statement.reviewed_by, statement.machine_fields) == ("accepted", editor, [])
    assert statement.reviewed_at is not None
    action = Action.objects.get()
    assert (action.verb, action.by, action.summary) == ("accept", editor, "Accepted 2 statements")


def test_rejecting_withdraws(two, editor):
    assert verbs.reject(only(two[0]), editor) == 1
    assert [s.pk for s in Statement.objects.with_suggestions()] == [two[1].pk]
    assert Action.objects.get().summary == "Rejected “one”"


def test_a_rejected_statement_can_be_taken_back(two, editor):
    rejected(two[0], editor)
    verbs.accept(only(two[0]), editor)
    assert two[0] in Statement.objects.published()


def test_what_cannot_be_applied_to_all_is_applied_to_none(two, editor):
    verbs.accept(only(two[1]), editor)
    before = list(every().order_by("pk").values())
    with pytest.raises(verbs.Refused, match=f"Statement {two[1].pk} is accepted; nothing was changed"):
        verbs.accept(every(), editor)
    assert list(every().order_by("pk").values()) == before
    assert Action.objects.count() == 1


def test_a_second_look_is_taken_by_somebody_else(two, editor, colleague):
    verbs.accept(every(), editor)
    with pytest.raises(verbs.Refused, match=f"Statement {two[0].pk} was accepted by editor; somebody else"):
        verbs.check(every(), editor)
    assert verbs.check(every(), colleague) == 2
    assert reviews() == ["checked", "checked"]
    assert two[0] in Statement.objects.published()


def test_only_what_was_accepted_can_be_checked(two, editor, colleague):
    verbs.accept(only(two[0]), editor)
    with pytest.raises(verbs.Refused, match=f"Statement {two[1].pk} is suggested by machine"):
        verbs.check(every(), colleague)
    assert reviews() == ["accepted", "suggested"]


def test_a_mended_statement_is_the_editors_word(two, editor):
    verbs.confirm_edit(two[0], editor)
    assert two[0] in Statement.objects.published()


def test_fields_nobody_confirmed_stay_marked(two, editor):
    verbs.confirm_fields(two[0], editor, ["kind", "said_on"])
    two[0].refresh_from_db()
    assert (two[0].review, two[0].machine_fields) == ("suggested", ["fragments", "attributions", "positions"])


def test_of_a_reviewed_statement_every_field_is_the_editors_word(two, editor, colleague):
    verbs.accept(every(), editor)
    verbs.check(every(), colleague)
    verbs.confirm_fields(two[0], editor, ["kind"])
    assert reviews() == ["accepted", "checked"]


def test_an_orphan_is_not_confirmed_by_an_edit(two, editor):
    only(two[0]).update(review=Review.ORPHANED, fragments=[])
    for verb in (verbs.confirm_edit, lambda *given: verbs.confirm_fields(*given, ["kind"])):
        with pytest.raises(verbs.Refused, match=f"words of statement {two[0].pk} are not found"):
            verb(two[0], editor)
    with pytest.raises(verbs.Refused, match="is orphaned: its article changed; nothing was changed"):
        verbs.accept(only(two[0]), editor)


def test_what_was_rejected_and_lost_its_place_does_not_come_back(two, editor):
    verbs.reject(only(two[0]), editor)
    only(two[0]).update(fragments=[])
    with pytest.raises(verbs.Refused, match=f"words of statement {two[0].pk} are not found"):
        verbs.accept(only(two[0]), editor)
    assert reviews() == ["rejected", "suggested"]


def test_an_orphan_is_rejected(two, editor):
    only(two[0]).update(review=Review.ORPHANED, fragments=[])
    assert verbs.reject(only(two[0]), editor) == 1


def test_what_the_chief_discards_leaves_the_tables(two, chief, world):
    assert verbs.discard(only(two[0]), chief) == 1
    assert two[0] not in every()
    assert not Attribution.objects.filter(statement_id=two[0].pk).exists()
    assert [a.summary for a in Action.objects.wastebin()] == ["Discarded “one”"]


def test_what_a_discarded_statement_reported_does_not_become_first_hand(two, chief, world):
    """Russia says that China …; and Russia says that it …"""
    of_another = world.say("Liu", "inner", parent=two[0], sanctions="oppose")
    of_its_own = world.say("Lavrov", "own", parent=two[0])
    firsthand = Attribution.objects.firsthand().order_by("pk")
    before = list(firsthand.exclude(statement=two[0]))
    verbs.discard(only(two[0]), chief)
    assert list(firsthand) == before == list(Attribution.objects.filter(statement__in=[two[1], of_its_own]))
    assert every().select_related("parent").get(pk=of_another.pk).parent is None
    verbs.undo(Action.objects.get(), chief)
    assert list(firsthand.exclude(statement=two[0])) == before
    assert [s.parent for s in every().filter(pk__in=[of_another.pk, of_its_own.pk])] == [two[0], two[0]]


def test_its_page_names_the_outer_one_only_while_that_can_be_seen(two, chief, world, client):
    inner = world.say("Liu", "inner", by=chief, parent=two[0])
    assert "Within" in client.get(inner.get_absolute_url()).content.decode()
    verbs.reject(only(two[0]), chief)
    assert "Within" not in client.get(inner.get_absolute_url()).content.decode()
    verbs.discard(only(two[0]), chief)
    assert client.get(inner.get_absolute_url()).status_code == 200
    client.force_login(chief)
    assert client.get(f"/admin/articles/statement/{inner.pk}/change/").status_code == 200
    assert client.get(f"/review/{inner.article_id}/?s={inner.pk}").status_code == 200


def test_editors_discard_nothing(two, editor):
    with pytest.raises(verbs.Refused, match="editor may not do this: it takes the permission"):
        verbs.discard(every(), editor)
    assert len(reviews()) == 2


VERBS = [verbs.accept, verbs.reject, verbs.check, verbs.discard]


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.__name__)
def test_nobody_changes_the_record_without_a_name_or_a_right(two, reader, verb):
    with pytest.raises(verbs.Refused, match="logged in"):
        verb(every(), AnonymousUser())
    with pytest.raises(verbs.Refused, match="reader may not do this"):
        verb(every(), reader)
    assert reviews() == ["suggested", "suggested"]
    assert not Action.objects.exists()


@pytest.mark.parametrize("verb", [verbs.accept, verbs.reject])
def test_many_take_as_many_queries_as_one(two, world, editor, django_assert_num_queries, verb):
    assert editor.has_perm("articles.change_statement")  # looked up once
    with django_assert_num_queries(10):
        verb(only(two[0]), editor)
    for n in range(3):
        world.say("Liu", f"More {n}.")
    with django_assert_num_queries(10):
        verb(every().waiting(), editor)


def test_positions_stay_with_what_is_rejected(world, editor):
    verbs.reject(only(world.say("Lavrov", "no", thaad="oppose")), editor)
    assert Position.objects.count() == 1


def test_redating(two):
    statement = two[0]
    verbs.redate(statement, Period.parse("2017-06"))
    statement.save()
    assert (str(statement.said_on), str(statement.said_until)) == ("2017-06-01", "2017-06-30")
    assert (statement.said_on_precision, statement.said_on_basis) == ("month", "editor")
    verbs.redate(statement, None)
    statement.save()
    assert (statement.said_on, statement.said_on_precision, statement.said_on_basis) == (
        None,
        "unknown",
        "none",
    )
