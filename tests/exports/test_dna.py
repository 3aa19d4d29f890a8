"""Files that Discourse Network Analyzer opens: what came in goes out again, and so does the record."""

import base64
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.curate import publish, verbs
from articles.exports.dna import record
from articles.exports.dna.passwords import hashed
from articles.models import Article, DnaFile, Issue, Statement
from tests.factories import actor
from tests.importing import dna_files
from tests.importing.dna_files import told

pytestmark = pytest.mark.django_db
SAMPLE = Path(os.environ.get("DNA_SAMPLE", "none"))


def command(name, *args):
    out = StringIO()
    call_command(name, *map(str, args), stdout=out)
    return out.getvalue()


def imported(path):
    return command("import_dna", path, "--by", "editor")


@pytest.fixture
def debate(editor, tmp_path):
    path = dna_files.make(tmp_path / "debate.dna")
    imported(path)
    return path


def test_what_came_in_goes_out_and_comes_in_again(debate, tmp_path):
    assert command("export_dna", tmp_path / "out.dna").startswith("3 documents and 5 statements in ")
    assert told(tmp_path / "out.dna") == told(debate)
    assert imported(tmp_path / "out.dna") == "All that the file says is on record already.\n"
    DnaFile.objects.all().delete()
    Statement.objects.all().delete()
    Article.objects.all().delete()
    imported(tmp_path / "out.dna")
    command("export_dna", tmp_path / "again.dna")
    assert told(tmp_path / "again.dna") == told(debate)


def test_its_tables_are_those_of_dna(debate, tmp_path):
    command("export_dna", tmp_path / "out.dna")
    assert dna_files.columns(tmp_path / "out.dna") == dna_files.TABLES


@pytest.mark.skipif(not SAMPLE.is_file(), reason="DNA_SAMPLE names no file of DNA's own")
def test_a_file_of_dnas_own_goes_out_as_it_came_in(editor, tmp_path):
    imported(SAMPLE)
    command("export_dna", tmp_path / "out.dna")
    assert told(tmp_path / "out.dna") == told(SAMPLE)


def test_what_editors_changed_goes_out_as_it_is_now(debate, editor, tmp_path):
    verbs.reject(Statement.objects.filter(quote="support talks"), editor)
    talks = Statement.objects.get(quote="Talks are not")
    talks.positions.update(stance="conditional")
    command("export_dna", tmp_path / "out.dna")
    before, after = told(debate, "statements"), told(tmp_path / "out.dna", "statements")
    span = dna_files.place("Talks are not")
    assert [row for row in after if row not in before] == [
        ("First", "Demarche Statement", *span, "Admin",
         "concept=Talks help.|organization=Russia|person=|stance=2"),
    ]  # fmt: skip
    assert [row[0] for row in before if row not in after] == ["First", "Second"]
    assert len(told(tmp_path / "out.dna", "documents")) == 3


def test_a_document_that_readers_do_not_see_stays_here(debate, chief, tmp_path):
    publish.withdraw(Article.objects.filter(title="First"), "asked for", chief)
    command("export_dna", tmp_path / "out.dna")
    assert [row[0] for row in told(tmp_path / "out.dna", "documents")] == ["Empty", "Second"]


@pytest.fixture
def said(world, editor):
    text = "🕊 Talks now. No to sanctions. Perhaps, if need be. Hm."
    article = world.article(text, published_on="2017-07-06", title="Peace " * 60)
    world.say(["Lavrov", "China"], "Talks now.", on="2017-07-04", by=editor, article=article, talks="support")
    world.say(
        "UN",
        "No to sanctions.",
        on="2017-07-06",
        by=editor,
        article=article,
        sanctions="oppose",
        talks="neutral",
    )
    world.say(
        "Haley", "Perhaps, if need be.", on="2017-07-06", by=editor, article=article, sanctions="conditional"
    )
    world.say("official", "Hm.", on=None, by=editor, article=article)
    world.say("Haley", "A guess.", sanctions="support")


