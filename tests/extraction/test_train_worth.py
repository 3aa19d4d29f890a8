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
    assert train_worth.main([str(files[0]), "--texts", str(files[1]), "--out", str(files[2])]) == 0
    learnt = json.loads(files[2].read_text())
    assert learnt["bar"] == train_worth.BAR
    assert learnt["weights"]["country"] > 0 > learnt["weights"]["nobody"]
    assert "right 1.000, statements found 1.000" in capsys.readouterr().out


def test_from_judged_findings_nothing_is_learnt_of_what_nobody_judged(language):
    said, accused = [[15, 41]], [[67, 84]]
    texts = [{"id": "1", "title": "", "date": "2024-03-15", "text": TEXT}]

    def overlaps(statements, **others):
        article = {"id": "1", "statements": [{"spans": spans} for spans in statements], **others}
        (lesson,) = train_worth.lessons_of([article], texts)
        return lesson.overlaps

    assert overlaps([said]) == [1.0, 0.0]
    assert overlaps([said, accused]) == [1.0, 1.0]
    assert overlaps([said], others=[]) == [1.0]
    assert overlaps([], others=[said]) == [0.0]
    assert overlaps([said, accused], others=[]) == [1.0]  # nobody accuses
