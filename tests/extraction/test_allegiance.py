import pytest

from articles.extraction import allegiance


@pytest.mark.parametrize(
    ("role", "iso3"),
    [
        ("Peruvian foreign minister", "PER"),
        ("Foreign Minister of Peru", "PER"),
        ("deputy speaker of the Peruvian parliament", "PER"),
        ("spokesman for the Peruvian defence ministry", "PER"),
        ("the foreign affairs spokeswoman for Peru", "PER"),
        ("official at the Peruvian embassy in Lima", "PER"),
        ("Peru's deputy envoy to the United Nations", "PER"),
        ("Peru's UN ambassador", "PER"),
        ("Peruvian ambassador to Chile", "PER"),
        ("foreign minister of Peru and chairman of the African Union", "PER"),
        ("source in the Peruvian oil ministry", "PER"),
        ("chief of staff to the Peruvian ambassador", "PER"),
        ("senior adviser to the Peruvian president", "PER"),
        ("Ohio governor", "USA"),
        ("US attorney", "USA"),
        ("Peru's attorney general", "PER"),
        ("premier of Manitoba", "CAN"),
        ("Likud lawmaker", "ISR"),
        ("an official with the Peruvian foreign ministry", "PER"),
        ("spokesman for the German Foreign Office", "DEU"),
        ("shadow Chancellor of the Exchequer", "GBR"),
    ],
)
def test_officials_speak_for_their_country(role, iso3):
    assert allegiance.of_role(role) == iso3


@pytest.mark.parametrize(
    "role",
    [
        "foreign minister",
        "Peru expert at a German university",
        "Peruvian historian",
        "Peruvian attorney",
        "Ohio historian",
        "a Manitoba radio host",
        "minister for Manitoba",
        "president of the Farmers Federation of Peru",
        "leader of the Peruvian Teachers' Union",
        "spokesman for the Paperworkers Union of Peru",
        "former president of Peru",
        "negotiator with the Peruvian government",
        "Iran White House envoy",
        "former Chancellor of the Exchequer",
        "Bank of England economist",
        "Peru's ex-president",
        "UN special envoy to Peru",
        "special envoy to the Peruvian government",
        "adviser to Peru",
        "special representative for Peru",
        "spokesman for NATO in Peru",
        "UN spokesman for Peru",
        "WFP Peru representative",
        "Peru Red Cross spokeswoman",
        "a Peruvian human rights commission researcher",
        "director of Plan International's Peruvian branch",
        "Secretary-General of the UN",
    ],
)
def test_others_speak_for_no_country(role):
    assert allegiance.of_role(role) is None


@pytest.mark.parametrize(
    ("name", "iso3"),
    [
        ("Peruvian Foreign Ministry", "PER"),
        ("Peruvian officials", "PER"),
        ("senior officials in Peru", "PER"),
        ("the Peruvian opposition", "PER"),
        ("Pentagon", "USA"),
        ("Peru's state news agency", "PER"),
        ("Peruvian Secret Service", "PER"),
        ("Peruvian Electoral Commission", "PER"),
        ("Peru Revenue Agency", "PER"),
        ("Central Bank of Peru", "PER"),
        ("Peruvian Bureau of Statistics", "PER"),
        ("Peruvian presidential adviser", "PER"),
        ("Peru's Attorney General", "PER"),
        ("Peruvian Vice-President", "PER"),
        ("Peruvian anti-government protesters", None),
        ("Bank of England", "GBR"),
        ("Peruvian space agency", "PER"),
        ("Peru's Chief of General Staff", "PER"),
        ("Peruvian judge", "PER"),
        ("Chief Commissioner (CC) of Peru", "PER"),
        ("Peruvian travel agency", None),
        ("Peruvian Travel Agency", None),
        ("Peruvian adoption service", None),
        ("Peruvian financial adviser", None),
        ("Peruvian attorney", None),
        ("Peru General Motors", None),
        ("Peruvian general practitioners", None),
        ("Bank of Peru", None),
        ("Peruvian bank", None),
        ("Peru Farm Bureau", None),
        ("Peruvian news agency", None),
        ("Peruvian Human Rights Commission", None),
        ("former Peruvian adviser", None),
        ("Western officials in Peru", None),
        ("council of religious leaders for western Peru", None),
        ("Peruvian media", None),
        ("Peruvian villagers", None),
        ("Peruvian allies", None),
        ("NATO forces in Peru", None),
    ],
)
def test_bodies(name, iso3):
    assert allegiance.of_body(name) == iso3


def test_a_trade_association_is_no_organ_of_the_country():
    assert allegiance.of_role("president of Peru's airline association") is None
    assert allegiance.of_role("president of Peru's parliament") == "PER"


@pytest.mark.parametrize("words", ["NATO commander", "commander of NATO", "ex-mayor", "Peruvian historian"])
def test_who_speaks_for_others(words):
    assert allegiance.speaks_for_others(words)
    assert not allegiance.speaks_for_others("army commander")
