import pytest

CASES = {
    "right": ('"We will not sign this treaty," Solberg said.', '"We will not sign this treaty,"'),
    "inverted": ("“The road is open,” said Solberg.", "“The road is open,”"),
    "left": ('Solberg said: "We are ready for talks."', '"We are ready for talks."'),
    "told": ('Solberg told the council, "We are ready for talks."', '"We are ready for talks."'),
    "after that": ('Solberg told the council that "the talks are over".', '"the talks are over"'),
    "full stop": (
        '"The time has come to act on this." Solberg said in Oslo.',
        '"The time has come to act on this."',
    ),
    "colon": ('Solberg was unmoved: "We have waited long enough."', '"We have waited long enough."'),
}


@pytest.mark.parametrize(("text", "quote"), CASES.values(), ids=CASES.keys())
def test_attributed_quotations(read, text, quote):
    (statement,) = read(text)
    assert (statement.kind, statement.quote) == ("direct", quote)
    assert statement.speakers[0].name == "Solberg"


def test_both_halves_of_a_split_quotation_are_one_statement(read):
    (statement,) = read('"We will not sign this treaty," Solberg said. "It is a bad treaty."')
    assert statement.fragments == ((0, 31), (46, 67))


def test_a_question_mark_does_not_part_the_halves(read):
    (statement,) = read("“Are we ready for this?” Solberg asked. “We are not ready at all.”")
    assert len(statement.fragments) == 2


def test_a_quotation_over_two_paragraphs_is_one_statement(read):
    (statement,) = read("“This is the first part of it.\n\n“This is the second part of it,” Kimani said.")
    assert len(statement.fragments) == 2
    assert statement.speakers[0].name == "Kimani"


def test_the_next_quoted_paragraph_is_the_next_fragment(read):
    text = "“We were the first to come here,” Kimani said.\n\n“We shall be the last to leave.”"
    (statement,) = read(text)
    assert [text[a:b] for a, b in statement.fragments] == [
        "“We were the first to come here,”",
        "“We shall be the last to leave.”",
    ]


def test_a_quoted_paragraph_with_words_of_the_narrator_is_not(read):
    found = read("“We were the first to come here,” Kimani said.\n\n“Dawn” is the name of the ship.")
    assert [statement.quote for statement in found] == ["“We were the first to come here,”"]


def test_a_quotation_that_runs_on_is_part_of_a_clause(read):
    text = "“Many would consider that an embarrassment for the city” if Rojas did not win, Kimani said."
    (whole,) = read(text)
    assert (whole.kind, whole.quote) == ("mixed", text.removesuffix(", Kimani said."))
    (statement,) = read("Kimani said “we have three weeks to go” until the vote in Nairobi.")
    assert (statement.kind, statement.quote) == (
        "mixed",
        "“we have three weeks to go” until the vote in Nairobi",
    )


def test_a_cue_before_a_colon_at_the_paragraph_end(read):
    (statement,) = read("Kimani continued:\n\n“We shall be the last to leave.”")
    assert statement.speakers[0].name == "Kimani"


def test_mixed_speech_keeps_its_marks(read):
    (statement,) = read("Rojas said the road was “open to all,” as before.")
    assert statement.kind == "mixed"
    assert statement.quote.startswith("the road was “open to all,”")


def test_a_quotation_nobody_is_named_for_is_left_out(read):
    assert read("“This stands alone in the whole of the text.”") == ()
