import pytest

from articles.extraction.blocks import split
from articles.extraction.frames import MAX_FRAME, build
from articles.extraction.quotes import find


def frames(text):
    blocks = split(text)
    return list(build(text, blocks[0], 0, find(text, blocks)))


def test_a_full_quotation_becomes_a_clause_with_its_last_mark():
    (frame,) = frames('"We will not sign this treaty," Solberg said. "It is a bad one."')
    assert frame.text == "It is so, Solberg said. It is so."


def test_a_partial_quotation_only_loses_its_marks():
    (frame,) = frames("Rojas called it “a dangerous mistake” again.")
    assert frame.text == "Rojas called it a dangerous mistake again."


def test_full_stops_inside_a_partial_quotation_become_commas():
    (frame,) = frames('He said it was "a threat. Chile must stop," and left.')
    assert frame.text == "He said it was a threat, Chile must stop, and left."


def test_a_quoted_title_is_not_a_clause():
    (frame,) = frames('They watched "The Last Ferry Home" in Lima.')
    assert frame.slots == []


def test_brackets_are_left_out():
    (frame,) = frames("The [northern] port is closed.")
    assert frame.text == "The northern port is closed."


def test_every_character_leads_back():
    text = 'Rojas said the "old road" was [still] open.'
    (frame,) = frames(text)
    start = frame.text.index("road")
    assert text[slice(*frame.source(start, start + 4))] == "road"


def test_a_replaced_quotation_leads_back_to_all_of_it():
    text = 'Solberg said: "We will not sign this treaty."'
    (frame,) = frames(text)
    begin, end, quote = frame.slots[0]
    assert frame.source(begin, end) == (quote.start, quote.end) == (14, len(text))


def test_a_very_long_paragraph_is_cut_at_a_space():
    text = "word " * MAX_FRAME
    pieces = frames(text)
    assert len(pieces) > 1
    assert all(len(piece.text) <= MAX_FRAME for piece in pieces)
    assert "".join(piece.text for piece in pieces) == text.strip()


@pytest.mark.parametrize(
    ("dateline", "rest"),
    [
        ("LIMA, March 14 (Wire) -- ", "Peru had won."),
        ("WASHINGTON (AP) — ", "Chile won, it said."),
        ("OSLO – ", "Norway waits."),
    ],
)
def test_a_dateline_is_left_out(passages, dateline, rest):
    (passage,) = passages(dateline + rest)
    assert passage.frame.starts[0] == len(dateline)


@pytest.mark.parametrize("text", ["NATO — the alliance — said no.", "Lima - Peru said no."])
def test_other_dashes_stay(passages, text):
    (passage,) = passages(text)
    assert passage.frame.starts[0] == 0


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("Peru The mayor said it was late.", "The mayor"),
        ("United Kingdom An embassy said it was late.", "An embassy"),
        ("In Peru The Post said it was late.", "In Peru"),
        ("Peru said The Post was late.", "Peru"),
        ("Solberg The Second was late.", "Solberg"),
    ],
)
def test_a_country_that_stands_before_the_first_sentence_is_left_out(text, begins):
    (frame,) = frames(text)
    assert frame.text.startswith(begins)
