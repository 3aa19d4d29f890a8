import io

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from articles import accounts

GOOD = "a long walk by the sea"


def create(name, password, monkeypatch, **options):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    call_command("create_chief", name, password_stdin=True, **options)


def test_the_first_account_may_make_all_others(db, client, monkeypatch, capsys):
    create("anna", GOOD, monkeypatch, email="anna@example.org")
    anna = User.objects.get()
    assert (anna.is_staff, anna.is_superuser, anna.email) == (True, False, "anna@example.org")
    assert [group.name for group in anna.groups.all()] == [accounts.CHIEF]
    assert "anna is a chief editor now" in capsys.readouterr().out
    assert client.post("/account/login/", {"username": "anna", "password": GOOD}).status_code == 302
    assert client.get("/admin/auth/user/add/").status_code == 200


@pytest.mark.parametrize(
    ("name", "password", "why"),
    [
        ("anna", "a", "too short"),
        ("editor", GOOD, "already exists"),
        ("an na", GOOD, "valid username"),
        ("", GOOD, "blank"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_made(editor, monkeypatch, name, password, why):
    with pytest.raises(CommandError, match=why):
        create(name, password, monkeypatch)
    assert User.objects.count() == 1


def test_without_a_terminal_it_says_how_to_give_a_password(db, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO())
    with pytest.raises(CommandError, match="--password-stdin"):
        call_command("create_chief", "anna")


@pytest.mark.parametrize("again", [GOOD, "another"])
def test_at_a_terminal_it_is_typed_twice(db, monkeypatch, again):
    typed = iter([GOOD, again])
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(typed))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    if again == GOOD:
        call_command("create_chief", "anna")
        assert User.objects.get().check_password(GOOD)
    else:
        with pytest.raises(CommandError, match="two different passwords"):
            call_command("create_chief", "anna")
