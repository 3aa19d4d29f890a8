"""Formats of other programs, opened by these."""

import csv
import io
import json

import networkx
import pytest
from pyld import jsonld

from articles.models import Article

OA = "http://www.w3.org/ns/oa#"
# Of the context of the Web Annotation vocabulary what our files use; its address cannot be asked here.
ANNOTATIONS = {
    "@context": {
        "oa": OA,
        "dcterms": "http://purl.org/dc/terms/",
        "as": "http://www.w3.org/ns/activitystreams#",
        "schema": "http://schema.org/",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "id": {"@id": "@id", "@type": "@id"},
        "type": {"@id": "@type", "@type": "@vocab"},
        "Annotation": "oa:Annotation",
        "SpecificResource": "oa:SpecificResource",
        "TextQuoteSelector": "oa:TextQuoteSelector",
        "TextPositionSelector": "oa:TextPositionSelector",
        "AnnotationPage": "as:OrderedCollectionPage",
        "Software": "as:Application",
        "identifying": "oa:identifying",
        "classifying": "oa:classifying",
        "body": {"@type": "@id", "@id": "oa:hasBody"},
        "target": {"@type": "@id", "@id": "oa:hasTarget"},
        "source": {"@type": "@id", "@id": "oa:hasSource"},
        "selector": {"@type": "@id", "@id": "oa:hasSelector"},
        "motivation": {"@type": "@vocab", "@id": "oa:motivatedBy"},
        "purpose": {"@type": "@vocab", "@id": "oa:hasPurpose"},
        "exact": "oa:exact",
        "prefix": "oa:prefix",
        "suffix": "oa:suffix",
        "start": {"@type": "xsd:nonNegativeInteger", "@id": "oa:start"},
        "end": {"@type": "xsd:nonNegativeInteger", "@id": "oa:end"},
        "created": {"@type": "xsd:dateTime", "@id": "dcterms:created"},
        "generated": {"@type": "xsd:dateTime", "@id": "dcterms:issued"},
        "generator": {"@type": "@id", "@id": "as:generator"},
        "rights": {"@type": "@id", "@id": "dcterms:rights"},
        "items": {"@type": "@id", "@id": "as:items", "@container": "@list"},
    }
}


@pytest.fixture
def said(world, editor):
    world.say(["Russia", "China"], "Freeze for freeze.", on="2017-07-04", by=editor, freeze="support")
    world.say("Lavrov", "We <oppose> & regret sanctions.", by=editor, sanctions="oppose", freeze="neutral")
    world.say("Haley", "A guess.", sanctions="support")


