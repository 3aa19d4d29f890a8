import pytest

from articles.extraction import lexicon


@pytest.mark.parametrize("verb", ["say", "urge", "call", "condemn", "promise"])
def test_reporting_verbs(verb):
    assert verb in lexicon.reporting()


def test_prepositions_of_a_verb():
    assert lexicon.prepositions()["accuse"] == {"of"}


@pytest.mark.parametrize("text", ["She said no", "a “gift”", "Solberg: no", "according to him", "He wrote"])
def test_the_prefilter_lets_signs_of_speech_through(text):
    assert lexicon.prefilter().search(text)


def test_the_prefilter_stops_plain_prose():
    assert lexicon.prefilter().search("Rain fell on the hills.") is None
