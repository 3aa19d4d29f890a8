import csv
import datetime
import io
import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from articles.dates import Period, latest_year
from articles.importing.files.entries import (
    MAX_TEXT_BYTES,
    ArticleText,
    Flaw,
    Proposal,
    UnknownKeys,
    Unreadable,
)
from articles.importing.files.reading import propose, read_paths
from tests.importing.files import making

GOOD = {"title": "A title", "source": "Gazette", "published_on": "2017-07-05"}
YEARS = f"1800 to {latest_year()}"


def put(folder, name, content, **metadata):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    if metadata:
        path.with_suffix(".json").write_text(json.dumps(metadata))
    return path


def read(*paths, **options):
    return list(read_paths(list(paths), **options))


def reason(*paths, **options):
    [fault] = read(*paths, **options)
    assert isinstance(fault, Unreadable)
    return fault.reason


def test_text_with_its_metadata_beside_it(tmp_path):
    path = put(tmp_path, "a.txt", "“Words,” he said.\r\n", **GOOD)
    assert read(path) == [
        ArticleText(str(path), "“Words,” he said.", "A title", "Gazette", datetime.date(2017, 7, 5))
    ]


def test_metadata_may_be_listed_in_one_file(tmp_path):
    path = put(tmp_path, "a.txt", "Words.")
    put(tmp_path, "list.json", json.dumps([{"file": "b.txt"}, {**GOOD, "file": "a.txt"}]))
    assert read(path)[0].title == "A title"
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    listing = put(elsewhere, "m.json", json.dumps([{**GOOD, "file": "a.txt", "title": "Named"}]))
    assert read(path, metadata=listing)[0].title == "Named"


def test_a_folder_is_read_in_order(tmp_path):
    for name in ("b.txt", "a.txt"):
        put(tmp_path, name, "Words.", **GOOD)
    put(tmp_path, "notes.md", "not an article")
    assert [Path(text.name).name for text in read(tmp_path)] == ["a.txt", "b.txt"]


