"""What whoever runs the site can see of it."""

import json
import logging

import pytest
from django.db import connection

from articles.importing.tasks import read_article
from articles.models import Statement
from diplomacy import logs
from tests.test_backup import made


@pytest.fixture
def entries(caplog):
    """The log as lines of JSON."""
    caplog.set_level(logging.INFO)

    def entries(name):
        formatter = logs.JsonLines()
        return [json.loads(formatter.format(record)) for record in caplog.records if record.name == name]

    return entries


def test_each_request_has_a_name(client, db):
    first, second = (client.get("/about/")["X-Request-ID"] for _ in range(2))
    assert first != second
    assert len(first) == 32


@pytest.mark.parametrize(
    ("proxies", "given", "is_taken"),
    [(1, "abcd-1234.ef", True), (0, "abcd-1234.ef", False), (1, "x", False), (1, 'a"\n b' * 9, False)],
)
def test_a_proxy_of_ours_may_name_it(client, db, settings, proxies, given, is_taken):
    settings.PROXIES = proxies
    answer = client.get("/about/", headers={"X-Request-ID": given})
    assert (answer["X-Request-ID"] == given) is is_taken


def test_an_entry_tells_its_request(client, db, caplog, monkeypatch):
    lines = []
    caplog.set_level(logging.INFO)
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(json.loads(logs.JsonLines().format(record)))
    logging.getLogger("demarche.requests").addHandler(handler)
    try:
        answer = client.get("/about/?x=secret")
        [line] = lines
    finally:
        logging.getLogger("demarche.requests").removeHandler(handler)
    assert line["request"] == answer["X-Request-ID"]
    assert (line["message"], line["status"], line["level"]) == ("GET /about/ 301", 301, "INFO")
    assert line["ms"] >= 0 and "secret" not in json.dumps(line)


def test_a_traceback_stays_on_its_line(entries):
    try:
        raise ValueError("“quoted”\nand more")
    except ValueError:
        logging.getLogger("demarche").exception("It broke")
    [line] = entries("demarche")
    assert line["message"] == "It broke"
    assert line["traceback"].endswith("ValueError: “quoted”\nand more")
    assert "request" not in line


def test_slow_questions_are_told_without_their_values(client, db, settings, entries):
    settings.SLOW_MS = 0
    client.get("/statements/?q=secretword")
    told = entries("demarche.slow")
    assert any("articles_statement" in line["message"] for line in told)
    assert "secretword" not in json.dumps(told)
    assert all(line["ms"] >= 0 for line in told)
    settings.SLOW_MS = 60_000
    number = len(entries("demarche.slow"))
    client.get("/statements/")
    assert len(entries("demarche.slow")) == number


def test_metrics_are_for_who_has_the_token(client, db, settings, world):
    assert client.get("/metrics").status_code == 404
    settings.METRICS_TOKEN = "a long one"
    for wrong in ({}, {"Authorization": "Bearer x"}, {"Authorization": "a lon"}):
        assert client.get("/metrics", headers=wrong).status_code == 404
    world.say("Lavrov", "No.")
    read_article.defer(article_id=1)
    client.get("/issues/")
    text = client.get("/metrics", headers={"Authorization": "Bearer a long one"}).content.decode()
    assert 'demarche_requests_total{address="issue_list",method="GET",status="200"} 1.0' in text
    assert 'demarche_request_seconds_count{address="issue_list"} 1.0' in text
    assert 'demarche_jobs{state="waiting",work="read an article"} 1.0' in text
    assert "demarche_unreviewed 1.0" in text


@pytest.fixture
def state(client, chief, settings, tmp_path):
    settings.BACKUP_DIR = str(tmp_path)
    client.force_login(chief)
    return lambda: " ".join(client.get("/review/state/").content.decode().split())


def test_the_state_of_the_site_says_what_helps(state, world, tmp_path):
    world.say("Lavrov", "No.")
    logs.Recent.kept.clear()
    page = state()
    assert "0 workers gave a sign of life within two minutes" in page
    assert "Start one: manage.py procrastinate worker." in page
    assert "<dt>Unreviewed</dt> <dd>1 statement</dd>" in page
    assert f"none in {tmp_path}" in page and "Make one: manage.py backup" in page
    assert "switched off; SQL counts" in page
    assert "None since it was started." in page


def test_an_old_backup_is_pointed_at(state, tmp_path):
    made(tmp_path, "demarche-20200101T000000Z")
    assert "It is more than two days old: look at cron." in state()


def test_what_failed_is_told(state, world):
    read_article.defer(article_id=1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    page = state()
    assert "0 waiting, 0 running, 1 failed" in page
    assert "<h2>Jobs that failed</h2>" in page


def test_the_latest_errors_are_kept_and_not_all(state, monkeypatch):
    monkeypatch.setattr(logs.Recent, "kept", logs.deque(maxlen=2))
    handler = logs.Recent()
    for n in range(3):
        handler.emit(logging.LogRecord("demarche", logging.ERROR, "", 0, "Fault %s", (n,), None))
    page = state()
    assert "Fault 2" in page and "Fault 1" in page and "Fault 0" not in page


def test_an_index_that_is_not_there_yet_can_be_built(state, facet_index, asked_to_build):
    assert "not there yet; SQL counts" in state()
    assert not Statement.objects.exists()
