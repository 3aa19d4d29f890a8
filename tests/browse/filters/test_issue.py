"""Whoever asks for an issue is shown what was said on its parts, by SQL and by the index."""

import pytest
from django.http import QueryDict

from articles.browse.filterset import StatementFilter
from articles.browse.results import BySql
from articles.models import Statement
from tests.indexing import by_index


@pytest.fixture
def said(world, editor):
    world.say("Lavrov", "All of it.", by=editor, sanctions="oppose")
    world.say("Lavrov", "Part of it.", by=editor, oil="support")
    world.say("Lavrov", "Part of a part.", by=editor, tankers="support", oil="oppose")
    world.say("Lavrov", "Another thing.", by=editor, talks="support")
    for part, whole in (("oil", "sanctions"), ("tankers", "oil")):
        issue = world.issue(part)
        issue.parent = world.issue(whole)
        issue.save()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("issue=sanctions", {"All of it.", "Part of it.", "Part of a part."}),
        ("issue=oil", {"Part of it.", "Part of a part."}),
        ("issue=tankers", {"Part of a part."}),
        ("issue=tankers&issue=talks", {"Part of a part.", "Another thing."}),
        ("issue=sanctions&stance=support", {"Part of it.", "Part of a part."}),
    ],
)
def test_an_issue_has_its_parts(said, facet_index, query, words):
    wanted = StatementFilter(QueryDict(query), Statement.objects.all())
    assert {statement.quote for statement in wanted.qs} == words
    assert (by_index(wanted).total, BySql(wanted).total) == (len(words), len(words))
