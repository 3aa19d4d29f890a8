"""Word documents (.docx): the words of the body as they stand after all changes, and the title."""

import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any

from articles.importing.files import packed, xml
from articles.importing.files.entries import Flaw, Told, day_of, of_itself
from articles.importing.files.titles import title_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # what Word wrote before, and what it writes with a password
IS_BODY = "/officeDocument"
SKIPPED = {
    *("pPr", "rPr", "sectPr", "tblPr", "trPr", "tcPr"),  # how things look
    *("del", "moveFrom", "delText", "instrText", "Fallback"),  # what was taken out, what is there twice
}
WORDS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read(data: bytes) -> Told:
    if data.startswith(OLE):
        raise Flaw("is an old .doc, or is locked by a password; save it as .docx without one")
    if not data.startswith(b"PK"):
        raise Flaw("is not a .docx file, whatever its name says; save it as .docx")
    with packed.opened(data) as parts:
        text = "".join(_words(_part(parts, _body_of(parts))))
        about = _about(parts)
    if not text.strip():
        raise Flaw("holds no words; if it shows pictures of pages, run OCR over them first")
    return Told(
        of_itself(text, title=title_of(about.get("title", ""))),
        author=about.get("creator", ""),
        made_on=day_of(about.get("created", "")),
    )


def _part(parts: zipfile.ZipFile, name: str) -> Any:
    try:
        return xml.parsed(packed.content(parts, name))
    except Flaw as flaw:
        raise Flaw(f"cannot be read as .docx: its part {name} {flaw}") from None


def _body_of(parts: zipfile.ZipFile) -> str:
    """The name of the part with the words; the usual one unless the file names another."""
    if "_rels/.rels" in parts.namelist():
        for relation in _part(parts, "_rels/.rels"):
            if relation.get("Type", "").endswith(IS_BODY):
                return posixpath.normpath(relation.get("Target", "").lstrip("/"))
    return "word/document.xml"


def _words(root: Any) -> Iterator[str]:
    """A line a paragraph, also those of tables and of text boxes."""
    from lxml import etree

    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        name = xml.local_name(element)
        if event == "end":
            if name == "p":
                yield "\n"
        elif name in SKIPPED:
            walk.skip_subtree()
        elif name == "t":
            yield element.text or ""
        elif name == "txbxContent":
            yield "\n"
        elif name in WORDS:
            yield WORDS[name]


def _about(parts: zipfile.ZipFile) -> dict[str, str]:
    """Its core properties; a file without sound ones says nothing of itself."""
    if "docProps/core.xml" not in parts.namelist():
        return {}
    try:
        root = _part(parts, "docProps/core.xml")
    except Flaw:
        return {}
    return {xml.local_name(child): (child.text or "").strip() for child in root}
