"""Which statements match what was typed; kept for the next choice beside the same words.

Kept are rows of an index as it was built, under its version. Whatever changed since is left aside there and
asked for anew, so what is kept stays right as long as that index is in use.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass

import numpy as np

from articles.index import lexemes
from articles.index.loading import ids_of, ranks_of
from articles.index.postings import Array
from articles.index.segments import Segment
from articles.models import Statement, record_version
from articles.models.statements import StatementQuerySet

MOST_BYTES = 32 * 2**20  # of one process
Key = tuple[str, str, bool]


@dataclass(frozen=True, slots=True)
class Hits:
    """The rows of a segment that match, a bit each; ``ranks`` of those, in their order, if asked for."""

    bits: Array
    size: int
    ranks: Array | None

    @property
    def mask(self) -> Array:
        return np.unpackbits(self.bits, count=self.size).view(bool)

    @property
    def relevance(self) -> Array:
        """Of every row; 0 for those that do not match."""
        relevance = np.zeros(self.size, np.int32)
        relevance[self.mask] = 0 if self.ranks is None else self.ranks
        return relevance

    @property
    def nbytes(self) -> int:
        return self.bits.nbytes + (0 if self.ranks is None else self.ranks.nbytes)


_kept: "OrderedDict[Key, Hits]" = OrderedDict()
_keeping = threading.Lock()


def hits(part: Segment, seen: record_version.Seen, words: str, ranked: bool) -> Hits:
    """The hits in a segment that was built when these writes were seen."""
    version = record_version.name_of(seen)
    with _keeping:
        for key in (version, words, True), (version, words, ranked):
            if key in _kept:
                _kept.move_to_end(key)
                return _kept[key]
    bits = None if ranked else lexemes.bits(version, words)
    found = (
        Hits(bits, len(part), None)
        if bits is not None
        else _asked(part, Statement.objects.all(), words, ranked)
    )
    _keep((version, words, ranked), found)
    return found


def hits_among(part: Segment, ids: tuple[int, ...], words: str, ranked: bool) -> Hits:
    """The hits in a segment of these statements; few, so they are not kept."""
    return _asked(part, Statement.objects.filter(pk__in=ids), words, ranked)


def _keep(key: Key, found: Hits) -> None:
    with _keeping:
        _kept[key] = found
        while sum(each.nbytes for each in _kept.values()) > MOST_BYTES:
            _kept.popitem(last=False)


def _asked(part: Segment, statements: StatementQuerySet, words: str, ranked: bool) -> Hits:
    rows = statements.worded(words)
    ids, ranks = ranks_of(rows, words) if ranked else (ids_of(rows), None)
    known, places = part.rows_of(ids)
    mask = np.zeros(len(part), bool)
    mask[places] = True
    ordered = None if ranks is None else ranks[known][np.argsort(places)]
    return Hits(np.packbits(mask), len(part), ordered)
