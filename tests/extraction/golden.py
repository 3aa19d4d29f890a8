"""Texts with the statements that are found in them, one a line, so that a change shows as a readable diff.

``make samples`` writes the expected lines anew; look at the difference before you commit it.
"""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import articles
from articles.extraction import Document, Statement, read

OWN = Path(__file__).parent / "samples"
PACKAGED = Path(articles.__file__).parent / "samples"
FRIDAY = date(2024, 3, 15)
KEYS = (
    "type",
    "quote",
    "speakers",
    "said_on",
    "said_on_precision",
    "said_on_basis",
    "parent",
    "turn",
    "confidence",
)


def documents() -> Iterator[Document]:
    """Our own texts, of one and the same Friday, and the five sample articles."""
    for path in sorted(OWN.glob("*.txt")):
        yield Document(path.stem, path.read_text(encoding="utf-8"), FRIDAY)
    for row in json.loads((PACKAGED / "metadata.json").read_text(encoding="utf-8")):
        text = (PACKAGED / row["file"]).read_text(encoding="utf-8")
        yield Document(row["file"][:3], text, date.fromisoformat(row["published_on"]))


def lines(document: Document) -> list[str]:
    return [_line(statement) for statement in read(document)]


def _line(statement: Statement) -> str:
    fields = statement.to_json()
    told = {key: fields[key] for key in (*KEYS, "channel") if key in fields}
    return json.dumps(told, ensure_ascii=False)


def expected(document: Document) -> Path:
    return OWN / f"{document.id}.jsonl"


def regenerate() -> None:
    for document in documents():
        expected(document).write_text("".join(f"{line}\n" for line in lines(document)), encoding="utf-8")


if __name__ == "__main__":
    regenerate()
