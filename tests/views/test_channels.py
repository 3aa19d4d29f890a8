"""What a ministry reports of its minister: found by either, counted once, and credited to both everywhere."""

import csv
import io
import json

import pytest
from django.http import QueryDict
from lxml import html

from articles.compare.comparison import compare
from articles.compare.sharing import freeze
from articles.models import Attribution, Statement
from tests.factories import actor
from tests.selections import selection_of

VIA = "via Foreign Ministry of Russia"
MINISTRY = "foreign-ministry-of-russia"


@pytest.fixture
def said(world, editor):
    return world.say("Lavrov", "We oppose sanctions.", by=editor, via="Ministry", sanctions="oppose")


def words(page):
    return " ".join(html.fromstring(page.content).text_content().split())


@pytest.mark.parametrize("hand", ["", "&hand=first"])
@pytest.mark.parametrize("who", ["sergei-lavrov", MINISTRY, f"sergei-lavrov&actor={MINISTRY}"])
def test_the_filter_by_either_finds_it_once(client, said, who, hand):
    found = client.get(f"/statements.json?actor={who}{hand}").json()
    assert [row["id"] for row in found["results"]] == [said.pk]
    assert found["count"] == 1


def test_its_country_has_it_once_and_the_ministry_speaks_for_nobody(client, said):
    facets = client.get("/api/v1/facets").json()["facets"]
    counts = {facet["name"]: {o["value"]: o["count"] for o in facet["options"]} for facet in facets}
    assert counts["country"] == {"RUS": 1}
    assert counts["actor"] == {"sergei-lavrov": 1, MINISTRY: 1}


def test_a_comparison_counts_it_once_for_each_column(said):
    query = QueryDict(f"country=RUS&actor=sergei-lavrov&actor={MINISTRY}")
    shown = compare(selection_of(query), said.added_at)
    cells = shown["rows"][0]["cells"]
    assert [(cell["column"], cell["statements"], cell["stance"]) for cell in cells] == [
        ("country=RUS", 1, "oppose"),
        (f"actor={MINISTRY}", 1, "oppose"),
        ("actor=sergei-lavrov", 1, "oppose"),
    ]
    assert [cell["latest"]["channels"] for cell in cells] == [["Foreign Ministry of Russia"]] * 3
    assert [one["name"] for one in cells[0]["latest"]["speakers"]] == ["Sergei Lavrov"]


def test_what_nobody_passed_on_is_told_as_before(world, editor):
    """So that versions that were fixed before do not seem to have changed."""
    said = world.say("Lavrov", "We oppose sanctions.", by=editor, sanctions="oppose")
    shown = compare(selection_of(QueryDict("country=RUS&country=USA")), said.added_at)
    assert "channels" not in shown["rows"][0]["cells"][0]["latest"]


@pytest.mark.parametrize(
    "path", ["/statements/", f"/actors/{MINISTRY}/", "/issues/sanctions/", "/countries/RUS/"]
)
def test_cards_name_the_person_and_the_channel(client, said, path):
    page = words(client.get(path))
    assert "Sergei Lavrov" in page
    assert VIA in page
    assert "jointly" not in page


def test_the_page_of_the_statement_names_both_and_cites_the_person(client, said):
    page = words(client.get(said.get_absolute_url()))
    assert VIA in page
    assert "Foreign Ministry of Russia passed it on" in page
    assert f"Sergei Lavrov (Foreign Minister, for Russia), {VIA}: “We oppose sanctions.”" in page


def test_a_comparison_and_its_fixed_version_name_both(client, said):
    query = "country=RUS&country=USA"
    assert VIA in words(client.get(f"/compare/?{query}"))
    selection = selection_of(QueryDict(query))
    fixed = freeze(compare(selection, said.added_at, with_basis=True), selection.query)
    assert VIA in words(client.get(fixed.get_absolute_url()))


def test_files_have_the_channel_beside_the_speakers(client, said):
    content = b"".join(client.get("/statements.csv").streaming_content).decode()
    [row] = csv.DictReader(io.StringIO(content.removeprefix("\ufeff")))
    assert (row["speakers"], row["countries"], row["channels"]) == (
        "Sergei Lavrov",
        "RUS",
        "Foreign Ministry of Russia",
    )
    [cell] = [
        row
        for row in csv.DictReader(io.StringIO(client.get("/compare.csv?country=RUS").getvalue().decode()))
        if row["stance"]
    ]
    assert (cell["speakers"], cell["channels"]) == ("Sergei Lavrov", "Foreign Ministry of Russia")


def test_the_interface_for_programs_tells_who_is_a_channel(client, said):
    [row] = client.get("/api/v1/statements").json()["results"]
    assert [(one["actor"], one["country"], one["channel"]) for one in row["attributions"]] == [
        ("sergei-lavrov", "RUS", False),
        (MINISTRY, None, True),
    ]


def test_networks_and_events_have_the_speaker_alone(client, said):
    graph = b"".join(client.get("/statements.graphml").streaming_content).decode()
    events = b"".join(client.get("/events.csv").streaming_content).decode()
    assert MINISTRY not in graph
    assert len(events.splitlines()) == 2
    assert "Sergei Lavrov" in events


def test_annotations_identify_the_speaker_and_describe_the_channel(client, said):
    page = json.loads(b"".join(client.get("/statements.jsonld").streaming_content))
    [found] = page["items"]
    told = [(body["purpose"], body["source"].rsplit("/", 2)[1]) for body in found["body"]]
    assert told == [
        ("identifying", "sergei-lavrov"),
        ("describing", MINISTRY),
        ("classifying", "sanctions"),
    ]


def test_a_feed_names_both(client, said):
    assert f"Sergei Lavrov, {VIA}, undated" in client.get("/feeds/statements.atom").content.decode()


def test_a_ministry_that_only_passed_on_is_among_those_heard(client, said):
    assert "Foreign Ministry of Russia" in words(client.get("/actors/"))


def test_what_the_outer_one_says_of_its_own_side_stays_first_hand_through_a_channel(world, editor):
    outer = world.say("Russia", "Lavrov told Kerry no to sanctions", by=editor)
    inner = world.say(
        "Lavrov", "no to sanctions", by=editor, article=outer.article, parent=outer, via="Ministry"
    )
    other = world.say("Haley", "Lavrov opposes talks", by=editor)
    second = world.say(
        "Lavrov", "opposes talks", by=editor, article=other.article, parent=other, via="Ministry"
    )
    ministry = Attribution.objects.filter(actor=actor("Ministry"))
    assert [row.statement_id for row in ministry.firsthand()] == [inner.pk]
    assert [row.statement_id for row in ministry.secondhand()] == [second.pk]
    assert list(Statement.objects.by_actor(MINISTRY, firsthand=True)) == [inner]
