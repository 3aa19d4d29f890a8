"""Exports never take the threads that pages need, from real clients of a real server."""

import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.db import connection

from articles.views import streams

ROOT = Path(__file__).parents[2]
CLIENTS = 24
ENDLESS = b"GET /statements.jsonl HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
OK = b"HTTP/1.1 200"


@contextmanager
def served(database, **environment):
    """The port of a server with two processes of four threads, and its process."""
    command = [sys.executable, "-m", "gunicorn", "tests.serving", "--bind", "127.0.0.1:0"]
    server = subprocess.Popen(
        [*command, "--config", "python:diplomacy.serving"],
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "diplomacy.settings",
            "TEST_DATABASE": database,
            "FACET_INDEX_DIR": "",
            **environment,
        },
    )
    try:
        told = next(line for line in server.stderr if "Listening at" in line)
        yield int(re.search(r"127\.0\.0\.1:(\d+)", told)[1])
    finally:
        server.send_signal(signal.SIGQUIT)  # its threads are still sending
        server.wait()
        server.stderr.close()


def asking(port, sent, buffer=4096):
    """A client that sends this and takes no more than its buffer holds."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    client.settimeout(60)
    client.connect(("127.0.0.1", port))
    client.sendall(sent)
    return client


def status(port, path):
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
            return answer.status
    except HTTPError as error:
        error.close()
        return error.code


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_clients_that_do_not_read_stop_neither_pages_nor_health_checks():
    with served(connection.settings_dict["NAME"]) as port, ExitStack() as clients:
        slow = [clients.enter_context(asking(port, ENDLESS)) for _ in range(CLIENTS)]
        answers = [status(port, path) for path in ("/healthz", "/statements/", "/about/") * 4]
        assert answers == [200] * 12
        begun = [client.recv(len(OK)) for client in slow]
        assert set(begun) == {OK, b"HTTP/1.1 503"}
        assert begun.count(OK) <= 4  # two processes with two places each


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_an_export_is_cut_at_its_deadline_and_its_place_given_back():
    with served(connection.settings_dict["NAME"], EXPORT_SECONDS="0.2", EXPORTS_AT_ONCE="1") as port:
        for _ in range(3):  # of two processes with one place each
            with asking(port, ENDLESS, buffer=1_000_000) as client:
                size = 0
                while received := client.recv(1_000_000):
                    size += len(received)
                assert size > 100


@pytest.fixture
def one_place(settings, monkeypatch):
    monkeypatch.setattr(streams, "places", streams.threading.BoundedSemaphore(1))


def ask(client):
    return client.get("/statements.csv")


def test_a_place_is_taken_until_the_answer_is_read(client, db, one_place):
    first, second = ask(client), ask(client)
    assert (first.status_code, second.status_code, second["Retry-After"]) == (200, 503, "10")
    assert second.content.decode() == streams.FULL
    assert b"".join(first.streaming_content).startswith(b"id,")
    assert ask(client).status_code == 200


def test_a_place_is_given_back_when_nobody_wants_the_answer(client, db, one_place):
    for _ in range(3):
        answer = ask(client)
        assert answer.status_code == 200
        answer.close()
        answer.close()  # once is enough, twice does no harm


def test_a_place_is_given_back_when_the_record_cannot_be_read(client, db, one_place, monkeypatch):
    monkeypatch.setattr("articles.views.exports.records", lambda *args: 1 / 0)
    monkeypatch.setattr("articles.views.exports.batches", lambda *args: [[1]])
    for _ in range(2):
        answer = ask(client)
        with pytest.raises(ZeroDivisionError):
            list(answer.streaming_content)


def test_lines_are_sent_in_blocks(monkeypatch):
    assert list(streams._joined(iter(["a" * 40_000, "b" * 40_000, "c"]))) == [
        b"a" * 40_000 + b"b" * 40_000,
        b"c",
    ]
    assert list(streams._joined(iter([]))) == []
