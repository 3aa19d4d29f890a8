"""Which statements hold a term that was typed, and how well they fit; kept for the next choice beside it.

Kept are rows of an index as it was built, under its version. Whatever changed since is left aside there and
asked for anew, so what is kept stays right as long as that index is in use.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from articles.index import lexemes
from articles.index.lexemes import MOST_TIMES, TIMES, Lexemes
from articles.index.loading import ids_of, ranks_of
from articles.index.operands import Operand, Reader, Step, written
from articles.index.postings import Array
from articles.index.segments import Segment
from articles.models import Statement, record_version, search
from articles.models.holding import Named
from articles.models.search import Term
from articles.models.statements import StatementQuerySet

MOST_BYTES = 8 * 2**20  # of one process
Key = tuple[str, object]

QUOTED, REPORTING = np.float32(1.0), np.float32(0.4)  # PostgreSQL's own weights of A and B
NEAR = 16_384  # entries
NEGLIGIBLE = 40  # times, after which one more adds nothing that counts

_kept: "OrderedDict[Key, Array]" = OrderedDict()
_places: tuple[Segment, Array] | None = None
_keeping = threading.Lock()


def holding(part: Segment, seen: record_version.Seen, term: Term, is_titled: bool) -> Array:
    """The rows that have a term in what was said, or in the title of their article."""

    def read() -> Array:
        mask = _holding_quickly(part, term, is_titled)
        return np.packbits(_holding(part, Statement.objects.all(), term, is_titled) if mask is None else mask)

    key = record_version.name_of(seen), term
    return np.unpackbits(_once(key, read), count=len(part)).view(bool)


def holding_among(part: Segment, ids: tuple[int, ...], term: Term, is_titled: bool) -> Array:
    """The same of a segment of these statements; few, so it is not kept."""
    return part.among(_anew(ids, term, is_titled))


def relevance(part: Segment, seen: record_version.Seen, words: str) -> Array:
    """How well what was said fits, in millionths, of every row."""

    def read() -> Array:
        ranks = _ranked_quickly(part, words)
        return _packed(_relevance(part, Statement.objects.all(), words) if ranks is None else ranks)

    return _unpacked(_once((record_version.name_of(seen), words), read), len(part))


def relevance_among(part: Segment, ids: tuple[int, ...], words: str) -> Array:
    return _relevance(part, Statement.objects.filter(pk__in=ids), words)


def _packed(ranks: Array) -> Array:
    """The rows that have any, and theirs, where that is shorter than all of them."""
    rows = np.flatnonzero(ranks)
    return ranks if 2 * len(rows) > len(ranks) else np.stack([rows.astype(ranks.dtype), ranks[rows]])


def _unpacked(kept: Array, size: int) -> Array:
    if kept.ndim == 1:
        return kept
    ranks = np.zeros(size, kept.dtype)
    ranks[kept[0]] = kept[1]
    return ranks


def _once(key: Key, read: Callable[[], Array]) -> Array:
    with _keeping:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    found = read()
    with _keeping:
        _kept[key] = found
        while sum(each.nbytes for each in _kept.values()) > MOST_BYTES:
            _kept.popitem(last=False)
    return found


def _holding(part: Segment, statements: StatementQuerySet, term: Term, is_titled: bool) -> Array:
    _, places = part.rows_of(ids_of(statements.holding(term, Named(is_titled=is_titled))))
    mask = np.zeros(len(part), bool)
    mask[places] = True
    return mask


def _anew(ids: tuple[int, ...], term: Term, is_titled: bool) -> Array:
    """The keys of those of these that have a term, in no order and perhaps twice."""
    return np.fromiter(Statement.objects.holding_among(ids, term, is_titled), np.int64)


def _relevance(part: Segment, statements: StatementQuerySet, words: str) -> Array:
    ids, ranks = ranks_of(statements.worded(words), words)
    known, places = part.rows_of(ids)
    found = np.zeros(len(part), np.int32)
    found[places] = ranks[known]
    return found


def _known() -> tuple[Lexemes, tuple[int, ...]] | None:
    """The lexemes, and the statements that have changed since they were read; None if they are of no use."""
    known = lexemes.load()
    changes = record_version.since(known.seen) if known else None
    if known is None or changes is None or len(changes) > lexemes.MOST_CHANGED:
        return None
    return known, changes.statements


def _holding_quickly(part: Segment, term: Term, is_titled: bool) -> Array | None:
    """The rows that have a term in what was said or in a title, by the lexemes; None if they cannot tell."""
    if (found := _known()) is None:
        return None
    known, changed = found
    try:
        spans = _Spans(part, known)
        mask = _fitting(spans, search.query_of(term))
        if is_titled:
            mask |= _fitting(spans, search.query_of(term), is_titled)
    except KeyError:
        return None
    if changed:
        mask[part.among(np.array(changed, np.int64))] = False
        mask |= part.among(_anew(changed, term, is_titled))
    return mask


def _ranked_quickly(part: Segment, words: str) -> Array | None:
    """As PostgreSQL ranks them: the sum for each operand, of the rows that fit; None if only it can tell."""
    operands = [Operand.read(each) for each in search.operands(words)]
    if not operands:  # nothing is there by which anything could fit better
        return np.zeros(len(part), np.int32)
    if (found := _known()) is None:
        return None
    known, changed = found
    spans = _Spans(part, known)
    try:
        fitting = _fitting(spans, search.query(words))
    except KeyError:
        return None
    ranks = np.zeros(len(part) + 1, np.float32)  # one more for statements that are not here
    for operand in sorted(operands):
        rows, weights = spans.rows(operand), _weights(known.codes[known.span(operand)])
        for run, is_one in known.runs(operand):
            (_add_once if is_one else _add)(ranks, rows[run], weights[run])
    ranks = ranks[:-1]
    told, rows = np.zeros(len(part), np.int32), np.flatnonzero(fitting & (ranks > 0))
    told[rows] = np.rint(search.MILLION * (ranks[rows] / np.float32(len(operands))).astype(np.float64))
    if changed:
        among = part.among(np.array(changed, np.int64))
        told[among] = _relevance(part, Statement.objects.filter(pk__in=changed), words)[among]
    return told


def _add(ranks: Array, rows: Array, weights: Array) -> None:
    """Adds the weight of each row, one lexeme after the other as C does it: each sum is rounded anew."""
    here = rows >= 0
    rows, weights = rows[here], weights[here]
    order = np.argsort(rows, kind="stable")
    starts = np.flatnonzero(np.diff(rows[order], prepend=-1))
    times = np.diff(starts, append=len(rows))
    turn = (np.arange(len(rows)) - np.repeat(starts, times)).astype(np.uint16)
    order = order[np.argsort(turn, kind="stable")]  # the first of each row, then the second of each
    for these in np.split(order, np.cumsum(np.bincount(turn))[:-1]):
        _add_once(ranks, rows[these], weights[these])


def _add_once(ranks: Array, rows: Array, weights: Array) -> None:
    """To rows that are all different."""
    for start in range(0, len(rows), NEAR):  # what is worked on stays near the processor
        added = rows[start : start + NEAR]
        ranks[added] = (ranks[added].astype(np.float64) + weights[start : start + NEAR]).astype(np.float32)


class _Spans:
    """The rows of each operand of a query, which may be asked for twice; -1 for statements not here."""

    def __init__(self, part: Segment, known: Lexemes) -> None:
        self.part, self.known = part, known
        self._found: dict[tuple[Operand, bool], Array] = {}

    def rows(self, operand: Operand, is_titled: bool = False) -> Array:
        key = operand, is_titled
        if key not in self._found:
            self._found[key] = _rows(self.part, self.known.ids[self.known.span(operand, is_titled)])
        return self._found[key]


def _fitting(spans: _Spans, asked: Any, is_titled: bool = False) -> Array:
    """The rows that fit a query, or whose title does; KeyError if the lexemes alone cannot tell."""

    def having(operand: Operand) -> Array:
        return marked(spans.rows(operand, is_titled))

    def in_a_row(steps: list[Step]) -> Array:
        return marked(_rows(spans.part, spans.known.in_a_row(steps, is_titled)))

    def marked(rows: Array) -> Array:
        mask = np.zeros(len(spans.part) + 1, bool)  # one more for statements that are not here
        mask[rows] = True
        return mask[:-1]

    return Reader(written(asked), having, in_a_row).whole()


def _rows(part: Segment, ids: Array) -> Array:
    """The rows of statements, -1 for those that are not here."""
    global _places
    if _places is None or _places[0] is not part:
        rows = np.full(int(part.ids.max(initial=0)) + 1, -1, np.int32)
        rows[part.ids] = np.arange(len(part), dtype=np.int32)
        _places = part, rows
    rows = _places[1]
    return (
        rows[ids] if len(ids) and ids.max() < len(rows) else np.append(rows, -1)[np.minimum(ids, len(rows))]
    )


def _weights(codes: Array) -> Array:
    """What each lexeme adds to PostgreSQL's rank, in the arithmetic of its C (calc_rank_or)."""
    table = _known_weights()
    for code in np.unique(codes[np.isnan(table[codes])]).tolist():
        table[code] = _weight(code & MOST_TIMES, code >> TIMES)
    return table[codes]


@cache
def _known_weights() -> Array:
    """By code; not a number for those that were not needed yet."""
    return np.full(2 ** (2 * TIMES), np.nan)


def _weight(quoted: int, reporting: int) -> float:
    """Of a lexeme that stands so often in the quotation, and in the reporting words, which come first."""
    total, best, at = np.float32(0), np.float32(-1), 0
    weights = [REPORTING] * min(reporting, NEGLIGIBLE) + [QUOTED] * min(quoted, NEGLIGIBLE)
    for n, weight in enumerate(weights):
        total = np.float32(total + weight / np.float32((n + 1) ** 2))
        if weight > best:
            best, at = weight, n
    return (
        float(np.float32(best + total - best / np.float32((at + 1) ** 2))) / 1.64493406685 if weights else 0.0
    )
