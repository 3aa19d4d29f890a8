import pytest

from articles.importing.files.lines import paragraphs

WIDE = "These words fill the line as far as its edge, where"


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        ([WIDE, "President Trump begins anew."], f"{WIDE} President Trump begins anew."),
        ([WIDE, "", "President Trump begins anew."], f"{WIDE}\n\nPresident Trump begins anew."),
        (["A heading", WIDE, "the words go on."], f"A heading\n{WIDE} the words go on."),
        ([f"{WIDE[:-5]} govern-", "ment says."], f"{WIDE[:-5]} government says."),
        ([f"{WIDE[:-5]} Anglo-", "American."], f"{WIDE[:-5]} Anglo-American."),
        ([WIDE, "He went away.", "I stayed."], f"{WIDE} He went away.\nI stayed."),
        (["Short lines", "stay as they", "are kept"], "Short lines\nstay as they\nare kept"),
        (["中" * 40, "国。"], "中" * 40 + "国。"),
        ([], ""),
        (["", " ", ""], ""),
    ],
)
def test_lines_are_joined_where_the_next_word_had_no_room(lines, joined):
    assert paragraphs(lines) == joined
