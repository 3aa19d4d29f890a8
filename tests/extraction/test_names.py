import pytest

from articles.extraction import names, roles
from articles.extraction.blocks import split


def person(text, name):
    return names.people(text)[name]


@pytest.mark.parametrize(
    ("text", "role", "country"),
    [
        ("Norwegian Foreign Minister Ingrid Solberg spoke.", "Norwegian Foreign Minister", "NOR"),
        ("Ingrid Solberg, the Norwegian envoy to the UN, spoke.", "the Norwegian envoy to the UN", "NOR"),
        ("Ingrid Solberg, the U.S. envoy in Oslo, spoke.", "the U.S. envoy in Oslo", "USA"),
        ("Norway's envoy, Ingrid Solberg, spoke.", "Norway's envoy", "NOR"),
        ("Foreign Minister Ingrid Solberg of Norway spoke.", "Foreign Minister", "NOR"),
        ("Senator Ingrid Solberg of Georgia spoke.", "Senator", None),
        ("Senator Ingrid Solberg of Ohio spoke.", "Senator", "USA"),
        ("They freed Ingrid Solberg, the minister said.", None, None),
        ("Ingrid Solberg, the minister said in Oslo, left.", "the minister", None),
        ("Former President Ingrid Solberg of Norway spoke.", "Former President", None),
        ("President Ingrid Solberg of Jordan Bank spoke.", "President", None),
        ("Ingrid Solberg of Norway spoke.", None, None),
        ("Ingrid Solberg spoke at length.", None, None),
        ("Ingrid Solberg, talking to Peru's envoy, smiled.", None, None),
    ],
)
def test_roles_and_countries(text, role, country):
    found = person(text, "Ingrid Solberg")
    assert (found.role, found.country) == (role, country)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Commissioner for Competition Nils Berg spoke.", "Nils Berg"),
        ("Secretary for Home Affairs and Justice Nils Berg spoke.", "Nils Berg"),
        ("Minister of Information Ana Nils Berg spoke.", "Ana Nils Berg"),
        ("Judge Santiago Berg spoke.", "Santiago Berg"),
    ],
)
def test_a_name_begins_behind_a_portfolio(text, name):
    assert list(names.people(text)) == [name]


def test_a_description_of_the_family_name_counts():
    text = "Ingrid Solberg came early. Norway's Solberg left late."
    assert person(text, "Ingrid Solberg").country == "NOR"


@pytest.mark.parametrize("text", ["Foreign Ministry", "Security Council", "North Korea", "Korean Peninsula"])
def test_not_people(text):
    assert names.people(f"The {text} was quiet.") == {}


@pytest.mark.parametrize(
    ("name", "gender"),
    [("Maria Lopez", "f"), ("Vladimir Orlov", "m"), ("Xyz Abc", "?"), ("Kim Jong-un", "m")],
)
def test_gender_by_given_name(name, gender):
    assert names.gender_of(name) == gender


def test_names_are_not_read_from_headlines():
    text = "Norway Opposes New Tariffs\n\nIngrid Solberg said so in the evening."
    blanked = names.without_headlines(text, split(text))
    assert len(blanked) == len(text)
    assert list(names.people(blanked)) == ["Ingrid Solberg"]


def test_initials_of_a_country_do_not_join_a_name():
    assert list(names.people("He met U.N. Envoy Ingrid Solberg.")) == ["Ingrid Solberg"]


@pytest.mark.parametrize(
    "name",
    [
        "Recep Tayyip Erdoğan",
        "Lech Wałęsa",
        "Mevlüt Çavuşoğlu",
        "İbrahim Kalın",
        "Nguyễn Phú Trọng",
        "Łukasz Żółw-Śliwa",
        "Klaus Iohannis Șerban",
        "Ō\u0323la Ọ\u0301ládélé",
        "Γιώργος Παπανδρέου",
        "Сергей Лавров",
        "Þorgerður Katrín",
        "J. Ž. Ōe",
        "Seán O’Ćosić",
    ],
)
def test_names_have_letters_of_any_script(name):
    assert list(names.people(f"Foreign Minister {name} spoke.")) == [name]


def test_a_role_ends_before_a_sentence_and_not_after_an_initial():
    assert roles.role_before("He left. Turkey's foreign minister Ş. ", 37) == "Turkey's foreign minister Ş."


