"""What people do with their own account."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from lxml import html

from articles.models import SignIn
from articles.registry import second_factor

LOGIN = "/account/login/"
NEW = "a long walk by the sea"


@pytest.fixture
def at_home(client, editor):
    client.post(LOGIN, {"username": "editor", "password": "editor"}, headers={"User-Agent": "Lynx"})
    return client


def elsewhere(name="editor"):
    other = Client(REMOTE_ADDR="192.0.2.7")
    other.post(LOGIN, {"username": name, "password": name}, headers={"User-Agent": "w3m"})
    return other


def text(answer):
    return " ".join(html.fromstring(answer.content.decode()).text_content().split())


PAGES = ("/account/", "/account/password/", "/account/second-factor/")


@pytest.mark.parametrize("path", PAGES)
def test_who_is_not_logged_in_is_asked_to(client, db, path):
    for answer in (client.get(path), client.post(path, {"do": "end", "which": "others"})):
        assert answer["Location"] == f"{LOGIN}?next={path}"


@pytest.mark.parametrize("path", [*PAGES, LOGIN])
def test_no_copy_of_such_a_page_is_kept(at_home, path):
    assert "no-store" in at_home.get(path)["Cache-Control"]


def test_the_e_mail_address_is_changed_with_the_password_only(at_home, editor):
    wrong = at_home.post("/account/", {"email": "e@example.org", "password": "x"})
    assert wrong.status_code == 422 and "This is not your password." in text(wrong)
    assert at_home.post("/account/", {"email": "no address", "password": "editor"}).status_code == 422
    assert at_home.post("/account/", {"email": "e@example.org", "password": "editor"}).status_code == 302
    assert User.objects.get().email == "e@example.org"
    assert "Your e-mail address was changed." in text(at_home.get("/account/"))


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("a", "too short"),
        ("password1234", "too common"),
        ("123456789012", "entirely numeric"),
        ("editor editor", "too similar to the username"),
    ],
)
def test_a_password_that_is_soon_guessed_is_refused(at_home, password, why):
    sent = {"old_password": "editor", "new_password1": password, "new_password2": password}
    answer = at_home.post("/account/password/", sent)
    assert answer.status_code == 422
    assert why in text(answer)
    assert User.objects.get().check_password("editor")


def test_a_new_password_ends_all_other_sessions(at_home):
    other = elsewhere()
    wrong = {"old_password": "x", "new_password1": NEW, "new_password2": NEW}
    assert at_home.post("/account/password/", wrong).status_code == 422
    assert at_home.post("/account/password/", {**wrong, "old_password": "editor"}).status_code == 302
    assert at_home.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302
    assert User.objects.get().check_password(NEW)
    assert [each.agent for each in SignIn.objects.lasting()] == ["Lynx"]


def test_sessions_are_listed_and_can_be_ended(at_home, chief):
    other, third, stranger = elsewhere(), elsewhere(), elsewhere("chief")
    shown = at_home.get("/account/")
    assert re.findall(r"from ([\d.]+), (\w+)", text(shown)) == [
        ("192.0.2.7", "w3m"),
        ("192.0.2.7", "w3m"),
        ("127.0.0.1", "Lynx"),
    ]
    latest = SignIn.objects.filter(user__username="editor").latest("pk")
    assert at_home.post("/account/", {"do": "end", "which": latest.pk}).status_code == 302
    assert "1 session was ended." in text(at_home.get("/account/"))
    assert third.get("/account/").status_code == 302
    assert other.get("/account/").status_code == 200
    at_home.post("/account/", {"do": "end", "which": "others"})
    assert other.get("/account/").status_code == 302
    assert at_home.get("/account/").status_code == stranger.get("/account/").status_code == 200


@pytest.mark.parametrize("which", ["", "x", "0", "9" * 30, "\u0663"])
def test_sessions_of_others_cannot_be_ended(at_home, chief, which):
    stranger = elsewhere("chief")
    theirs = SignIn.objects.get(user__username="chief")
    for number in (which, theirs.pk):
        at_home.post("/account/", {"do": "end", "which": number})
    assert stranger.get("/account/").status_code == 200


def test_what_has_run_out_is_forgotten(at_home, editor):
    SignIn.objects.create(user=editor, session_key="gone")
    elsewhere()
    assert not SignIn.objects.filter(session_key="gone").exists()
    assert SignIn.objects.count() == 2


def token(device, drift=0):
    return f"{totp(device.bin_key, drift=drift):06}"


def test_a_second_factor_is_set_up_by_its_code(at_home, editor):
    shown = at_home.get("/account/second-factor/").content.decode()
    device = TOTPDevice.objects.get()
    assert second_factor.secret_of(device) in shown
    assert 'src="data:image/svg+xml' in shown
    assert not second_factor.has_second_factor(editor)
    wrong = at_home.post("/account/second-factor/", {"otp_token": "000000"})
    assert wrong.status_code == 422 and not second_factor.has_second_factor(editor)
    TOTPDevice.objects.update(throttling_failure_count=0)
    right = at_home.post("/account/second-factor/", {"otp_token": token(device)})
    assert right.status_code == 200
    assert len(html.fromstring(right.content.decode()).xpath("//li/code")) == second_factor.CODES
    assert second_factor.has_second_factor(editor)
    assert "A code of your authenticator is asked for" in text(at_home.get("/account/"))
    assert second_factor.secret_of(device) not in at_home.get("/account/second-factor/").content.decode()


def test_it_is_taken_off_by_the_password(at_home, editor):
    second_factor.confirm(editor, token(second_factor.waiting(editor)))
    assert at_home.post("/account/second-factor/", {"password": "x"}).status_code == 422
    assert second_factor.has_second_factor(editor)
    assert at_home.post("/account/second-factor/", {"password": "editor"}).status_code == 302
    assert second_factor.remove(editor) == 0


def test_a_chief_takes_it_off_for_who_has_lost_the_phone(client, chief, editor, superuser):
    for person in (editor, superuser):
        second_factor.confirm(person, token(second_factor.waiting(person)))
    client.force_login(chief)
    sent = {"action": "remove_second_factor", "_selected_action": [editor.pk, superuser.pk]}
    client.post("/admin/auth/user/", sent)
    assert not second_factor.has_second_factor(editor)
    assert second_factor.has_second_factor(superuser)  # who may do more
