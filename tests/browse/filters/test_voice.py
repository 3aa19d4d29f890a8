"""Whose a statement is: a state's, an international body's, or another voice."""

import pytest
from django.http import QueryDict
from lxml import html

from articles.browse.filterset import StatementFilter
from articles.browse.results import BySql
from articles.models import Attribution, Statement
from tests.factories import actor
from tests.indexing import by_index

ALL = "voice=body&voice=other&voice=state"


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def said(module_world, module_editor):
    for speakers, words in {
        "Lavrov": "A minister.",
        "UN": "A council.",
        "official": "Somebody.",
        ("UN", "China"): "A council with a state.",
        ("official", "UN"): "Somebody with a council.",
    }.items():
        module_world.say([speakers] if isinstance(speakers, str) else speakers, words, by=module_editor)


def filterset(query):
    return StatementFilter(QueryDict(query), Statement.objects.all())


STATES, BODIES = {"A minister.", "A council with a state."}, {"A council.", "Somebody with a council."}


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", STATES | BODIES),
        ("voice=state", STATES),
        ("voice=body", BODIES),
        ("voice=other", {"Somebody."}),
        ("voice=other&voice=state", STATES | {"Somebody."}),
        ("voice=body&voice=state", STATES | BODIES),
        (ALL, STATES | BODIES | {"Somebody."}),
        ("voice=other&country=RUS", set()),
        ("actor=a-senior-official", {"Somebody with a council."}),
        (f"actor=a-senior-official&{ALL}", {"Somebody.", "Somebody with a council."}),
    ],
)
def test_finds(said, facet_index, query, words):
    wanted = filterset(query)
    assert {statement.quote for statement in wanted.qs} == words
    assert (by_index(wanted).total, BySql(wanted).total) == (len(words), len(words))


def test_is_told_with_each_statement(said):
    voices = Statement.objects.with_voice().values_list("quote", "voice")
    assert dict(voices) == dict.fromkeys(STATES, "state") | dict.fromkeys(BODIES, "body") | {
        "Somebody.": "other"
    }


def test_counts_what_the_others_leave(said, facet_index):
    rows = [("body", "international bodies", 2), ("state", "states", 2), ("other", "other voices", 1)]
    for query in ("", "voice=other", "kind=direct"):
        wanted = filterset(query)
        assert by_index(wanted).rows("voice") == BySql(wanted).rows("voice") == rows


def test_counts_of_other_filters_are_of_the_voices_taken(said, facet_index):
    for query, number in ("", 4), ("voice=state", 2), (ALL, 5), ("voice=other", 1):
        for found in (by_index(filterset(query)), BySql(filterset(query))):
            assert found.rows("kind") == [("direct", "quoted", number)]


def test_follows_who_is_spoken_for(said, facet_index):
    by_index(filterset(""))
    Attribution.objects.filter(statement__quote="Somebody.").update(country="FRA")
    Attribution.objects.filter(statement__quote="A council.").update(body=None)
    rows = [("state", "states", 3), ("body", "international bodies", 1), ("other", "other voices", 1)]
    assert by_index(filterset("")).rows("voice") == BySql(filterset("")).rows("voice") == rows


def test_refuses_what_is_none(db):
    wanted = filterset("voice=press")
    assert wanted.form.errors["voice"] == ["“press” is not a voice; use state, body or other."]
    assert not wanted.qs.exists()


def page(client, address):
    return html.fromstring(client.get(address).content.decode())


def hints(tree):
    return [" ".join(hint.text_content().split()) for hint in tree.xpath("//p[@class='hint']")]


def test_the_list_says_what_it_leaves_out_and_leads_to_all(said, client):
    tree = page(client, "/statements/?kind=direct")
    left_out = "1 statement of other voices (press, experts, companies, armed groups) is left out: show all."
    assert left_out in hints(tree)
    assert "None chosen: states and international bodies." in hints(tree)
    [address] = tree.xpath("//a[text()='show all']/@href")
    assert address == f"/statements/?kind=direct&{ALL}"
    every = page(client, address)
    assert every.xpath("string(//h1)") == "5 statements"
    assert not any("other voices (" in hint or "None chosen" in hint for hint in hints(every))
    assert len(every.xpath("//input[@name='voice'][@checked]")) == 3


def test_nothing_is_said_where_nothing_is_left_out(said, client):
    assert not any("other voices (" in hint for hint in hints(page(client, "/statements/?country=RUS")))


def test_where_only_others_fit_they_are_offered(said, client):
    tree = page(client, "/statements/?q=somebody+-council")
    assert tree.xpath("string(//h1)") == "0 statements"
    assert tree.xpath("//a[text()='show all']/@href") == [f"/statements/?{ALL}&q=somebody+-council"]


def test_a_card_tells_it_where_it_is_not_a_states(said, client):
    cards = page(client, f"/statements/?{ALL}").xpath("//article")
    told = {c.xpath("string(.//blockquote)").strip(): c.xpath("string(.//*[@class='voice'])") for c in cards}
    assert told == {
        **dict.fromkeys(STATES, ""),
        **dict.fromkeys(BODIES, "international body"),
        "Somebody.": "other voice",
    }


def test_the_page_of_a_statement_tells_it(said, client):
    [alone] = Statement.objects.filter(quote="Somebody.")
    facts = page(client, alone.get_absolute_url())
    assert facts.xpath("string(//*[@class='voice'])") == "other voice"
    [of_a_state] = Statement.objects.filter(quote="A minister.")
    assert not page(client, of_a_state.get_absolute_url()).xpath("//*[@class='voice']")


def test_the_front_page_counts_the_official_ones(said, client):
    tree = page(client, "/")
    assert "4 reviewed statements for" in tree.xpath("string(//p[@class='lede'])")
    assert tree.xpath("//a[text()='show all']/@href") == [f"/statements/?{ALL}"]


def test_who_is_asked_for_by_name_is_heard_in_any_voice(said, client):
    tree = page(client, actor("official").get_absolute_url())
    assert "2 reviewed statements." in tree.xpath("string(//p[@class='quiet'])")
    assert "a senior official" in client.get("/actors/").content.decode()


def test_records_tell_it(said, client):
    records = client.get(f"/statements.json?{ALL}").json()["results"]
    told = {record["quote"]: (record["voice"], record["bodies"]) for record in records}
    assert told["Somebody."] == ("other", [None])
    assert told["A council with a state."] == ("state", ["UN Security Council", None])
    assert told["Somebody with a council."] == ("body", [None, "UN Security Council"])
    assert client.get("/statements.json").json()["count"] == 4
    assert client.get("/feeds/statements.atom").content.count(b"<entry>") == 4
