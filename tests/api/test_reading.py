"""The record for programs."""

import pytest
from django.utils import timezone

from articles.api import shapes
from articles.curate import verbs
from articles.models import Actor, Issue, Role, Statement
from tests.factories import actor, bloc, rejected

LISTS = {
    "statements": "Statement", "articles": "Article", "actors": "Actor", "roles": "Role", "issues": "Issue",
    "countries": "Country", "blocs": "Bloc", "positions": "Position", "utterances": "Utterance",
}  # fmt: skip


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def said(module_world, module_editor):
    world, editor = module_world, module_editor
    bloc("pair", RUS=(None, None), CHN=("2000-01-01", None))
    first = world.say(["Russia", "China"], "Freeze for freeze.", on="2017-07-04", by=editor, freeze="support")
    world.say("Lavrov", "We oppose sanctions.", by=editor, sanctions="oppose", freeze="support")
    world.say("Haley", "A guess.", sanctions="support")
    for title, day in (("Minister", "2004-03-09"), ("Envoy", "1994-01-01"), ("Deputy", "1992-01-01")):
        Role.objects.create(
            actor=actor("Lavrov"), title=title, country_id="RUS", starts_on=day, reference="Kommersant"
        )
    return first


def asked(client, path, status=200, **parameters):
    answer = client.get(f"/api/v1/{path}", parameters)
    assert answer.status_code == status, answer.content
    kind = "application/json" if status == 200 else "application/problem+json"
    assert answer["Content-Type"].partition(";")[0] == kind
    return answer.json()


def test_a_statement_tells_who_said_what_where_and_when(client, said):
    statement = asked(client, f"statements/{said.pk}")
    assert statement["quote"] == "Freeze for freeze."
    assert statement["said"] == {
        "on": "2017-07-04", "until": "2017-07-04", "precision": "day", "basis": "article",
    }  # fmt: skip
    assert [(each["actor"], each["country"]) for each in statement["attributions"]] == [
        ("russia", "RUS"),
        ("china", "CHN"),
    ]
    assert statement["positions"] == [{"issue": "freeze", "title": "Freeze", "stance": "support"}]
    assert statement["article"]["source"] == "gazette"
    assert statement["fragments"] == said.fragments
    assert statement["address"] == f"http://testserver{said.get_absolute_url()}"


def test_statements_take_the_filters_of_the_site(client, said):
    found = asked(client, "statements", country="CHN", issue="freeze")
    assert (found["count"], [each["id"] for each in found["results"]]) == (1, [said.pk])
    assert asked(client, "statements", q="lavrov sanctions")["count"] == 1
    assert asked(client, "statements")["count"] == 2
    assert asked(client, "statements", review="all")["count"] == 3


@pytest.mark.parametrize("name", LISTS)
def test_every_list_goes_on_to_its_end_and_tells_all_fields(client, said, name):
    whole = asked(client, name, size="250")
    assert whole["next"] is None
    paged, address = [], f"/api/v1/{name}?size=1"
    while address and len(paged) < 5:
        page = client.get(address).json()
        paged += page["results"]
        address = page["next"]
    assert paged == whole["results"][:5]
    shape = getattr(shapes, f"{LISTS[name]}Serializer")
    assert all(set(row) == set(shape().fields) for row in whole["results"])


@pytest.mark.parametrize("name", LISTS)
def test_one_of_each_is_what_the_list_has(client, said, name):
    row = asked(client, name, size="250")["results"][0]
    key = row.get("id") or row.get("slug") or row["iso3"]
    assert asked(client, f"{name}/{key}") == row


@pytest.mark.parametrize("name", LISTS)
def test_only_the_fields_that_are_asked_for(client, said, name):
    row = asked(client, name)["results"][0]
    two = list(row)[1::-1]
    assert asked(client, name, fields=",".join(two))["results"][0] == {field: row[field] for field in two}
    told = asked(client, name, 400, fields="id,secret")["errors"]["fields"][0]
    assert told.startswith("There is no field ") and "secret" in told


