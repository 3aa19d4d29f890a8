from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.extraction.blocks import split
from articles.extraction.quotes import find
from tests.examples import everyday, examples


def quoted(text):
    return [text[q.start : q.end] for q in find(text, split(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "it is late" again.', ['"it is late"']),
        ("He said “it is late” again.", ["“it is late”"]),
        ("He said ''it is late'' again.", ["''it is late''"]),
        ("He said ``it is late'' again.", ["``it is late''"]),
        ("He said «it is late» again.", ["«it is late»"]),
        ("Er sagte „it is late“ again.", ["„it is late“"]),
        ("He said ‘it is late,’ again.", ["‘it is late,’"]),
        ("He said 'it is late,' again.", ["'it is late,'"]),
    ],
    ids=["straight", "curly", "doubled", "tex", "guillemets", "low", "single curly", "single straight"],
)
def test_marks(text, expected):
    assert quoted(text) == expected


def test_straight_opens_and_curly_closes():
    assert quoted('"The road is open,” he said.') == ['"The road is open,”']


def test_an_opening_form_used_to_close():
    assert quoted('"The road is open. “') == ['"The road is open. “']


def test_a_quotation_inside_a_quotation_belongs_to_the_outer_one():
    text = "“They called it ‘a gift,’ no less,” she said."
    assert quoted(text) == ["“They called it ‘a gift,’ no less,”"]


def test_apostrophes_are_no_marks():
    assert quoted("It's the ports' fault, the '90s and rock 'n roll taught us.") == []


def test_a_quotation_runs_on_into_the_next_paragraph():
    text = "“We came here first.\n\n“We shall leave last,” he said."
    first, second = find(text, split(text))
    assert (first.closed, first.continues) == (False, True)
    assert (second.closed, second.continues) == (True, False)


def test_an_unclosed_quotation_in_mid_paragraph_ends_at_its_sentence():
    text = "He said “it is late now. Nobody listened to him."
    assert quoted(text) == ["“it is late now."]


def test_a_forgotten_closing_mark_does_not_swallow_the_next_quotation():
    text = "“It is late. Nobody listened, and then “we are lost,” she said."
    assert quoted(text) == ["“It is late.", "“we are lost,”"]


def test_captions_are_not_searched():
    assert quoted("This undated photo shows a “ferry” in the port of Bergen.") == []


MESS = st.text(alphabet="ab .,\"“”‘’'`«»„‟\n", max_size=80)


@settings(max_examples=examples(150), deadline=None)
@given(MESS)
def test_quotations_lie_inside_their_block_and_never_overlap(text):
    blocks = split(text)
    found = find(text, blocks)
    for quote in found:
        block = blocks[quote.block]
        assert block.start <= quote.start < quote.end <= block.end
        assert quote.start <= quote.inner_start <= quote.inner_end <= quote.end
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["'a ", '"', "“", "''", "“a. ", "' ", "‘"])
def test_worst_cases_come_to_an_end(unit):
    text = unit * (everyday(60_000, thorough=200_000) // len(unit))
    find(text, split(text))
