from datetime import date

import pytest

from articles.extraction.languages import read as read_in
from articles.extraction.records import Document


@pytest.fixture(scope="session")
def told():
    """(words, speakers' names, speakers' countries) of each statement of a text in a language."""

    def run(code, text, published=date(2019, 5, 16), title=""):
        statements = read_in(Document("x", text, published, title), code)
        return [
            (
                " … ".join(text[start:end] for start, end in statement.fragments),
                [speaker.name for speaker in statement.speakers],
                [speaker.country for speaker in statement.speakers],
            )
            for statement in statements
        ]

    return run
