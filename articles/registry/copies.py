"""Recognises the same article from several outlets: wire copy, updates, other headlines.

Texts are compared by their shingles, runs of five words. To find which are worth it, each has a sketch
(minhash; Broder 1997): bands of a few least hash values, of which near copies share at least one.
"""

import re
from functools import cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from articles.models import Article, Sketch

Hashes = NDArray[np.uint64]

WORDS = 5  # of a shingle
BANDS, ROWS = 32, 3  # at a Jaccard index of .5 one of the bands is shared in 98 of 100 cases, at .2 in 23
SHORTEST = 40  # shingles; shorter texts are alike by chance
COPIED = 0.6  # of the shingles of the shorter text, from which it is a copy
FACTOR = np.uint64(0x9E3779B97F4A7C15)  # odd, and its bits are well mixed


def sketch(article: Article) -> Sketch:
    """Put the sketch of an article on record, with the earliest article that it is a copy of, if any."""
    own = shingles(article.text)
    bands = bands_of(own) if len(own) >= SHORTEST else []
    original, share = _original(article, own, bands)
    made = Sketch(article=article, bands=bands, copy_of=original, share=share)
    Sketch.objects.bulk_create(
        [made],
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["bands", "copy_of", "share"],
    )
    return made


def _original(article: Article, own: Hashes, bands: list[int]) -> tuple[Article | None, float | None]:
    """The earliest of those it is a copy of, and which share of the shorter of the two both have."""
    if not bands:
        return None, None
    alike = Sketch.objects.filter(bands__overlap=bands).exclude(article=article).order_by("article")
    for other in alike.select_related("article", "copy_of"):
        share = common(own, shingles(other.article.text))
        if share >= COPIED:
            return other.copy_of or other.article, share
    return None, None


def shingles(text: str) -> Hashes:
    """The hashes of all runs of five words, each once, in order; neither marks nor case count."""
    words = np.array([crc32(word.encode()) for word in re.findall(r"\w+", text.casefold())], np.uint64)
    last = max(len(words) - WORDS + 1, 0)
    runs = np.zeros(last, np.uint64)
    for n in range(WORDS):
        runs = runs * FACTOR + words[n : n + last]  # modulo 2 ** 64
    return np.unique(runs)


def common(one: Hashes, other: Hashes) -> float:
    """Which share of the shingles of the shorter text the other has, too; 0 to 1."""
    both = np.intersect1d(one, other, assume_unique=True)
    return len(both) / max(min(len(one), len(other)), 1)


def bands_of(own: Hashes) -> list[int]:
    """The sketch of these shingles, as whole numbers that fit a column of PostgreSQL."""
    factors, terms = _permutations()
    least = ((own[:, None] * factors + terms) >> np.uint64(16)).min(axis=0)
    rows = least.reshape(BANDS, ROWS)
    return [int(crc32(np.append(row, n).tobytes())) for n, row in enumerate(rows)]


@cache
def _permutations() -> tuple[Hashes, Hashes]:
    """Odd factors and terms, the same in every process and on every machine."""
    drawn = np.random.Generator(np.random.PCG64(1997)).integers(1, 1 << 62, (2, BANDS * ROWS), np.uint64)
    return drawn[0] | np.uint64(1), drawn[1]