def whole(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert response["Link"] == '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'
    return b"".join(response.streaming_content).decode()


def expanded(page):
    def loader(address, options):
        assert address == "http://www.w3.org/ns/anno.jsonld"
        return {"document": ANNOTATIONS, "documentUrl": address, "contextUrl": None}

    (found,) = jsonld.expand(page, {"documentLoader": loader})
    return found


def test_annotations_lead_to_the_words_by_themselves_and_by_their_place(client, said):
    page = json.loads(whole(client, "/statements.jsonld"))
    assert page["id"] == "http://testserver/statements/"
    assert page["rights"] == "https://creativecommons.org/licenses/by/4.0/"
    assert len(page["items"]) == 2
    for item in page["items"]:
        quote, place = item["target"]["selector"]
        pk = int(item["target"]["source"].split("/")[4])
        text = Article.objects.get(pk=pk).text
        assert text[place["start"] : place["end"]] == quote["exact"]
        assert f"{quote['prefix']}{quote['exact']}{quote['suffix']}" in text


def test_every_term_of_an_annotation_has_a_meaning(client, said):
    page = expanded(json.loads(whole(client, "/statements.jsonld")))
    (items,) = page["http://www.w3.org/ns/activitystreams#items"]
    first = items["@list"][0]
    assert first["@type"] == [f"{OA}Annotation"]
    assert [each["@id"] for each in first[f"{OA}motivatedBy"]] == [f"{OA}identifying", f"{OA}classifying"]
    bodies = first[f"{OA}hasBody"]
    assert [each[f"{OA}hasPurpose"][0]["@id"] for each in bodies] == [
        f"{OA}identifying", f"{OA}classifying", f"{OA}classifying",
    ]  # fmt: skip
    assert bodies[1]["http://testserver/about/data/#stance"] == [{"@value": "oppose"}]
    assert set(first[f"{OA}hasTarget"][0]) == {"@type", f"{OA}hasSource", f"{OA}hasSelector"}
    written = json.loads(whole(client, "/statements.jsonld"))["items"][0]
    assert len(first) == len(written) and len(bodies[0]) == len(written["body"][0])


def test_annotations_of_words_in_two_places_have_two_targets(client, world, editor):
    article = world.article("One, he said, two.")
    statement = world.say("Lavrov", "One, he said, two.", by=editor, article=article)
    type(statement).objects.filter(pk=statement.pk).update(fragments=[[0, 3], [14, 17]])
    (item,) = json.loads(whole(client, "/statements.jsonld"))["items"]
    assert [each["selector"][0]["exact"] for each in item["target"]] == ["One", "two"]


def test_a_network_has_speakers_and_issues_with_all_attributes(client, said):
    graph = networkx.parse_graphml(whole(client, "/statements.graphml"))
    speakers = {key: node for key, node in graph.nodes(data=True) if node["mode"] == "speaker"}
    assert set(speakers) == {"speaker:china:CHN", "speaker:russia:RUS", "speaker:sergei-lavrov:RUS"}
    assert speakers["speaker:sergei-lavrov:RUS"] == {
        "label": "Sergei Lavrov", "mode": "speaker", "kind": "person", "country": "RUS",
        "address": "http://testserver/actors/sergei-lavrov/",
    }  # fmt: skip
    assert graph.nodes["issue:freeze"]["label"] == "Freeze"
    assert graph.edges["speaker:russia:RUS", "issue:freeze"] == {
        "id": "e1", "stance": "support", "sign": 1, "weight": 1.0,
        "first": "2017-07-04", "last": "2017-07-04",
    }  # fmt: skip
    assert graph.edges["speaker:sergei-lavrov:RUS", "issue:sanctions"]["sign"] == -1


def test_what_was_said_twice_is_one_edge_and_two_stances_are_two(client, said, world, editor):
    world.say("Lavrov", "No sanctions, never.", by=editor, sanctions="oppose")
    world.say("Lavrov", "Well, if need be.", by=editor, sanctions="conditional")
    graph = networkx.parse_graphml(whole(client, "/statements.graphml?actor=sergei-lavrov&issue=sanctions"))
    told = graph.get_edge_data("speaker:sergei-lavrov:RUS", "issue:sanctions")
    assert {edge["stance"]: edge["weight"] for edge in told.values()} == {"oppose": 2.0, "conditional": 1.0}


def test_a_network_survives_what_xml_cannot_hold(client, world, editor):
    world.issue("freeze", title="A \x0b <freeze> & “more”")
    world.say("Lavrov", "Yes.", by=editor, freeze="support")
    graph = networkx.parse_graphml(whole(client, "/statements.graphml"))
    assert "<freeze> & “more”" in graph.nodes["issue:freeze"]["label"]


def test_events_are_a_row_for_each_position_of_each_speaker(client, said):
    rows = list(csv.DictReader(io.StringIO(whole(client, "/events.csv")), delimiter=";"))
    assert [(row["person"], row["concept"], row["agreement"], row["stance"]) for row in rows] == [
        ("Russia", "Freeze", "1", "support"),
        ("China", "Freeze", "1", "support"),
        ("Sergei Lavrov", "Sanctions", "0", "oppose"),
        ("Sergei Lavrov", "Freeze", "", "neutral"),
    ]
    assert (rows[0]["time"], rows[0]["organization"]) == ("2017-07-04 00:00:00", "Russia")
    assert rows[2]["text"] == "We <oppose> & regret sanctions."


@pytest.mark.parametrize("path", ["/statements.jsonld", "/statements.graphml", "/events.csv"])
def test_what_is_not_understood_gives_no_file(client, said, path):
    answer = client.get(f"{path}?country=XYZ")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["country"])
