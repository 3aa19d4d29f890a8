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
