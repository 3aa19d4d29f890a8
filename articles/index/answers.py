"""What the index answers to a filter: the total, the ids of a page, the counts of all values, the months."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from articles.index import ordering, searching, writes
from articles.index.postings import Array, has_any
from articles.index.segments import KINDS, STANCES, Segment
from articles.index.vocabulary import Vocabulary
from articles.models import Actor, Position, Statement
from articles.selection import unmerged

Row = tuple[str, str, int]  # value, label, number of statements
Place = tuple[float, int]  # what the list goes by (a day as ordinal, a relevance, a certainty), id
PERIOD = ("said_after", "said_before")


@dataclass(frozen=True, slots=True)
class Index:
    """All visible statements of one state of the record.

    ``main`` is what the files hold, of the writes in ``seen``; statements in ``changed`` count no more as
    they stand there, but as in ``later``, when ``followed`` were seen.
    """

    seen: writes.Seen
    vocabulary: Vocabulary
    main: Segment
    followed: writes.Seen | None = None
    changed: tuple[int, ...] = ()
    later: Segment | None = None

    @property
    def version(self) -> str:
        return writes.name_of(self.seen if self.followed is None else self.followed)

    def parts(self) -> Iterator[tuple[Segment, Array]]:
        """Segments, and which of their rows are valid."""
        yield self.main, ~self.main.among(np.array(self.changed, np.int64))
        if self.later is not None:
            yield self.later, np.ones(len(self.later), bool)


Condition = Callable[[Segment, "Answer"], Array]
CONDITIONS: dict[str, Condition] = {
    "country": lambda part, asked: part.country.having(asked.codes("country")),
    "bloc": lambda part, asked: part.bloc.having(asked.codes("bloc")),
    "actor": lambda part, asked: part.actor.having(asked.codes("actor")),
    "source": lambda part, asked: has_any(part.source, asked.codes("source"), asked.sources),
    "kind": lambda part, asked: has_any(part.kind, asked.kinds, len(KINDS)),
    "said_after": lambda part, asked: part.said_until >= asked.wanted["said_after"].first.toordinal(),
    "said_before": lambda part, asked: (
        (part.said_on > 0) & (part.said_on <= asked.wanted["said_before"].last.toordinal())
    ),
    "q": lambda part, asked: asked.worded(part) | part.actor.having(asked.called),
}


@dataclass
class Answer:
    """To the values of a valid StatementFilter."""

    index: Index
    wanted: dict[str, Any]
    _masks: dict[tuple[str, ...], list[Array]] = field(default_factory=dict)

    @cached_property
    def total(self) -> int:
        return self._number(self._masks_for())

    @cached_property
    def undated(self) -> int:
        """How many fit but for the period, because nobody knows their day; 0 without a period."""
        if not any(self.wanted.get(name) for name in PERIOD):
            return 0
        pairs = zip(self._parts, self._masks_for(PERIOD), strict=True)
        return self._number([mask & (part.said_on == 0) for (part, _), mask in pairs])

    def places(self, sort: str, after: Place | None, limit: int) -> list[Place]:
        """The first statements of the list, or those after a place in it."""
        if sort in ("relevance", "confidence"):
            return self._greatest(sort, after, limit)
        oldest = sort == "oldest"
        pairs = zip(self._parts, self._masks_for(), strict=True)
        found = [place for (part, _), mask in pairs for place in _listed(part, mask, oldest, after, limit)]
        return sorted(found, reverse=not oldest)[:limit]

    def months(self) -> dict[int, int]:
        """Statements by month, counted from the year 0; those without a sure month are left out."""
        pairs = zip(self._parts, self._masks_for(), strict=True)
        counts = _added([np.bincount(part.month[mask], minlength=1) for (part, _), mask in pairs])
        return {int(month): int(counts[month]) for month in np.flatnonzero(counts) if month}

    def rows(self, name: str) -> list[Row]:
        """The values of a facet and their numbers, most frequent first; a facet ignores its own filter."""
        if name == "stance":
            labels = dict(Position.Stance.choices)
            return _rows(self._stances(), STANCES, [labels[stance] for stance in STANCES])
        if name == "kind":
            labels = dict(Statement.Kind.choices)
            return _rows(self._column("kind", len(KINDS)), KINDS, [labels[kind] for kind in KINDS])
        terms = self.index.vocabulary[name]
        if name == "issue":
            return _rows(self._issues(), terms.values, terms.labels, terms.ranks)
        counts = self._column(name, len(terms)) if name == "source" else self._posted(name)
        return _rows(counts, terms.values, terms.labels, terms.ranks)

    def codes(self, name: str) -> Array:
        """The codes of the values asked for, with those into which they were merged in their place."""
        things = self.wanted.get(name) or ()
        return self.index.vocabulary[name].those(unmerged(things) if name in MERGING else things)

    @property
    def sources(self) -> int:
        return len(self.index.vocabulary["source"])

    @cached_property
    def kinds(self) -> list[int]:
        return [KINDS.index(kind) for kind in self.wanted["kind"]]

    def worded(self, part: Segment) -> Array:
        """True for each row whose words match what was typed."""
        return self._hits_in(part).mask

    @cached_property
    def called(self) -> Array:
        """Codes of the actors whose names match what was typed."""
        return self.index.vocabulary["actor"].those(Actor.objects.called(self.wanted["q"]))

    @cached_property
    def _parts(self) -> list[tuple[Segment, Array]]:
        return list(self.index.parts())

    @cached_property
    def _hits(self) -> dict[bool, searching.Hits]:
        """Of what was typed, in what was built (True) and in what changed since."""
        index, words, ranked = self.index, self.wanted["q"], self.wanted.get("sort") == "relevance"
        found = {True: searching.hits(index.main, index.seen, words, ranked)}
        if index.later is not None:
            found[False] = searching.hits_among(index.later, index.changed, words, ranked)
        return found

    def _hits_in(self, part: Segment) -> searching.Hits:
        return self._hits[part is self.index.main]

    def _greatest(self, sort: str, after: Place | None, limit: int) -> list[Place]:
        found: list[Place] = []
        for (part, _), mask in zip(self._parts, self._masks_for(), strict=True):
            values = self._hits_in(part).relevance if sort == "relevance" else part.certainty
            rows = np.flatnonzero(mask)
            found += ordering.greatest(values[rows], part.ids[rows].astype(np.int64), after, limit)
        return sorted(found, reverse=True)[:limit]

    def _masks_for(self, ignoring: Collection[str] = ()) -> list[Array]:
        """Which rows of each part fit, when some filters are ignored."""
        key = tuple(sorted(name for name in ignoring if self.wanted.get(name)))
        if key not in self._masks:
            self._masks[key] = [self._mask(part, valid, key) for part, valid in self._parts]
        return self._masks[key]

    def _mask(self, part: Segment, valid: Array, ignoring: Collection[str]) -> Array:
        mask = valid if self.wanted.get("review") == "all" else valid & part.reviewed
        for name, condition in CONDITIONS.items():
            if self.wanted.get(name) and name not in ignoring:
                mask = mask & condition(part, self)
        issues, stances = ("issue" not in ignoring, "stance" not in ignoring)
        if (issues and self.wanted.get("issue")) or (stances and self.wanted.get("stance")):
            mask = mask & part.position.having(self._positions(issues=issues, stances=stances))
        return mask

    def _positions(self, *, issues: bool = True, stances: bool = True) -> Array:
        """Codes of the positions that are on any of the issues and take any of the stances asked for."""
        on = self.codes("issue") if issues and self.wanted.get("issue") else self._all_issues
        return (len(STANCES) * on[:, None] + self._taken(stances)).ravel()

    @property
    def _all_issues(self) -> Array:
        return np.arange(len(self.index.vocabulary["issue"]))

    def _taken(self, stances: bool = True) -> Array:
        wanted = stances and self.wanted.get("stance")
        return np.array([n for n, stance in enumerate(STANCES) if not wanted or stance in wanted], np.int64)

    def _number(self, masks: list[Array]) -> int:
        return sum(int(np.count_nonzero(mask)) for mask in masks)

    def _posted(self, name: str) -> Array:
        pairs = zip(self._parts, self._masks_for([name]), strict=True)
        return _added([getattr(part, name).counts(mask) for (part, _), mask in pairs])

    def _column(self, name: str, size: int) -> Array:
        pairs = zip(self._parts, self._masks_for([name]), strict=True)
        return _added([np.bincount(getattr(part, name)[mask], minlength=size) for (part, _), mask in pairs])

    def _issues(self) -> Array:
        """A statement has one position an issue, so those with a stance asked for can be added up."""
        pairs = zip(self._parts, self._masks_for(["issue", "stance"]), strict=True)
        counts = _added([part.position.counts(mask) for (part, _), mask in pairs])
        return counts.reshape(-1, len(STANCES))[:, self._taken()].sum(axis=1)

    def _stances(self) -> Array:
        """A statement may take a stance on several issues, and counts once."""
        pairs = list(zip(self._parts, self._masks_for(["issue", "stance"]), strict=True))
        by_stance = self._positions(stances=False).reshape(-1, len(STANCES)).T
        return np.array([
            self._number([part.position.having(codes) & mask for (part, _), mask in pairs])
            for codes in by_stance
        ])  # fmt: skip


MERGING = ("actor", "issue", "source")


def _added(counts: list[Array]) -> Array:
    """The sum of counts of different lengths."""
    total = np.zeros(max(map(len, counts)), np.int64)
    for each in counts:
        total[: len(each)] += each
    return total


def _rows(
    counts: Array, values: Sequence[str], labels: Sequence[str], ranks: Array | None = None
) -> list[Row]:
    """Most frequent first, those of equal number by rank: the order in which they stand, unless told."""
    ranked = np.arange(len(counts)) if ranks is None else ranks[: len(counts)]
    order = np.lexsort((ranked, -counts))[: np.count_nonzero(counts)]
    places = order.tolist()
    named = map(values.__getitem__, places), map(labels.__getitem__, places)
    return list(zip(*named, counts[order].tolist(), strict=True))


def _listed(part: Segment, mask: Array, oldest: bool, after: Place | None, limit: int) -> list[Place]:
    """Places of the first rows in the mask beyond the place; rows stand newest first."""
    start, end = 0, len(part)
    if after and oldest:
        end = _rank(part, after)
    elif after:
        start = _rank(part, (after[0], after[1] - 1))
    rows = start + np.flatnonzero(mask[start:end])
    return [part.place(row) for row in (rows[::-1] if oldest else rows)[:limit]]


def _rank(part: Segment, place: Place) -> int:
    """How many rows stand at this place or before it, in the order of the rows: at greater places."""
    low, high = 0, len(part)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if part.place(middle) > place else (low, middle)
    return low
