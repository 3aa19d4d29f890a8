"""What the index answers to a filter: the total, the ids of a page, the counts of all values, the months."""

import datetime
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from articles.index import writes
from articles.index.postings import Array, has_any
from articles.index.reading import ids_of
from articles.index.segments import KINDS, STANCES, Segment
from articles.index.texts import Texts
from articles.index.vocabulary import Vocabulary
from articles.models import Actor, Position, Statement
from articles.selection import unmerged

Row = tuple[str, str, int]  # value, label, number of statements
Place = tuple[int, int]  # day as ordinal, id
PERIOD = ("said_after", "said_before")


@dataclass(frozen=True, slots=True)
class Later:
    """What has changed since an index was built: it counts no more as it stood, but as it stands here."""

    changes: writes.Changes
    segment: Segment
    texts: Texts


@dataclass(frozen=True, slots=True)
class Index:
    """All visible statements and all articles of one state of the record.

    ``main`` and ``texts`` are what the files hold, of the writes in ``seen``.
    """

    seen: writes.Seen
    vocabulary: Vocabulary
    main: Segment
    texts: Texts
    later: Later | None = None

    @property
    def version(self) -> str:
        return writes.name_of(self.later.changes.seen if self.later else self.seen)

    def parts(self) -> Iterator[tuple[Segment, Array]]:
        """Segments, and which of their rows are valid."""
        changed = self.later.changes.statements if self.later else ()
        yield self.main, ~self.main.among(np.array(changed, np.int64))
        if self.later and len(self.later.segment):
            yield self.later.segment, np.ones(len(self.later.segment), bool)

    def arrays(self) -> dict[str, Array]:
        """What was built, by name, as files keep it."""
        return {**self.main.arrays(), **self.texts.arrays()}

    def articles(self) -> Iterator[tuple[Texts, Array]]:
        """Articles, and which of their rows are valid."""
        changed = self.later.changes.articles if self.later else ()
        yield self.texts, self.texts.without(np.array(changed, np.int64))
        if self.later and len(self.later.texts):
            yield self.later.texts, np.ones(len(self.later.texts), bool)


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
    "q": lambda part, asked: part.among(asked.worded) | part.actor.having(asked.called),
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
        oldest = sort == "oldest"
        pairs = zip(self._parts, self._masks_for(), strict=True)
        found = [place for (part, _), mask in pairs for place in _listed(part, mask, oldest, after, limit)]
        return sorted(found, reverse=not oldest)[:limit]

    def months(self) -> dict[int, int]:
        """Statements by month, counted from the year 0; those without a sure month are left out."""
        pairs = zip(self._parts, self._masks_for(), strict=True)
        counts = _added([np.bincount(part.month[mask], minlength=1) for (part, _), mask in pairs])
        return {int(month): int(counts[month]) for month in np.flatnonzero(counts) if month}

    def covered(self) -> dict[str, Any]:
        """The figures of a Coverage: of the articles published in the period, whatever else is asked for."""
        within = self._published_within
        pairs = [(texts, mask & within(texts)) for texts, mask in self.index.articles()]
        days = np.concatenate([texts.published_on[mask] for texts, mask in pairs])
        sources = _added([np.bincount(texts.source[mask], minlength=1) for texts, mask in pairs])
        waiting = [valid & ~part.reviewed & within(part) for part, valid in self._parts]
        dated = days[days > 0]
        first, last = (int(dated.min()), int(dated.max())) if len(dated) else (0, 0)
        return {
            "articles": len(days),
            "sources": int(np.count_nonzero(sources)),
            "first": datetime.date.fromordinal(first) if first else None,
            "last": datetime.date.fromordinal(last) if last else None,
            "waiting": self._number(waiting),
        }

    def _published_within(self, rows: Segment | Texts) -> Array:
        after, before = (self.wanted.get(name) for name in PERIOD)
        mask = np.ones(len(rows), bool)
        if after:
            mask &= rows.published_on >= after.first.toordinal()
        if before:
            mask &= (rows.published_on > 0) & (rows.published_on <= before.last.toordinal())
        return mask

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

    @cached_property
    def worded(self) -> Array:
        """Ids of the statements whose words match what was typed."""
        return ids_of(Statement.objects.worded(self.wanted["q"]))

    @cached_property
    def called(self) -> Array:
        """Codes of the actors whose names match what was typed."""
        return self.index.vocabulary["actor"].those(Actor.objects.called(self.wanted["q"]))

    @cached_property
    def _parts(self) -> list[tuple[Segment, Array]]:
        return list(self.index.parts())

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
