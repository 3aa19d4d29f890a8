"""Files of Discourse Network Analyzer come on record, or are refused in a sentence."""

import random
from contextlib import suppress
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles.importing.dna.reading import opened
from articles.importing.files.entries import Flaw
from articles.models import Article, CodingTask, DnaFile, DnaStatement, Issue, Source, Statement
from tests.importing import dna_files

pytestmark = pytest.mark.django_db


def imported(path, by="editor", *args):
    out = StringIO()
    call_command("import_dna", str(path), "--by", by, *args, stdout=out)
    return out.getvalue()


def test_documents_are_articles_and_what_was_said_are_statements(editor, tmp_path):
    told = imported(dna_files.make(tmp_path / "debate.dna"))
    assert told.splitlines() == [
        "3 new documents (2 new articles), 5 new statements of the file",
        "3 new statements on record; statements of the same words are one",
        "1 statement kept beside the record: nobody said them (notes and the like)",
    ]
    first, second = Article.objects.order_by("pk")
    assert (first.title, first.author, first.source.name) == ("First", "An author", "Daily")
    assert (str(first.published_on), first.text[:9]) == ("2017-07-05", "🕊 Opening")
    assert second.source.name == "DNA file debate"
    joint, talks = first.statements.oldest_first().with_context()
    assert joint.quote == "Sanctions are the way"
    assert (joint.review, joint.reviewed_by, joint.said_on_basis) == ("accepted", editor, "article")
    assert [(p.issue.title, p.stance) for p in joint.positions.all()] == [
        ("Sanctions help.", "support"), ("Talks help.", "oppose"),
    ]  # fmt: skip
    (speaker,) = joint.attributions.all()
    assert (str(speaker), speaker.role_title) == ("Jo Bloggs", "Senate")
    assert [(a.actor.kind, a.country_id) for a in talks.attributions.all()] == [("state", "RUS")]


def test_what_the_record_has_no_place_for_is_kept(editor, tmp_path):
    imported(dna_files.make(tmp_path / "a.dna"))
    file = DnaFile.objects.get()
    assert [coder["Name"] for coder in file.vocabulary["CODERS"]] == ["Admin", "Ann", "Bob"]
    note = DnaStatement.objects.get(statement=None)
    assert note.values == {"5": "Ask Ann.\nAgain."}
    assert file.documents.get(article=None).row["Title"] == "Empty"


def test_a_file_read_twice_changes_nothing(editor, tmp_path):
    imported(dna_files.make(tmp_path / "a.dna"))
    known = "All that the file says is on record already.\n"
    assert imported(tmp_path / "a.dna") == known
    moved = "UPDATE {} SET StatementId = StatementId + 90;"
    tables = ("DATASHORTTEXT", "DATABOOLEAN", "DATALONGTEXT")
    change = "UPDATE ENTITIES SET Red = 200; UPDATE STATEMENTS SET ID = ID + 90;"
    change += "".join(map(moved.format, tables))
    again = dna_files.make(tmp_path / "b.dna", change=change)
    assert imported(again) == known
    assert DnaFile.objects.count() == 1


def test_a_file_that_says_more_adds_that_alone(editor, tmp_path):
    imported(dna_files.make(tmp_path / "a.dna"))
    more = "INSERT INTO STATEMENTS VALUES (9, 2, 1, 6, 9, 1);"
    more += "INSERT INTO DATALONGTEXT VALUES (9, 9, 5, 'More.');"
    told = imported(dna_files.make(tmp_path / "b.dna", change=more))
    assert told.startswith("0 new documents (0 new articles), 1 new statement of the file\n")
    assert "5 statements known from an earlier file" in told
    assert DnaStatement.objects.count() == 6


def test_a_document_that_is_twice_in_a_file_stays_there_twice(editor, tmp_path):
    columns = dna_files.TABLES["DOCUMENTS"].replace("ID ", "").replace(" ", ", ")
    again = f"INSERT INTO DOCUMENTS SELECT 9, {columns} FROM DOCUMENTS WHERE ID = 2"
    told = imported(dna_files.make(tmp_path / "a.dna", change=again))
    assert told.startswith("4 new documents (2 new articles), 5 new statements of the file\n")


def test_an_article_that_is_coded_blind_is_left_alone(editor, chief, tmp_path):
    imported(dna_files.make(tmp_path / "a.dna"))
    article = Article.objects.get(title="First")
    CodingTask.objects.create(article=article, text=article.text, opened_by=chief)
    more = "INSERT INTO STATEMENTS VALUES (9, 2, 1, 6, 9, 1);"
    more += "INSERT INTO DATALONGTEXT VALUES (9, 9, 5, 'More.');"
    with pytest.raises(CommandError, match="code blind to each other: wait"):
        imported(dna_files.make(tmp_path / "b.dna", change=more))
    assert DnaFile.objects.count() == 1


