import pytest
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse

from articles import accounts

NEW = {
    "username": "new",
    "usable_password": "true",
    "password1": "ob-la-di-1968",
    "password2": "ob-la-di-1968",
}


@pytest.fixture
def at_desk(client, chief):
    client.force_login(chief)
    return client


@pytest.fixture
def somebody(db):
    return User.objects.create_user("somebody", password="secret")


def page(user, name="change"):
    return reverse(f"admin:auth_user_{name}", args=[user.pk])


def entries(**changes):
    """What the form of an account sends; an inactive person sends no is_active."""
    moment = {"date_joined_0": "2026-11-22", "date_joined_1": "10:00:00"}
    return {"username": "somebody", "is_active": "on", **moment, **changes}


def groups(*names):
    return [Group.objects.get(name=name).pk for name in names]


def test_a_chief_makes_an_account_and_puts_it_into_a_group(at_desk):
    at_desk.post(reverse("admin:auth_user_add"), NEW)
    new = User.objects.get(username="new")
    form = entries(username="new", is_staff="on", groups=groups(accounts.EDITOR))
    assert at_desk.post(page(new), form).status_code == 302
    new = User.objects.get(username="new")
    assert (new.is_staff, new.has_perm("articles.change_statement")) == (True, True)


def test_a_chief_makes_no_superuser_and_gives_no_right_beyond_the_groups(at_desk, somebody):
    shown = at_desk.get(page(somebody)).content.decode()
    assert 'name="is_staff"' in shown
    assert 'name="is_superuser"' not in shown and 'name="user_permissions"' not in shown
    right = Permission.objects.get(codename="change_statement")
    form = entries(is_staff="on", is_superuser="on", user_permissions=[right.pk])
    assert at_desk.post(page(somebody), form).status_code == 302
    somebody = User.objects.get(pk=somebody.pk)
    assert (somebody.is_staff, somebody.is_superuser) == (True, False)
    assert somebody.get_all_permissions() == set()


def test_nor_through_the_form_of_a_new_account(at_desk):
    at_desk.post(reverse("admin:auth_user_add"), NEW | {"is_superuser": "on", "is_staff": "on"})
    new = User.objects.get(username="new")
    assert (new.is_staff, new.is_superuser) == (False, False)


def test_nor_to_themselves(at_desk, chief):
    at_desk.post(page(chief), entries(username="chief", is_superuser="on", groups=groups(accounts.CHIEF)))
    assert not User.objects.get(pk=chief.pk).is_superuser


def test_a_chief_gives_no_group_that_may_do_more(at_desk, somebody):
    more = Group.objects.create(name="Owners")
    more.permissions.set(Permission.objects.filter(codename="delete_user"))
    assert "Owners" not in at_desk.get(page(somebody)).content.decode()
    assert at_desk.post(page(somebody), entries(groups=[more.pk])).status_code == 200
    assert not somebody.groups.exists()


@pytest.mark.parametrize("right", ["superuser", "permission"])
def test_a_chief_neither_changes_nor_logs_in_as_whoever_may_do_more(at_desk, somebody, right):
    somebody.is_superuser = right == "superuser"
    somebody.save()
    somebody.user_permissions.set(Permission.objects.filter(codename="delete_user"))
    before = User.objects.values().get(pk=somebody.pk)
    passwords = {"usable_password": "true", "password1": "ob-la-di-1968", "password2": "ob-la-di-1968"}
    assert at_desk.post(page(somebody), entries(username="mine")).status_code == 403
    assert at_desk.post(page(somebody, "password_change"), passwords).status_code == 403
    assert somebody.password not in at_desk.get(page(somebody)).content.decode()
    assert User.objects.values().get(pk=somebody.pk) == before


def test_a_chief_sets_the_password_of_an_editor_and_makes_one_inactive(at_desk, editor):
    passwords = {"usable_password": "true", "password1": "ob-la-di-1968", "password2": "ob-la-di-1968"}
    at_desk.post(page(editor, "password_change"), passwords)
    assert User.objects.get(pk=editor.pk).check_password("ob-la-di-1968")
    at_desk.post(page(editor), entries(username="editor", is_active=""))
    assert not User.objects.get(pk=editor.pk).is_active


def test_a_superuser_gives_everything(client, superuser, somebody):
    client.force_login(superuser)
    client.post(page(somebody), entries(is_superuser="on", groups=groups(accounts.CHIEF)))
    somebody.refresh_from_db()
    assert (somebody.is_superuser, somebody.groups.get().name) == (True, "chief editor")


def test_a_chief_gives_nobody_a_password_that_is_soon_guessed(at_desk, somebody):
    new = {"username": "new", "usable_password": "true", "password1": "a", "password2": "a"}
    page_of_new = at_desk.post(reverse("admin:auth_user_add"), new)
    assert "too short" in page_of_new.content.decode()
    at_desk.post(
        page(somebody, "password_change"), {"password1": "password1234", "password2": "password1234"}
    )
    assert not User.objects.filter(username="new").exists()
    assert User.objects.get(pk=somebody.pk).check_password("secret")
