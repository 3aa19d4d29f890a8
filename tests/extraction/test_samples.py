"""The packaged sample articles: a floor under what a change may lose, not a benchmark."""

import json
from datetime import date
from pathlib import Path

import pytest

import articles
from articles.extraction import Document, IssueHint, read_many

SAMPLES = Path(articles.__file__).parent / "samples"


@pytest.fixture(scope="module")
def found(language):
    issues = json.loads((SAMPLES / "issues.json").read_text(encoding="utf-8"))
    hints = tuple(IssueHint(slug, i["title"], tuple(i["phrases"])) for slug, i in issues.items())
    documents = [
        Document(
            m["file"],
            (SAMPLES / m["file"]).read_text(encoding="utf-8"),
            date.fromisoformat(m["published_on"]),
        )
        for m in json.loads((SAMPLES / "metadata.json").read_text(encoding="utf-8"))
    ]
    return {document.id: statements for document, statements in read_many(documents, hints)}


def test_issues_are_those_of_the_labels():
    labels = json.loads((SAMPLES / "labels.json").read_text(encoding="utf-8"))
    issues = json.loads((SAMPLES / "issues.json").read_text(encoding="utf-8"))
    assert {slug: issue["title"] for slug, issue in issues.items()} == labels["issues"]


def test_most_labelled_statements_are_found_to_the_character(found):
    labels = json.loads((SAMPLES / "labels.json").read_text(encoding="utf-8"))["articles"]
    gold = [article for article in labels if article["origin"] == "gold"]
    assert [article["id"][:3] for article in gold] == ["000", "002", "004"]
    wanted = {(a["id"], tuple(map(tuple, s["spans"]))) for a in gold for s in a["statements"]}
    got = {(name, statement.fragments) for name, statements in found.items() for statement in statements}
    assert len(wanted & got) / len(wanted) > 0.8


def test_no_caption_or_boilerplate_speaks(found):
    quotes = [s.quote for statements in found.values() for s in statements]
    assert not [q for q in quotes if "photo" in q or "news feed" in q]
