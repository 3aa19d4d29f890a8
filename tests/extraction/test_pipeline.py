import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.extraction import Document, parsing, read, read_many
from articles.extraction.pipeline import DOCUMENTS_A_BATCH
from tests.examples import everyday, examples

STORY = (
    "Ministers Meet In Lima\n\n"
    "“We will not sign this treaty,” Norway's envoy, Ingrid Solberg, told the council on Monday. "
    '"It is a bad treaty."\n\n'
    "She also said Peru's offer was ''too little'' and called for more talks.\n\n"
    "Chile, which says the mine is ‘safe,’ urged Peru to wait: “There is time.\n\n"
    "“There is always time,” it added."
)
MARKS = ['"', "“", "”", "''", "‘", "’", "'", "«", "»", ""]


def check(document, statements):
    """What holds for any text whatever."""
    size = len(document.text)
    for index, statement in enumerate(statements):
        spans = [*statement.fragments, statement.cue_span, statement.speaker_span, statement.said_on_phrase]
        spans += [position.evidence_span for position in statement.positions]
        assert all(0 <= start < end <= size for start, end in filter(None, spans))
        assert statement.quote == " … ".join(document.text[a:b] for a, b in statement.fragments)
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(statement.fragments))
        assert statement.parent is None or (
            0 <= statement.parent < len(statements) and statement.parent != index
        )


@st.composite
def tampered(draw):
    """The story with quotation marks deleted, doubled or mixed."""
    pieces = []
    for character in STORY:
        if character in "\"“”‘’'" and draw(st.integers(0, 3)) == 0:
            character = draw(st.sampled_from(MARKS)) + draw(st.sampled_from(["", "", character]))
        pieces.append(character)
    return "".join(pieces)


def test_the_story(read):
    found = read(STORY)
    assert [s.kind for s in found] == ["direct", "mixed", "indirect", "mixed", "direct", "direct"]
    assert [s.speakers[0].country for s in found] == ["NOR", "NOR", "NOR", "CHL", "CHL", "CHL"]


@settings(max_examples=examples(40), deadline=None)
@given(tampered())
def test_tampered_marks_never_break_a_statement(text):
    document = Document("t", text)
    check(document, read(document))


@settings(max_examples=examples(40), deadline=None)
@given(st.text(max_size=120))
def test_any_text_will_do(text):
    document = Document("t", text + " he said. " + text)
    check(document, read(document))


def test_odd_texts():
    for text in (
        "",
        " ",
        "\n",
        '"',
        "“" * 50,
        "\x00 said \ud800",
        "said " * 300,
        ":" * 500,
        "He said\u2028it\u200b is.",
    ):
        document = Document("t", text)
        check(document, read(document))


@pytest.mark.slow
def test_megabytes_without_speech_are_read_to_the_end():
    """One, which is more than the parser takes at a time, or five."""
    assert read(Document("t", "Rain fell on the hills. " * everyday(44_000, thorough=210_000))) == ()


def test_one_huge_word():
    assert read(Document("t", "A" * 1_000_000)) == ()


def test_read_many_reads_one_batch_ahead(language):
    taken = []

    def documents():
        for number in itertools.count():
            taken.append(number)
            yield Document(str(number), "Peru said that Chile had won.")

    stream = read_many(documents())
    document, statements = next(stream)
    assert (document.id, len(statements)) == ("0", 1)
    assert len(taken) == DOCUMENTS_A_BATCH


def test_reading_together_or_alone_is_the_same(language):
    documents = [Document(str(n), text) for n, text in enumerate(STORY.split("\n\n"))]
    assert [s for _, s in read_many(documents)] == [read(document) for document in documents]


def test_order_and_empty_documents(language):
    documents = [Document("a", ""), Document("b", "Peru said that Chile had won."), Document("c", "")]
    assert [(d.id, len(s)) for d, s in read_many(documents)] == [("a", 0), ("b", 1), ("c", 0)]


def test_the_model_is_loaded_once():
    assert parsing.language() is parsing.language()
