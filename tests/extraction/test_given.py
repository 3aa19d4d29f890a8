"""Texts are read in their normal form; what is found are places in the text as it was given."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.extraction import Document, IssueHint, read
from articles.text import normal
from tests.examples import examples
from tests.extraction.test_pipeline import check

STORY = (
    "Ankara Speaks\n\n"
    "Foreign Minister Mevlüt Çavuşoğlu said on Tuesday: “We oppose the Élysée's plan.”\n\n"
    "“It is no good plan,” Recep Tayyip Erdoğan added. Nguyễn Phú Trọng\ncalled for more talks."
)
ISSUES = (IssueHint("plan", "The plan", ("Élysée's plan",)),)
BREAKS = {"\n": "\r\n", "\u2029": "\r"}


def told(statement):
    """All but the places and the characters at them."""
    fields = statement.to_json()
    places = ("fragments", "quote", "cue_span", "speaker_span", "said_on_phrase")
    positions = [{**each, "evidence_span": None} for each in fields["positions"]]
    return {**{k: v for k, v in fields.items() if k not in places}, "positions": positions}


def words(document, statement):
    """What stands at the places."""
    spans = [*statement.fragments, statement.cue_span, statement.speaker_span, statement.said_on_phrase]
    spans += [position.evidence_span for position in statement.positions]
    return [span and normal.text(document.text[slice(*span)]) for span in spans]


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKD"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_same_is_found_at_the_same_words_in_whatever_form(language, form, end):
    kept = Document("a", STORY)
    text = unicodedata.normalize(form, f"\ufeff \n{STORY} ").replace("\n", end)
    document = Document("a", text)
    found, same = read(document, ISSUES), read(kept, ISSUES)
    check(document, found)
    assert len(same) == 3
    assert [told(s) for s in found] == [told(s) for s in same]
    assert [words(document, s) for s in found] == [words(kept, s) for s in same]
    assert [s.quote for s in found] == [" … ".join(text[a:b] for a, b in s.fragments) for s in found]


def test_names_come_in_their_composed_form(language):
    document = Document("a", unicodedata.normalize("NFD", STORY))
    named = [speaker.name for statement in read(document) for speaker in statement.speakers]
    assert named == ["Mevlüt Çavuşoğlu", "Recep Tayyip Erdoğan", "Nguyễn Phú Trọng"]


def test_a_key_phrase_may_be_decomposed(language):
    hint = IssueHint("plan", "The plan", (unicodedata.normalize("NFD", "Élysée's plan"),))
    found = read(Document("a", STORY), (hint,))
    assert [p.issue for s in found for p in s.positions if p.issue] == ["plan"]


@settings(deadline=None, max_examples=examples(25))
@given(st.data())
def test_whatever_is_mixed_the_places_are_sound(language, data):
    pieces = []
    for letter in STORY:
        forms = [letter, unicodedata.normalize("NFD", letter), f"{letter}\ufeff"]
        pieces.append(data.draw(st.sampled_from(["\n", "\r\n", "\r"] if letter == "\n" else forms)))
    document = Document("a", "".join(pieces))
    check(document, read(document, ISSUES))