@pytest.mark.parametrize("end", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c"])
def test_a_line_of_json_ends_at_a_line_feed_alone(tmp_path, end):
    line = json.dumps({**GOOD, "text": f"One.{end}Two."}, ensure_ascii=False)
    assert [text.text for text in read(put(tmp_path, "a.jsonl", f"{line}\r\n{line}"))] == [
        f"One.{end}Two."
    ] * 2


@pytest.mark.parametrize("end", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c"])
def test_nor_does_a_row_of_csv_or_a_text_end_at_others(tmp_path, end):
    words = f"One.{end}Two."
    table = put(tmp_path, "a.csv", f"title,source,text\r\nA,Gazette,{words}\r\n")
    plain = put(tmp_path, "b.txt", words, **GOOD)
    assert [text.text for text in read(table, plain)] == [words, words]


def test_an_article_is_in_its_normal_form(tmp_path):
    entry = {
        **GOOD,
        "text": "\ufeffJose\u0301\r\nsaid.\r",
        "title": " Jose\u0301\nsaid ",
        "source": "L’E\u0301cho ",
    }
    [read_in] = read(put(tmp_path, "a.jsonl", json.dumps(entry)))
    assert (read_in.text, read_in.title, read_in.source) == ("José\nsaid.", "José said", "L'Écho")


def test_json_lines_go_on_after_a_bad_line(tmp_path):
    lines = [json.dumps({**GOOD, "text": "One."}), "{broken", "[]", "", json.dumps({**GOOD, "text": "Two."})]
    path = put(tmp_path, "a.jsonl", "\n".join(lines))
    one, broken, listed, two = read(path)
    assert (one.text, two.text) == ("One.", "Two.")
    assert broken.name == f"{path} line 2"
    assert broken.reason.startswith("is not JSON")
    assert listed == Unreadable(f"{path} line 3", "is not a JSON object")


def test_csv(tmp_path):
    path = put(tmp_path, "a.csv", 'title,source,text\nA title,Gazette,"Two\nlines."\n,Gazette,Words.\n')
    good, bad = read(path)
    assert (good.text, good.published_on) == ("Two\nlines.", None)
    assert bad == Unreadable(f"{path} line 4", "the metadata lacks title")


DEEP = "[" * 200_000
TOO_DEEP = "is JSON nested too deeply to be read; write one flat object an article"
LONG = '{"n": ' + "9" * 5_000 + "}"
TOO_LONG = "holds a number with too many digits to be read; shorten it or quote it"


@pytest.mark.parametrize(("line", "said"), [(DEEP, TOO_DEEP), (LONG, TOO_LONG)])
def test_a_line_that_json_cannot_hold_costs_no_other(tmp_path, line, said):
    good = json.dumps({**GOOD, "text": "One."})
    path = put(tmp_path, "a.jsonl", f"{good}\n{line}\n{good}")
    one, bad, other = read(path)
    assert (one.text, other.text) == ("One.", "One.")
    assert bad == Unreadable(f"{path} line 2", said)


@pytest.mark.parametrize(("content", "said"), [(DEEP, TOO_DEEP), (LONG, TOO_LONG)])
def test_metadata_that_json_cannot_hold_cost_no_other_article(tmp_path, content, said):
    bad = put(tmp_path, "a.txt", "One.")
    put(tmp_path, "a.json", content)
    put(tmp_path, "list.json", json.dumps([{**GOOD, "file": "b.txt"}]))
    put(tmp_path, "b.txt", "Two.")
    fault, two = read(tmp_path)
    assert fault == Unreadable(str(bad), f"the metadata file a.json {said}")
    assert two.text == "Two."
    assert reason(tmp_path / "b.txt", metadata=tmp_path / "a.json") == f"the metadata file a.json {said}"


def test_a_cell_of_any_length_costs_no_other_row(tmp_path):
    huge = "x\n" * (2 * MAX_TEXT_BYTES)
    path = put(tmp_path, "a.csv", f'title,source,text\nA,Gazette,"{huge}"\nB,Gazette,Words.\n')
    bad, good = read(path)
    assert bad.name == f"{path} line 2"
    assert bad.reason == "the text has 7,999,999 bytes; at most 2,000,000 are read: split it"
    assert (good.name, good.text) == (f"{path} line {4 * 10**6 + 3}", "Words.")


def test_a_cell_beside_the_columns_is_not_lost_in_silence(tmp_path):
    path = put(tmp_path, "a.csv", "title,source,text\nA,Gazette,Yes, he said.\nB,Gazette,Words.\n")
    bad, good = read(path)
    assert bad == Unreadable(
        f"{path} line 2",
        "has 4 cells, the first line 3; put quotation marks around cells that hold commas",
    )
    assert good.title == "B"


def test_a_page_that_cannot_be_read_costs_no_other(tmp_path, monkeypatch):
    def stumble(*args, **options):
        raise RecursionError

    monkeypatch.setattr("trafilatura.bare_extraction", stumble)
    put(tmp_path, "a.html", "<p>One.</p>")
    put(tmp_path, "b.txt", "Two.", **GOOD)
    bad, good = read(tmp_path)
    assert bad.reason == "is a page that cannot be read (RecursionError); save its text as .txt with metadata"
    assert good.text == "Two."


@pytest.mark.parametrize("key", ["title", "source", "language", "domain"])
def test_no_word_holds_what_the_database_cannot(tmp_path, key):
    entry = {**GOOD, "text": "Words."}
    nul, half = ({**entry, key: value} for value in ("a\0b", "a\ud800b"))
    bad, good = read(put(tmp_path, "a.jsonl", f"{json.dumps(nul)}\n{json.dumps(half)}"))
    assert bad.reason == f"{key} holds a NUL character; take it out"
    assert getattr(good, key) == "a?b"


def test_html_describes_itself(tmp_path):
    body = "".join(
        f"<p>Paragraph {n} of a long enough article about sanctions and diplomacy.</p>" for n in range(9)
    )
    head = '<title>Russia objects</title><meta property="og:site_name" content="Gazette">'
    head += '<meta property="article:published_time" content="2017-07-05">'
    path = put(
        tmp_path,
        "a.html",
        f"<html><head>{head}</head><body><article><h1>Russia objects</h1>{body}</article></body></html>",
    )
    [text] = read(path)
    assert (text.title, text.source, text.published_on) == (
        "Russia objects",
        "Gazette",
        datetime.date(2017, 7, 5),
    )
    assert "Paragraph 3 of a long enough article" in text.text


def test_standard_input_is_json_lines(monkeypatch):
    data = json.dumps({**GOOD, "text": "Words."}).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert read(Path("-"))[0].name == "- line 1"


def test_a_byte_order_mark_is_not_text(tmp_path):
    assert read(put(tmp_path, "a.txt", b"\xef\xbb\xbfWords.", **GOOD))[0].text == "Words."


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "holds no text"),
        (b" \n ", "holds no text"),
        ("\ufeff\ufeff\r\n".encode(), "holds no text"),
        (b"PK\x03\x04\x00\x00", "is a binary file, not text"),
        ("Москва".encode("cp1251"), "is not UTF-8: byte 0 is 0xcc; convert it first"),
        (b"x" * (MAX_TEXT_BYTES + 1), "the text has 2,000,001 bytes; at most 2,000,000 are read: split it"),
    ],
)
def test_unreadable_texts_say_why(tmp_path, content, said):
    assert reason(put(tmp_path, "a.txt", content, **GOOD)) == said


