import json
import zipfile

import pytest

from articles.importing.files import packed
from articles.importing.files.entries import Proposal, Unreadable
from articles.importing.files.reading import propose, read_paths
from tests.importing.files import making

GOOD = {"title": "A title", "source": "Gazette"}


def proposed(data, name="a.zip"):
    return list(propose([(name, data)]))


def reason(data):
    [found] = proposed(data)
    assert isinstance(found, Unreadable)
    assert found.name == "a.zip"
    return found.reason


def test_each_file_is_read_by_its_own_ending_with_the_metadata_beside_it():
    made = making.packed(
        {
            "b/a.txt": "Two.",
            "a.txt": "One.",
            "a.json": json.dumps(GOOD),
            "c.jsonl": '{"text": "Three."}\n{"text": ""}\n',
            "d.docx": making.docx("Four.", title="Told"),
        }
    )
    assert proposed(made) == [
        Proposal("a.zip/a.txt", "One.", "A title", "Gazette"),
        Proposal("a.zip/b/a.txt", "Two."),
        Proposal("a.zip/c.jsonl line 1", "Three."),
        Unreadable("a.zip/c.jsonl line 2", "holds no text"),
        Proposal("a.zip/d.docx", "Four.", "Told"),
    ]


def test_the_command_reads_it_like_a_folder(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(
        making.packed({"a.txt": "One.", "list.json": json.dumps([{**GOOD, "file": "a.txt", "id": 1}])})
    )
    keys, text = read_paths([path])
    assert (keys.name, keys.keys) == (f"{path}/list.json", ("id",))
    assert (text.name, text.title) == (f"{path}/a.txt", "A title")
    listing = tmp_path / "m.json"
    listing.write_text(json.dumps([{**GOOD, "file": "a.txt", "title": "Named"}]))
    assert next(read_paths([path], metadata=listing)).title == "Named"
    path.write_bytes(making.packed({"x/a.txt": "One."}))
    [fault] = read_paths([path])
    assert fault == Unreadable(
        f"{path}/x/a.txt", "has no metadata: write a.json beside it, or list it in a file given by --metadata"
    )


def test_what_comes_with_pages_and_with_systems_is_passed_over_and_all_else_named():
    made = making.packed(
        {
            "a.txt": "One.",
            "a_files/x.css": "",
            "a_files/x.png": "",
            "__MACOSX/a.txt": "?",
            ".hidden.txt": "?",
            "b.doc": "?",
        }
    )
    use = "use .txt, .html, .pdf, .docx, .eml, .jsonl, .csv or .zip"
    assert proposed(made) == [
        Proposal("a.zip/a.txt", "One."),
        Unreadable("a.zip/b.doc", f"the ending .doc is not known; {use}"),
    ]
    said = f"is a zip file without files of a known ending; {use}"
    assert reason(making.packed({"x.png": ""})) == said
    assert reason(making.packed({})) == said


def test_a_zip_file_within_it_is_refused():
    made = making.packed({"a.txt": "One.", "b.zip": making.packed({"c.txt": "Two."})})
    assert proposed(made) == [
        Proposal("a.zip/a.txt", "One."),
        Unreadable("a.zip/b.zip", "is a zip file within a zip file; import it by itself"),
    ]


@pytest.mark.parametrize("name", ["../../etc/a.txt", "/etc/a.txt", "..\\..\\etc\\a.txt"])
def test_a_path_that_leads_out_is_only_a_name(name):
    assert proposed(making.packed({name: "One."})) == [Proposal("a.zip/etc/a.txt", "One.")]


def test_too_many_files_too_many_bytes_and_too_much_of_the_same(monkeypatch):
    monkeypatch.setattr(packed, "MOST_FILES", 2)
    assert reason(making.packed({f"{n}.txt": "" for n in range(3)})) == (
        "holds 3 files; at most 2 are read: split it"
    )
    monkeypatch.setattr(packed, "MOST_BYTES", 100)
    assert reason(making.packed({"a.txt": "x" * 60, "b.txt": "x" * 60})) == (
        "unpacks to 120 bytes; at most 100 are read: split it"
    )
    monkeypatch.setattr(packed, "MOST_BYTES", 10_000_000)
    assert reason(making.packed({"a.txt": "x" * 2_000_000})) == (
        "unpacks “a.txt” to 100 times its size or more, as no text does; pack it anew without it"
    )


def test_a_size_that_lies_is_found_out():
    made = bytearray(making.packed({"a.txt": "x" * 1_000}))
    directory = made.rindex(b"PK\x01\x02")
    made[directory + 24 : directory + 28] = (10).to_bytes(4, "little")
    assert proposed(bytes(made)) == [Unreadable("a.zip/a.txt", "is broken in its zip file; pack it anew")]


def test_what_is_locked_or_packed_otherwise_or_broken():
    made = making.packed({"a.txt": "Words."})
    locked = bytearray(made)
    locked[made.rindex(b"PK\x01\x02") + 8] |= 1
    assert reason(bytes(locked)) == "is locked by a password; pack it anew without one"
    assert proposed(making.packed({"a.txt": "Words."}, zipfile.ZIP_LZMA)) == [
        Unreadable("a.zip/a.txt", "is packed by a method that is not read (14); pack it anew")
    ]
    broken = made.replace(b"a.txt", b"b.txt", 1)
    assert proposed(broken) == [Unreadable("a.zip/a.txt", "is broken in its zip file; pack it anew")]
    assert reason(made[:-4]) == "is a broken zip file; pack it anew"
    assert reason(b"") == "is a broken zip file; pack it anew"
