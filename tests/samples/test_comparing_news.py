"""Real news as the machine reads it, with issues found and accepted by a script: does the comparison lie?"""

import csv
import io
import json

import pytest

from articles.curate.proposed_issues import Wording, accept_issue
from articles.importing.articles import import_articles
from articles.importing.files.reading import read_paths
from articles.importing.proposed_issues import propose_issues
from articles.models import Article, Issue, ProposedIssue
from articles.samples import news

TOLD = {
    (
        "Cautious approach to the mounting crisis over Iran's renewal of nuclear research",
        "RUS",
        "support",
        '"a cautious approach to the mounting crisis over Iran\'s renewal of nuclear research."',
    ),
    (
        "Resolve its issues with Iran by diplomatic means",
        "USA",
        "support",
        "resolve its issues with Iran by diplomatic means",
    ),
    (
        "Six-party talks on North Korea's nuclear program",
        "USA",
        "support",
        "North Korea to return to currently stalled six-party talks",
    ),
    (
        "US missile shield in Central Europe",
        "RUS",
        "oppose",
        "the latest proposal from the United States on missile defense aimed at easing Russian concerns over "
        "the deployment of American MIM-104 Patriot anti-ballistic missile s in Europe an countries near "
        "Russia",
    ),
}
"""What each cell says, with its latest words; each was read in its article, and is true."""


@pytest.mark.slow
def test_no_cell_says_what_a_reader_of_the_articles_would_call_false(db, client, editor):
    for slug, entry in json.loads((news.NEWS / "issues.json").read_text(encoding="utf-8")).items():
        Issue.objects.create(slug=slug, **entry)
    for _ in import_articles(read_paths([news.NEWS / "articles.jsonl"])):
        pass
    assert Article.objects.count() == 46
    assert propose_issues() >= 5
    for proposal in ProposedIssue.objects.all():
        sides = {row.statement_id: row.stance for row in proposal.positions.all() if row.stance}
        accept_issue(proposal, Wording(proposal.title, tuple(proposal.about)), sides, editor)
    query = {"country": ["IRN", "RUS", "USA"], "review": "all"}
    assert client.get("/compare/", query).status_code == 200
    rows = csv.DictReader(io.StringIO(client.get("/compare.csv", query).getvalue().decode()))
    told = {(row["issue"], row["column"], row["stance"], row["quote"]) for row in rows if row["stance"]}
    assert told == TOLD