@pytest.mark.parametrize(
    ("path", "name", "value", "sentence"),
    [
        ("statements", "country", "XYZ", "“XYZ” is not the ISO 3166-1 code"),
        ("statements", "said_after", "soon", "“soon” is not a date"),
        ("statements", "size", "0", "A page holds 1 to 250 things."),
        ("statements", "as_of", "soon", "“soon” is not a moment"),
        ("statements", "page", "2", "There is no such parameter; these are: q, country,"),
        ("actors", "kind", "ghost", "“ghost” is not a kind of actor"),
        ("articles", "published_after", "soon", "“soon” is not a date"),
        ("roles", "held_on", "2017", "Enter a valid date."),
        ("compare", "by", "week", "“week” is not"),
        ("coverage", "country", "RUS", "There is no such parameter; these are: said_after, said_before."),
        ("countries", "as_of", "2017-01-01", "There is no such parameter"),
    ],
)
def test_what_is_not_understood_is_named(client, said, path, name, value, sentence):
    told = asked(client, path, 400, **{name: value})
    assert (told["status"], told["title"]) == (400, "Bad Request")
    assert told["errors"][name][0].startswith(sentence)


def test_what_is_not_there_or_not_public_is_not_found(client, said, world, editor):
    hidden = rejected(world.say("Haley", "No more."), editor)
    paths = [f"statements/{hidden.pk}", "articles/999999", "actors/nobody", "countries/XYZ", "nothing", ""]
    for path in paths:
        assert asked(client, path, 404)["detail"] == "There is nothing at this address."


def test_nothing_can_be_written_without_a_token(client, said):
    told = client.post("/api/v1/actors", {"name": "X"}, content_type="application/json")
    assert (told.status_code, told.json()["title"]) == (405, "Method Not Allowed")
    assert told["Content-Type"] == "application/problem+json"


def test_drafts_are_not_told_nor_their_statements(client, said, world):
    world.article("Nobody may see this yet.", state="draft")
    assert len(asked(client, "articles")["results"]) == 3


def test_the_past_is_told_under_its_names(client, said, editor):
    moment = timezone.now().isoformat()
    verbs.reject(Statement.objects.filter(pk=said.pk), editor)
    Actor.objects.filter(slug="sergei-lavrov").update(name="S. Lavrov")
    Issue.objects.filter(slug="freeze").update(title="A freeze")
    assert asked(client, "statements")["count"] == 1
    assert asked(client, "statements", as_of=moment)["count"] == 2
    assert asked(client, f"statements/{said.pk}", as_of=moment)["quote"] == "Freeze for freeze."
    asked(client, f"statements/{said.pk}", 404)
    assert asked(client, "actors/sergei-lavrov", as_of=moment)["name"] == "Sergei Lavrov"
    titles = {row["slug"]: row["title"] for row in asked(client, "issues", as_of=moment)["results"]}
    assert titles["freeze"] == "Freeze"


def test_filters_of_things(client, said):
    def keys(path, **asks):
        return [
            row.get("slug") or row.get("iso3") or row["stance"]
            for row in asked(client, path, **asks)["results"]
        ]

    assert keys("actors", name="lavr") == ["sergei-lavrov"]
    assert keys("actors", kind="state", country="RUS") == ["russia"]
    assert keys("countries", bloc="pair") == ["CHN", "RUS"]
    assert keys("issues", title="sanct") == ["sanctions"]
    assert keys("positions", issue="freeze", country="RUS") == ["support", "support"]
    assert keys("positions", stance="support", issue="sanctions") == []


def test_facets_and_coverage(client, said):
    found = asked(client, "facets", issue="freeze")
    countries = next(facet for facet in found["facets"] if facet["name"] == "country")
    assert found["count"] == 2
    assert {option["value"]: option["count"] for option in countries["options"]} == {"RUS": 2, "CHN": 1}
    assert asked(client, "coverage") == {
        "articles": 3, "sources": 1, "first": "2017-07-04", "last": "2017-07-05", "waiting": 1,
    }  # fmt: skip


def test_a_comparison_is_what_the_page_shows(client, said):
    shown = asked(client, "compare", country=["RUS", "CHN"], issue="freeze")
    assert [cell["stance"] for cell in shown["rows"][0]["cells"]] == ["support", "support"]


@pytest.mark.parametrize("size", ["1", "3"])
@pytest.mark.parametrize(("name", "queries"), [*zip(LISTS, [6, 1, 2, 1, 1, 1, 2, 1, 2], strict=True)])
def test_a_page_takes_the_same_queries_however_many_rows_it_has(
    client, said, name, size, queries, django_assert_num_queries
):
    with django_assert_num_queries(queries):
        asked(client, name, size=size)


def test_whoever_has_an_answer_is_told_that_nothing_has_changed(client, said, settings, world, editor):
    settings.FRESH_WITHIN = 0
    first = client.get("/api/v1/issues?size=1")
    same = client.get("/api/v1/issues?size=1", headers={"If-None-Match": first["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    world.issue("talks")
    assert client.get("/api/v1/issues", headers={"If-None-Match": first["ETag"]}).status_code == 200
