import datetime

import pytest

from articles.importing.files import pdf
from articles.importing.files.entries import Flaw
from tests.importing.files import making

LINES = [
    "The Russian Foreign Minister, Sergei Lavrov, said on Tuesday that the govern-",
    "ment opposed new sanctions on North Korea, and that President",
    "Donald Trump had been told so.",
    "The Chinese Foreign Minister agreed with this in all that had been said by him.",
]


def text(*pages, **about):
    return pdf.read(making.pdf(*pages, **about)).values["text"]


def flaw(data):
    with pytest.raises(Flaw) as caught:
        pdf.read(data)
    return str(caught.value)


def test_lines_become_paragraphs():
    assert text(["A joint statement", *LINES]) == (
        "A joint statement\n"
        "The Russian Foreign Minister, Sergei Lavrov, said on Tuesday that the government opposed new "
        "sanctions on North Korea, and that President\n"
        "Donald Trump had been told so.\n"
        "The Chinese Foreign Minister agreed with this in all that had been said by him."
    )


def test_what_the_file_says_of_itself():
    made = making.pdf(LINES, Title="A  title", Author="Press Office", CreationDate="D:20170705120000+03'00'")
    told = pdf.read(made)
    assert told.values["title"] == "A title"
    assert (told.author, told.made_on) == ("Press Office", datetime.date(2017, 7, 5))
    assert "published_on" not in told.values
    assert "source" not in told.values


@pytest.mark.parametrize(
    "title", ["Microsoft Word - pr_17.doc", "statement.pdf", "untitled", "Document1", "", "42"]
)
def test_a_title_that_a_program_made_up_is_none(title):
    assert "title" not in pdf.read(making.pdf(LINES, Title=title)).values


def test_a_date_that_is_none_is_left_out():
    assert pdf.read(making.pdf(LINES, CreationDate="yesterday")).made_on is None


def test_what_stands_at_the_edge_of_the_pages_is_no_part_of_the_text():
    pages = [
        ["Ministry of Foreign Affairs", f"Point {name}.", f"Page {n} of 3"] for n, name in enumerate("ABC", 1)
    ]
    assert text(*pages) == "Point A.\nPoint B.\nPoint C."


def test_a_line_of_two_pages_only_is_kept_and_so_is_a_year_within_a_page():
    assert text(["One.", "1"], ["One.", "2"]) == "One.\nOne."
    assert (
        text(["In", "the", "year", "2017", "they", "all", "agreed."])
        == "In\nthe\nyear\n2017\nthey\nall\nagreed."
    )


def test_pictures_of_pages_need_ocr():
    assert flaw(making.pdf([], [])) == "holds pictures of pages, no text: run OCR over it first"


def test_a_locked_file_says_so_and_one_that_anybody_may_open_is_read():
    made = making.pdf(LINES)
    assert flaw(making.locked(made, "secret")) == (
        "is locked or encrypted; print it to a new PDF, or save its text as .txt"
    )
    assert pdf.read(making.locked(made, "")).values["text"].startswith("The Russian Foreign Minister")


def test_a_broken_file_says_so():
    made = making.pdf(LINES)
    assert flaw(b"Words.") == "is not a PDF file, whatever its name says; save it as PDF"
    assert flaw(made[:60]) == "is a PDF that cannot be read (PdfStreamError); print it to a new PDF"


def test_too_many_pages_and_too_much_text(monkeypatch):
    monkeypatch.setattr(pdf, "MOST_PAGES", 2)
    assert flaw(making.pdf(["1"], ["2"], ["3"])) == "has 3 pages; at most 2 are read: split it"
    monkeypatch.setattr(pdf, "MAX_TEXT_BYTES", 100)
    assert flaw(making.pdf(LINES)) == "holds more than 100 characters of text: split it"


def test_a_file_that_draws_without_end_is_given_up(monkeypatch):
    said = "unpacks to more than any text; print it to a new PDF, or save its text as .txt"
    monkeypatch.setitem(pdf.LIMITS, "stream_parsing_work_maximum_count", 1_000)
    assert flaw(making.pdf(["x"] * 500)) == said
    assert pdf.read(making.pdf(["x"] * 200)).values["text"].startswith("x\nx\n")
    monkeypatch.setattr(pdf, "MOST_SECONDS", -1)
    assert flaw(making.pdf(LINES)) == (
        "takes longer than -1 seconds to read: split it, or print it to a new PDF"
    )


def test_fonts_that_do_not_tell_their_letters():
    assert (
        flaw(making.pdf(["\x01\x02\x03\x04 a"]))
        == "has fonts that do not tell their letters: run OCR over it first"
    )
