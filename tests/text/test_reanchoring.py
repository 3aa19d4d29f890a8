import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text.reanchoring import AROUND, found_again, shifted

FILL = "This is said at some length, and at a length at which all that is around differs. "


def again(old, new, *words):
    """The words at the places found, and how far they moved; None if they were not found."""
    spans, end = [], 0
    for piece in words:
        start = old.index(piece, end)
        end = start + len(piece)
        spans.append((start, end))
    found = found_again(old, new, tuple(spans))
    return found and [(new[a:b], a - start) for (a, b), (start, _) in zip(found, spans, strict=True)]


@pytest.mark.parametrize(
    ("old", "new", "words", "found"),
    [
        ("He said no.", "He said no.", ["no"], [("no", 0)]),
        ("He said no.", "Yesterday he said no.", ["no"], [("no", 10)]),
        ("He said no.", "He said nothing.", ["no"], None),  # no part of a word
        ("He said no.", "He said “no”.", ["no"], [("no", 1)]),
        ("He said no.", "He said No.", ["no"], None),
        ("We oppose it, he said.", "We  oppose it, he said.", ["We oppose it"], None),
        ("He said no.", "He said no. She said no.", ["no"], None),
        ("He said no. She said no.", "He said no.", ["no"], None),  # his or hers?
        ("A b c.", "A c b.", ["b", "c"], None),
        ("A b c.", "A x b y c.", ["b", "c"], [("b", 2), ("c", 4)]),
        ("A b c.", "A x b.", ["b", "c"], None),
        ("He said 😀 no.", "So he said 😀 no.", ["😀 no"], [("😀 no", 3)]),
        ("no", "no", ["no"], [("no", 0)]),
    ],
)
def test_the_same_words_once_or_not_at_all(old, new, words, found):
    assert again(old, new, *words) == found


def test_what_is_around_tells_several_apart():
    old = f"{FILL}Lavrov said no.\n{FILL[::-1]}Haley said no."
    [(_, moved)] = again(old, f"News. {old}", "no")
    assert moved == len("News. ")


def test_the_one_that_is_left_is_not_taken_for_the_one_that_went():
    old = f"{FILL}Lavrov said no.\n{FILL[::-1]}Haley said no."
    assert again(old, old.replace("Lavrov said no.", "Lavrov said yes."), "no") is None


def test_the_one_that_stayed_is_found_by_what_is_around():
    old = f"{FILL}Lavrov said no. {FILL} {FILL[::-1]}Haley said no."
    alone = old.replace("Haley said no.", "")
    assert again(old, alone, "no") == again(alone, old, "no") == [("no", 0)]


def test_nor_when_what_is_around_stands_there_twice():
    repeated = f"{FILL}He said no. {FILL}"
    assert again(f"{repeated}One. {repeated}", f"{repeated}One. {repeated}Two. {repeated}", "no") is None
    assert again(f"{repeated}One. {repeated}", repeated, "no") is None


@pytest.mark.parametrize(("distance", "is_found"), [(AROUND, True), (AROUND - 1, False)])
def test_how_far_around_is_looked(distance, is_found):
    old = f"X{'.' * distance}no {FILL}no {FILL[::-1]}"
    new = old.replace("X", "Y", 1)
    assert (again(old, new, "no") is not None) == is_found


def test_nothing_is_found_for_no_place():
    assert found_again("He said no.", "He said no.", ()) is None


@pytest.mark.parametrize(
    ("span", "moved"),
    [((2, 4), (12, 14)), ((8, 9), (25, 26)), ((4, 8), None), ((5, 6), None), ((0, 3), None)],
)
def test_what_lies_within_a_fragment_moves_with_it(span, moved):
    assert shifted(span, ((2, 5), (7, 9)), ((12, 15), (24, 26))) == moved


TEXT = st.text(alphabet="ab c.", min_size=1, max_size=60)


@given(TEXT, TEXT, st.data())
def test_what_is_found_says_the_same(old, new, data):
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    found = found_again(old, new, ((start, end),))
    assert found is None or new[slice(*found[0])] == old[start:end]


@given(TEXT, TEXT)
def test_no_two_places_become_one(old, new):
    spans = [(a, b) for a in range(len(old)) for b in range(a + 1, min(a + 4, len(old)) + 1)]
    places = [place for span in spans if (place := found_again(old, new, (span,)))]
    assert len(set(places)) == len(places)
