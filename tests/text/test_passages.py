import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text.passages import Mark, around, including, moved, paragraphs, sentenced, snapped

TEXT = "First.\n\nRussia said no, it said.\n \nLast."


def cut(text, *marks):
    return [[(s.text, s.statements) for s in p] for p in paragraphs(text, marks)]


def test_blank_lines_are_no_paragraphs():
    assert cut(TEXT) == [[("First.", ())], [("Russia said no, it said.", ())], [("Last.", ())]]


def test_a_mark_cuts_its_paragraph():
    start = TEXT.index("no")
    assert cut(TEXT, Mark(start, start + 2, 7))[1] == [("Russia said ", ()), ("no", (7,)), (", it said.", ())]


def test_the_innermost_statement_comes_first():
    outer, inner = Mark(8, 22, 1), Mark(20, 22, 2)
    stretches = paragraphs(TEXT, [outer, inner])[1]
    assert [(s.text, s.statements, s.begins) for s in stretches][:2] == [
        ("Russia said ", (1,), (1,)),
        ("no", (2, 1), (2,)),
    ]


def test_a_mark_over_two_paragraphs_marks_both_and_begins_once():
    every = paragraphs("One two.\nThree.", [Mark(4, 12, 3)])
    assert [[(s.text, s.begins) for s in p if s.statements] for p in every] == [
        [("two.", (3,))],
        [("Thr", ())],
    ]


def test_a_statement_in_two_fragments_begins_once():
    every = paragraphs("“One,” he said, “two.”", [Mark(16, 22, 3), Mark(0, 6, 3)])
    assert [s.begins for p in every for s in p if s.statements] == [(3,), ()]


def test_around_shows_the_neighbours_only():
    text = "\n".join("abcdefg")
    shown = around(text, [Mark(6, 7, 1)])
    assert ["".join(s.text for s in p) for p in shown] == ["c", "d", "e"]
    assert around(text, []) == []


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6))
def test_no_character_is_lost_or_doubled(text, spans):
    marks = [Mark(min(a, b), max(a, b), n) for n, (a, b) in enumerate(spans)]
    kept = ["".join(s.text for s in p) for p in paragraphs(text, marks)]
    assert kept == [line for line in text.split("\n") if line.strip()]


class TestPlaces:
    TEXT = "Mr. Lavrov of the U.S. said: “No, never!” He left. It's the end"

    def at(self, *words):
        return tuple((self.TEXT.index(w), self.TEXT.index(w) + len(w)) for w in words)

    def words(self, fragments):
        return [self.TEXT[start:end] for start, end in fragments]

    @pytest.mark.parametrize(
        ("cut", "whole"),
        [
            ("avro", "Lavrov"),
            (" said: ", "said:"),
            ("“No, ne", "“No, never"),
            ("ever!” H", "never!” He"),
            (" ", None),
        ],
    )
    def test_cut_words_are_made_whole_and_marks_stay_as_they_are(self, cut, whole):
        [(start, end)] = self.at(cut)
        found = snapped(self.TEXT, start, end)
        assert (found and self.TEXT[slice(*found)]) == whole

    @pytest.mark.parametrize(
        ("edge", "step", "moved_to"),
        [
            ("start", -1, "said: “No, never"),
            ("start", 1, "never"),
            ("end", 1, "“No, never!”"),
            ("end", -1, "“No,"),
        ],
    )
    def test_an_end_moves_by_a_word(self, edge, step, moved_to):
        place = moved(self.TEXT, self.at("“No, never"), edge, step)
        place = moved(self.TEXT, place, edge, step) if self.words(place) == ["No, never"] else place
        assert self.words(place) == [moved_to]

    def test_no_end_passes_the_other_or_leaves_the_text(self):
        one = self.at("Mr.")
        assert moved(self.TEXT, one, "start", -1) == moved(self.TEXT, one, "start", 1) == one
        last = self.at("end")
        assert moved(self.TEXT, last, "end", 1) == last

    @pytest.mark.parametrize(
        ("inside", "sentence"),
        [
            (["U.S."], "Mr. Lavrov of the U.S. said: “No, never!”"),
            (["left"], "He left."),
            (["never", "left"], "Mr. Lavrov of the U.S. said: “No, never!” He left."),
            (["end"], "It's the end"),
        ],
    )
    def test_a_sentence_is_taken_whole(self, inside, sentence):
        assert self.words(sentenced(self.TEXT, self.at(*inside))) == [sentence]

    def test_another_fragment_is_put_in_order_and_joined_with_what_it_touches(self):
        both = including(self.at("left"), *self.at("never"))
        assert self.words(both) == ["never", "left"]
        assert self.words(including(both, *self.at("ver!” He "))) == ["never!” He left"]


@given(st.text(max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_places_stay_in_the_text_and_never_grow_empty(text, start, end):
    place = snapped(text, start, end)
    if place is None:
        return
    steps = [(edge, step) for edge in ("start", "end") for step in (1, -1)]
    places = [moved(text, (place,), edge, step) for edge, step in steps]
    for found in ((place,), sentenced(text, (place,)), *places):
        assert all(0 <= a < b <= len(text) for a, b in found)
