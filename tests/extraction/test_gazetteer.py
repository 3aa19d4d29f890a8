import pytest

from articles.extraction import gazetteer


@pytest.mark.parametrize(
    ("name", "iso3", "sort"),
    [
        ("Norway", "NOR", "name"),
        ("the UK", "GBR", "name"),
        ("U.S.", "USA", "name"),
        ("Chilean", "CHL", "demonym"),
        ("Icelandic", "ISL", "demonym"),
        ("Ecuadorian", "ECU", "demonym"),
        ("Slovenian", "SVN", "demonym"),
        ("Antiguan", "ATG", "demonym"),
        ("Barbudan", "ATG", "demonym"),
        ("Norwegians", "NOR", "demonym"),
        ("Moscow", "RUS", "capital"),
        ("the Kremlin", "RUS", "seat"),
        ("the Bundeswehr", "DEU", "seat"),
        ("the Awami League", "BGD", "party"),
        ("North Korea’s", "PRK", "name"),
        ("French", "FRA", "demonym"),
        ("Dutch", "NLD", "demonym"),
        ("American", "USA", "demonym"),
        ("Congolese", "COD", "demonym"),
        ("Dominican", "DOM", "demonym"),
        ("Taipei", "TWN", "capital"),
        ("Kyrgyz", "KGZ", "demonym"),
        ("Kazakh", "KAZ", "demonym"),
        ("Uzbek", "UZB", "demonym"),
        ("Tajik", "TJK", "demonym"),
        ("Bosnian", "BIH", "demonym"),
        ("Argentinian", "ARG", "demonym"),
        ("Nepali", "NPL", "demonym"),
        ("Philippine", "PHL", "demonym"),
        ("Timorese", "TLS", "demonym"),
        ("Kosovar", "XKX", "demonym"),
        ("Pristina", "XKX", "capital"),
    ],
)
def test_lookup(name, iso3, sort):
    hit = gazetteer.lookup(name)
    assert hit is not None
    assert (hit[0], hit[2]) == (iso3, sort)


@pytest.mark.parametrize("word", ["us", "Solberg", "", "the", "Korean"])
def test_no_country(word):
    assert gazetteer.lookup(word) is None


@pytest.mark.parametrize(
    "text",
    [
        "The governor of New Jersey objected.",
        "Analysts at Morgan Stanley objected.",
        "The State of Victoria objected.",
        "Victoria objected, and so did the police of Victoria.",
        "Judges in Kingston and San José objected.",
        "New Mexico's governor objected.",
        "The mayor of New London objected.",
    ],
)
def test_what_is_part_of_another_name_is_no_country(text):
    assert list(gazetteer.scan(text)) == []


@pytest.mark.parametrize(
    ("text", "iso3"),
    [
        ("New Zealand objected.", "NZL"),
        ("New Russian sanctions were announced.", "RUS"),
        ("New U.S. sanctions were announced.", "USA"),
        ("The Government of Jersey objected.", "JEY"),
        ("The Republic of Korea objected.", "KOR"),
        ("A spokesman of Moscow objected.", "RUS"),
    ],
)
def test_what_is_not_part_of_one_is(text, iso3):
    assert [place.iso3 for place in gazetteer.scan(text)] == [iso3]


def test_scan_prefers_the_longest_name():
    places = list(gazetteer.scan("South Korean and United States officials met us in Oslo."))
    assert [p.iso3 for p in places] == ["KOR", "USA", "NOR"]


def test_the_country_of_a_role():
    assert gazetteer.country_of("Russia's deputy envoy to the United Nations") == "RUS"


def test_every_country_has_a_name():
    assert gazetteer.name_of("USA") == "United States"


def test_a_government_is_called_by_the_adjective_of_its_country():
    called = {iso3: gazetteer.demonym_of(iso3) for iso3 in ("ISL", "NZL", "GBR", "ATG", "BWA", "PHL")}
    assert called == {
        "ISL": "Icelandic", "NZL": "New Zealand", "GBR": "British", "ATG": "Antiguan", "BWA": "Botswanan",
        "PHL": "Philippine",
    }  # fmt: skip
