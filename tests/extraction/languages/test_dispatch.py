from datetime import date

import pytest

from articles.extraction import Document, read, read_many
from articles.extraction.languages import lexicon

FRENCH = "Le ministre norvégien Ivar Lund a déclaré hier que le détroit resterait ouvert aux navires."
ENGLISH = "Norwegian minister Ivar Lund said that the strait would stay open."
JAPANESE = "ノルウェーの外務大臣は、海峡は開いたままだと述べた。"


def test_each_document_is_read_in_its_language_and_comes_in_its_place():
    documents = [
        Document("a", FRENCH),
        Document("b", ENGLISH),
        Document("c", JAPANESE),
        Document("d", FRENCH),
    ]
    found = [(document.id, len(statements)) for document, statements in read_many(documents)]
    assert found == [("a", 1), ("b", 1), ("c", 0), ("d", 1)]


def test_a_day_is_read_and_the_article_dates_the_rest():
    statement = read(Document("a", FRENCH, date(2019, 5, 16)))[0]
    assert (statement.said_on, statement.said_on_basis) == ("2019-05-15", "explicit")
    other = read(Document("a", FRENCH.replace("hier ", ""), date(2019, 5, 16)))[0]
    assert (other.said_on, other.said_on_basis) == ("2019-05-16", "article")


def test_spans_are_places_of_the_text_as_it_was_given():
    text = FRENCH.replace("é", "e\u0301")
    statement = read(Document("a", text))[0]
    assert "".join(text[start:end] for start, end in statement.fragments) == statement.quote
    assert statement.kind == "indirect"


def test_a_paragraph_in_another_language_is_left_out():
    english = (
        "The minister of fisheries said that the strait would stay open for all the ships of the region."
    )
    assert len(read(Document("a", f"{FRENCH}\n\n{FRENCH}\n\n{FRENCH}\n\n{english}"))) == 3


@pytest.mark.parametrize("code", ["fr", "es", "ru", "pt", "de"])
def test_words_of_the_data_are_in_small_letters(code):
    data = lexicon.load(code)
    assert all(word == word.lower() for kind in data.words.values() for word in kind)
    assert all(form == form.lower() for form in data.verbs)
