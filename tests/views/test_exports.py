import csv
import io
import json

import pytest

from articles.exports.records import COLUMNS
from articles.index import maintenance
from articles.models import Statement
from articles.views import exports, streams
from tests.factories import World
from tests.hands import Hand


@pytest.fixture
def said(world, editor):
    world.say(["Russia", "China"], "Freeze for freeze.", on="2017-07-04", by=editor, freeze="support")
    world.say("Lavrov", '=HYPERLINK("x"), he said', by=editor, sanctions="oppose", dialogue="support")
    world.say("Haley", "A guess.")


def lines(response):
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode()


def test_a_page_of_json_has_count_next_and_results(client, said):
    body = client.get("/statements.json?country=CHN").json()
    assert (body["count"], body["next"], len(body["results"])) == (1, None, 1)
    result = body["results"][0]
    assert result["speakers"] == ["Russia", "China"]
    assert result["countries"] == ["RUS", "CHN"]
    assert (result["said_on"], result["issues"], result["stances"]) == ("2017-07-04", ["freeze"], ["support"])


def test_the_next_page_is_an_address(client, world, editor):
    article = world.article(" ".join(f"Sentence {n}." for n in range(100, 126)))
    for n in range(100, 126):
        world.say("Lavrov", f"Sentence {n}.", by=editor, article=article)
    first = client.get("/statements.json?country=RUS").json()
    second = client.get(first["next"]).json()
    assert (first["count"], len(first["results"])) == (26, 25)
    assert ([r["quote"] for r in second["results"]], second["next"]) == (["Sentence 100."], None)


@pytest.fixture(scope="module")
def sixty(module_world, module_editor):
    for n in range(60):
        statement = module_world.say(
            "Lavrov", f"talks {'talks ' * (n % 3)}{n}", by=module_editor, on=f"2017-07-{n % 5 + 10}"
        )
        Statement.objects.filter(pk=statement.pk).update(confidence=[None, 0.25, 0.5][n % 3])


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("sort", ["newest", "oldest", "relevance", "confidence"])
def test_pages_of_json_in_every_order_hold_what_the_stream_holds(client, sixty, sort):
    address, paged = f"/statements.json?q=talk*&sort={sort}", []
    while address:
        page = client.get(address).json()
        paged += [result["id"] for result in page["results"]]
        address = page["next"]
    streamed = lines(client.get(f"/statements.jsonl?q=talk*&sort={sort}")).splitlines()
    assert paged == [json.loads(line)["id"] for line in streamed]
    assert (len(paged), len(set(paged))) == (60, 60)


def test_csv_streams_everything_and_disarms_formulas(client, said):
    rows = list(csv.DictReader(io.StringIO(lines(client.get("/statements.csv")))))
    assert [row["quote"] for row in rows] == ['\'=HYPERLINK("x"), he said', "Freeze for freeze."]
    assert (rows[0]["issues"], rows[0]["stances"]) == ("sanctions; dialogue", "oppose; support")


def test_json_lines_stream_everything_in_the_order_asked_for(client, said):
    found = [json.loads(line) for line in lines(client.get("/statements.jsonl?sort=oldest")).splitlines()]
    assert [record["said_on"] for record in found] == ["2017-07-04", "2017-07-05"]


def test_a_comparison_as_csv_has_a_row_for_every_cell_silent_ones_too(client, said):
    rows = list(
        csv.DictReader(io.StringIO(lines(client.get("/compare.csv?country=RUS&country=USA&issue=sanctions"))))
    )
    assert [(r["column"], r["stance"], r["statements"]) for r in rows] == [
        ("RUS", "oppose", "1"),
        ("USA", "", "0"),
    ]


def test_a_record_has_every_column_with_whole_addresses(client, said):
    [guess] = client.get("/statements.json?country=USA&review=all").json()["results"]
    statement = Statement.objects.get(quote="A guess.")
    assert list(guess) == list(COLUMNS)
    assert guess["address"] == f"http://testserver{statement.get_absolute_url()}"
    assert guess["article_address"] == f"http://testserver{statement.article.get_absolute_url()}"
    assert (guess["article_id"], guess["utterance"]) == (statement.article_id, statement.utterance_id)
    assert (guess["said_on"], guess["said_until"]) == ("2017-07-05", "2017-07-05")
    assert (guess["confidence"], guess["cue"], guess["original"]) == (0.75, statement.cue, "")


def test_addresses_are_those_of_the_site_where_it_has_one(client, said, settings):
    settings.SITE_URL = "https://demarche.example"
    [row] = csv.DictReader(io.StringIO(lines(client.get("/statements.csv?country=CHN"))))
    assert row["address"].startswith("https://demarche.example/statements/")
    cells = csv.DictReader(io.StringIO(lines(client.get("/compare.csv?country=CHN"))))
    assert [cell["address"].startswith("https://demarche.example/statements/") for cell in cells] == [True]


def test_a_comparison_as_csv_tells_how_exactly_the_day_is_known(client, said):
    [cell] = csv.DictReader(io.StringIO(lines(client.get("/compare.csv?country=CHN"))))
    told = cell["said_on"], cell["said_on_precision"], cell["said_on_basis"], cell["quote_kind"]
    assert told == ("2017-07-04", "day", "article", "direct")


@pytest.mark.parametrize(
    "path", ["/statements.json", "/statements.csv", "/statements.jsonl", "/compare.json", "/compare.csv"]
)
def test_what_is_not_understood_is_refused(client, said, path):
    response = client.get(f"{path}?said_after=soon")
    assert response.status_code == 400
    assert list(response.json()["errors"]) == ["said_after"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("with_index", [False, True])
def test_a_stream_is_of_one_moment_whatever_is_changed_meanwhile(
    client, editor, monkeypatch, settings, tmp_path, with_index
):
    """Dates are mended while it is read: nothing comes twice, and nothing is missing."""
    monkeypatch.setattr(exports, "CHUNK", 2)
    monkeypatch.setattr(streams, "BLOCK", 1)
    said = [World().say("Lavrov", f"Yes {n}.", on=f"2017-07-{10 + n}", by=editor) for n in range(8)]
    if with_index:
        settings.FACET_INDEX_DIR = str(tmp_path / "facets")
        maintenance.build()
    stream = iter(client.get("/statements.jsonl").streaming_content)
    first = [next(stream) for _ in range(3)]

    def mend():
        Statement.objects.filter(pk=said[7].pk).update(said_on="2017-07-01", said_until="2017-07-01")
        Statement.objects.filter(pk=said[0].pk).update(said_on="2017-07-30", said_until="2017-07-30")

    hand = Hand(mend)
    hand.start()
    hand.result()
    rows = [json.loads(line) for line in [*first, *stream]]
    assert [row["id"] for row in rows] == [statement.pk for statement in reversed(said)]
    assert [row["said_on"] for row in rows] == [f"2017-07-{17 - n}" for n in range(8)]
