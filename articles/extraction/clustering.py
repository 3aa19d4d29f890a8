"""Finds issues in a record: what several countries speak of in several articles, worded as a proposal.

Statements are near each other if they mean much the same (``embedding``). The one with the most articles near
it takes its neighbours as a cluster, then the next of those that are left.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from . import embedding
from .evidence import MANNERS
from .words import countries_in, stems

Vectors = NDArray[np.float32]

NEAR = 0.60  # cosine from which two statements are about the same
ALIKE = 0.40  # share of a cluster's statements that name a country which it concerns
ARTICLES, COUNTRIES = 3, 2  # that an issue needs at least
CONCERNED = 3  # countries at most
WORDS = range(3, 15)  # of a title
A_WORD = 0.01  # of nearness that each word more of a title must bring
STRIP = 512  # statements compared with all others at a time
OPENING = re.compile(r"^(?:that|to|for|on|the|a|an|any|its|their|his|her|of|in)\s+", re.IGNORECASE)
QUOTED = re.compile('["“”„«»…]')
CLAUSE = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|shall|should|must|can|could|may|might|do|does|did"
    r"|I|we|you|he|she|it|they|this|these|those|who|which|said)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Saying:
    """A statement as clustering looks at it; ``countries`` are those it was made for (ISO3)."""

    quote: str
    cue: str
    title: str
    article: int
    countries: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cluster:
    """``members`` are numbers of sayings, the most central first; ``about`` the countries concerned.

    The title is a proposal in somebody's words, or else a headline, which one can be neither for nor against.
    """

    title: str
    about: tuple[str, ...]
    members: tuple[int, ...]
    is_proposal: bool


def clusters(sayings: Sequence[Saying], near: float = NEAR) -> list[Cluster]:
    """The clusters of at least three articles and two countries, the largest first."""
    if not sayings:
        return []
    vectors = embedding.embed([f"{one.title}. {one.quote}" for one in sayings])
    found = [_cluster(members, sayings, vectors) for members in _neighbourhoods(sayings, vectors, near)]
    return sorted(found, key=lambda cluster: -len(cluster.members))


def _neighbourhoods(sayings: Sequence[Saying], vectors: Vectors, near: float) -> Iterator[list[int]]:
    beside = _beside(vectors, near)
    free = set(range(len(sayings)))

    def reach(n: int) -> int:
        return len({sayings[m].article for m in beside[n] & free})

    waiting = {n: reach(n) for n in free}
    while waiting:
        most = max(waiting, key=lambda n: waiting[n])
        now = reach(most) if most in free else 0
        if now < ARTICLES:
            del waiting[most]
        elif now < waiting[most]:  # its neighbours went to another cluster meanwhile
            waiting[most] = now
        else:
            members = beside[most] & free
            free -= members
            if len(frozenset().union(*(sayings[m].countries for m in members))) >= COUNTRIES:
                yield sorted(members, key=lambda m: -float(vectors[most] @ vectors[m]))


def _beside(vectors: Vectors, near: float) -> list[set[int]]:
    """For each vector the numbers of those near it, itself included; memory of a strip at a time."""
    found: list[set[int]] = []
    for start in range(0, len(vectors), STRIP):
        found += [
            set(np.flatnonzero(row).tolist()) for row in vectors[start : start + STRIP] @ vectors.T >= near
        ]
    return found


def _cluster(members: list[int], sayings: Sequence[Saying], vectors: Vectors) -> Cluster:
    own = [sayings[m] for m in members]
    named = Counter(iso3 for one in own for iso3 in countries_in(f"{one.title}. {one.quote}"))
    about = [iso3 for iso3, times in named.most_common(CONCERNED) if times >= ALIKE * len(own)]
    asked = {_worded(one.quote) for one in own if _is_about_a_proposal(one)}
    proposals = {phrase for phrase in asked if _fits(phrase)}
    title = _nearest(proposals or {one.title for one in own}, vectors[members])
    return Cluster(title, tuple(sorted(about)), tuple(members), bool(proposals))


def _nearest(titles: set[str], vectors: Vectors) -> str:
    """The one in few words and near the middle."""
    phrases = sorted(titles)
    length = np.array([len(phrase.split()) for phrase in phrases])
    nearness = embedding.embed(phrases) @ vectors.mean(axis=0) - A_WORD * length
    return phrases[int(nearness.argmax())]


def _is_about_a_proposal(one: Saying) -> bool:
    manners = stems(" ".join(MANNERS[manner] for manner in ("asks", "backs", "refuses")))
    return bool(stems(one.cue) & manners)


def _worded(quote: str) -> str:
    bare = quote.strip(" .,;:“”\"'’‘")
    while (match := OPENING.match(bare)) is not None:
        bare = bare[match.end() :]
    return bare[:1].upper() + bare[1:]


def _fits(phrase: str) -> bool:
    return len(phrase.split()) in WORDS and not CLAUSE.search(phrase) and not QUOTED.search(phrase)
