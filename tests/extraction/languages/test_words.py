import pytest

from articles.extraction.languages import lexicon, words


def quoted(code, text):
    paragraph = words.read(text, (0, len(text)), lexicon.load(code))
    return [text[one.start : one.end] for one in paragraph.quotations]


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("fr", "« Il pleut », dit-elle, « et il vente ».", ["« Il pleut »", "« et il vente »"]),
        ("de", "„Es regnet“, sagte sie.", ["„Es regnet“"]),
        ("de", '"Das Prinzip "Ein Land" gilt", sagte sie.', ['"Das Prinzip "Ein Land" gilt"']),
        ("ru", "«Газета «Правда» вышла», — сказала она.", ["«Газета «Правда» вышла»"]),
        ("es", '"Llueve, dijo ella. "Y hace viento", dijo él.', ['"Y hace viento"']),
        ("es", "Llueve y hace viento.", []),
    ],
)
def test_quotations(code, text, expected):
    assert quoted(code, text) == expected


@pytest.mark.parametrize(
    ("code", "text", "count"),
    [
        ("fr", "M. Morel est venu. Il est reparti.", 2),
        ("es", "El Sr. Prado vino a las 16.30. Se fue.", 2),
        ("ru", "В 2014 г. порт закрыли. Его откроют.", 2),
        ("fr", "« Il pleut. Il vente. » Elle est partie.", 2),
    ],
)
def test_sentences(code, text, count):
    assert len(words.read(text, (0, len(text)), lexicon.load(code)).sentences) == count


def test_a_dateline_says_nothing():
    text = "LIMA, 3 may (ANP).- El puerto abrió."
    assert words.read(text, (0, len(text)), lexicon.load("es")).sentences[0].words[0].text == "El"


def test_an_endless_sentence_is_cut():
    text = "que " * 1_000
    paragraph = words.read(text, (0, len(text)), lexicon.load("es"))
    assert max(len(sentence.words) for sentence in paragraph.sentences) == words.MOST_WORDS
