"""Logging in: with the right password, never by trying, and with the second factor where there is one."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from articles.models import SignIn
from articles.registry import second_factor

LOGIN = "/account/login/"
RIGHT = {"username": "editor", "password": "editor"}


def said(answer):
    return answer.content.decode()


def test_who_logs_in_is_led_to_the_account(client, editor):
    answer = client.post(LOGIN, RIGHT)
    assert (answer.status_code, answer["Location"]) == (302, "/account/")
    assert client.get("/account/").status_code == 200


@pytest.mark.parametrize(
    ("wanted", "led"),
    [
        ("/review/", "/review/"),
        ("https://evil.example/", "/account/"),
        ("//evil.example", "/account/"),
        ("javascript:alert(1)", "/account/"),
        ("", "/account/"),
    ],
)
def test_next_leads_to_pages_of_this_site_only(client, editor, wanted, led):
    shown = said(client.get(LOGIN, {"next": wanted}))
    assert ("evil" in shown, "javascript" in shown) == (False, False)
    assert client.post(LOGIN, {**RIGHT, "next": wanted})["Location"] == led


def test_the_admin_has_the_same_page(client, editor):
    assert client.get("/review/")["Location"] == "/admin/login/?next=/review/"
    assert client.post("/admin/login/?next=/review/", RIGHT)["Location"] == "/review/"
    assert client.post("/admin/login/", RIGHT)["Location"] == "/admin/"
    assert client.get("/accounts/profile/").status_code == 404  # where Django would have led


def test_who_may_not_see_a_page_is_told_who_is_logged_in(client, reader):
    client.force_login(reader)
    shown = said(client.get("/review/", follow=True))
    assert "You are logged in as reader, who may not see that page." in shown


@pytest.mark.parametrize("sent", [{}, {"username": "editor"}, {**RIGHT, "password": "Editor"}])
def test_a_wrong_password_is_told_beside_what_was_typed(client, editor, sent):
    answer = client.post(LOGIN, sent)
    assert answer.status_code == 422
    assert not SignIn.objects.exists()
    assert "sessionid" not in client.cookies


def test_an_inactive_account_is_not_let_in(client, editor):
    User.objects.update(is_active=False)
    assert client.post(LOGIN, RIGHT).status_code == 422


def test_a_name_is_locked_for_an_address_after_five_wrong_passwords(client, editor, chief):
    wrong = {**RIGHT, "password": "guess"}
    answers = [client.post(LOGIN, wrong) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [422] * 4 + [429]
    last = client.post(LOGIN, RIGHT)
    assert (last.status_code, last["Retry-After"]) == (429, "900")
    assert "Wait for 15 minutes, or have a chief editor set a new password." in said(last)
    assert client.post("/admin/login/", RIGHT).status_code == 429  # by whichever page
    # neither are others locked out there, nor is the editor elsewhere
    assert client.post(LOGIN, {"username": "chief", "password": "chief"}).status_code == 302
    assert Client(REMOTE_ADDR="192.0.2.7").post(LOGIN, RIGHT).status_code == 302


def test_behind_a_proxy_the_client_is_locked_and_not_the_proxy(client, editor, settings):
    settings.PROXIES = 1
    for _ in range(5):  # what the client says of itself changes nothing
        client.post(
            LOGIN, {**RIGHT, "password": "guess"}, headers={"X-Forwarded-For": "198.51.100.9, 192.0.2.7"}
        )
    locked = client.post(LOGIN, RIGHT, headers={"X-Forwarded-For": "192.0.2.7"})
    other = client.post(LOGIN, RIGHT, headers={"X-Forwarded-For": "192.0.2.7, 192.0.2.8"})
    assert (locked.status_code, other.status_code) == (429, 302)


def test_a_right_password_forgives_the_wrong_ones(client, editor):
    for _ in range(3):
        for _ in range(4):
            client.post(LOGIN, {**RIGHT, "password": "guess"})
        assert client.post(LOGIN, RIGHT).status_code == 302


def test_logging_out_takes_a_post(client, editor):
    client.post(LOGIN, RIGHT)
    assert client.get("/account/logout/").status_code == 405
    assert client.post("/account/logout/")["Location"] == "/"
    assert not SignIn.objects.exists()
    assert client.get("/account/")["Location"] == "/account/login/?next=/account/"


def code(device, drift=0):
    return f"{totp(device.bin_key, drift=drift):06}"


@pytest.fixture
def authenticator(editor, settings):
    settings.OTP_TOTP_THROTTLE_FACTOR = 0
    device = second_factor.waiting(editor)
    codes = second_factor.confirm(editor, code(device))
    return TOTPDevice.objects.get(), codes


def test_with_a_second_factor_the_password_is_not_enough(client, authenticator):
    device, _ = authenticator
    answer = client.post(LOGIN, RIGHT)
    assert answer.status_code == 422
    assert "This account has a second factor: type its code, too." in said(answer)
    assert client.post(LOGIN, {**RIGHT, "otp_token": "000000"}).status_code == 422
    assert client.post(LOGIN, {**RIGHT, "password": "x", "otp_token": code(device, 1)}).status_code == 422
    later = code(device, 1)  # the one by which it was set up was used
    assert client.post(LOGIN, {**RIGHT, "otp_token": f"{later[:3]} {later[3:]}"}).status_code == 302
    assert client.post(LOGIN, {**RIGHT, "otp_token": later}).status_code == 422


def test_the_admin_asks_for_it_too(client, authenticator):
    assert client.post("/admin/login/", RIGHT).status_code == 422


def test_an_emergency_code_lets_in_once(client, authenticator):
    _, codes = authenticator
    assert len(set(codes)) == second_factor.CODES
    assert client.post(LOGIN, {**RIGHT, "otp_token": codes[0]}).status_code == 302
    StaticDevice.objects.update(throttling_failure_count=0)
    assert client.post(LOGIN, {**RIGHT, "otp_token": codes[0]}).status_code == 422


def test_codes_cannot_be_tried_one_after_the_other(client, editor):
    device = second_factor.waiting(editor)
    second_factor.confirm(editor, code(device))
    client.post(LOGIN, {**RIGHT, "otp_token": "000000"})
    assert client.post(LOGIN, {**RIGHT, "otp_token": code(device, 1)}).status_code == 422  # it waits


def test_a_code_of_somebody_else_is_none(client, authenticator, chief):
    theirs = second_factor.waiting(chief)
    second_factor.confirm(chief, code(theirs))
    assert client.post(LOGIN, {**RIGHT, "otp_token": code(theirs, 1)}).status_code == 422
