import pytest
from django.contrib.auth.models import Group, Permission, User

from articles import accounts
from articles.models import Statement
from tests.factories import rejected

BEYOND = ["delete_actor", "delete_statement", "change_takedown", "delete_takedown", "change_statementevent"]


@pytest.mark.parametrize("name", accounts.RIGHTS)
def test_a_group_has_exactly_its_rights(db, name):
    held = Group.objects.get(name=name).permissions.values_list("content_type__app_label", "codename")
    assert {f"{app}.{codename}" for app, codename in held} == accounts.RIGHTS[name]


def test_rights_given_or_taken_by_hand_last_until_the_next_migrate(editor):
    group = Group.objects.get(name=accounts.EDITOR)
    group.permissions.set(Permission.objects.filter(codename="delete_actor"))
    accounts.load()
    assert User.objects.get().has_perm("articles.change_actor")
    assert not User.objects.get().has_perm("articles.delete_actor")


def test_other_groups_are_left_alone(db):
    other = Group.objects.create(name="Auditors")
    other.permissions.set(Permission.objects.filter(codename="view_action"))
    accounts.load()
    assert (other.permissions.count(), Group.objects.count()) == (1, 4)


@pytest.mark.parametrize("codename", BEYOND)
def test_editors_delete_nothing_and_change_no_history(editor, codename):
    assert Permission.objects.filter(codename=codename).exists()
    assert not editor.has_perm(f"articles.{codename}")


def test_editors_take_comparisons_down_and_manage_nobody(editor):
    assert editor.has_perm("articles.add_takedown")
    assert not any(name.startswith("auth.") for name in editor.get_all_permissions())


def test_chief_editors_delete_what_can_be_restored_and_never_accounts(chief):
    assert chief.has_perms(["articles.delete_statement", "auth.add_user", "auth.change_user"])
    assert not chief.has_perm("articles.delete_takedown")
    assert not chief.has_perm("auth.delete_user")
    assert not chief.has_perm("auth.change_group")


def test_readers_hold_no_right_and_do_not_log_in_to_the_desk(reader):
    assert (reader.get_all_permissions(), reader.is_staff) == (set(), False)


@pytest.mark.parametrize("review", ["suggested", "rejected", "orphaned"])
def test_readers_see_no_draft(client, reader, editor, world, review):
    world.say("Haley", "Talks first.", by=editor, dialogue="support")
    hidden = rejected(world.say("Lavrov", "We oppose sanctions.", sanctions="oppose"), editor)
    Statement.objects.filter(pk=hidden.pk).update(review=review)
    client.force_login(reader)
    for path in ("/", "/statements/", "/countries/RUS/", "/actors/sergei-lavrov/", "/issues/sanctions/"):
        assert "We oppose sanctions." not in client.get(path).content.decode(), path
    assert client.get("/review/").status_code == client.get("/admin/").status_code == 302


def test_who_outranks_whom(reader, editor, chief, superuser):
    ranked = [reader, editor, chief, superuser]
    for n, person in enumerate(ranked):
        assert [accounts.outranks(person, other) for other in ranked] == [
            other in ranked[n + 1 :] for other in ranked
        ]


def test_the_inactive_keep_their_rank(chief, superuser):
    superuser.is_superuser = superuser.is_active = False
    superuser.save()
    superuser.user_permissions.set(Permission.objects.filter(codename="delete_user"))
    assert accounts.outranks(chief, superuser)
