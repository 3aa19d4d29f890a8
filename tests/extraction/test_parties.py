import csv
from datetime import date

import pytest

from articles.extraction import Document, countries, parties, read
from articles.extraction.lexicon import DATA

IN_2006 = date(2006, 5, 10)


@pytest.mark.parametrize(
    ("words", "named", "iso3"),
    [
        ("leader of the Awami National Party", {"PAK"}, "PAK"),
        ("leader of the Awami National Party", {"IND"}, None),
        ("Labour Party", {"GBR", "FRA"}, "GBR"),
        ("Labour Party", {"GBR", "NOR"}, None),  # either has one
        ("Sinn Féin spokesman", {"IRL"}, "IRL"),
        ("the BJP", {"IND"}, "IND"),
        ("Likud party", {"ISR"}, "ISR"),
        ("Unity", {"PAK"}, None),  # one word may be anything
        ("awami national party", {"PAK"}, None),
        ("IMF", {"PAK"}, None),
        ("", {"PAK"}, None),
    ],
)
def test_a_party_is_of_the_one_country_that_the_text_names(words, named, iso3):
    assert parties.of_words(words, IN_2006, named) == iso3


@pytest.mark.parametrize(
    ("name", "on", "named", "iso3"),
    [
        ("Morgan Tsvangirai", IN_2006, {"ZWE", "ZAF"}, "ZWE"),
        ("Morgan Tsvangirai", IN_2006, {"ZAF"}, None),
        ("Tsvangirai", IN_2006, {"ZWE"}, None),
        ("Morgan Tsvangirai", date(1980, 5, 10), {"ZWE"}, None),
        ("Morgan Tsvangirai", None, {"ZWE"}, None),
        ("Gerry Adams", IN_2006, {"GBR", "IRL"}, None),  # of both
        ("Ana Ruiz", IN_2006, {"PER"}, None),
    ],
)
def test_a_leader_is_of_the_one_country_that_the_text_names(name, on, named, iso3):
    assert parties.of_leader(name, on, named) == iso3


@pytest.mark.parametrize(
    ("text", "iso3"),
    [
        ("Ana Ruiz, spokeswoman of the Awami National Party, said in Pakistan that it was late.", "PAK"),
        ("Ana Ruiz, a member of the Awami National Party, said in Pakistan that it was late.", None),
        ("Ana Ruiz, a former leader of the Awami National Party, said in Pakistan that it was late.", None),
        ("The Awami National Party said that Pakistan was late.", "PAK"),
        ("The Awami National Party said that Chad, Peru and Chile were late.", None),
        ("The opposition in Zimbabwe waits. Morgan Tsvangirai said it was late.", "ZWE"),
        ("The singer Morgan Tsvangirai said in Zimbabwe that it was late.", None),
        ("Morgan Tsvangirai, a teacher, said in Zimbabwe that it was late.", None),
        ("The president left Italy. President Giorgio Napolitano said it was late.", "ITA"),
    ],
)
def test_whoever_speaks_for_a_party_has_its_country(text, iso3):
    [statement, *_] = read(Document("a", text, IN_2006))
    assert [speaker.country for speaker in statement.speakers] == [iso3]


def test_every_row_is_whole():
    known = {country.iso3 for country in countries.load()}
    with (DATA / "parties.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert row["name"] and row["iso3"] in known
            assert 2000 <= int(row["from"]) <= int(row["to"])
            assert row["source"] and row["licence"]
