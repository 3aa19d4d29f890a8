"""Days told by a word, in each language that has its words for them."""

import datetime

import pytest

from articles.extraction.languages import days
from articles.extraction.languages.lexicon import load

SATURDAY = datetime.date(2024, 3, 16)


@pytest.mark.parametrize(
    ("code", "phrase", "day"),
    [
        ("fr", "hier", 15),
        ("fr", "avant-hier", 14),
        ("es", "ayer", 15),
        ("es", "anteayer", 14),
        ("es", "antes de ayer", 14),
        ("ru", "вчера", 15),
        ("ru", "позавчера", 14),
        ("de", "gestern", 15),
        ("de", "vorgestern", 14),
        ("pt", "ontem", 15),
        ("pt", "anteontem", 14),
    ],
)
def test_yesterday_and_the_day_before_it(code, phrase, day):
    text = f"xxxx {phrase} yyyy"
    when = days.read(text, (0, len(text)), (0, 4), (), SATURDAY, load(code))
    assert when.said_on == f"2024-03-{day}"
    assert text[slice(*when.phrase)] == phrase
