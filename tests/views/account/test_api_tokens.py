"""Tokens on the account page: made by the password, shown once, revoked by their owner alone."""

import pytest
from lxml import html

from articles.models import ApiToken
from articles.models.tokens import MOST, digest_of

PAGE = "/account/tokens/"
NEW = {"name": " Weekly  import ", "scopes": ["read", "write"], "password": "editor"}


@pytest.fixture
def at_home(client, editor):
    client.force_login(editor)
    return client


def text(answer):
    return " ".join(html.fromstring(answer.content.decode()).text_content().split())


def test_a_token_is_shown_once(at_home, editor):
    shown = at_home.post(PAGE, NEW)
    token = ApiToken.objects.get()
    (secret,) = html.fromstring(shown.content.decode()).xpath("//code[@class='secret']/text()")
    assert (token.owner, token.name, token.scopes) == (editor, "Weekly import", ["read", "write"])
    assert token.digest == digest_of(secret)
    again = at_home.get(PAGE)
    assert secret not in again.content.decode()
    assert "Weekly import, to read the record and change the record; made" in text(again)
    assert "never used" in text(again) and "no-store" in again["Cache-Control"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"password": "x"}, "This is not your password."),
        ({"name": ""}, "Write which program it is for"),
        ({"scopes": []}, "Choose what the token is for."),
        ({"scopes": ["everything"]}, "Select a valid choice."),
    ],
)
def test_without_the_password_or_a_purpose_none_is_made(at_home, changes, sentence):
    answer = at_home.post(PAGE, NEW | changes)
    assert answer.status_code == 422 and sentence in text(answer)
    assert not ApiToken.objects.exists()


def test_a_token_is_revoked_by_its_owner_alone(at_home, editor, chief):
    own, _ = ApiToken.make(editor, "mine", ["read"])
    other, _ = ApiToken.make(chief, "theirs", ["read"])
    for number in (own.pk, other.pk, "x"):
        assert at_home.post(PAGE, {"revoke": number})["Location"] == PAGE
    assert list(ApiToken.objects.in_use()) == [other]
    shown = text(at_home.get(PAGE))
    assert "revoked" in shown and "theirs" not in shown


def test_nobody_has_tokens_without_end(at_home, editor):
    for _ in range(MOST):
        ApiToken.make(editor, "x", ["read"])
    assert f"You have {MOST} tokens in use; revoke one first." in text(at_home.post(PAGE, NEW))
    ApiToken.objects.filter(pk=ApiToken.objects.latest("pk").pk).revoke()
    assert at_home.post(PAGE, NEW).status_code == 200


def test_who_is_not_logged_in_is_asked_to(client, db):
    assert client.post(PAGE, NEW)["Location"] == f"/account/login/?next={PAGE}"
