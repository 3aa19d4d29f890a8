"""Whatever bytes a file has, it is articles or a sentence."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.importing.files.entries import Proposal, UnknownKeys, Unreadable
from articles.importing.files.reading import ENDINGS, propose
from tests.examples import examples
from tests.importing.files import making

BODY = "<p>A paragraph of a long enough article about sanctions and diplomacy.</p>" * 9
MAIL = (
    "From: Press <a@example.org>\nSubject: =?utf-8?q?R=C3=A9ponse?=\nDate: Wed, 05 Jul 2017 23:30:00 -0400\n"
    'Content-Type: multipart/alternative; boundary="x"\n\n--x\nContent-Type: text/plain; charset=koi8-r\n'
    f"Content-Transfer-Encoding: base64\n\nV29yZHM=\n--x\nContent-Type: text/html\n\n{BODY}\n--x--\n"
)
SOUND = {
    ".txt": "“Words,” he said.".encode("cp1252"),
    ".html": f'<html><meta charset="utf-8"><title>T</title><article>{BODY}</article></html>'.encode(),
    ".htm": f"<?xml version='1.0' encoding='koi8-r'?><html><body>{BODY}</body></html>".encode(),
    ".pdf": making.pdf(["One line.", "Another."], ["2"], Title="T", CreationDate="D:20170705120000Z"),
    ".docx": making.docx("One.", "Two.", title="T", dcterms_created="2017-07-05T10:00:00Z"),
    ".eml": MAIL.encode(),
    ".jsonl": json.dumps({"text": "Words.", "title": "T", "date": "2017-07-05"}).encode() + b"\n{",
    ".csv": b'title,source,text,date\nA,Gazette,"Two\nlines.",2017-07-05\n',
    ".zip": making.packed({"a.txt": "One.", "a.json": "{}", "b.docx": making.docx("Two."), "c.zip": "PK"}),
}


def is_told(name, data):
    found = list(propose([(name, data)]))
    assert found
    for one in found:
        assert isinstance(one, Proposal | Unreadable | UnknownKeys)
        if isinstance(one, Proposal):
            assert one.text
        if isinstance(one, Unreadable):
            assert len(one.reason) < 400


def test_each_format_has_a_sound_sample():
    assert set(SOUND) == set(ENDINGS)


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=examples(200), deadline=None)
@given(data=st.binary(max_size=400))
def test_random_bytes(ending, data):
    is_told(f"a{ending}", data)


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=examples(300), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_file_that_was_cut_or_changed(ending, data):
    made = bytearray(SOUND[ending])
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, len(made)))
        made[at : at + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=8))
    is_told(f"a{ending}", bytes(made[: data.draw(st.integers(0, len(made)))]))
