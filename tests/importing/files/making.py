"""Sample files, made from their words; nothing binary is kept with the tests."""

import io
import zipfile
from xml.sax.saxutils import escape

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
CORE = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
)


def packed(files: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def docx(*paragraphs: str, body: str = "", title: str = "", prologue: str = "", **core: str) -> bytes:
    """A Word document of these paragraphs; ``body`` is put after them as it is, ``prologue`` before all."""
    inner = "".join(map(paragraph, paragraphs)) + body
    about = f"<dc:title>{escape(title)}</dc:title>"
    about += "".join(
        f"<{name.replace('_', ':')}>{value}</{name.replace('_', ':')}>" for name, value in core.items()
    )
    return packed(
        {
            **related("word/document.xml"),
            "word/document.xml": prologue + document(inner),
            "docProps/core.xml": f"<cp:coreProperties {CORE}>{about}</cp:coreProperties>",
        }
    )


def document(inner: str) -> str:
    return f'<w:document xmlns:w="{WORD}"><w:body>{inner}</w:body></w:document>'


def related(part: str) -> dict[str, str]:
    """What names the part of a document that holds its words."""
    relation = f'<Relationship Id="r1" Type="{OFFICE}" Target="{part}"/>'
    return {"_rels/.rels": f'<Relationships xmlns="{RELATIONS}">{relation}</Relationships>'}


def pdf(*pages: list[str], **about: str) -> bytes:
    """A PDF of these pages, each a list of lines in Helvetica; ``about`` as in its Info: Title="…"."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for lines in pages:
        shown = "".join(f"({_escaped(line)}) Tj T* " for line in lines)
        stream = f"BT /F1 11 Tf 14 TL 72 720 Td {shown}ET".encode("cp1252") if lines else b""
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    objects.append(
        b"<< %s >>" % b" ".join(f"/{key} ({_escaped(told)})".encode() for key, told in about.items())
    )
    return _file(objects)


def _file(objects: list[bytes]) -> bytes:
    made, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>" % (len(objects) + 1, len(objects))
    return made + head + trailer + b"\nstartxref\n%d\n%%%%EOF\n" % len(made)


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def locked(data: bytes, password: str) -> bytes:
    """The same PDF, to be opened by a password."""
    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    writer.encrypt(password, algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()
