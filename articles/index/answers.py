"""What the index answers to a filter: the total, the ids of a page, the counts of all values, the months."""

import datetime
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import or_
from typing import Any

import numpy as np

from articles.index import ordering, searching
from articles.index.ordering import Place
from articles.index.postings import Array, sums
from articles.index.segments import KINDS, STANCES, Segment, months_of
from articles.index.snapshot import Index
from articles.index.texts import Texts
from articles.index.vocabulary import LISTED, Terms
from articles.models import Actor, Position, Statement
from articles.selection import unmerged

Row = tuple[str, str, int]  # value, label, number of statements
PERIOD = ("said_after", "said_before")


Condition = Callable[[Segment, "Answer"], Array]
Count = Callable[[Segment, Array], Array]
CONDITIONS: dict[str, Condition] = {
    "country": lambda part, asked: part.country.having(asked.codes("country")),
    "bloc": lambda part, asked: part.bloc.having(asked.codes("bloc")),
    "actor": lambda part, asked: part.actor.having(asked.codes("actor")),
    "source": lambda part, asked: part.source.having(asked.codes("source")),
    "issue": lambda part, asked: part.position.having(asked.positions(STANCES).ravel()),
    "stance": lambda part, asked: part.taken & asked.bits > 0,
    "issue, stance": lambda part, asked: part.position.having(
        asked.positions(asked.wanted["stance"]).ravel()
    ),
    "kind": lambda part, asked: reduce(or_, (part.kind == kind for kind in asked.kinds)),
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
    _fitting: dict[str, list[Array]] = field(default_factory=dict)

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

    def fitting(self) -> Iterator[tuple[Segment, Array]]:
        """Each part, and which of its rows fit."""
        for (part, _), mask in zip(self._parts, self._masks_for(), strict=True):
            yield part, mask

    def places(self, sort: str, after: Place | None, limit: int) -> list[Place]:
        """The first statements of the list, or those after a place in it."""
        if sort in ("relevance", "confidence"):
            return self._greatest(sort, after, limit)
        oldest, found = sort == "oldest", []
        for part, mask in self.fitting():
            found += ordering.listed(part, mask, oldest, after, limit)
        return sorted(found, reverse=not oldest)[:limit]

    def months(self) -> tuple[dict[int, int], dict[int, int]]:
        """Statements of any period by month, counted from the year 0; those of no sure month by year.

        Those without a day are under the year 0.
        """
        return self._once("month", PERIOD, self._months)

    def _months(self) -> tuple[dict[int, int], dict[int, int]]:
        by_month: Counter[int] = Counter()
        by_year: Counter[int] = Counter()
        for (part, _), mask in zip(self._parts, self._masks_for(PERIOD), strict=True):
            if len(part):
                by_month.update(_by_month(part, mask & part.is_monthly))
                by_year.update(_by_year(part, mask & ~part.is_monthly))
        return dict(by_month), dict(by_year)

    def rows(self, name: str, limit: int) -> tuple[list[Row], int]:
        """The first values of a facet and those chosen, most frequent first, and how many there are in all.

        A facet ignores its own filter.
        """
        return _rows(self._counts(name), self._terms(name), limit, self._chosen(name))

    def numbers(self, name: str, keys: Iterable[Any]) -> list[int]:
        """The numbers of these values of a facet, by primary key; 0 for those on no statement."""
        counts, codes = self._counts(name).tolist(), self._terms(name).codes
        found = (codes.get(key, len(counts)) for key in keys)
        return [counts[code] if code < len(counts) else 0 for code in found]

    def covered(self) -> dict[str, Any]:
        """The figures of a Coverage: of the articles published in the period, whatever else is asked for."""
        is_bounded = any(self.wanted.get(name) for name in PERIOD)
        return self._covered() if is_bounded else self._kept("coverage", self._covered)

    def _covered(self) -> dict[str, Any]:
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

    def codes(self, name: str) -> Array:
        """The codes of the values asked for, with those into which they were merged in their place."""
        things = self.wanted.get(name) or ()
        return self.index.vocabulary[name].those(unmerged(things) if name in MERGING else things)

    def _terms(self, name: str) -> Terms:
        return self.index.vocabulary[name] if name in LISTED else CHOICES[name]

    def _chosen(self, name: str) -> Array:
        """The codes of the values asked for, even of those that were merged into others."""
        things, terms = self.wanted.get(name) or (), self._terms(name)
        return terms.those(things) if name in LISTED else np.array([terms.codes[v] for v in things], np.int64)

    def _counts(self, name: str) -> Array:
        return SPECIAL[name](self) if name in SPECIAL else self._posted(name)

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

    @property
    def _parts(self) -> list[tuple[Segment, Array]]:
        """Segments, and which of their rows are valid."""
        return self._kept("parts", lambda: list(self.index.parts()))

    @cached_property
    def bits(self) -> int:
        """Of the stances asked for, as in a segment's ``taken``."""
        return sum(1 << STANCES.index(stance) for stance in self.wanted["stance"])

    @cached_property
    def _hits(self) -> dict[bool, searching.Hits]:
        """Of what was typed, in what was built (True) and in what changed since."""
        index, words, ranked = self.index, self.wanted["q"], self.wanted.get("sort") == "relevance"
        found = {True: searching.hits(index.main, index.seen, words, ranked)}
        if later := index.later:
            found[False] = searching.hits_among(later.segment, later.changes.statements, words, ranked)
        return found

    def _hits_in(self, part: Segment) -> searching.Hits:
        return self._hits[part is self.index.main]

    def _greatest(self, sort: str, after: Place | None, limit: int) -> list[Place]:
        found: list[Place] = []
        for part, mask in self.fitting():
            values = self._hits_in(part).relevance if sort == "relevance" else part.certainty
            rows = np.flatnonzero(mask)
            found += ordering.greatest(values[rows], part.ids[rows].astype(np.int64), after, limit)
        return sorted(found, reverse=True)[:limit]

    def positions(self, stances: Iterable[str]) -> Array:
        """Codes of positions: a row for each issue asked for, or each issue, a column for each stance."""
        issues = self.codes("issue") if self.wanted.get("issue") else self._all_issues
        taken = [STANCES.index(stance) for stance in stances]
        return len(STANCES) * issues[:, None] + np.array(taken, np.int64)

    @property
    def _all_issues(self) -> Array:
        return np.arange(len(self.index.vocabulary["issue"]))

    def _masks_for(self, ignoring: Collection[str] = ()) -> list[Array]:
        """Which rows of each part fit, when some filters are ignored."""
        asked = self._asked(ignoring)
        masks = self._kept("visible", self._visible)
        for name in asked:
            masks = [mask & fit for mask, fit in zip(masks, self._fit(name), strict=True)]
        return masks

    def _asked(self, ignoring: Collection[str] = ()) -> list[str]:
        """The conditions for the filters that are not ignored; a stance is one on the issue asked for."""
        asked = [name for name in CONDITIONS if self.wanted.get(name) and name not in ignoring]
        if {"issue", "stance"} <= set(asked):
            asked = [name for name in asked if name not in ("issue", "stance")] + ["issue, stance"]
        return asked

    def _fit(self, name: str) -> list[Array]:
        if name not in self._fitting:
            self._fitting[name] = [CONDITIONS[name](part, self) for part, _ in self._parts]
        return self._fitting[name]

    def _visible(self) -> list[Array]:
        with_suggestions = self.wanted.get("review") == "all"
        return [valid if with_suggestions else valid & part.reviewed for part, valid in self._parts]

    def _number(self, masks: list[Array]) -> int:
        return sum(int(np.count_nonzero(mask)) for mask in masks)

    def _counted(self, name: str, ignoring: Collection[str], count: Count) -> Array:
        """``count`` of each part and its rows that fit, added up."""
        return self._once(name, ignoring, lambda: self._sum(ignoring, count))

    def _once(self, name: str, ignoring: Collection[str], work: Callable[[], Any]) -> Any:
        """What nothing narrows is counted once for an index."""
        return work() if self._asked(ignoring) else self._kept(name, work)

    def _kept(self, name: str, work: Callable[[], Any]) -> Any:
        key = name, self.wanted.get("review") == "all"
        if key not in self.index.whole:
            self.index.whole[key] = work()
        return self.index.whole[key]

    def _sum(self, ignoring: Collection[str], count: Count) -> Array:
        pairs = zip(self._parts, self._masks_for(ignoring), strict=True)
        return _added([count(part, mask) for (part, _), mask in pairs])

    def _posted(self, name: str) -> Array:
        return self._counted(name, [name], lambda part, mask: getattr(part, name).counts(mask))

    def _kinds(self) -> Array:
        return self._counted("kind", ["kind"], lambda part, mask: _each(mask, part.kind, range(len(KINDS))))

    def _issues(self) -> Array:
        """A statement has one position an issue, so those with a stance asked for can be added up."""
        both = ["issue", "stance"]
        counts = self._counted("issue", both, lambda part, mask: part.position.counts(mask))
        stances = self.wanted.get("stance") or STANCES
        return counts.reshape(-1, len(STANCES))[:, [STANCES.index(stance) for stance in stances]].sum(axis=1)

    def _stances(self) -> Array:
        """A statement may take a stance on several issues, and counts once."""
        both = ["issue", "stance"]
        if not self.wanted.get("issue"):
            return self._counted("stance", both, lambda part, mask: _each_bit(mask, part.taken, len(STANCES)))
        by_stance = self.positions(STANCES).T
        return self._sum(
            both,
            lambda part, mask: np.array(
                [np.count_nonzero(part.position.having(codes) & mask) for codes in by_stance]
            ),
        )


MERGING = ("actor", "issue", "source")
SPECIAL: dict[str, Callable[[Answer], Array]] = {
    "issue": Answer._issues,
    "stance": Answer._stances,
    "kind": Answer._kinds,
}


def _choices(values: Sequence[str], choices: Collection[tuple[str, Any]]) -> Terms:
    labels = dict(choices)
    return Terms(list(values), list(values), [str(labels[value]) for value in values])


CHOICES = {
    "stance": _choices(STANCES, Position.Stance.choices),
    "kind": _choices(KINDS, Statement.Kind.choices),
}


def _each(mask: Array, column: Array, values: Iterable[int]) -> Array:
    """How many of the rows in the mask have each value; for few values."""
    return np.array([np.count_nonzero(mask & (column == value)) for value in values])


def _each_bit(mask: Array, column: Array, bits: int) -> Array:
    """How many of the rows in the mask have each bit set."""
    return np.array([np.count_nonzero(mask & (column >> bit & 1 > 0)) for bit in range(bits)])


def _added(counts: list[Array]) -> Array:
    """The sum of counts of different lengths."""
    total = np.zeros(max(map(len, counts)), np.int64)
    for each in counts:
        total[: len(each)] += each
    return total


def _by_month(part: Segment, mask: Array) -> dict[int, int]:
    return _numbered(part.months, sums(mask, np.append(part.month_starts, len(part))))


def _by_year(part: Segment, mask: Array) -> dict[int, int]:
    """The undated are under the year 0."""
    days = part.said_on[np.flatnonzero(mask)]
    counts = np.bincount(np.where(days > 0, months_of(days) // 12, 0), minlength=1)
    return _numbered(np.arange(len(counts)), counts)


def _numbered(values: Array, counts: Array) -> dict[int, int]:
    return {value: n for value, n in zip(values.tolist(), counts.tolist(), strict=True) if n}


def _rows(counts: Array, terms: Terms, limit: int, kept: Array) -> tuple[list[Row], int]:
    """The first rows and those of the codes ``kept``, most frequent first, and the number of all.

    Those of equal number stand by rank: the order of the vocabulary, unless told.
    """
    ranks = np.arange(len(counts)) if terms.ranks is None else terms.ranks[: len(counts)]
    places = ranks - counts * (len(terms) + 1)  # the first value has the least; no two have the same
    used = np.flatnonzero(counts)
    first = used[np.argpartition(places[used], limit)[:limit]] if len(used) > limit else used
    kept = kept[kept < len(counts)]
    listed = np.union1d(first, kept[counts[kept] > 0])
    codes = listed[np.argsort(places[listed])].tolist()
    return [(terms.values[code], terms.labels[code], int(counts[code])) for code in codes], len(used)