def test_the_largest_text_is_read(tmp_path):
    assert len(read(put(tmp_path, "a.txt", b"x" * MAX_TEXT_BYTES, **GOOD))[0].text) == MAX_TEXT_BYTES


@pytest.mark.parametrize(
    ("metadata", "said"),
    [
        ({"title": "T"}, "the metadata lacks source"),
        ({"language": "en"}, "the metadata lacks title and source"),
        (
            {**GOOD, "published_on": "5 July 2017"},
            "published_on is “5 July 2017”; write YYYY-MM-DD, or leave it out",
        ),
        (
            {**GOOD, "published_on": "2017-02-30"},
            "published_on is “2017-02-30”; write YYYY-MM-DD, or leave it out",
        ),
        (
            {**GOOD, "published_on": "0217-07-05"},
            f"published_on is “0217-07-05”, outside the years {YEARS}; mend it, or leave it out",
        ),
        (
            {**GOOD, "published_on": f"{latest_year() + 1}-01-01"},
            f"published_on is “{latest_year() + 1}-01-01”, outside the years {YEARS}; "
            "mend it, or leave it out",
        ),
        (
            {**GOOD, "url": "javascript:alert(1)"},
            "url is “javascript:alert(1)”; write one with http:// or https:// and no spaces, or leave it out",
        ),
        (
            {**GOOD, "archived_url": "ftp://a.org/b"},
            "archived_url is “ftp://a.org/b”; write one with http:// or https:// and no spaces, "
            "or leave it out",
        ),
        (
            {**GOOD, "url": f"data:{'x' * 900}"},
            f"url is “data:{'x' * 75}…”; write one with http:// or https:// and no spaces, or leave it out",
        ),
        (
            {**GOOD, "url": "https://a.org/b\tc"},
            "url is “https://a.org/b c”; write one with http:// or https:// and no spaces, or leave it out",
        ),
        ({**GOOD, "url": "https://a.org/\0"}, "url holds a NUL character; take it out"),
        ({**GOOD, "title": ["T"]}, "title must be text, not list"),
        ({**GOOD, "title": "T" * 501}, "title is longer than 500 characters"),
    ],
)
def test_unusable_metadata_say_why(tmp_path, metadata, said):
    assert reason(put(tmp_path, "a.txt", "Words.", **metadata)) == said


def test_missing_or_malformed_metadata_files_say_what_to_do(tmp_path):
    path = put(tmp_path, "a.txt", "Words.")
    assert reason(path) == "has no metadata: write a.json beside it, or list it in a file given by --metadata"
    put(tmp_path, "a.json", "{")
    assert reason(path).startswith("the metadata file a.json is not JSON")
    put(tmp_path, "a.json", "[]")
    assert reason(path) == "a.json must hold one JSON object"


def test_the_broken_metadata_of_one_article_are_no_trouble_of_another(tmp_path):
    put(tmp_path, "a.json", "{")
    put(tmp_path, "list.json", json.dumps([{**GOOD, "file": "b.txt"}]))
    assert read(put(tmp_path, "b.txt", "Words."))[0].title == "A title"
    assert reason(put(tmp_path, "c.txt", "Words.")).startswith("has no metadata: write c.json")
    named = tmp_path / "a.json"
    assert reason(tmp_path / "b.txt", metadata=named).startswith("the metadata file a.json is not JSON")


