"""The settings of a site that others can reach."""

import os
import subprocess
import sys

import pytest

from articles.views import guarding
from tests.diplomacy.test_deployment import REPOSITORY, read

PRODUCTION = {
    "DATABASE_URL": "postgresql://demarche@db.example/demarche",
    "SECRET_KEY": "of our own, as long as it has to be, with 50 or more letters in it: 0123456789",
    "ALLOWED_HOSTS": "demarche.example",
    "HTTPS": "1",
    "DEBUG": "0",
}


@pytest.mark.slow
def test_django_finds_nothing_to_warn_of():
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    ended = subprocess.run(
        command, cwd=REPOSITORY, env={**os.environ, **PRODUCTION}, capture_output=True, text=True
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "no issues (1 silenced)" in ended.stdout


def test_pages_keep_browsers_from_what_they_do_not_need(client, db):
    for path in ("/", "/admin/login/", "/nowhere/"):
        answer = client.get(path)
        assert "camera=()" in answer["Permissions-Policy"]
        assert (answer["X-Frame-Options"], answer["X-Content-Type-Options"]) == ("DENY", "nosniff")
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


def test_with_tls_browsers_are_told_to_keep_to_it(client, db, settings):
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31536000, True
    from django.middleware.security import SecurityMiddleware

    answer = SecurityMiddleware(lambda request: client.get("/"))(client.get("/", secure=True).wsgi_request)
    assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize(("as_member", "most"), [(False, guarding.OPEN), (True, 100_000_000)])
def test_more_than_may_be_sent_is_refused_unread(client, editor, as_member, most):
    if as_member:
        client.force_login(editor)
    sent = {"content_type": "text/plain", "CONTENT_LENGTH": str(most + 1)}
    answer = client.post("/compare/share/", b"", **sent)
    assert (answer.status_code, answer["Content-Type"]) == (413, "text/plain")
    assert f"At most {most:,} bytes" in answer.content.decode()
    assert client.post("/compare/share/", b"", content_type="text/plain").status_code != 413


@pytest.mark.parametrize("length", ["x", "-1", "9" * 30, "\u0663"])
def test_a_length_that_is_none_is_left_to_the_server(client, db, length):
    assert guarding._length(client.get("/", CONTENT_LENGTH=length).wsgi_request) == 0


def test_whom_to_tell_about_a_hole(client, db, settings):
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.CONTACT = "editors@example.org"
    told = client.get("/.well-known/security.txt").content.decode()
    assert told.startswith("Contact: mailto:editors@example.org\nExpires: 20")
    assert "Canonical: http://testserver/.well-known/security.txt" in told
    settings.SECURITY_CONTACT = "https://example.org/report"
    assert "Contact: https://example.org/report\n" in client.get("/.well-known/security.txt").content.decode()


def test_the_policy_of_security_names_what_there_is():
    policy = read("SECURITY.md")
    for name in ("tests/access_table.txt", "docs/operations.md", "CHANGELOG.md", "docs/decisions.md"):
        assert name in policy
        assert (REPOSITORY / name).is_file(), name
