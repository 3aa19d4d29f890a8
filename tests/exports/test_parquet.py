"""The file that pandas, R and DuckDB open."""

import datetime
import io

import pytest
from pyarrow.parquet import ParquetFile, read_table

from articles.exports import parquet
from articles.exports.records import COLUMNS, records
from articles.models import Statement


def whole(response):
    assert response.status_code == 200
    return b"".join(response.streaming_content)


@pytest.fixture
def said(world, editor):
    world.say(["Russia", "China"], "Freeze for freeze.", on="2017-07-04", by=editor, freeze="support")
    world.say("Haley", "A guess.", by=editor)


def test_it_holds_every_column_with_its_type_and_description(client, said):
    table = read_table(io.BytesIO(whole(client.get("/statements.parquet"))))
    assert table.column_names == list(COLUMNS)
    guess, freeze = sorted(table.to_pylist(), key=lambda row: row["quote"])
    assert (freeze["speakers"], freeze["countries"]) == (["Russia", "China"], ["RUS", "CHN"])
    assert (freeze["issues"], freeze["stances"]) == (["freeze"], ["support"])
    assert (freeze["said_on"], guess["issues"]) == (datetime.date(2017, 7, 4), [])
    assert table.schema.field("cue").metadata == {b"description": COLUMNS["cue"].encode()}


def test_it_comes_in_pieces_of_one_row_group_each(client, said, monkeypatch):
    monkeypatch.setattr(parquet, "ROWS", 1)
    pieces = list(parquet.parquet(records(Statement.objects.values_list("pk", flat=True), str)))
    assert len(pieces) == 3
    assert ParquetFile(io.BytesIO(b"".join(pieces))).metadata.num_row_groups == 2


def test_of_nothing_it_is_a_file_without_rows(client, db):
    assert read_table(io.BytesIO(whole(client.get("/statements.parquet")))).num_rows == 0


def test_without_the_extra_it_is_not_offered(client, said, monkeypatch):
    monkeypatch.setattr(parquet, "find_spec", lambda name: None)
    assert client.get("/statements.parquet").status_code == 404
    assert b"statements.parquet" not in client.get("/about/data/").content