def test_files_that_cannot_be_opened_or_are_not_known(tmp_path):
    assert reason(tmp_path / "gone.txt") == "cannot be opened: No such file or directory"
    said = "the ending .doc is not known; use .txt, .html, .pdf, .docx, .eml, .jsonl, .csv or .zip"
    assert reason(put(tmp_path, "a.doc", b"Words.")) == said


@pytest.mark.parametrize("day", ["1800-01-01", f"{latest_year()}-12-31"])
def test_the_first_and_the_last_day_that_an_article_can_have(tmp_path, day):
    [text] = read(put(tmp_path, "a.txt", "Words.", **{**GOOD, "published_on": day}))
    assert text.published_on == datetime.date.fromisoformat(day)


def test_date_is_understood_where_published_on_is_missing(tmp_path):
    path = put(
        tmp_path,
        "a.csv",
        "title,source,text,date,published_on\n"
        "A,Gazette,One.,2017-07-04,\nB,Gazette,Two.,2017-07-04,2017-07-05\n",
    )
    assert [text.published_on.day for text in read(path)] == [4, 5]


def test_a_date_beside_a_page_wins_over_its_own(tmp_path):
    body = "<p>A paragraph of a long enough article about sanctions and diplomacy.</p>" * 9
    page = '<meta property="article:published_time" content="2017-07-05"><title>News</title>'
    path = put(tmp_path, "a.html", f"<html><head>{page}</head><body><article>{body}</article></body></html>")
    put(tmp_path, "a.json", json.dumps({"source": "Gazette", "date": "2017-07-03"}))
    assert read(path)[0].published_on == datetime.date(2017, 7, 3)


def test_keys_that_are_not_known_are_named_once_for_their_file(tmp_path):
    listing = put(
        tmp_path,
        "list.json",
        json.dumps([{**GOOD, "file": "a.txt", "author": "X"}, {**GOOD, "file": "b.txt", "author": "Y"}]),
    )
    for name in ("a.txt", "b.txt"):
        put(tmp_path, name, "Words.")
    lines = [{**GOOD, "text": "One.", "id": 1}, {**GOOD, "text": "Two.", "id": 2, "tags": []}]
    table = put(tmp_path, "c.jsonl", "\n".join(map(json.dumps, lines)))
    assert [found for found in read(tmp_path) if isinstance(found, UnknownKeys)] == [
        UnknownKeys(str(listing), ("author",)),
        UnknownKeys(str(table), ("id",)),
        UnknownKeys(str(table), ("tags",)),
    ]
    assert len([found for found in read(tmp_path) if isinstance(found, ArticleText)]) == 4


@pytest.mark.parametrize(
    ("name", "content"), [("a.csv", ""), ("a.csv", "title,source,text\n"), ("a.jsonl", "\n\n")]
)
def test_a_file_without_articles_is_a_fault(tmp_path, name, content):
    said = "holds no article: write a line for each (CSV: below the names of the columns)"
    path = put(tmp_path, name, content)
    assert read(path) == read(tmp_path) == [Unreadable(str(path), said)]


def test_a_folder_without_files_that_are_read_is_a_fault(tmp_path):
    use = "use .txt, .html, .pdf, .docx, .eml, .jsonl, .csv or .zip"
    said = f"is a folder without files of a known ending; {use}, and name folders within it"
    fault = Unreadable(str(tmp_path), said)
    assert read(tmp_path) == [fault]
    put(tmp_path, "notes.md", "not an article")
    (tmp_path / "folder").mkdir()
    assert read(tmp_path) == [fault]
    assert reason(tmp_path / ("x" * 300)) == "cannot be opened: File name too long"


BODY = "<p>A paragraph of a long enough article about sanctions and diplomacy.</p>" * 9
PAGE = f"<html><head><title>News</title></head><body><article>{BODY}</article></body></html>"


def proposed(*files):
    return list(propose((name, data if isinstance(data, bytes) else data.encode()) for name, data in files))


def test_what_a_file_does_not_tell_is_left_to_an_editor():
    plain, document = proposed(("a.txt", "Words."), ("b.docx", making.docx("Words.", title="Told")))
    assert plain == Proposal("a.txt", "Words.")
    assert plain.missing == ("title", "source")
    assert (document.name, document.title, document.missing) == ("b.docx", "Told", ("source",))
    with pytest.raises(Flaw, match=r"^the metadata lacks title and source$"):
        plain.article()
    complete = replace(plain, title="A title", source="Gazette", published=Period.parse("2017-07-05"))
    assert complete.article() == ArticleText(
        "a.txt", "Words.", "A title", "Gazette", datetime.date(2017, 7, 5)
    )


