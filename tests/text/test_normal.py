import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.text import normal
from tests.examples import examples

PIECES = [
    "\r\n", "\r", "\n", "\ufeff", " ", "\xa0", "a", "E", "é", "e\u0301", "o\u0323\u0302", "\u0301",
    "\u1112\u1161\u11ab", "\u1161", "\uac00\u11a8", "\u212b", "\u0344", "\u0f73", "\u09c7\u09be",
    "𝅗𝅥", "ﬁ", "“", "😀",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES) | st.characters(codec="utf-8")).map("".join)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("one\r\ntwo\rthree\n", "one\ntwo\nthree"),
        ("\ufeffRe\ufefféd", "Reéd"),
        ("  Jose\u0301 \n", "José"),
        ("e\ufeff\u0301", "é"),
        ("\u1112\u1161\u11ab", "한"),
        ("a\u2028b\x0cc", "a\u2028b\x0cc"),
    ],
)
def test_a_text_has_line_feeds_composed_letters_and_no_marks(given, kept):
    assert normal.text(given) == kept


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("The  E\u0301lyse\u0301e ", "Élysée"),
        ("Robert O’Brien", "Robert O'Brien"),
        ("N‘Djamena ʼs ′x `y ´z", "N'Djamena 's 'x 'y 'z"),
        ("the\xa0the Hague", "Hague"),
        ("The", "The"),
        ("Theresa May", "Theresa May"),
    ],
)
def test_a_name_is_without_what_differs_between_outlets(given, kept):
    assert normal.name(given) == kept


def test_a_label_keeps_its_article_and_a_line_its_apostrophe():
    assert normal.label(" The \n Xi’an  Daily") == "The Xi'an Daily"
    assert normal.line(" Iran’s\u2028 bomb ") == "Iran’s bomb"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ERDOĞAN", "Erdog\u0306an"),
        ("ÇAVUŞOĞLU", "çavuşoğlu"),
        ("YILDIRIM", "Yıldırım"),
        ("İSTANBUL", "Istanbul"),
        ("WEISS", "Weiß"),
        ("STRAẞE", "Straße"),
        ("ΠΑΠΑΔΌΠΟΥΛΟΣ", "Παπαδόπουλος"),
        ("The Élysée", "élysée"),
        ("ЛАВРОВ", "Лавров"),
    ],
)
def test_spellings_of_one_name(one, other):
    assert normal.name_key(one) == normal.name_key(other)


def test_accents_tell_names_apart():
    assert normal.name_key("Müller") != normal.name_key("Muller")


@given(texts)
def test_what_is_in_its_normal_form_stays(value):
    for form in (normal.text, normal.line, normal.label, normal.name, normal.name_key):
        assert form(form(value)) == form(value)


@given(texts)
def test_places_of_a_normal_text_move_with_the_spaces_before_it(value):
    kept = normal.text(value)
    for start in range(len(kept)):
        moved = normal.places(f" \n{kept} ").moved((start + 2, len(kept) + 2))
        assert moved == (start, len(kept))


@settings(max_examples=examples(300))
@given(texts, st.data())
def test_words_are_found_in_the_normal_form_and_back(value, data):
    form, given, spans = data.draw(st.sampled_from(["NFC", "NFD"])), value, []
    for word in data.draw(st.lists(texts, min_size=1, max_size=5)):
        word = unicodedata.normalize(form, f"({word})")
        spans.append((len(given), len(given) + len(word)))
        given += word + data.draw(st.sampled_from(["", " ", "\r\n", "\r \ufeff"]))
    kept, places = normal.text(given), normal.places(given)
    for span in spans:
        moved = places.moved(span)
        assert kept[slice(*moved)] == normal.text(given[slice(*span)])
        assert places.back().moved(moved) == span


@given(texts, st.data())
def test_places_of_the_normal_form_lead_back_to_the_same_words(value, data):
    value = f"({value})"
    kept, back = normal.text(value), normal.places(value).back()
    start = data.draw(st.integers(0, len(kept)))
    end = data.draw(st.integers(start, len(kept)))
    if start < end:
        place = back.moved((start, end))
        assert kept[start:end] in normal.text(f"({value[slice(*place)]})")
