"""The benchmark has labelled news read by a server, too; a small corpus stands in for the real one."""

import json
import sys

import pytest

from articles.importing.reader.asking import Server
from benchmarks import extraction, gold
from tests.importing.reader.serving import failing, saying
from tests.importing.reader.telling import speaker, statement, statements

SCRIPT = """
import json, sys
found = [json.loads(line) for line in open(sys.argv[2], encoding="utf-8")]
number = sum(len(row["statements"]) for row in found)
names = ["official R", "useful P", "who", "country", "claimed", "date", "position F", "stance", "wrong side"]
print(json.dumps(dict.fromkeys(names, number / 100)))
"""
TEXTS = ("Lavrov said that talks must begin.", "Lavrov said that talks are over.")


@pytest.fixture
def corpus(tmp_path):
    rows = [{"id": str(n), "text": text, "title": "Talks", "date": None} for n, text in enumerate(TEXTS)]
    (tmp_path / "world.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (tmp_path / "world.json").write_text('{"issues": {"talks": {"title": "Talks"}}}', encoding="utf-8")
    (tmp_path / "score_world.py").write_text(SCRIPT, encoding="utf-8")
    return tmp_path


def test_both_readers_stand_side_by_side(server, corpus, capsys):
    lavrov = [speaker(name="Lavrov", role=None)]
    good, invented = (statement(words, speakers=lavrov) for words in ("talks must begin", "talks failed"))
    server.will(saying(statements(good, invented), tokens=7))
    gold.chosen(corpus, gold.Chosen(Server(server.url, "m", seconds=20), at_once=1))
    told = capsys.readouterr().out
    assert told.splitlines()[0].split() == ["world", "news", "embedded", "m/p1"]
    assert told.splitlines()[1].split() == ["official", "R", "0.020", "0.010"]
    assert "4 statements proposed, 14 tokens; dropped: words not in the text 3\n" in told
    assert "articles without an answer: none\n" in told
    assert len(server.asked) == len(TEXTS)


def test_what_is_not_answered_counts_as_nothing_found(server, corpus, capsys):
    server.will(failing(401))
    gold.chosen(corpus, gold.Chosen(Server(server.url, "m", seconds=20)))
    told = capsys.readouterr().out
    assert told.splitlines()[1].split() == ["official", "R", "0.020", "0.000"]
    assert "articles without an answer: status 401 2\n" in told


def test_without_a_corpus_nobody_is_asked(server, tmp_path, capsys):
    gold.chosen(tmp_path, gold.Chosen(Server(server.url, "m")))
    assert (server.asked, capsys.readouterr().out) == ([], "")


def test_the_model_is_named_as_for_the_site(monkeypatch, capsys):
    monkeypatch.setenv("READER_MODEL", "m")
    monkeypatch.setenv("READER_KEY", "s3cret")
    server = extraction.server("http://127.0.0.1:1/v1")
    assert (server.name, server.key) == ("m/p1", "s3cret")
    monkeypatch.delenv("READER_MODEL")
    monkeypatch.setattr(sys, "argv", ["extraction", "--reader", "http://127.0.0.1:1/v1"])
    with pytest.raises(SystemExit):
        extraction.main()
    assert "READER_MODEL must name the model" in capsys.readouterr().err
