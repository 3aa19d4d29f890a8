"""Which statements have which lexeme, and how often, or have it in a title; beside the files of an index.

PostgreSQL knows quickly which statements hold a word, but has to read their rows to tell their ids, and how
well they fit: of a word that is in every tenth statement that is the whole table. They have a folder of their
own, are read and written after an index is in use, and may be missing. They need not be of the same moment as
an index: statements that have changed since do not count in them, and are asked of PostgreSQL; only when
these are many are they read anew.
"""

import bisect
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from django.conf import settings
from django.db import connection

from articles.history.as_of import at_once
from articles.index import sums
from articles.index.operands import Operand
from articles.index.postings import Array
from articles.models import record_version

LEAST = 20_000  # statements; of fewer PostgreSQL reads all quickly enough
MOST_CHANGED = 20_000  # statements; with more they are read anew
PREFIX = "lexemes-"
TIMES = 8  # bits for how often a lexeme stands in the quotation, and in the reporting words
MOST_TIMES = 2**TIMES - 1
ABOUT, IDS, CODES = "about.json", "ids.bin", "codes.bin"
ID, CODE = np.uint32, np.uint16  # of statements there are fewer than four thousand million
TITLED = "\x01"  # before what stands in the title of the article; no lexeme begins so
HOLDERS = f"""
SELECT lexeme, string_agg(int8send(entry), ''::bytea) FROM (
    SELECT held.lexeme, s.id << {2 * TIMES} | CASE
        WHEN cardinality(weights) = 1 THEN CASE weights[1] WHEN 'A' THEN 1 ELSE {1 << TIMES} END
        ELSE least(cardinality(array_positions(weights, 'A')), {MOST_TIMES})
            | least(cardinality(array_positions(weights, 'B')), {MOST_TIMES}) << {TIMES}
        END AS entry
    FROM articles_statement AS s, unnest(s.words_vector) AS held (lexeme, positions, weights)
    UNION ALL
    SELECT '{TITLED}' || held.lexeme, s.id << {2 * TIMES}
    FROM articles_article AS a JOIN articles_statement AS s ON s.article_id = a.id,
    unnest(to_tsvector('demarche', articles_words(a.title))) AS held (lexeme, positions, weights)
) AS every (lexeme, entry)
GROUP BY 1 ORDER BY lexeme COLLATE "C"
"""


@dataclass(frozen=True)
class Lexemes:
    """``names`` in the order of their bytes; the statements of each from its start on, with a code for each.

    A code has the times in the quotation in its lower byte, those in the reporting words in its upper one.
    """

    seen: record_version.Seen
    names: Sequence[str]
    starts: Array
    ids: Array
    codes: Array

    def spans(self, operand: Operand, is_titled: bool = False) -> Iterator[slice]:
        """Where the statements of each lexeme are that is this one, or begins so; or those of its titles."""
        wanted = TITLED.encode() * is_titled + operand.key
        first = bisect.bisect_left(self._keys, wanted)
        for n in range(first, len(self.names)):
            key = self._keys[n]
            if not (key.startswith(wanted) if operand.is_begun else key == wanted):
                return
            yield slice(int(self.starts[n]), int(self.starts[n + 1]))

    @cached_property
    def _keys(self) -> list[bytes]:
        return [name.encode() for name in self.names]


_kept: tuple[str, Lexemes] | None = None


def save(number: int) -> None:
    """Read them anew for an index of so many statements, if much has changed; a small one has none."""
    if number < LEAST:
        _remove("")
        return
    known = load()
    changes = record_version.since(known.seen) if known else None
    if changes is None or len(changes) > MOST_CHANGED:
        with at_once():
            _write(record_version.seen())


def load() -> Lexemes | None:
    """The newest that are there and sound."""
    global _kept
    for folder in sorted(
        _home().glob(f"{PREFIX}*"), key=lambda folder: folder.stat().st_mtime_ns, reverse=True
    ):
        if _kept and _kept[0] == str(folder):
            return _kept[1]
        try:
            _kept = str(folder), _mapped(folder)
        except (OSError, ValueError, KeyError, EOFError):  # missing, or damaged
            continue
        return _kept[1]
    return None


def _home() -> Path:
    return Path(settings.FACET_INDEX_DIR)


def _remove(but: str) -> None:
    for folder in _home().glob(f"*{PREFIX}*"):
        if folder.name != but:
            shutil.rmtree(folder, ignore_errors=True)


def _write(seen: record_version.Seen) -> None:
    """The folder is there as a whole or not at all; no more than a few lexemes are held at once."""
    target = _home() / f"{PREFIX}{record_version.name_of(seen)}"
    unfinished = target.with_name(f".{target.name}")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    names, ends = [], [0]
    with (unfinished / IDS).open("wb") as ids, (unfinished / CODES).open("wb") as codes:
        for lexeme, entries in _read():
            names.append(lexeme)
            ends.append(ends[-1] + len(entries))
            ids.write((entries >> 2 * TIMES).astype(ID).tobytes())
            codes.write((entries & (2 ** (2 * TIMES) - 1)).astype(CODE).tobytes())
    about = {"seen": sorted(seen), "names": names, "ends": ends}
    (unfinished / ABOUT).write_bytes(sums.told(about, [unfinished / IDS, unfinished / CODES]))
    for path in unfinished.iterdir():
        path.chmod(0o444)
    shutil.rmtree(target, ignore_errors=True)
    unfinished.rename(target)
    _remove(target.name)


def _read() -> Iterator[tuple[str, Array]]:
    """In the order of the bytes of each name."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(HOLDERS)
        for lexeme, entries in cursor:
            yield lexeme, np.sort(np.frombuffer(entries, ">i8").astype(np.int64))


def _mapped(folder: Path) -> Lexemes:
    about = sums.read(folder / ABOUT)
    ids, codes = np.fromfile(folder / IDS, ID, 0), np.fromfile(folder / CODES, CODE, 0)
    if about["ends"][-1]:
        ids = np.asarray(np.memmap(folder / IDS, ID, "r"))
        codes = np.asarray(np.memmap(folder / CODES, CODE, "r"))
    if not len(ids) == len(codes) == about["ends"][-1] or len(about["ends"]) != len(about["names"]) + 1:
        raise ValueError("files are not as they were written")
    seen = frozenset((xact, token) for xact, token in about["seen"])
    return Lexemes(seen, about["names"], np.array(about["ends"]), ids, codes)
