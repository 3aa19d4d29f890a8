import pytest

from articles.text.reporting import ReportingWords, reporting_words


def said(text, cue, *names):
    """The reporting words of what stands between ⟦ and ⟧."""
    fragments = []
    while "⟦" in text:
        start = text.index("⟦")
        end = text.index("⟧") - 1
        text = text.replace("⟦", "", 1).replace("⟧", "", 1)
        fragments.append((start, end))
    return reporting_words(text, tuple(fragments), cue, names)


@pytest.mark.parametrize(
    ("text", "cue", "names", "before", "after"),
    [
        ("Peru on Monday demanded that ⟦Chile leave⟧.", "demanded", ["Peru"], "on Monday demanded that", ""),
        ("On Monday he demanded that ⟦Chile leave⟧.", "demanded", ["Ana Ruiz"], "demanded that", ""),
        ("“⟦We stay,⟧” Ruiz said.", "said", ["Ruiz"], "", "Ruiz said"),
        ("“⟦We stay,⟧” said Ana Ruiz of Peru.", "said", ["Ana Ruiz"], "", "said Ana Ruiz"),
        ("He said no. “⟦We stay.⟧” Nobody left.", "said", ["Ruiz"], "", ""),
        ("Peru said, ⟦“We stay,”⟧ and added, ⟦“for good”⟧.", "said", ["Peru"], "said,", ""),
        ("Peru denied ⟦it had lied⟧.", "", ["Peru"], "denied", ""),
        ("Peru denied ⟦it had lied⟧.", "", ["Chile"], "", ""),
        ("Peru and Chile, however, float ⟦a plan⟧.", "", ["Peru", "Chile"], "however, float", ""),
        ("Peru resaid that ⟦it stays⟧.", "said", ["Peru"], "", ""),
    ],
)
def test_reporting_words(text, cue, names, before, after):
    assert said(text, cue, *names) == ReportingWords(before, after)


def test_a_cue_too_far_from_its_words_is_left_out():
    far = "x" * 130
    assert said(f"Peru said {far} ⟦that⟧.", "said", "Peru") == ReportingWords()
    assert said(f"Peru {far} said ⟦that⟧.", "said", "Peru") == ReportingWords(before="said")


def test_line_breaks_become_spaces():
    assert said("Peru has\u2028  said ⟦no⟧.", "said", "Peru") == ReportingWords(before="has said")


def test_fragments_may_be_counted_from_the_beginning_of_the_article():
    found = reporting_words("Peru said no.", [[110, 112]], "said", ["Peru"], begins=100)
    assert found == ReportingWords(before="said")


def test_nothing_without_a_place():
    assert reporting_words("Peru said no.", (), "said", ["Peru"]) == ReportingWords()
