"""What stands behind a comparison as the text that is kept of it, for hundreds of thousands of statements.

Every part of every entry is written at the same width, the rest filled with NULs, which are left out at the
end: so that numpy writes them all at once.
"""

from collections.abc import Iterable

import numpy as np

from articles.index.postings import Array
from articles.index.segments import EPOCH
from articles.index.stances import STANCES, Stances


def entries(said: Stances) -> tuple[str, Array]:
    """``[12,"oppose","2017-07-05"],`` for each row, in one text, and where they begin and end."""
    days, day = _known_days(said.said_on)
    numbers, digits = _digits(said.statement)
    parts = [np.full((len(said), 1), ord("["), np.uint8), numbers]
    lengths = digits + 1
    for texts, which in (([f',"{stance}",' for stance in STANCES], said.stance), (days, day)):
        parts.append(_bytes(texts)[which])
        lengths += np.array([len(text) for text in texts])[which]
    whole = np.concatenate(parts, axis=1).tobytes().translate(None, b"\0").decode("ascii")
    return whole, np.append(0, np.cumsum(lengths))


def _known_days(ordinals: Array) -> tuple[list[str], Array]:
    """How the different days end an entry, and which of them each has; null for those that nobody knows."""
    first = int(ordinals.min(initial=2**31, where=ordinals > 0))
    place = np.maximum(ordinals - first + 1, 0)  # 0 for what has no day
    seen = np.zeros(int(place.max(initial=0)) + 1, bool)
    seen[place] = True
    known = np.flatnonzero(seen)
    texts = np.datetime_as_string((known + first - 1 - EPOCH).astype("M8[D]")).tolist()
    ends = [f'"{text}"],' for text in texts] or [""]
    if seen[0]:
        ends[0] = "null],"
    return ends, np.cumsum(seen, dtype=np.int32)[place] - 1


def _digits(numbers: Array) -> tuple[Array, Array]:
    """A row for each number, whose digits end at its end; and how many digits it has."""
    most = int(numbers.max(initial=0))
    rest: Array = numbers.astype(np.uint32 if most < 2**32 else np.uint64)
    written = np.zeros((len(numbers), len(str(most))), np.uint8)
    digits = np.ones(len(numbers), np.int64)
    for place in reversed(range(written.shape[1])):
        without: Array = rest // 10
        written[:, place] = rest - 10 * without + ord("0")
        if place < written.shape[1] - 1:
            written[rest == 0, place] = 0
            digits += rest > 0
        rest = without
    return written, digits


def _bytes(texts: Iterable[str]) -> Array:
    """A row of bytes for each text, as wide as the longest."""
    encoded = np.array([text.encode() for text in texts])
    return encoded.view(np.uint8).reshape(len(encoded), -1)
