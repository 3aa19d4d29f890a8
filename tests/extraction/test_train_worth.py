import json

from articles.extraction import train_worth

TEXT = "Peru said that the border would be closed. Chile was accused of hiding the report."


def test_weights_are_learnt_from_what_is_found(tmp_path, capsys, language):
    labels = {"articles": [
        {"id": str(n), "statements": [{"spans": [[15, 41]], "positions": []}]} for n in range(12)
    ]}  # fmt: skip
    texts = [{"id": str(n), "title": "", "date": "2024-03-15", "text": TEXT} for n in range(12)]
    files = [tmp_path / name for name in ("labels.json", "texts.jsonl", "worth.json")]
    files[0].write_text(json.dumps(labels))
    files[1].write_text("".join(json.dumps(text) + "\n" for text in texts))
    assert train_worth.main([str(files[0]), str(files[1]), "--out", str(files[2])]) == 0
    learnt = json.loads(files[2].read_text())
    assert learnt["bar"] == train_worth.BAR
    assert learnt["weights"]["country"] > 0 > learnt["weights"]["nobody"]
    assert "right 1.000, statements found 1.000" in capsys.readouterr().out
