from datetime import date

import pytest

from articles.extraction import pipeline
from articles.extraction.home import Home
from articles.extraction.records import Document, Speaker

TEXT = "Peru closed a road. Peru's capital was quiet. Peruvian police came. Chile was silent."


def home(title="Peru closes a road", text=TEXT, of_persons=frozenset()):
    return Home(Document("a", text, title=title), of_persons)


def office(name, country=None):
    return Speaker(name, "office", None, country)


@pytest.mark.parametrize(
    ("title", "text", "iso3"),
    [
        ("Peru closes a road", TEXT, "PER"),
        ("Chile protests", TEXT, None),
        ("Chile and Peru talk", TEXT, None),
        ("A road is closed", TEXT, "PER"),
        ("A road is closed", TEXT.replace("Chile", "Chile and Norway and Spain"), None),
        ("A road is closed", "Peru closed a road. Peru's mayors came. Peru waits.", "PER"),
        ("Peru closes a road", "Peru, Chile and Norway talk.", None),
        ("Peru closes a road", "Peru waits, and Peru asks Chile, Norway and Spain to wait.", "PER"),
        ("", "", None),
    ],
)
def test_the_country_that_an_article_is_about(title, text, iso3):
    assert home(title, text).country == iso3


@pytest.mark.parametrize(
    "words",
    ["interior ministry", "Ministry of Defence", "officials", "government official", "police", "palace"],
)  # fmt: skip
def test_organs_without_a_country_are_its_own(words):
    assert home().of(office(words), "They said it was late.") == "PER"


@pytest.mark.parametrize(
    "words",
    [
        "Greens senator", "Minister for Labour Relations", "opposition leader",
        "spokesman for the Liberal Democrats", "Social Democrats", "judge", "Home Secretary", "PT deputy",
        "shadow business secretary", "Environment Permanent Secretary", "Attorney-General",
        "election officials",
    ],
)  # fmt: skip
def test_so_are_its_politicians_and_parties(words):
    assert home().of(office(words), "They said it was late.") == "PER"


@pytest.mark.parametrize(
    "words",
    [
        "ambassador", "a member of the Green Party", "European Commission minister", "former senator",
        "military spokesman", "Hamas officials", "UN official", "union officials", "former president",
        "newspaper", "residents", "company officials", "Bush", "secretary-general", "press secretary",
        "Home Secretary of Norway", "deputy director", "election monitors",
    ],
)  # fmt: skip
def test_others_are_not(words):
    assert home().of(office(words), "They said it was late.") is None


@pytest.mark.parametrize(
    ("words", "iso3"),
    [
        ("army spokesman", "PER"), ("Army Commander-in-Chief General", "PER"),
        ("Coast Guard officer", "PER"), ("rebel commander", None),
        ("chief executive officer", None), ("security guard", None), ("Salvation Army spokesman", None),
        ("Mahdi Army commander", None),
        ("former army officer", None), ("NATO military spokesman", None), ("Eagle Brigade commander", None),
    ],
)  # fmt: skip
def test_soldiers_are_where_hardly_another_country_is_named(words, iso3):
    assert home().of(office(words), "They said it was late.") is None
    alone = home(text="Peru closed a road. Peru's capital was quiet. Peru waits.")
    assert alone.of(office(words), "They said it was late.") == iso3


def test_a_sentence_that_speaks_of_another_country_leaves_it_open():
    assert home().of(office("officials"), "Officials from Norway said it was late.") is None


def test_in_another_country_its_officials_speak():
    assert home().of(office("interior ministry"), "In Norway, the interior ministry said no.") == "NOR"


@pytest.mark.parametrize(
    "role",
    [
        "Democrat",
        "Republican senator",
        "Senate Majority Leader",
        "Senator (R-Ohio)",
        "a Democrat from Ohio",
        "Speaker of the House",
    ],
)
def test_americas_parties_are_its_own_where_it_is_named(role):
    senator = Speaker("Ann Lee", "person", role, None)
    assert home("", "America and the U.S. and American roads.").of(senator, "") == "USA"
    assert home("", "Spain and Chile and the roads of Norway.").of(senator, "") is None


def test_members_of_congress_are_american_where_america_is_named():
    congressman = Speaker("Ann Lee", "person", "Rep.", None)
    assert home("", "America and the U.S. and American roads.").of(congressman, "") == "USA"
    assert home().of(congressman, "") is None


def test_persons_get_it_with_their_role(language):
    text = "Peru closed a road. Peru waits. Interior Minister Carla Ruiz said that the road was old."
    assert [s.country for s in pipeline.read(Document("a", text))[-1].speakers] == ["PER"]


def test_the_head_of_an_international_body_is_nobodys_at_home(language):
    text = "Peru closed a road. Peru waits. President Jean Ping said that the road was old."
    in_office, later = (pipeline.read(Document("a", text, date(year, 5, 1)))[-1] for year in (2010, 2020))
    assert [(s.name, s.country) for s in in_office.speakers] == [("Jean Ping", None)]
    assert [(s.name, s.country) for s in later.speakers] == [("Jean Ping", "PER")]


@pytest.mark.parametrize(
    ("role", "country"),
    [("defence minister of Alania", None), ("minister of Health", "NOR"), ("Group of Ministers", "NOR")],
)
def test_ministers_of_a_region_are_not_those_of_the_state(role, country):
    minister = Speaker("Ann Lee", "person", role, None)
    assert home("Norway", "Norway and Norway.").of(minister, "") == country


def test_news_whose_persons_are_all_of_another_country_is_not_at_home():
    assert home("A road is closed", of_persons={"CHL", "NOR"}).country is None
    assert home("A road is closed", of_persons={"CHL", "PER"}).country == "PER"
    assert home("Peru closes a road", of_persons={"CHL", "NOR"}).country == "PER"


def test_a_head_of_state_tells_whose_news_it_is(language):
    text = "Iraq was quiet. Iraq waits. The Government repeated that the memo was late. {} was in Leeds."
    said = [
        pipeline.read(Document("a", text.format(who), date(2005, 4, 26)))[-1] for who in ("It", "Mr Blair")
    ]
    assert [one.speakers[0].country for one in said] == ["IRQ", None]


def test_america_has_no_foreign_secretary():
    america = home("", "America and the U.S. and American roads.")
    assert america.of(office("Foreign Secretary"), "") is None
    assert america.of(office("Treasury Secretary"), "") == "USA"
