import json

import pytest

from articles.extraction import ranking, train

VERBS = ["said", "announced", "warned", "added"]
NAMES = ["Rojas", "Solberg", "Kimani", "Bekele"]


def row(number, verb, name, labelled=True):
    text = f"{name} {verb} that the vote was lost. {name} opened the door of the hall."
    start = text.index("the vote")
    statement = {
        "fragments": [[start, text.index(".")]],
        "cue_span": [len(name) + 1, len(name) + 1 + len(verb)],
    }
    return {"id": f"a{number}", "text": text, "statements": [statement] if labelled else []}


@pytest.fixture
def corpus(tmp_path, language):
    rows = [row(n, verb, name) for n, (verb, name) in enumerate((v, m) for v in VERBS for m in NAMES)]
    path = tmp_path / "corpus.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in rows), encoding="utf-8")
    return path


def test_what_is_labelled_becomes_likely(corpus, tmp_path, capsys):
    out = tmp_path / "weights.json"
    assert train.main([str(corpus), "--folds", "2", "--out", str(out)]) == 0
    learnt = json.loads(out.read_text(encoding="utf-8"))
    assert learnt["articles"] == 16
    assert learnt["weights"]["c:clause"] > 0
    *bands, last = capsys.readouterr().out.splitlines()
    assert last.endswith(str(out))
    assert bands[-1].split()[3] == "1.000"  # of the likeliest, in articles not fitted to, all were right


def test_articles_are_left_out_by_their_name(corpus, tmp_path):
    out = tmp_path / "weights.json"
    train.main([str(corpus), "--folds", "0", "--leave-out", "2", "0", "--out", str(out)])
    kept = [n for n in range(16) if train._slice(f"a{n}", 2) != 0]
    assert json.loads(out.read_text(encoding="utf-8"))["articles"] == len(kept)


def test_articles_labelled_whole_are_learnt_from_too(corpus, tmp_path):
    rows = [row(n, verb, "Ruiz") for n, verb in enumerate(VERBS, 16)]
    labels, texts, out = (tmp_path / name for name in ("labels.json", "texts.jsonl", "weights.json"))
    articles = [
        {"id": one["id"], "statements": [{"spans": s["fragments"]} for s in one["statements"]]}
        for one in rows
    ]
    labels.write_text(json.dumps({"issues": {}, "articles": articles}), encoding="utf-8")
    lines = [{"id": one["id"], "title": "", "text": one["text"], "date": "2016-05-10"} for one in rows]
    texts.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    (lesson, *_) = train._lessons(train.labelled([labels], [texts]))
    assert max(agreement for cue in lesson.cues for agreement in cue.agreement) == 1.0
    options = ["--folds", "0", "--labels", str(labels), "--texts", str(texts), "--out", str(out)]
    train.main([str(corpus), *options])
    assert json.loads(out.read_text(encoding="utf-8"))["articles"] == 20


def test_wanted_shares_favour_what_is_exact():
    assert train._wanted([1.0, 0.9, 0.2]) == pytest.approx([train.EXACT, 1 - train.EXACT, 0.0])
    assert train._wanted([0.9, 0.8]) == [0.5, 0.5]
    assert train._wanted([0.5, 0.1]) == [0.0, 0.0]


def test_the_gradient_is_that_of_the_loss(corpus):
    rows = [json.loads(line) for line in corpus.read_text(encoding="utf-8").splitlines()][:4]
    lessons = list(train._lessons(rows))
    table = train.table(lessons)
    weights = train.np.linspace(-0.5, 0.5, len(table.facts))

    def loss(at):
        parts = train.np.bincount(table.part_of, at[table.fact_of], table.parts + 1)
        powers = train.np.exp(parts[table.choices].sum(axis=1))
        totals = 1 + train.np.bincount(table.cue_of, powers, table.cues)
        found = table.wanted * train.np.log(powers / totals[table.cue_of])
        none = 1 - train.np.bincount(table.cue_of, table.wanted, table.cues)
        return -found.sum() + (none * train.np.log(totals)).sum() + train.PENALTY / 2 * (at**2).sum()

    slope = train.gradient(table, weights)
    for at in range(0, len(weights), max(1, len(weights) // 7)):
        step = train.np.zeros_like(weights)
        step[at] = 1e-5
        assert slope[at] == pytest.approx((loss(weights + step) - loss(weights - step)) / 2e-5, rel=1e-4)


def test_shipped_weights_are_of_this_version():
    assert ranking.learnt()["version"] == train.VERSION
    assert all(0 < share < 1 for share in ranking.learnt()["quotations"].values())
