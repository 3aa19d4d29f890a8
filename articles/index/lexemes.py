"""Which statements have which lexeme, how often and where, or in a title; beside the files of an index.

PostgreSQL knows quickly which statements hold a word, but has to read their rows to tell their ids, and how
well they fit: of a word that is in every tenth statement that is the whole table. They have a folder of their
own, are read and written after an index is in use, and may be missing. They need not be of the same moment as
an index: statements that have changed since do not count in them, and are asked of PostgreSQL; only when
these are many are they read anew.
"""

import bisect
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings

from articles.history.as_of import at_once
from articles.index import sums
from articles.index.operands import Operand, Step
from articles.index.postings import Array, run
from articles.models import record_version
from diplomacy.replicas import connection

LEAST = 20_000  # statements; of fewer PostgreSQL reads all quickly enough
MOST_CHANGED = 20_000  # statements; with more they are read anew
PREFIX = "lexemes-2-"  # with the number of their format
FREQUENT = 500  # statements of a lexeme that is read by itself
TIMES = 8  # bits for how often a lexeme stands in the quotation, and in the reporting words
MOST_TIMES = 2**TIMES - 1  # PostgreSQL notes no more places of a lexeme in one text
PLACE = 14  # bits for the number of a word in its text; PostgreSQL counts no further
ENTRY = PLACE + 1  # bits for a place, and whether it is one of reporting words
ABOUT, IDS, CODES, PLACES, NAMES = "about.json", "ids.bin", "codes.bin", "places.bin", "names.bin"
STARTS = "starts.bin"
ID, CODE, NUMBER = np.uint32, np.uint16, np.uint16  # statements are fewer than four thousand million
FILES: dict[str, type[np.unsignedinteger[Any]]] = {
    **{IDS: ID, CODES: CODE, PLACES: NUMBER, NAMES: np.uint8, STARTS: np.uint64},
}
NAMED_AT, HELD_AT, PLACED_AT = range(3)  # columns of the starts
TITLED = "\x01"  # before what stands in the title of the article; no lexeme begins so
AT = f"int8send((s.id << {ENTRY}) | ((weight = 'B')::int << {PLACE}) | place)"
HELD = f"""CASE WHEN cardinality(positions) = 1
    THEN (SELECT {AT} FROM (VALUES (positions[1], weights[1])) AS at (place, weight))
    ELSE (SELECT string_agg({AT}, ''::bytea) FROM unnest(positions, weights) AS at (place, weight)) END"""
HOLDERS = f"""
SELECT lexeme, string_agg(places, ''::bytea) FROM (
    SELECT held.lexeme, {HELD} AS places
    FROM articles_statement AS s, unnest(s.words_vector) AS held (lexeme, positions, weights)
    UNION ALL
    SELECT '{TITLED}' || held.lexeme, {HELD}
    FROM articles_article AS a JOIN articles_statement AS s ON s.article_id = a.id,
    unnest(to_tsvector('demarche', articles_words(a.title))) AS held (lexeme, positions, weights)
) AS every (lexeme, places)
GROUP BY 1 ORDER BY lexeme COLLATE "C"
"""


