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
    caches = (register._by_consonants, register._by_country, officeholders._by_word)
    for cache in caches:
        cache.cache_clear()
    yield
    for cache in caches:
        cache.cache_clear()


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
    term = register.term_of(name, register.office_of(role, "ru"), on)
    assert (term and term.iso3) == iso3


@pytest.mark.parametrize(
    ("russian", "latin"),
    [("Вуянович", "Vujanovic"), ("Каммерер", "Kammerer"), ("Цветков", "Tsvetkov"), ("Максим", "Maxim")],
)
def test_spellings_share_their_consonants(russian, latin):
    assert register.consonants(russian) == register.consonants(latin)


@pytest.mark.parametrize(
    ("code", "role", "office"),
    [
        ("fr", "chef de la diplomatie allemande", "foreign minister"),
        ("fr", "vice-présidente", "deputy president"),
        ("fr", "président de la Commission", None),
        ("fr", "ministre de l'Intérieur", "minister"),
        ("es", "presidente del Gobierno", "prime minister"),
        ("es", "presidenta de Chile", "president"),
        ("es", "presidente del Congreso", None),
        ("pt", "ministro dos Negócios Estrangeiros", "foreign minister"),
        ("de", "Außenministerin", "foreign minister"),
        ("ru", "президент федерации", None),
        ("ru", "певец", None),
    ],
)
def test_the_office_that_a_role_names(code, role, office):
    assert register.office_of(role, code) == office


def test_a_full_name_needs_no_office_and_holders_are_of_a_day():
    assert register.term_of("Pedro Zapata", None, date(2005, 5, 1)).iso3 == "ESP"
    assert register.term_of("Zapata", None, date(2005, 5, 1)) is None
    assert [t.name for t in register.holders("ESP", "prime minister", date(2005, 5, 1))] == ["Pedro Zapata"]
    assert register.holders("ESP", "prime minister", date(2015, 5, 1)) == []
