import pytest

from articles.extraction import phrases


@pytest.fixture
def noun(language):
    def find(text, word):
        return next(token for token in language(text) if token.text == word)

    return find


def test_a_phrase_with_and_without_of(noun):
    head = noun("The deputy envoy of Norway spoke.", "envoy")
    assert phrases.phrase_of(head, with_of=False) == "The deputy envoy"
    assert phrases.phrase_of(head, with_of=True) == "The deputy envoy of Norway"


def test_heads_of_a_conjunction(noun):
    assert [h.text for h in phrases.heads(noun("Peru and Chile agreed.", "Peru"))] == ["Peru", "Chile"]


@pytest.mark.parametrize(("raw", "plain"), [("the  Kremlin,", "Kremlin"), ("“a spokesman”", "spokesman")])
def test_plain(raw, plain):
    assert phrases.plain(raw) == plain


def test_without_titles():
    assert phrases.without_titles(["Prime", "Minister", "Ingrid", "Solberg"]) == ["Ingrid", "Solberg"]


@pytest.mark.parametrize(
    ("word", "speaks"),
    [
        ("spokesman", True),
        ("officials", True),
        ("fishermen", True),
        ("factions", True),
        ("delegations", True),
        ("launch", False),
        ("weather", False),
        ("border", False),
        ("attacks", False),
        ("results", False),
        ("negotiations", False),
    ],
)
def test_who_can_speak(noun, word, speaks):
    assert phrases.can_speak(noun(f"The {word} was late.", word)) is speaks


def test_documents(noun):
    assert phrases.is_document(noun("The statement was long.", "statement"))
    assert not phrases.is_document(noun("The ferry was long.", "ferry"))