def test_an_owner_may_begin_with_any_capital():
    assert person("Élysée's Ingrid Solberg spoke.", "Ingrid Solberg").country == "FRA"


def test_two_spellings_of_a_name_are_one_person_with_accents():
    found = names.people("Peruvian envoy José Rubén Peña spoke. Jose Ruben Pena left. Then Pena returned.")
    assert list(found) == ["José Rubén Peña"]
    by_word = names.by_any_word(found)
    assert by_word["Pena"] is by_word["Peña"] is found["José Rubén Peña"]


def test_a_short_form_of_one_name_is_the_same_person():
    found = names.people("Chilean envoy Carla Ruiz Mora spoke. Carla Ruiz left.")
    assert [(p.name, p.country, len(p.spans)) for p in found.values()] == [("Carla Ruiz Mora", "CHL", 2)]


def test_a_name_without_its_middle_is_the_same_person():
    found = names.people("Carla Ruiz Mora spoke. Carla Mora left.")
    assert set(found) == {"Carla Ruiz Mora"}
    two = names.people("Carla Ruiz Mora spoke. Carla Solis Mora left. Carla Mora returned.")
    assert set(two) == {"Carla Ruiz Mora", "Carla Solis Mora", "Carla Mora"}


def test_a_short_form_of_two_names_stays():
    found = names.people("Carla Ruiz Mora spoke. Carla Ruiz Vega left. Carla Ruiz returned.")
    assert set(found) == {"Carla Ruiz Mora", "Carla Ruiz Vega", "Carla Ruiz"}


@pytest.mark.parametrize(
    "text", ["New Orleans", "Kyoto Protocol", "Red River", "Summer Olympics", "Gaza Strip"]
)
def test_places_and_events_are_not_people(text):
    assert names.people(f"It was about {text} that they spoke.") == {}


def test_a_name_behind_a_body():
    assert list(names.people("President of the European Commission Carla Ruiz spoke.")) == ["Carla Ruiz"]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("An adviser to President Carla Ruiz spoke.", "President"),
        ("A spokesman for the Carla Ruiz spoke.", None),
        ("The envoy to the UN Carla Ruiz spoke.", "envoy to the UN"),
    ],
)
def test_the_role_of_an_aide_is_not_that_of_who_is_aided(text, role):
    assert person(text, "Carla Ruiz").role == role


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Vice-President Amina Diallo left.", "Amina Diallo", "Vice-President"),
        ("Attorney-general Ana Ruiz left.", "Ana Ruiz", "Attorney-general"),
        ("Brigadier-General Omar Diallo left.", "Omar Diallo", "Brigadier-General"),
        ("Interpol Secretary General Ana Ruiz left.", "Ana Ruiz", "Interpol Secretary General"),
        ("Ohio State Treasurer Ana Ruiz left.", "Ana Ruiz", "Ohio State Treasurer"),
        ("Haldimand County Mayor Ana Ruiz left.", "Ana Ruiz", "Haldimand County Mayor"),
        ("Analyst Ana Ruiz left.", "Ana Ruiz", "Analyst"),
        ("Chancellor of the Exchequer Ana Ruiz left.", "Ana Ruiz", "Chancellor of the Exchequer"),
        ("Ana Ruiz, head of the 5,000-member union, left.", "Ana Ruiz", "head of the 5,000-member union"),
        ("Ana Ruiz, spokesman for the. She left.", "Ana Ruiz", "spokesman"),
        ("Ana Bishop Ruiz left.", "Ana Bishop Ruiz", None),
        ("Ana Dean Ruiz left.", "Ana Dean Ruiz", None),
        ("Ana Ruiz left.", "Ana Ruiz", None),
    ],
)
def test_a_role_before_a_name_is_none_of_it(text, name, role):
    assert [(person.name, person.role) for person in names.people(text).values()] == [(name, role)]


def test_a_name_begins_behind_mr_or_ms():
    assert bare_names_of("Speaking in Lima Ms Ruiz left.", "Ruiz") == ["Ruiz"]


def bare_names_of(text, name):
    return [text[start:end] for start, end in names.bare_names(text, frozenset([name]))]
