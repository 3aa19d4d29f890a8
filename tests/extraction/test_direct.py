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


def test_a_verb_with_its_own_object_behind_a_full_stop_is_no_attribution(read):
    text = 'Carla Ruiz agreed that "Roads must be closed." The former mayor ruled Lima for eight years.'
    assert [s.name for s in read(text)[0].speakers] == ["Carla Ruiz"]


def test_another_speaker_between_two_quotations(read):
    text = (
        '"The road is the best that we have," said Carla Ruiz. Olav Solberg, another senator, said'
        ' the road was "bizarre" and unsafe. "The kindest word for it is that it was built by amateurs."'
    )
    quotes = {s.quote: [w.name for w in s.speakers] for s in read(text)}
    assert quotes['"The road is the best that we have,"'] == ["Carla Ruiz"]
    assert not any("best that we have" in quote and "amateurs" in quote for quote in quotes)


def test_a_clause_before_the_attribution_goes_on_in_the_quotation(read):
    (said,) = read('The plain truth is, Carla Ruiz added, "that nobody has ever mended this road."')
    assert said.quote == 'The plain truth is … "that nobody has ever mended this road."'
    assert said.kind == "mixed"


def test_the_opening_of_a_sentence_is_no_clause_of_it(read):
    (said,) = read('In fact, Carla Ruiz added, "that is what everybody here has known for years."')
    assert said.quote.startswith('"that is')


def test_the_clause_that_leads_to_a_quotation_belongs_to_it(read):
    (said,) = read('Carla Ruiz said that the road was closed: "Nobody will drive there before May."')
    assert said.quote == 'the road was closed: "Nobody will drive there before May."'


def test_halves_of_a_quotation_around_a_long_attribution(read):
    text = (
        '"We have had an office here since last April," said Carla Ruiz, the speaker\'s press secretary,'
        ' "and we have met every family of the valley."'
    )
    (said,) = read(text)
    assert [text[s:e] for s, e in said.fragments][-1] == '"and we have met every family of the valley."'


def test_a_sentence_that_brings_the_next_quotation_has_not_the_one_before(read):
    text = (
        'Carla Ruiz compared the road to a river, "It swallows all that we throw at it." On Monday'
        ' Olav Solberg answered with a smile, saying "I have seen worse rivers than that."'
    )
    found = {s.quote: [w.name for w in s.speakers] for s in read(text)}
    assert found['"I have seen worse rivers than that."'] == ["Olav Solberg"]
    assert found.get('"It swallows all that we throw at it."') in (["Carla Ruiz"], None)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('"Can they not read or count?" asked singer/activist Bono. "We look for numbers."', "Bono"),
        (
            '"Neither has done a thing," railed Solberg\'s attorney Jorge Mora, who is flying there.',
            "Jorge Mora",
        ),
        (
            '"We are marching, not working," said an employee of the railway.',
            "employee of the railway",
        ),
    ],
)
def test_who_stands_behind_the_verb(read, text, name):
    assert [s.name for s in read(text)[0].speakers] == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('The mayor said Mr Solberg should list the roads. "Then he should say it is time to go."', "mayor"),
        ('Solberg summed it up: "The road is open and so is the port", accusing Mora of greed.', "Solberg"),
        (
            "Solberg was in Lima, but said President Jorge Mora told her that he would not join. "
            '"I have met with the president and it was late," she said.',
            "Solberg",
        ),
    ],
)
def test_whose_a_quotation_after_a_report_is(read, text, name):
    assert [s.name for s in read(text)[-1].speakers] == [name]
