"""The rows of the most frequent lexemes, a bit each, beside the files of an index.

PostgreSQL knows quickly which statements hold a word, but has to read their rows to tell their ids: of a word
that is in every tenth statement that is the whole table. They have a folder of their own beside that of the
index, are written after it, and may be missing. For rows that have changed since they do not count, nor does
all else in the files of the index.
"""

import json
import re
import shutil
from pathlib import Path

import numpy as np
from django.conf import settings
from django.db import connection
from django.db.models import TextField
from django.db.models.functions import Cast

from articles.index.postings import Array
from articles.index.segments import Segment
from articles.models import Statement, search

MOST = 100  # lexemes; 12.5 MB for a million statements
LEAST = 20_000  # statements; of fewer PostgreSQL reads all quickly enough
PREFIX = "lexemes-"
TOKEN = re.compile(r"\s*('(?:[^']|'')*'|[&|!()]|\S+)")
FREQUENT = """
SELECT lexeme
FROM pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs) AS counted (lexeme, share)
WHERE schemaname = current_schema AND tablename = 'articles_statement' AND attname = 'words_vector'
AND lexeme IS NOT NULL ORDER BY share DESC LIMIT %s
"""
HOLDERS = """
SELECT lexeme, string_agg(int8send(id), ''::bytea)
FROM articles_statement, unnest(tsvector_to_array(words_vector)) AS lexeme WHERE lexeme = ANY(%s) GROUP BY 1
"""


def save(version: str, main: Segment) -> None:
    """Write the lexemes of an index that was just written; remove those of others. A small one has none."""
    names = frequent() if len(main) >= LEAST else []
    target = _path(version)
    for folder in target.parent.glob(f"*{PREFIX}*"):
        shutil.rmtree(folder, ignore_errors=True)
    if names:
        _write(target, _read(main, names))


def frequent() -> list[str]:
    """The most frequent lexemes, as the last ANALYZE counted them."""
    with connection.cursor() as cursor:
        cursor.execute(FREQUENT, [MOST])
        return [lexeme for [lexeme] in cursor]


def bits(version: str, words: str) -> Array | None:
    """The rows of this index that match, a bit each; None if only PostgreSQL can tell."""
    try:
        known = _load(_path(version))
    except (OSError, ValueError, EOFError):  # missing, or damaged
        return None
    asked = Statement.objects.order_by().annotate(asked=Cast(search.query(words), TextField()))
    text = asked.values_list("asked", flat=True).first() if known else None
    try:
        return np.array(_Reader(text, known).whole()) if text else None
    except KeyError:
        return None


def _path(version: str) -> Path:
    return Path(settings.FACET_INDEX_DIR) / f"{PREFIX}{version}"


def _write(target: Path, found: dict[str, Array]) -> None:
    """The folder is there as a whole or not at all."""
    unfinished = target.with_name(f".{target.name}")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    (unfinished / "names.json").write_text(json.dumps(list(found)))
    np.save(unfinished / "bits.npy", np.stack(list(found.values())) if found else np.empty((0, 0), np.uint8))
    unfinished.rename(target)


def _load(folder: Path) -> dict[str, Array]:
    names = json.loads((folder / "names.json").read_text())
    return dict(zip(names, np.asarray(np.load(folder / "bits.npy", mmap_mode="r")), strict=True))


def _read(main: Segment, names: list[str]) -> dict[str, Array]:
    with connection.cursor() as cursor:
        cursor.execute(HOLDERS, [names])
        return {
            name: np.packbits(main.among(np.frombuffer(ids, ">i8").astype(np.int64))) for name, ids in cursor
        }


class _Reader:
    """Reads a query as PostgreSQL writes it: lexemes in quotes, & before |, ! before both.

    KeyError for any lexeme that is not known, and anything else, such as phrases and prefixes.
    """

    def __init__(self, text: str, known: dict[str, Array]) -> None:
        self.tokens = TOKEN.findall(text)[::-1]
        self.known = {f"'{name.replace(chr(39), 2 * chr(39))}'": rows for name, rows in known.items()}

    def whole(self) -> Array:
        found = self.either()
        if self.tokens:
            raise KeyError(self.tokens.pop())
        return found

    def either(self) -> Array:
        found = self.both()
        while self._next("|"):
            found = found | self.both()
        return found

    def both(self) -> Array:
        found = self.one()
        while self._next("&"):
            found = found & self.one()
        return found

    def one(self) -> Array:
        if self._next("!"):
            return ~self.one()
        if self._next("("):
            found = self.either()
            if self._next(")"):
                return found
        return self.known[self.tokens.pop() if self.tokens else ""]

    def _next(self, token: str) -> bool:
        return bool(self.tokens) and self.tokens[-1] == token and bool(self.tokens.pop())
