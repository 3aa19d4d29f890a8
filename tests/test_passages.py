from hypothesis import given
from hypothesis import strategies as st

from articles.passages import Mark, around, paragraphs

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
