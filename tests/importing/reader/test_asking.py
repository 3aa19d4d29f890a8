"""One question to a server, however it answers."""

import logging
from dataclasses import replace

import pytest

from articles.extraction import Document
from articles.importing.reader.asking import Answered, NotAnswered, Server, ask
from articles.importing.reader.prompt import SCHEMA, questions
from tests.importing.reader.serving import dripping, failing, saying, sending, silent

DOCUMENT = Document("a", "Peru said that Chile had won.", title="Peru and Chile")
[QUESTION] = questions(DOCUMENT, (), "gpt-oss-20b")


@pytest.fixture
def one(server):
    return Server(server.url, "gpt-oss-20b", "s3cret", seconds=20)


def failure(server, question=QUESTION):
    with pytest.raises(NotAnswered) as raised:
        ask(server, question)
    return str(raised.value), raised.value.attempts, raised.value.is_spent


def test_what_is_asked_for(server, one):
    server.will(saying("{}", tokens=42))
    assert ask(one, QUESTION) == Answered("{}", 42, attempts=1)
    [(path, headers, body)] = server.asked
    assert path == "/v1/chat/completions"
    assert headers["authorization"] == "Bearer s3cret"
    assert not {name for name in headers if name.startswith("openai-")}
    told = {"name": "statements", "strict": True, "schema": SCHEMA}
    assert body["response_format"] == {"type": "json_schema", "json_schema": told}
    assert (body["model"], body["temperature"], len(body["messages"])) == ("gpt-oss-20b", 0.0, 2)


def test_without_a_temperature_none_is_sent(server, one):
    ask(replace(one, temperature=None), QUESTION)
    assert "temperature" not in server.asked[0][2]


def test_the_environment_of_other_programs_is_not_used(server, one, monkeypatch):
    for name in ("OPENAI_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID"):
        monkeypatch.setenv(name, "theirs")
    ask(replace(one, key=""), QUESTION)
    assert "theirs" not in str(server.asked[0][1])


def test_it_is_asked_again_after_as_long_as_the_server_says(server, one, pauses):
    server.will(failing(429, Retry_After="7"), saying("{}"))
    assert ask(one, QUESTION).attempts == 2
    assert pauses == [7.0]


def test_without_a_word_it_waits_longer_each_time(server, one, pauses):
    server.will(failing(503), failing(500, Retry_After="soon"), saying("{}"))
    assert ask(one, QUESTION).attempts == 3
    assert pauses == [2.0, 8.0]


def test_who_asks_to_be_left_alone_for_long_is_not_asked_again(server, one, pauses):
    server.will(failing(429, Retry_After="61"))
    assert failure(one) == ("status 429", 1, False)
    assert pauses == []


def test_always_500(server, one, pauses):
    server.will(failing(500))
    assert failure(one) == ("status 500", 3, False)
    assert len(server.asked) == 3


@pytest.mark.parametrize("status", [400, 401, 404, 422])
def test_what_will_not_pass_is_not_tried_again(server, one, pauses, status):
    server.will(failing(status))
    assert failure(one) == (f"status {status}", 1, False)


@pytest.mark.parametrize("answer", [silent, dripping])
def test_no_answer_in_time_is_paid_for(server, one, pauses, answer):
    server.will(answer)
    assert failure(replace(one, seconds=0.2)) == ("no answer within 0.2 s", 3, True)
    assert len(server.asked) == 3


def test_nobody_listens(server, pauses):
    assert failure(Server("http://127.0.0.1:9/v1", "m")) == ("no connection", 3, False)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<html>", "text/html"),
        (b"[]", "application/json"),
        (b"null", "application/json"),
        (b'{"choices": []}', "application/json"),
        (b'{"choices": [{"message": {"content": null}}]}', "application/json"),
        (
            b'{"choices": [{"message": {"content": ["{}"]}}], "usage": {"total_tokens": "9"}}',
            "application/json",
        ),
    ],
)
def test_an_answer_without_content_is_an_empty_one(server, one, body, kind):
    server.will(sending(body, kind))
    assert ask(one, QUESTION) == Answered("", None, attempts=1)


def test_an_answer_that_is_no_json(server, one):
    server.will(sending(b"{", "application/json"))
    reason, attempts, is_spent = failure(one)
    assert reason.startswith("not understood") and (attempts, is_spent) == (1, True)


def test_what_the_database_cannot_keep_is_replaced(server, one):
    server.will(saying("a\0\ud800b"))
    assert ask(one, QUESTION).content == "a?b"


def test_the_key_is_nowhere_but_in_the_request(server, one, pauses, caplog):
    server.will(failing(429), failing(500), saying("{}"), failing(401))
    with caplog.at_level(logging.DEBUG):
        ask(one, QUESTION)
        told = failure(one)
    assert len(caplog.records) > 4  # the client and its transport log at that level
    assert "s3cret" not in f"{caplog.text} {one!r} {told}"
