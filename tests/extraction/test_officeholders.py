from datetime import date

import pytest

from articles.extraction import officeholders
from articles.extraction.officeholders import Term

IN_2010 = date(2010, 6, 1)


@pytest.fixture(autouse=True)
def register(monkeypatch):
    rows = [
        ("Ingrid Solberg", "NOR", "Prime Minister", 2005, 2012, True),
        ("Hassan al-Rubai", "IRQ", "Minister of Foreign Affairs", 2008, 2012, False),
        ("Hassan Omar Rubai", "EGY", "Minister of Tourism", 1990, 1995, False),
        ("Carla Ruiz", "PER", "President", 2001, 2006, True),
        ("Carla Ruiz Vega", "CHL", "Minister of Health", 2009, 2012, False),
        ("Kwame Addo", None, "Secretary-General of the United Nations", 2007, 2016, True),
        ("John Park", "USA", "Ambassador", 2008, 2011, False),
        ("John Park", "KOR", "Minister of Trade", 2008, 2011, False),
        ("Ro Min-su", None, "Director of the Council", 2007, 2016, True),
        ("Wen Lihua", "CHN", "Premier", 2007, 2016, True),
        ("Olav II, Prince of Nowhere", "MCO", "Prince of Nowhere", 2005, 2012, False),
    ]
    by_word = {}
    for name, iso3, role, since, until, is_exact in rows:
        term = Term(name, officeholders.folded(name), iso3, role, since, until, is_exact)
        for word in term.words:
            by_word.setdefault(word, []).append(term)
    monkeypatch.setattr(officeholders, "_by_word", lambda: by_word)


@pytest.mark.parametrize(
    ("name", "role", "iso3"),
    [
        ("Ingrid Solberg", None, "NOR"),
        ("Solberg", "Prime Minister", "NOR"),
        ("Solberg", "Foreign Minister", None),
        ("Solberg", None, None),
        ("Hassan Rubai", None, "IRQ"),
        ("Hasan al-Rubai", "Iraqi Foreign Minister", "IRQ"),
        ("Hasan al-Rubai", None, None),
        ("Kwame Addo", None, None),
        ("John Park", None, None),
        ("Nobody Known", "President", None),
        ("Olav II", "Prince", "MCO"),
        ("Olav II", "King", None),
        ("Olav II", None, None),
        ("", None, None),
    ],
)
def test_country_of(name, role, iso3):
    assert officeholders.country_of(name, role, IN_2010) == iso3


def test_who_speaks_for_an_international_body_speaks_for_no_country():
    assert officeholders.is_of_no_country("Kwame Addo", None, IN_2010)
    assert not officeholders.is_of_no_country("Ingrid Solberg", None, IN_2010)
    assert not officeholders.is_of_no_country("Nobody Known", None, IN_2010)


def test_out_of_office_nobody_speaks_for_a_country():
    assert officeholders.country_of("Ingrid Solberg", None, date(2013, 1, 1)) is None


def test_whose_years_are_known_is_nobody_else():
    assert officeholders.country_of("Carla Ruiz", None, IN_2010) is None
    assert officeholders.country_of("Carla Ruiz", None, date(2005, 1, 1)) == "PER"


def test_a_family_name_alone_is_that_of_the_only_head():
    known = officeholders.well_known("Addo", IN_2010)
    assert known is not None
    assert (known.name, known.iso3) == ("Kwame Addo", None)
    assert officeholders.well_known("Addo", None) is None
    assert officeholders.well_known("Kwame", IN_2010) is None


@pytest.mark.parametrize(("family", "name"), [("Ro", "Ro Min-su"), ("Wen", "Wen Lihua")])
def test_some_family_names_come_first(family, name):
    known = officeholders.well_known(family, IN_2010)
    assert known is not None
    assert known.name == name


def test_a_family_name_of_several_is_nobodys():
    assert officeholders.well_known("Park", IN_2010) is None


def test_folded():
    assert officeholders.folded("Hâmid al-Qaʻida O’Neil-Łuk J.") == ("hamid", "qaʻida", "oneil", "luk")
    assert officeholders.folded("Schröder") == officeholders.folded("Schroeder")


def test_the_packaged_register_is_sound(monkeypatch):
    monkeypatch.undo()
    terms = {term for listed in officeholders._by_word().values() for term in listed}
    assert len(terms) > 10_000
    assert all(term.since <= term.until and term.words for term in terms)
    assert officeholders.country_of("Kofi Annan", None, date(2005, 1, 1)) is None


def test_without_a_day_a_name_alone_says_nothing():
    assert officeholders.country_of("John Park", "director of the Lima Bank", None) is None
    assert officeholders.country_of("Hassan al-Rubai", "foreign minister", None) == "IRQ"
