from datetime import date

import pytest

from articles.extraction import officeholders
from articles.extraction.languages import register
from articles.extraction.officeholders import Term, folded


@pytest.fixture(autouse=True)
def known(monkeypatch):
    rows = [
        ("Filip Ružić", "MNE", "President", 2003, 2018),
        ("Sergei Malinin", "RUS", "Minister of Foreign Affairs", 2004, 2026),
        ("Pedro Zapata", "ESP", "Prime Minister", 2004, 2011),
        ("Pedro Sapata", "CHL", "Prime Minister", 2009, 2015),
    ]
    terms = [Term(name, folded(name), iso3, role, *years) for name, iso3, role, *years in
             ((n, i, r, a, b, True) for n, i, r, a, b in rows)]  # fmt: skip
    monkeypatch.setattr(officeholders, "terms", lambda: iter(terms))
    register._by_consonants.cache_clear()
    yield
    register._by_consonants.cache_clear()


@pytest.mark.parametrize(
    ("name", "role", "year", "iso3"),
    [
        ("Филип Ружич", "Президент", None, "MNE"),
        ("Филип Ружич", "президент", 2020, None),
        ("Филип Ружич", "министр обороны", None, None),
        ("Филип Ружич", "певец", None, None),
        ("Ружич", "президент", None, None),
        ("Сергей Малинин", "глава МИД", 2014, "RUS"),
        ("Педро Сапата", "премьер-министр", 2005, "ESP"),
        ("Педро Сапата", "премьер-министр", 2010, None),
    ],
)
def test_country_of_a_name_in_russian_letters(name, role, year, iso3):
    on = None if year is None else date(year, 5, 1)
    assert register.country_of(name, role, on) == iso3


@pytest.mark.parametrize(
    ("russian", "latin"),
    [("Вуянович", "Vujanovic"), ("Каммерер", "Kammerer"), ("Цветков", "Tsvetkov"), ("Максим", "Maxim")],
)
def test_spellings_share_their_consonants(russian, latin):
    assert register.consonants(russian) == register.consonants(latin)
