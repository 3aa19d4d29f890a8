"""CSV: one article a row, below the names of the columns."""

import csv
import io
from collections.abc import Iterator

from articles.importing.files.charsets import decoded
from articles.importing.files.entries import Entry, Flaw, Told, Unreadable


def read(name: str, data: bytes) -> Iterator[Entry | Unreadable]:
    text = decoded(data, guess=True)
    csv.field_size_limit(max(len(text), 1))  # no cell breaks the file off: its text is what is too long
    lines = csv.reader(io.StringIO(text, newline=""))
    try:
        header = next(lines, [])
        first = lines.line_num + 1
        for cells in lines:
            if cells:
                yield _row(name, f"{name} line {first}", header, cells)
            first = lines.line_num + 1
    except csv.Error as error:
        raise Flaw(f"is not CSV from line {lines.line_num + 1} on: {error}") from None


def _row(file: str, name: str, header: list[str], cells: list[str]) -> Entry | Unreadable:
    if len(cells) > len(header):
        counts = f"has {len(cells)} cells, the first line {len(header)}"
        return Unreadable(name, f"{counts}; put quotation marks around cells that hold commas")
    return Entry(name, Told(dict(zip(header, cells, strict=False))), file)
