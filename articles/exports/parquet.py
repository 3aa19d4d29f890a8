"""Statements as Parquet, for pandas, R and DuckDB; needs the extra ``pyarrow`` (requirements-parquet.txt)."""

import datetime
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from itertools import islice
from typing import TYPE_CHECKING

from articles.exports.records import COLUMNS, Record

if TYPE_CHECKING:
    import pyarrow

ROWS = 5_000  # of one row group: it is held in memory while it is compressed
LISTS = ("speakers", "roles", "countries", "issues", "stances", "bodies", "channels")
NUMBERS = ("id", "utterance", "article_id")
DAYS = ("said_on", "said_until")


def is_available() -> bool:
    return find_spec("pyarrow") is not None


class _Sink:
    """A file that hands on what was written to it since it was last asked."""

    closed = False

    def __init__(self) -> None:
        self.written = bytearray()

    def write(self, data: bytes) -> int:
        self.written += data
        return len(data)

    def flush(self) -> None:
        pass

    def taken(self) -> bytes:
        taken, self.written = bytes(self.written), bytearray()
        return taken


def parquet(records: Iterable[Record]) -> Iterator[bytes]:
    """The file piece by piece, of ``COLUMNS`` with their descriptions; a list stays a list, a day a day."""
    import pyarrow
    from pyarrow.parquet import ParquetWriter

    sink, schema = _Sink(), _schema()
    with ParquetWriter(sink, schema, compression="zstd") as writer:
        rows = map(_typed, records)
        while group := list(islice(rows, ROWS)):
            writer.write_table(pyarrow.Table.from_pylist(group, schema))
            yield sink.taken()
    yield sink.taken()


def _schema() -> "pyarrow.Schema":
    import pyarrow

    types = {
        **dict.fromkeys(LISTS, pyarrow.list_(pyarrow.string())),
        **dict.fromkeys(NUMBERS, pyarrow.int64()),
        **dict.fromkeys(DAYS, pyarrow.date32()),
        "confidence": pyarrow.float32(),
    }
    return pyarrow.schema(
        pyarrow.field(name, types.get(name, pyarrow.string()), metadata={"description": description})
        for name, description in COLUMNS.items()
    )


def _typed(row: Record) -> Record:
    return row | {name: row[name] and datetime.date.fromisoformat(row[name]) for name in DAYS}
