"""Which statements have which lexeme, how often and where, or in a title; beside the files of an index.

PostgreSQL knows quickly which statements hold a word, but has to read their rows to tell their ids, and how
well they fit: of a word that is in every tenth statement that is the whole table. They have a folder of their
own, are read and written after an index is in use, and may be missing. They need not be of the same moment as
an index: statements that have changed since do not count in them, and are asked of PostgreSQL; only when
these are many are they read anew.
"""

import bisect
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings

from articles.history.as_of import at_once
from articles.index import sums
from articles.index.operands import Operand, Step
from articles.index.postings import Array
from articles.models import record_version
from diplomacy.replicas import connection

LEAST = 20_000  # statements; of fewer PostgreSQL reads all quickly enough
MOST_CHANGED = 20_000  # statements; with more they are read anew
PREFIX = "lexemes-"
TIMES = 8  # bits for how often a lexeme stands in the quotation, and in the reporting words
MOST_TIMES = 2**TIMES - 1  # PostgreSQL notes no more places of a lexeme in one text
PLACE = 14  # bits for the number of a word in its text; PostgreSQL counts no further
ENTRY = PLACE + 1  # bits for a place, and whether it is one of reporting words
ABOUT, IDS, CODES, PLACES = "about.json", "ids.bin", "codes.bin", "places.bin"
ID, CODE, NUMBER = np.uint32, np.uint16, np.uint16  # statements are fewer than four thousand million
FILES: dict[str, type[np.unsignedinteger[Any]]] = {IDS: ID, CODES: CODE, PLACES: NUMBER}
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
    """``names`` in the order of their bytes; the statements of each from its start on, with a code for each.

    A code has the times in the quotation in its lower byte, those in the reporting words in its upper one.
    ``places`` has so many numbers for each, from where the lexeme's own ones start: which word it is.
    """

    seen: record_version.Seen
    names: Sequence[str]
    starts: Array
    ids: Array
    codes: Array
    place_starts: Array
    places: Array

    def spans(self, operand: Operand, is_titled: bool = False) -> Iterator[slice]:
        """Where the statements of each lexeme are that is this one, or begins so; or those of its titles."""
        return map(self._span, self._numbers(operand, is_titled))

    def in_a_row(self, steps: Sequence[Step], is_titled: bool = False) -> Array:
        """The statements in which each operand stands just so many words behind the one before."""
        numbers = [list(self._numbers(operand, is_titled)) for _, operand in steps]
        if not all(numbers):
            return np.array([], ID)
        holders = reduce(np.logical_and, map(self._holders, numbers))
        ends = self._placed(numbers[0], holders)
        for (distance, _), following in zip(steps[1:], numbers[1:], strict=True):
            ends = np.intersect1d(ends + distance, self._placed(following, holders))
        return np.unique(ends >> ENTRY)

    def _holders(self, lexemes: Iterable[int]) -> Array:
        """By the number of a statement, whether it has any of these."""
        mask = np.zeros(self._most, bool)
        for n in lexemes:
            mask[self.ids[self._span(n)]] = True
        return mask

    def _placed(self, lexemes: Iterable[int], holders: Array) -> Array:
        """Statement and place in one number, for each place of these lexemes in some statements."""
        found = []
        for n in lexemes:
            span = self._span(n)
            numbers = ((self.codes[span] & MOST_TIMES) + (self.codes[span] >> TIMES)).astype(np.int64)
            here = holders[self.ids[span]]
            starts = (self.place_starts[n] + np.cumsum(numbers) - numbers)[here]
            taken = numbers[here]
            at = np.repeat(starts - (np.cumsum(taken) - taken), taken) + np.arange(taken.sum())
            statements = np.repeat(self.ids[span][here].astype(np.int64), taken)
            found.append(statements << ENTRY | self.places[at])
        return np.concatenate(found)

    @cached_property
    def _most(self) -> int:
        """One more than the largest number of a statement."""
        return int(self.ids.max(initial=0)) + 1

    def _span(self, n: int) -> slice:
        return slice(int(self.starts[n]), int(self.starts[n + 1]))

    def _numbers(self, operand: Operand, is_titled: bool) -> Iterator[int]:
        """The lexemes that are this one, or begin so."""
        wanted = TITLED.encode() * is_titled + operand.key
        for n in range(bisect.bisect_left(self._keys, wanted), len(self.names)):
            key = self._keys[n]
            if not (key.startswith(wanted) if operand.is_begun else key == wanted):
                return
            yield n

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
    names, ends, place_ends = [], [0], [0]
    paths = [unfinished / name for name in (IDS, CODES, PLACES)]
    with paths[0].open("wb") as ids, paths[1].open("wb") as codes, paths[2].open("wb") as places:
        for lexeme, entries in _read():
            statements, first = np.unique(entries >> ENTRY, return_index=True)
            reporting = np.add.reduceat(entries >> PLACE & 1, first)
            quoted = np.diff(first, append=len(entries)) - reporting
            names.append(lexeme)
            ends.append(ends[-1] + len(statements))
            place_ends.append(place_ends[-1] + len(entries))
            ids.write(statements.astype(ID).tobytes())
            codes.write((quoted | reporting << TIMES).astype(CODE).tobytes())
            places.write((entries & (2**PLACE - 1)).astype(NUMBER).tobytes())
    about = {"seen": sorted(seen), "names": names, "ends": ends, "place_ends": place_ends}
    (unfinished / ABOUT).write_bytes(sums.told(about, paths))
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
    ids, codes, places = (_array(folder / name, kind) for name, kind in FILES.items())
    ends, place_ends = (np.array(about[name]) for name in ("ends", "place_ends"))
    if not len(ids) == len(codes) == ends[-1] or len(places) != place_ends[-1]:
        raise ValueError("files are not as they were written")
    if not len(ends) == len(place_ends) == len(about["names"]) + 1:
        raise ValueError("files are not as they were written")
    seen = frozenset((xact, token) for xact, token in about["seen"])
    return Lexemes(seen, about["names"], ends, ids, codes, place_ends, places)


def _array(path: Path, kind: type[np.unsignedinteger[Any]]) -> Array:
    return np.asarray(np.memmap(path, kind, "r")) if path.stat().st_size else np.array([], kind)
