import pytest

from articles.extraction import Document
from articles.extraction import read as read_document

TRANSCRIPT = (
    "MS. SOLBERG: We will not sign.\n\nNor will we wait.\n\nQ: Will you recall your ambassador?\n\n"
    "MR. ROJAS: Chile said that the mine was safe.\n\nMS. SOLBERG: So it is."
)


def test_each_turn_of_a_transcript_is_one_statement(read):
    found = read(TRANSCRIPT)
    assert [(s.kind, s.speakers[0].name, s.quote) for s in found] == [
        ("direct", "Solberg", "We will not sign. … Nor will we wait."),
        ("direct", "Rojas", "Chile said that the mine was safe."),
        ("direct", "Solberg", "So it is."),
    ]


def test_a_very_long_paragraph_of_a_turn_is_taken_once(read):
    long = "We shall wait. " * 500
    found = read(TRANSCRIPT.replace("Nor will we wait.", long.strip()))
    assert found[0].quote == f"We will not sign. … {long.strip()}"
    assert len(found[0].fragments) == 2


def test_two_labels_do_not_make_a_transcript(read):
    text = "NOTE: The ferry is late.\n\nWARNING: The port is closed.\n\nRojas said it was safe."
    assert [s.quote for s in read(text)] == ["it was safe"]


def test_labels_that_come_once_each_do_not_make_one(read):
    text = "WHO: The council.\n\nWHERE: Lima.\n\nWHEN: Monday.\n\nRojas said it was safe."
    assert [s.quote for s in read(text)] == ["it was safe"]


def test_a_tweet_is_said_by_who_signed_it(read):
    (statement,) = read("We are ready to go to The Hague.\n\n— Martin Rojas (@mrojas) March 12, 2024")
    assert (statement.kind, statement.quote) == ("direct", "We are ready to go to The Hague.")
    assert statement.speakers[0].name == "Martin Rojas"


SPEECH = (
    "I thank the Council for this meeting.\n\n"
    "We will not sign this treaty. Peru said that it would, and we regret it.\n\n"
    "Our position has not changed."
)


def test_a_speech_is_said_by_the_author_in_its_heading(read):
    found = read(f"Statement by H.E. Ms. Ingrid Solberg, Minister for Foreign Affairs of Norway\n\n{SPEECH}")
    assert [s.quote for s in found] == SPEECH.split("\n\n")
    assert {s.kind for s in found} == {"direct"}
    assert {(s.speakers[0].name, s.speakers[0].country) for s in found} == {("Ingrid Solberg", "NOR")}


def test_the_heading_may_be_the_title(language):
    document = Document("a", SPEECH, title="Address by Martin Rojas, President of Chile")
    found = read_document(document)
    assert [(s.speakers[0].name, s.speakers[0].country, s.speaker_span) for s in found] == [
        ("Martin Rojas", "CHL", None)
    ] * 3


def test_news_of_a_speech_is_not_the_speech(read):
    text = "Statement by Ingrid Solberg Causes Stir\n\nThe minister said that Norway would not sign."
    assert [s.quote for s in read(text)] == ["Norway would not sign"]


def test_news_that_quotes_a_speech_is_not_the_speech(language):
    text = "“I came because we must talk, and we will,” Rojas said.\n\n“My wish is our wish,” he added."
    for title in ("Remarks by Martin Rojas Draw Fire", "Remarks by Martin Rojas"):
        found = read_document(Document("a", text, title=title))
        assert [s.quote for s in found] == [
            "“I came because we must talk, and we will,”",
            "“My wish is our wish,”",
        ]


INTERVIEW = (
    "Ingrid Solberg, the foreign minister of Norway, spoke to us on Monday.\n\n"
    "{asks}: Will you sign?\n\n{tells}: We will not. It would end our fishery.\n\n"
    "{asks}: Why not?{between}{tells}: Because Peru did not.{between}{asks}: And then?\n\n"
    "{tells}: We shall see.{end}"
)


@pytest.mark.parametrize(
    ("asks", "tells", "between"),
    [
        ("WN", "IS", "\n\n"),
        ("WN", "IS", ":"),
        ("WN", "IS", " "),
        ("Gazette", "Ingrid Solberg", "\n\n"),
        ("Wn", "Solberg", "\n\n"),
        ("Wn", "Solberg", " "),
    ],
)
def test_who_asks_in_an_interview_says_nothing_and_who_answers_is_known(read, asks, tells, between):
    found = read(INTERVIEW.format(asks=asks, tells=tells, between=between, end=""))
    assert [(s.speakers[0].name, s.speakers[0].country, s.quote) for s in found] == [
        ("Ingrid Solberg", "NOR", "We will not. It would end our fishery."),
        ("Ingrid Solberg", "NOR", "Because Peru did not."),
        ("Ingrid Solberg", "NOR", "We shall see."),
    ]


def test_names_before_colons_where_nobody_asks_are_no_interview(read):
    text = "Chile: rain.\n\nPeru: dry.\n\nChile: no change.\n\nPeru: wind.\n\nRojas said it was safe."
    assert [s.quote for s in read(text)] == ["it was safe"]


def test_initials_of_two_persons_are_of_neither(read):
    other = "\n\nIvan Sokolov, the ambassador, was there, too."
    found = read(INTERVIEW.format(asks="WN", tells="IS", between="\n\n", end=other))
    assert not {"Ingrid Solberg", "Ivan Sokolov"} & {s.speakers[0].name for s in found}