def test_a_text_is_in_its_normal_form_before_it_is_shown():
    [found] = proposed(("a.txt", "\ufeffJose\u0301\r\nsaid.\r\n"))
    assert found.text == "José\nsaid."


def test_metadata_may_be_sent_along():
    files = [("b.txt", "Two."), ("a.txt", "One."), ("a.json", json.dumps(GOOD))]
    listing = ("list.json", json.dumps([{"file": "b.txt", "title": "B", "tags": []}]))
    two, *rest = proposed(*files, listing)
    assert two == UnknownKeys("list.json", ("tags",))
    assert [(found.name, found.title, found.source) for found in rest] == [
        ("b.txt", "B", ""),
        ("a.txt", "A title", "Gazette"),
    ]
    broken = ("a.json", "{")
    assert proposed(("a.txt", "One."), broken)[0].reason.startswith("the metadata file a.json is not JSON")
    assert proposed(listing) == [
        Unreadable("list.json", "is metadata without its article; send the file of that along")
    ]


def test_the_folders_of_an_uploaded_file_are_not_its_name():
    assert [found.name for found in proposed(("C:\\texts\\a.txt", "One."), ("../b.txt", "Two."))] == [
        "a.txt",
        "b.txt",
    ]


def test_a_file_too_large_and_one_of_an_unknown_ending(monkeypatch):
    monkeypatch.setattr("articles.importing.files.reading.MAX_FILE_BYTES", 5)
    use = "use .txt, .html, .pdf, .docx, .eml, .jsonl, .csv or .zip"
    assert proposed(("a.txt", "Words."), ("b.doc", "Old"), ("", "None"), ("c.txt", "One.")) == [
        Unreadable("a.txt", "has 6 bytes; at most 5 are read: split it"),
        Unreadable("b.doc", f"the ending .doc is not known; {use}"),
        Unreadable("", f"the ending (none) is not known; {use}"),
        Proposal("c.txt", "One."),
    ]


def test_the_command_tells_where_to_write_what_a_document_lacks(tmp_path):
    said = "the metadata lacks source: write it into a.json beside it"
    path = put(tmp_path, "a.docx", making.docx("Words.", title="Told"))
    assert reason(path) == said
    put(tmp_path, "a.json", json.dumps(GOOD))
    [text] = read(path)
    assert (text.title, text.source, text.text) == ("A title", "Gazette", "Words.")


def test_the_charset_of_a_page_is_the_one_that_it_declares(tmp_path):
    for n, head in enumerate(
        ('<meta charset="windows-1254">', '<meta http-equiv="x" content="a; charset=windows-1254">')
    ):
        page = PAGE.replace("<head>", f"<head>{head}").replace("diplomacy", "diplomasi: Dışişleri Bakanı")
        [found] = proposed((f"{n}.html", page.encode("cp1254")))
        assert "Dışişleri Bakanı" in found.text


def test_a_page_says_of_itself_only_what_an_article_can_have():
    head = f'<title>{"x" * 501}</title><link rel="canonical" href="https://a.org/{"x" * 1_000}">'
    [found] = proposed(("a.html", PAGE.replace("<title>News</title>", head)))
    assert (found.title, found.url, found.published_on) == ("", "", None)


def test_a_page_of_data_is_not_searched_for_an_article(monkeypatch):
    monkeypatch.setattr("articles.importing.files.web_page.MAX_BYTES", 100)
    [found] = proposed(("a.html", PAGE))
    said = f"has {len(PAGE):,} bytes of HTML; at most 100 are read: save its text as .txt"
    assert found == Unreadable("a.html", said)


def test_a_table_that_the_library_cannot_read_is_named(monkeypatch):
    def stumble(*args):
        raise csv.Error("new-line character seen in unquoted field")

    monkeypatch.setattr("articles.importing.files.table._row", stumble)
    assert proposed(("a.csv", "title\nA\n")) == [
        Unreadable("a.csv", "is not CSV from line 3 on: new-line character seen in unquoted field")
    ]
