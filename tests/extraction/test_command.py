import io
import json
import subprocess
import sys

import pytest

from articles.extraction import __main__ as command

GOOD = {"id": "a", "text": "Peru said that Chile had won.", "published_on": "2024-03-15"}


@pytest.fixture
def run(monkeypatch, capsys, language):
    def call(lines, *arguments):
        monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(lines)))
        status = command.main(list(arguments))
        out, err = capsys.readouterr()
        return status, [json.loads(line) for line in out.splitlines()], err

    return call


def test_a_line_in_a_line_out(run):
    status, out, err = run([json.dumps(GOOD)])
    assert (status, err) == (0, "")
    assert out[0]["id"] == "a"
    assert out[0]["statements"][0]["quote"] == "Chile had won"
    assert out[0]["statements"][0]["said_on"] == "2024-03-15"


@pytest.mark.parametrize(
    "bad",
    ["{", "[]", '{"id": "b"}', '{"id": "b", "text": 3}', '{"id": "b", "text": "x", "published_on": "May"}'],
    ids=["not json", "not an object", "no text", "text not a string", "bad date"],
)
def test_a_bad_line_is_reported_and_skipped(run, bad):
    status, out, err = run([json.dumps(GOOD), bad, json.dumps({**GOOD, "id": "c"})])
    assert status == 1
    assert [line["id"] for line in out] == ["a", "c"]
    assert err.startswith("line 2: ")


def test_a_line_ends_at_a_line_feed_alone(monkeypatch, capsys, language):
    good = {**GOOD, "text": f"One.\u2028Two.\x85Three.\x0b\n\n{GOOD['text']}"}
    line = json.dumps(good, ensure_ascii=False).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(line + b"\r\n" + line)))
    assert command.main([]) == 0
    assert len(capsys.readouterr().out.split("\n")) == 3


def test_blank_lines_are_ignored(run):
    status, out, _ = run(["", json.dumps(GOOD), ""])
    assert (status, len(out)) == (0, 1)


def test_issues_from_a_file(run, tmp_path):
    path = tmp_path / "issues.json"
    path.write_text(json.dumps({"vote": {"title": "A new vote", "phrases": ["new vote"]}}), encoding="utf-8")
    line = json.dumps({"id": 1, "text": "Peru called for a new vote."})
    _, out, _ = run([line], "--issues", str(path))
    assert out[0]["statements"][0]["positions"][0]["issue"] == "vote"


@pytest.mark.slow
def test_two_processes_keep_the_order():
    lines = [json.dumps({**GOOD, "id": str(number)}) for number in range(40)]
    done = subprocess.run(
        [sys.executable, "-m", "articles.extraction", "--processes", "2"],
        input="\n".join([*lines, "{"]),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [str(n) for n in range(40)]
    assert done.stderr.startswith("line 41: ")


def test_date_is_understood_as_published_on(run):
    line = {"id": "a", "text": GOOD["text"], "date": "2024-03-15"}
    _, out, _ = run([json.dumps(line)])
    assert out[0]["statements"][0]["said_on"] == "2024-03-15"


def test_issues_need_neither_phrases_nor_countries(run, tmp_path):
    path = tmp_path / "issues.json"
    path.write_text(json.dumps({"whaling": {"title": "Ban on commercial whaling"}}), encoding="utf-8")
    text = "Norway's foreign minister Anna Lund called for a ban on commercial whaling."
    _, out, _ = run([json.dumps({**GOOD, "text": text})], "--issues", str(path))
    assert [p["issue"] for p in out[0]["statements"][0]["positions"]] == ["whaling"]