def test_the_record_is_a_file_of_dnas_own_kind(said, tmp_path):
    answer = command("export_dna", tmp_path / "out.dna")
    assert (
        answer == f"2 documents and 6 statements in {tmp_path / 'out.dna'}; 0 of these as a file had them\n"
    )
    first, second = told(tmp_path / "out.dna", "documents")
    assert len(first[0]) == 190 and first[0].endswith("…") and first[3:5] == ("", "Gazette")
    assert sorted([first[-1], second[-1]]) == [1_499_126_400, 1_499_299_200]
    rows = [
        (label, start, stop, values)
        for _, label, start, stop, _, values in told(tmp_path / "out.dna", "statements")
    ]
    lavrov = "concept=Talks|organization=Russia|person=Sergei Lavrov"
    default, other = "DNA Statement", "Demarche Statement"
    assert sorted(rows) == sorted([
        (default, 3, 13, f"agreement=1|{lavrov}"),
        (default, 3, 13, "agreement=1|concept=Talks|organization=China|person="),
        (default, 14, 30, "agreement=0|concept=Sanctions|organization=UN Security Council|person="),
        (other, 14, 30, "concept=Talks|organization=UN Security Council|person=|stance=0"),
        (other, 31, 51, "concept=Sanctions|organization=United States|person=Nikki Haley|stance=2"),
        (other, 52, 55, "concept=|organization=a senior official|person=|stance=9"),
    ])  # fmt: skip
    attributes = told(tmp_path / "out.dna", "attributes")
    assert ("person", "Sergei Lavrov", "Notes", "/actors/sergei-lavrov/") in attributes
    assert ("organization", "Russia", "Alias", "RUS") in attributes
    assert len(attributes) == 3 * len(told(tmp_path / "out.dna", "entities"))
    assert ("DNA Statement", "person", "", None) in told(tmp_path / "out.dna", "entities")


def test_what_the_record_told_comes_back_from_its_file(said, tmp_path):
    def everything():
        found = Statement.objects.published().with_context().order_by("quote")
        return [
            (s.quote, [str(a) for a in s.attributions.all()], [str(p) for p in s.positions.order_by("issue")])
            for s in found
        ]

    before = everything()
    command("export_dna", tmp_path / "out.dna")
    Statement.objects.all().delete()
    imported(tmp_path / "out.dna")
    assert len(before) == 4
    assert everything() == before
    command("export_dna", tmp_path / "again.dna")
    assert told(tmp_path / "again.dna") == told(tmp_path / "out.dna")


def test_filters_are_those_of_the_list(said, debate, tmp_path):
    command("export_dna", tmp_path / "usa.dna", "--query", "country=USA&review=all")
    usa = told(tmp_path / "usa.dna", "statements")
    assert len(usa) == 2 and all("|organization=United States|" in row[-1] for row in usa)
    command("export_dna", tmp_path / "rus.dna", "--query", "country=RUS")
    assert {row[0][:5] for row in told(tmp_path / "rus.dna", "documents")} == {"First", "Peace"}
    assert len(told(tmp_path / "rus.dna", "statements")) == 4  # both speakers, and the note beside
    with pytest.raises(CommandError, match=r"These filters are not understood: .*XYZ"):
        command("export_dna", tmp_path / "none.dna", "--query", "country=XYZ")
    assert not (tmp_path / "none.dna").exists()


def test_no_file_is_overwritten_or_left_half_written(said, tmp_path, monkeypatch):
    (tmp_path / "out.dna").write_text("mine")
    with pytest.raises(CommandError, match="is there already"):
        command("export_dna", tmp_path / "out.dna")
    monkeypatch.setattr(record, "_remaining", lambda writer: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        command("export_dna", tmp_path / "new.dna")
    assert [path.name for path in tmp_path.iterdir()] == ["out.dna"]


def test_of_nothing_it_has_the_default_type(db, tmp_path):
    command("export_dna", tmp_path / "out.dna")
    assert [name for _, name, _ in told(tmp_path / "out.dna", "variables")] == [
        "agreement", "concept", "organization", "person",
    ]  # fmt: skip


def test_names_that_dna_cannot_hold_are_cut(world, editor, tmp_path):
    world.say("Lavrov", "Yes.", by=editor, talks="support")
    Issue.objects.update(title="Talks " + "on " * 64)
    type(actor("Lavrov")).objects.update(name="L" * 200)
    command("export_dna", tmp_path / "out.dna")
    values = [row[2] for row in told(tmp_path / "out.dna", "entities")]
    assert {len(value) for value in values} >= {190} and max(map(len, values)) == 190


def test_a_password_is_kept_as_dna_keeps_it():
    """By the hash of “sample” that DNA itself wrote."""
    known = "t7STqOHxpl+RXxRUgjsEno+e/38banaYjANbdYQ1geGfH6Xlc2roWgYrPbpCeg5M"
    assert hashed("sample", base64.b64decode(known)[:16]) == known
    assert hashed("sample") != hashed("sample")


def test_the_record_is_read_in_pieces(said, tmp_path, monkeypatch):
    command("export_dna", tmp_path / "whole.dna")
    monkeypatch.setattr(record, "CHUNK", 1)
    write, sizes = record._Record.write, []
    monkeypatch.setattr(record._Record, "write", lambda self, ids: (sizes.append(len(ids)), write(self, ids)))
    command("export_dna", tmp_path / "pieces.dna")
    assert sizes == [1, 1, 1, 1]
    parts = [part for part in dna_files.QUERIES if part != "coders"]  # who have a salt each
    assert told(tmp_path / "pieces.dna", *parts) == told(tmp_path / "whole.dna", *parts)