@pytest.mark.parametrize("seed", range(12))
def test_no_damage_is_more_than_a_sentence(tmp_path, seed):
    path, draws = dna_files.make(tmp_path / "a.dna"), random.Random(seed)
    content = bytearray(path.read_bytes())
    for _ in range(draws.randint(1, 60)):
        content[draws.randrange(16, len(content))] = draws.randrange(256)
    path.write_bytes(bytes(content) if seed % 3 else bytes(content[: draws.randrange(len(content))]))
    with suppress(Flaw), opened(path) as file:
        for document in file.documents():
            assert all(each.span[1] <= len(document.text) for each in document.statements)


def test_stances_at_odds_on_the_same_words_are_told(editor, tmp_path):
    told = imported(
        dna_files.make(tmp_path / "a.dna", change="UPDATE DATASHORTTEXT SET Entity = 7 WHERE ID = 23")
    )
    assert "1 statement at odds with another on the same words and concept" in told
    assert Statement.objects.get(quote="Sanctions are the way").positions.get().stance == "support"


@pytest.mark.parametrize(
    ("making", "sentence"),  # of making, or the change as SQL
    [
        ({"version": "2.0 beta 19"}, "was written by DNA 2.0 beta 19; files of DNA 3 are read"),
        ({"leave_out": ["SETTINGS"]}, "has no table SETTINGS: open it in DNA 3 and save it"),
        ({"leave_out": ["DATAINTEGER"]}, "has no table DATAINTEGER"),
        ("ALTER TABLE ENTITIES DROP COLUMN ChildOf", "has a table ENTITIES without ChildOf"),
        ("UPDATE STATEMENTS SET Stop = 4000 WHERE ID = 4", "statement 4 stands at 8 to 4000, which"),
        ("UPDATE STATEMENTS SET Start = 3 WHERE ID = 1", "statement 1 stands at 3 to "),
        ("UPDATE STATEMENTS SET Start = 21 WHERE ID = 4", "has a row in STATEMENTS that DNA would"),
        ("UPDATE DOCUMENTS SET Title = NULL", "has a row in DOCUMENTS that DNA would not write"),
        ("UPDATE STATEMENTS SET Start = 'x' WHERE ID = 4", "has a row in STATEMENTS that"),
        ("UPDATE DATASHORTTEXT SET Entity = 99 WHERE ID = 11", "is damaged: .* points to"),
        ("UPDATE STATEMENTS SET DocumentId = 99 WHERE ID = 4", "is damaged: .* points to"),
        ("UPDATE STATEMENTS SET DocumentId = NULL WHERE ID = 4", "statement 4 is of no document"),
        ("UPDATE DOCUMENTS SET Title = 'a' || char(0) WHERE ID = 1", "has a character that is no"),
    ],
)  # fmt: skip
def test_a_faulty_file_leaves_nothing_behind(editor, tmp_path, making, sentence):
    given = {"change": making} if isinstance(making, str) else making
    path = dna_files.make(tmp_path / "a.dna", **given)
    with pytest.raises(CommandError, match=sentence) as refused:
        imported(path)
    assert str(refused.value).endswith("Nothing was imported.")
    assert not any(m.objects.exists() for m in (Article, Issue, Source, DnaFile))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 a zip", b"SQLite format 3\x00 and no more"])
def test_what_is_no_such_file_is_refused(editor, tmp_path, content):
    (tmp_path / "a.dna").write_bytes(content)
    with pytest.raises(CommandError, match=r"is no file of Discourse Network Analyzer|is damaged"):
        imported(tmp_path / "a.dna")
    with pytest.raises(CommandError, match="cannot be read"):
        imported(tmp_path / "none.dna")


def test_somebody_who_may_stands_for_it(reader, tmp_path):
    path = dna_files.make(tmp_path / "a.dna")
    for name in ("reader", "nobody"):
        with pytest.raises(CommandError, match=f"There is no editor {name}"):
            imported(path, name)
    assert not DnaFile.objects.exists()


def test_a_draft_is_not_shown(editor, tmp_path):
    imported(dna_files.make(tmp_path / "a.dna"), "editor", "--draft")
    assert not Article.objects.published().exists()
    assert Article.objects.count() == 2
