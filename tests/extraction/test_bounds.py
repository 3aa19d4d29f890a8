import pytest

from articles.extraction.bounds import merged, whole_quotes
from articles.extraction.quotes import Quote


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Rojas said the law was unfair, adding that Chile would appeal.", "the law was unfair"),
        ("Rojas said the law was unfair and called for an appeal.", "the law was unfair"),
        ("Rojas promised that ferries would come in a statement.", "ferries would come"),
        ("Rojas said the ferries were late in a statement.", "the ferries were late"),
        ("Rojas said the port, the road and the bridge were closed.", None),
    ],
    ids=["participle", "coordination", "medium", "medium of a clause", "whole"],
)
def test_where_a_content_ends(read, text, content):
    expected = content or "the port, the road and the bridge were closed"
    assert read(text)[0].quote == expected


def test_a_content_never_ends_inside_a_quotation_it_began_before():
    quote = Quote(10, 30, 11, 29, True, 0)
    assert whole_quotes((5, 20), (quote,)) == (5, 30)


def test_marks_at_the_edges_belong_to_the_content():
    quote = Quote(10, 30, 11, 29, True, 0)
    assert whole_quotes((11, 29), (quote,)) == (10, 30)


def test_merged_spans_do_not_overlap():
    assert merged([(5, 9), (0, 3), (8, 12)]) == [(0, 3), (5, 12)]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Rojas said on Monday it would rain.", "it would rain"),
        ("Rojas said Monday the port was closed.", "the port was closed"),
        ("Rojas said on May 4 they agreed on a fee.", "they agreed on a fee"),
        ("Rojas said Monday would be a holiday.", "Monday would be a holiday"),
    ],
)
def test_when_it_was_said_is_no_part_of_what_was_said(read, text, content):
    assert read(text)[0].quote == content
