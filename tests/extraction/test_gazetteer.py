import pytest

from articles.extraction import gazetteer


@pytest.mark.parametrize(
    ("name", "iso3", "sort"),
    [
        ("Norway", "NOR", "name"),
        ("the UK", "GBR", "name"),
        ("U.S.", "USA", "name"),
        ("Chilean", "CHL", "demonym"),
        ("Norwegians", "NOR", "demonym"),
        ("Moscow", "RUS", "capital"),
        ("the Kremlin", "RUS", "seat"),
        ("North Korea’s", "PRK", "name"),
    ],
)
def test_lookup(name, iso3, sort):
    hit = gazetteer.lookup(name)
    assert hit is not None
    assert (hit[0], hit[2]) == (iso3, sort)


@pytest.mark.parametrize("word", ["us", "Solberg", "", "the", "Korean"])
def test_no_country(word):
    assert gazetteer.lookup(word) is None


def test_scan_prefers_the_longest_name():
    places = list(gazetteer.scan("South Korean and United States officials met us in Oslo."))
    assert [p.iso3 for p in places] == ["KOR", "USA", "NOR"]


def test_the_country_of_a_role():
    assert gazetteer.country_of("Russia's deputy envoy to the United Nations") == "RUS"


def test_every_country_has_a_name():
    assert gazetteer.name_of("USA") == "United States"
