"""The pages of international bodies, and of those who speak for them."""

import pytest
from lxml import html

from articles.models import Actor, Role
from articles.registry.bodies import load_blocs
from tests.factories import actor


@pytest.fixture
def said(world, editor):
    load_blocs("security-council")
    world.say("UN", "We urge restraint.", by=editor, restraint="support")
    chair = Actor.objects.create(name="Ana Paz", slug="ana-paz", kind="person", country_id="PER")
    Role.objects.create(
        actor=chair, title="President", body=actor("UN"), starts_on="2017-01-01", reference="-"
    )
    return chair


def page(client, address):
    return html.fromstring(client.get(address).content.decode())


def test_a_body_leads_to_its_members_and_to_who_speaks_for_it(said, client):
    council = page(client, "/actors/un-security-council/")
    quiet = " ".join(council.xpath("string(//p[@class='quiet'])").split())
    assert quiet.startswith("International body, also printed as")
    assert quiet.endswith("1 reviewed statement. Its members: Members of the UN Security Council.")
    assert council.xpath("//p[@class='quiet']/a/@href") == ["/blocs/security-council/"]
    [row] = council.xpath("//h2[text()='Who speaks for it']/following::tbody[1]/tr")
    assert [cell.text_content() for cell in row] == ["Ana Paz", "President", "1 January 2017", "–"]


def test_a_role_names_its_body(said, client):
    [cell] = page(client, said.get_absolute_url()).xpath("//section//tbody/tr/td[2]/a")
    assert (cell.text, cell.get("href")) == ("UN Security Council", "/actors/un-security-council/")


def test_a_statement_tells_the_body_spoken_for(said, world, editor, client):
    Role.objects.update(actor=Actor.objects.create(name="a senior official", slug="o", kind="person"))
    statement = world.say("official", "It is grave.", by=editor)
    facts = page(client, statement.get_absolute_url()).xpath("normalize-space(//dl[@class='facts']/dd[1])")
    assert facts == "a senior official, President, for UN Security Council"


def test_who_is_on_record_and_silent_is_on_no_list(said, client):
    listed = client.get("/actors/").content.decode()
    assert ("UN Security Council" in listed, "international body" in listed, "Ana Paz" in listed) == (
        True,
        True,
        False,
    )
    assert client.get("/actors/ana-paz/").status_code == 200
    for path in ("/statements/", "/statements/by/actor/", "/statements/by/actor/?find=ana", "/compare/"):
        assert "Ana Paz" not in client.get(path).content.decode()
    assert "Ana Paz" not in client.get("/statements/?q=paz").content.decode()


def test_the_desk_offers_who_is_silent_after_those_who_were_heard(said, client, editor):
    client.force_login(editor)
    Actor.objects.create(name="UN Observers", slug="observers", kind="group")
    Actor.objects.create(name="UN Agency", slug="agency", kind="group")
    options = html.fromstring(client.get("/review/actors/?name=un").content.decode()).xpath("//option/@value")
    assert options == ["UN Security Council", "UN Agency", "UN Observers"]
