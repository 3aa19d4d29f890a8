import datetime

import pytest

from articles.importing.files import docx, xml
from articles.importing.files.entries import Flaw
from tests.importing.files import making
from tests.importing.files.making import paragraph


def flaw(data):
    with pytest.raises(Flaw) as caught:
        docx.read(data)
    return str(caught.value)


def text(body):
    return docx.read(making.docx(body=body)).values["text"].strip()


def test_words_and_what_the_file_says_of_itself():
    told = docx.read(
        making.docx(
            "“One,” he said & left.",
            "Two.",
            title="A title",
            dc_creator="Press",
            dcterms_created="2017-07-05T10:00:00Z",
        )
    )
    assert told.values == {"text": "“One,” he said & left.\nTwo.\n", "title": "A title"}
    assert (told.author, told.made_on) == ("Press", datetime.date(2017, 7, 5))


def test_changes_count_as_accepted():
    body = (
        "<w:p><w:r><w:t>We </w:t></w:r><w:del><w:r><w:delText>support</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>oppose</w:t></w:r></w:ins><w:r><w:t> it.</w:t></w:r></w:p>"
    )
    assert text(body) == "We oppose it."


def test_tables_text_boxes_and_breaks():
    table = f"<w:tbl><w:tr><w:tc>{paragraph('Left.')}</w:tc><w:tc>{paragraph('Right.')}</w:tc></w:tr></w:tbl>"
    assert text(table) == "Left.\nRight."
    alternate = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice>'
        f"<w:txbxContent>{paragraph('Boxed.')}</w:txbxContent></mc:Choice><mc:Fallback>"
        f"<w:txbxContent>{paragraph('Boxed.')}</w:txbxContent></mc:Fallback></mc:AlternateContent>"
    )
    assert text(f"<w:p><w:r><w:t>Before.</w:t>{alternate}</w:r></w:p>") == "Before.\nBoxed."
    field = "<w:r><w:instrText>PAGE</w:instrText></w:r>"
    field += "<w:r><w:t>A</w:t><w:br/><w:t>B</w:t><w:tab/><w:t>C</w:t></w:r>"
    tabs = '<w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr>'
    assert text(f"<w:p>{tabs}{field}</w:p>") == "A\nB\tC"


def test_the_part_that_holds_the_words_may_have_any_name():
    parts = {
        **making.related("/word/document2.xml"),
        "word/document2.xml": making.document(paragraph("Words.")),
    }
    assert docx.read(making.packed(parts)).values == {"text": "Words.\n"}


BOMB = '<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE b [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("prologue", [BOMB, OUTSIDE])
def test_entities_are_not_read(prologue):
    body = "<w:p><w:r><w:t>&a;</w:t></w:r></w:p>"
    assert flaw(making.docx(body=body, prologue=prologue)) == (
        "cannot be read as .docx: its part word/document.xml holds XML that declares entities, "
        "and these are not read; save it anew"
    )


def test_a_part_of_too_many_tags_is_not_read(monkeypatch):
    monkeypatch.setattr(xml, "MOST_TAGS", 100)
    assert flaw(making.docx(body="<w:p/>" * 200)) == (
        "cannot be read as .docx: its part word/document.xml holds XML with more than 100 tags; split it"
    )


def test_broken_locked_and_other_files():
    assert flaw(b"Words.") == "is not a .docx file, whatever its name says; save it as .docx"
    assert (
        flaw(docx.OLE + b"\0" * 600)
        == "is an old .doc, or is locked by a password; save it as .docx without one"
    )
    assert flaw(making.docx("Words.")[:-30]) == "is a broken zip file; pack it anew"
    assert flaw(making.packed({"word/document.xml": "<w:document"})).startswith(
        "cannot be read as .docx: its part word/document.xml holds broken XML: "
    )
    assert flaw(making.packed({"a.txt": "Words."})) == (
        "cannot be read as .docx: its part word/document.xml is broken in its zip file; pack it anew"
    )
    assert flaw(making.docx(" ")) == "holds no words; if it shows pictures of pages, run OCR over them first"


def test_a_file_without_sound_properties_says_nothing_of_itself():
    made = {
        "word/document.xml": making.document(paragraph("Words.")),
        "docProps/core.xml": "<broken",
    }
    assert docx.read(making.packed(made)).values == {"text": "Words.\n"}