@dataclass(frozen=True)
class Lexemes:
    """All arrays are mapped. ``names`` are bytes of UTF-8, one name after the other, in their order.

    ``starts`` has a row for each lexeme, and one more: where its name, its statements and its places begin.
    Each of its statements has a code: the times in the quotation in its lower byte, those in the reporting
    words in its upper one; and so many ``places``, the numbers of the words that it is. Lexemes that begin
    alike lie side by side, so that a beginning is read like one word.
    """

    seen: record_version.Seen
    names: Array
    starts: Array
    ids: Array
    codes: Array
    places: Array

    def __len__(self) -> int:
        return len(self.starts) - 1

    def span(self, operand: Operand, is_titled: bool = False) -> slice:
        """Where the statements are of the lexeme that is this one, or of all that begin so; or by titles."""
        return self._span(self._lexemes(operand, is_titled), HELD_AT)

    def runs(self, operand: Operand) -> Iterator[tuple[slice, bool]]:
        """Parts of that span, counted from its start, and whether a part is of one lexeme.

        A lexeme of many statements is a part of its own; the thousands of rare ones between are not.
        """
        lexemes = self._lexemes(operand, is_titled=False)
        held = self.starts[lexemes.start : lexemes.stop + 1, HELD_AT].astype(np.int64)
        frequent = np.flatnonzero(np.diff(held) >= FREQUENT).tolist()
        cuts = sorted({0, *frequent, *(n + 1 for n in frequent), len(lexemes)})
        for first, end in pairwise(cuts):
            yield slice(*(held[[first, end]] - held[0]).tolist()), end - first == 1

    def in_a_row(self, steps: Sequence[Step], is_titled: bool = False) -> Array:
        """The statements in which each operand stands just so many words behind the one before."""
        each = [self._lexemes(operand, is_titled) for _, operand in steps]
        if not all(each):
            return np.array([], ID)
        holders = reduce(np.logical_and, map(self._holders, each))
        ends = self._placed(each[0], holders)
        for (distance, _), following in zip(steps[1:], each[1:], strict=True):
            ends = np.intersect1d(ends + distance, self._placed(following, holders))
        return np.unique(ends >> ENTRY)

    def _holders(self, lexemes: range) -> Array:
        """By the number of a statement, whether it has any of these."""
        mask = np.zeros(self._most, bool)
        mask[self.ids[self._span(lexemes, HELD_AT)]] = True
        return mask

    def _placed(self, lexemes: range, holders: Array) -> Array:
        """Statement and place in one number, for each place of these lexemes in some statements."""
        span = self._span(lexemes, HELD_AT)
        numbers = ((self.codes[span] & MOST_TIMES) + (self.codes[span] >> TIMES)).astype(np.int64)
        here = holders[self.ids[span]]
        starts = (self._span(lexemes, PLACED_AT).start + np.cumsum(numbers) - numbers)[here]
        taken = numbers[here]
        statements = np.repeat(self.ids[span][here].astype(np.int64), taken)
        return statements << ENTRY | self.places[run(starts, taken)]

    @cached_property
    def _most(self) -> int:
        """One more than the largest number of a statement."""
        return int(self.ids.max(initial=0)) + 1

    def _span(self, lexemes: range, column: int) -> slice:
        return slice(int(self.starts[lexemes.start, column]), int(self.starts[lexemes.stop, column]))

    def _lexemes(self, operand: Operand, is_titled: bool) -> range:
        """The lexemes that are this one, or begin so."""
        wanted = TITLED.encode() * is_titled + operand.key
        first = bisect.bisect_left(range(len(self)), wanted, key=self._name)

        def is_beyond(n: int) -> bool:
            return not self._name(n).startswith(wanted) if operand.is_begun else self._name(n) != wanted

        return range(first, first + bisect.bisect_left(range(first, len(self)), True, key=is_beyond))

    def _name(self, n: int) -> bytes:
        return self.names[self._span(range(n, n + 1), NAMED_AT)].tobytes()


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
    for folder in _home().glob("*lexemes-*"):  # of any format
        if folder.name != but:
            shutil.rmtree(folder, ignore_errors=True)


def _write(seen: record_version.Seen) -> None:
    """The folder is there as a whole or not at all; no more than a few lexemes are held at once."""
    target = _home() / f"{PREFIX}{record_version.name_of(seen)}"
    unfinished = target.with_name(f".{target.name}")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    ends = [(0, 0, 0)]
    paths = {name: unfinished / name for name in FILES}
    with ExitStack() as opened:
        files = {name: opened.enter_context(path.open("wb")) for name, path in paths.items()}
        for lexeme, entries in _read():
            statements, first = np.unique(entries >> ENTRY, return_index=True)
            reporting = np.add.reduceat(entries >> PLACE & 1, first)
            quoted = np.diff(first, append=len(entries)) - reporting
            name = lexeme.encode()
            named, held, placed = ends[-1]
            ends.append((named + len(name), held + len(statements), placed + len(entries)))
            files[NAMES].write(name)
            files[IDS].write(statements.astype(ID).tobytes())
            files[CODES].write((quoted | reporting << TIMES).astype(CODE).tobytes())
            files[PLACES].write((entries & (2**PLACE - 1)).astype(NUMBER).tobytes())
        files[STARTS].write(np.array(ends, FILES[STARTS]).tobytes())
    (unfinished / ABOUT).write_bytes(sums.told({"seen": sorted(seen)}, paths.values()))
    for path in unfinished.iterdir():
        path.chmod(0o444)
    shutil.rmtree(target, ignore_errors=True)
    unfinished.rename(target)
    _remove(target.name)


def _read() -> Iterator[tuple[str, Array]]:
    """In the order of the bytes of each name."""
    with connection().chunked_cursor() as cursor:
        cursor.execute(HOLDERS)
        for lexeme, entries in cursor:
            yield lexeme, np.sort(np.frombuffer(entries, ">i8").astype(np.int64))


def _mapped(folder: Path) -> Lexemes:
    about = sums.read(folder / ABOUT)
    found = {name: _array(folder / name, kind) for name, kind in FILES.items()}
    ids, codes, places, names, ends = (found[name] for name in (IDS, CODES, PLACES, NAMES, STARTS))
    starts = ends.reshape(-1, 3)
    if len(ids) != len(codes) or starts[-1].tolist() != [len(names), len(ids), len(places)]:
        raise ValueError("files are not as they were written")
    seen = frozenset((xact, token) for xact, token in about["seen"])
    return Lexemes(seen, names, starts, ids, codes, places)


def _array(path: Path, kind: type[np.unsignedinteger[Any]]) -> Array:
    return np.asarray(np.memmap(path, kind, "r")) if path.stat().st_size else np.array([], kind)
