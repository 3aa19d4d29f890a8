"""Which statements hold a term that was typed, and how well they fit; kept for the next choice beside it.

Kept are rows of an index as it was built, under its version. Whatever changed since is left aside there and
asked for anew, so what is kept stays right as long as that index is in use.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable

import numpy as np

from articles.index import lexemes
from articles.index.loading import ids_of, ranks_of
from articles.index.postings import Array
from articles.index.segments import Segment
from articles.models import Statement, record_version
from articles.models.holding import Named
from articles.models.search import Term
from articles.models.statements import StatementQuerySet

MOST_BYTES = 32 * 2**20  # of one process
Key = tuple[str, object]

_kept: "OrderedDict[Key, Array]" = OrderedDict()
_keeping = threading.Lock()


def holding(part: Segment, seen: record_version.Seen, term: Term, is_titled: bool) -> Array:
    """The rows that have a term in what was said, or in the title of their article."""
    version = record_version.name_of(seen)

    def read() -> Array:
        known = None if is_titled else lexemes.bits(version, str(term))
        return (
            np.packbits(_holding(part, Statement.objects.all(), term, is_titled)) if known is None else known
        )

    return np.unpackbits(_once((version, term), read), count=len(part)).view(bool)


def holding_among(part: Segment, ids: tuple[int, ...], term: Term, is_titled: bool) -> Array:
    """The same of a segment of these statements; few, so it is not kept."""
    return _holding(part, Statement.objects.filter(pk__in=ids), term, is_titled)


def relevance(part: Segment, seen: record_version.Seen, words: str) -> Array:
    """How well what was said fits, in millionths, of every row of an index of these writes."""
    key = record_version.name_of(seen), words
    return _once(key, lambda: _relevance(part, Statement.objects.all(), words))


def relevance_among(part: Segment, ids: tuple[int, ...], words: str) -> Array:
    return _relevance(part, Statement.objects.filter(pk__in=ids), words)


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


def _relevance(part: Segment, statements: StatementQuerySet, words: str) -> Array:
    ids, ranks = ranks_of(statements.worded(words), words)
    known, places = part.rows_of(ids)
    found = np.zeros(len(part), np.int32)
    found[places] = ranks[known]
    return found
