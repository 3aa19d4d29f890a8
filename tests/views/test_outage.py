"""Without a database the site says so, soon, and goes on answering what needs none."""

import json
from html import unescape

import psycopg
import pytest
from django.db import DatabaseError, OperationalError, connection, transaction
from lxml import html

from articles.views import health, outage, page_cache
from articles.views.time_limit import limited
from diplomacy.embedded import EmbeddedServerError

SENTENCE = "The database cannot be reached at this moment."


@pytest.fixture(autouse=True)
def line(monkeypatch):
    """This process reaches the database; the clock stands still."""
    monkeypatch.setattr(outage, "line", outage.Line())
    clock = [1000.0]
    monkeypatch.setattr(outage.time, "monotonic", lambda: clock[0])
    return clock


def refused(cause):
    error = OperationalError("no route")
    error.__cause__ = cause
    return error


@pytest.fixture
def away(monkeypatch):
    """Every question fails; the list tells how many were asked."""
    asked = []

    def fail(*args, **kwargs):
        asked.append(args)
        raise refused(psycopg.OperationalError("connection refused"))

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", fail)
        patch.setattr(connection, "chunked_cursor", fail)
        yield asked


@pytest.mark.parametrize("path", ["/", "/statements/", "/compare/?country=RUS", "/c/x/", "/admin/login/"])
def test_a_page_is_503_and_asks_for_itself_again(client, db, away, path):
    answer = (
        client.get(path) if path != "/admin/login/" else client.post(path, {"username": "a", "password": "b"})
    )
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "5", "no-store")
    page = html.fromstring(answer.content.decode())
    assert SENTENCE in page.text_content()
    refresh = page.xpath("//meta[@http-equiv='refresh']/@content")
    assert refresh == ([] if path == "/admin/login/" else ["5"])


def test_what_a_middleware_meets_is_503_too(client, db, away, settings):
    settings.FRESH_WITHIN, page_cache._known = 0, None
    client.raise_request_exception = False
    answer = client.get("/statements/")
    assert answer.status_code == 503
    assert SENTENCE in answer.content.decode()


def test_then_nobody_waits_but_one_a_second(client, db, away, line):
    client.get("/statements/")
    number = len(away)
    answers = [client.get(path) for path in ("/statements/", "/", "/articles/", "/admin/")]
    assert [answer.status_code for answer in answers] == [503] * 4
    assert len(away) == number
    line[0] += 1
    client.get("/statements/")
    tried = len(away)
    client.get("/statements/")
    assert len(away) == tried > number


def test_what_is_told_at_once_has_the_headers_of_other_pages(client, db, away):
    client.get("/statements/")
    answer = client.get("/statements/")
    assert answer["X-Frame-Options"] == "DENY"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_health_checks_are_answered_meanwhile(client, db, away, monkeypatch):
    client.get("/statements/")
    assert client.get("/healthz").content == b"alive\n"
    monkeypatch.setattr(health, "MigrationExecutor", lambda *args: connection.cursor())
    assert client.get("/readyz").content == b"database not reachable\n"


def test_when_it_is_back_pages_are_back(client, db, monkeypatch, line):
    outage.line.note(is_down=True)
    assert client.get("/statements/").status_code == 503
    line[0] += 1
    assert client.get("/statements/").status_code == 200
    assert not outage.line.is_down
    assert client.get("/statements/").status_code == 200


def test_a_form_is_kept_in_the_page_and_can_be_sent_again(client, editor, away):
    outage.line.note(is_down=True)
    typed = {"title": ["</textarea><script>x</script>"], "note": ["\nfirst\nsecond", "and"], "seen": ["1"]}
    answer = client.post("/compare/share/?country=RUS", typed)
    assert answer.status_code == 503
    page = html.fromstring(answer.content.decode())
    [form] = [form for form in page.forms if form.method == "POST"]
    assert form.action is None  # the same address
    sent = [(field.name, unescape(field.text or "").removeprefix("\n")) for field in form.iter("textarea")]
    assert sent == [("title", typed["title"][0]), ("note", "\nfirst\nsecond"), ("note", "and"), ("seen", "1")]
    assert "<script>x" not in answer.content.decode()


@pytest.mark.parametrize(
    "typed",
    [{"password": "s3cret"}, {"new_password1": "s3cret"}, {"otp_token": "s3cret"}, {"x": "s3cret" * 200_000}],
)
def test_secrets_and_what_is_too_long_are_not_written_back(client, db, typed):
    outage.line.note(is_down=True)
    answer = client.post("/account/login/", typed).content.decode()
    assert "Go back in your browser" in answer and "s3cret" not in answer


def test_a_fragment_leaves_the_form_as_it_is(client, db):
    outage.line.note(is_down=True)
    answer = client.post("/compare/share/", {"title": "x"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Reswap"]) == (503, "none")
    assert json.loads(answer["HX-Trigger"]) == {"unavailable": SENTENCE}


@pytest.mark.parametrize(
    ("error", "is_away"),
    [
        (refused(psycopg.OperationalError("refused")), True),
        (refused(psycopg.errors.AdminShutdown("killed")), True),
        (refused(psycopg.errors.ConnectionFailure("gone")), True),
        (EmbeddedServerError("no programs"), True),
        (refused(psycopg.errors.DeadlockDetected("x")), False),
        (refused(psycopg.errors.LockNotAvailable("x")), False),
        (DatabaseError("x"), False),
        (ValueError("x"), False),
        (None, False),
    ],
)
def test_only_a_database_that_cannot_be_asked_is_away(error, is_away):
    assert outage.is_away(error) is is_away


def test_another_fault_is_an_error_of_ours(client, db, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("articles.views.browse.show_page", lambda *args: 1 / 0)
    assert client.get("/").status_code == 500
    assert not outage.line.is_down


@pytest.fixture
def slow(monkeypatch):
    """The list asks the database for more than it may, and tells its limit."""
    limits = []

    def ask(request):
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            limits.append(cursor.fetchone()[0])
            cursor.execute("SELECT pg_sleep(60)")

    monkeypatch.setattr("articles.views.browse.StatementFilter", lambda *args: ask(None))
    return limits


@pytest.mark.django_db(transaction=True)
def test_a_question_that_takes_too_long_is_broken_off(client, settings, slow):
    settings.PAGE_SECONDS = 0.02
    answer = client.get("/statements/")
    assert answer.status_code == 503
    assert "takes longer than a page may" in answer.content.decode()
    assert slow == ["20ms"]
    assert not outage.line.is_down
    with connection.cursor() as cursor:  # the connection that the next one gets
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)


def end_session():
    with pytest.raises(psycopg.OperationalError):
        connection.connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")


@pytest.mark.django_db(transaction=True)
def test_a_server_that_goes_while_a_page_is_made_is_no_error_of_ours(settings):
    """Each connection of a pool may meet this: killed after the page was made, and before it asks."""
    settings.PAGE_SECONDS = 5
    with limited():
        end_session()
    connection.close()
    connection.connect()
    end_session()
    with pytest.raises(OperationalError) as refusal, limited():
        pytest.fail("there is no connection")
    assert outage.is_away(refusal.value)
    connection.close()


def test_a_transaction_under_way_keeps_its_own_limit(client, db, settings):
    settings.PAGE_SECONDS = 0.001
    with transaction.atomic():
        assert client.get("/statements/").status_code == 200
