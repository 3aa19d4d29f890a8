"""What the index answers to a filter: the total, the ids of a page, the counts of all values, the months."""

import datetime
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from articles.index import ordering, searching
from articles.index.ordering import Place
from articles.index.postings import Array, Subset, sums
from articles.index.segments import KINDS, MONTHLY, STANCES, Segment
from articles.index.snapshot import Index
from articles.index.vocabulary import LISTED, Terms
from articles.models import Actor, Position, Statement
from articles.selection import unmerged

Row = tuple[str, str, int]  # value, label, number of statements
PERIOD = ("said_after", "said_before")

Condition = Callable[[Segment, "Answer"], Array]
Count = Callable[[Segment, Subset], Array]
CONDITIONS: dict[str, Condition] = {
    "country": lambda part, asked: part.country.having(asked.codes("country")),
    "bloc": lambda part, asked: part.bloc.having(asked.codes("bloc")),
    "actor": lambda part, asked: part.actor.having(asked.codes("actor")),
    "source": lambda part, asked: part.source.having(asked.codes("source")),
    "kind": lambda part, asked: part.kind.having(asked.codes("kind")),
    "stance": lambda part, asked: part.stance.having(asked.codes("stance")),
    "issue": lambda part, asked: part.position.having(asked.positions(STANCES).ravel()),
    "issue, stance": lambda part, asked: part.position.having(
        asked.positions(asked.wanted["stance"]).ravel()
    ),
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
    _masks: dict[str, list[Array]] = field(default_factory=dict)
    _subsets: dict[tuple[str, ...], list[Subset]] = field(default_factory=dict)

    @cached_property
    def total(self) -> int:
        return sum(fit.number for fit in self._fitting())

    @cached_property
    def undated(self) -> int:
        """How many fit but for the period, because nobody knows their day; 0 without a period."""
        return self.months[1].get(0, 0) if any(self.wanted.get(name) for name in PERIOD) else 0

    def fitting(self, ignoring: Collection[str] = ()) -> Iterator[tuple[Segment, Subset]]:
        """Each part, and which of its rows fit when some filters are ignored."""
        for (part, _), fit in zip(self._parts, self._fitting(ignoring), strict=True):
            yield part, fit

    def places(self, sort: str, after: Place | None, limit: int) -> list[Place]:
        """The first statements of the list, or those after a place in it."""
        if sort in ("relevance", "confidence"):
            return self._greatest(sort, after, limit)
        oldest, found = sort == "oldest", []
        for part, fit in self.fitting():
            found += ordering.listed(part, fit.mask, oldest, after, limit)
        return sorted(found, reverse=not oldest)[:limit]

    @cached_property
    def months(self) -> tuple[dict[int, int], dict[int, int]]:
        """Statements of any period by month, counted from the year 0; those of no sure month by year.

        Those without a day are under the year 0.
        """
        return self._once("month", PERIOD, self._months)

    def _months(self) -> tuple[dict[int, int], dict[int, int]]:
        by_month: Counter[int] = Counter()
        by_year: Counter[int] = Counter()
        for part, fit in self.fitting(PERIOD):
            by_month.update(_by_month(part, fit.mask & (part.precision >= MONTHLY)))
            by_year.update(_numbered(np.arange(part.year.values), part.year.counts(fit)))
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
        pairs = [(texts, mask & within(texts.published_on)) for texts, mask in self.index.articles()]
        days = np.concatenate([texts.published_on[mask] for texts, mask in pairs])
        sources = _added([np.bincount(texts.source[mask], minlength=1) for texts, mask in pairs])
        dated = days[days > 0]
        first, last = (int(dated.min()), int(dated.max())) if len(dated) else (0, 0)
        return {
            "articles": len(days),
            "sources": int(np.count_nonzero(sources)),
            "first": datetime.date.fromordinal(first) if first else None,
            "last": datetime.date.fromordinal(last) if last else None,
            "waiting": sum(
                int(np.count_nonzero(within(days))) for days in self._kept("waiting", self._waiting)
            ),
        }

    def _waiting(self) -> list[Array]:
        """Of the machine's suggestions, the days on which their articles were published."""
        return [part.published_on[valid & ~part.reviewed] for part, valid in self._parts]

    def _published_within(self, days: Array) -> Array:
        after, before = (self.wanted.get(name) for name in PERIOD)
        mask = np.ones(len(days), bool)
        if after:
            mask &= days >= after.first.toordinal()
        if before:
            mask &= (days > 0) & (days <= before.last.toordinal())
        return mask

    def codes(self, name: str) -> Array:
        """The codes of the values asked for, with those into which they were merged in their place."""
        things = self.wanted.get(name) or ()
        return self._terms(name).those(unmerged(things) if name in MERGING else things)

    def _terms(self, name: str) -> Terms:
        return self.index.vocabulary[name] if name in LISTED else CHOICES[name]

    def _chosen(self, name: str) -> Array:
        """The codes of the values asked for, even of those that were merged into others."""
        return self._terms(name).those(self.wanted.get(name) or ())

    def _counts(self, name: str) -> Array:
        return SPECIAL[name](self) if name in SPECIAL else self._posted(name)

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
        for part, fit in self.fitting():
            values = self._hits_in(part).relevance if sort == "relevance" else part.certainty
            ids = part.ids[fit.rows].astype(np.int64)
            found += ordering.greatest(values[fit.rows], ids, after, limit)
        return sorted(found, reverse=True)[:limit]

    def positions(self, stances: Iterable[str]) -> Array:
        """Codes of positions: a row for each issue asked for, or each issue, a column for each stance."""
        issues = self.codes("issue") if self.wanted.get("issue") else self._all_issues
        taken = [STANCES.index(stance) for stance in stances]
        return len(STANCES) * issues[:, None] + np.array(taken, np.int64)

    @property
    def _all_issues(self) -> Array:
        return np.arange(len(self.index.vocabulary["issue"]))

    def _fitting(self, ignoring: Collection[str] = ()) -> list[Subset]:
        asked = tuple(self._asked(ignoring))
        if not asked:
            return self._kept("visible", self._visible)
        if asked not in self._subsets:
            self._subsets[asked] = self._meeting(asked)
        return self._subsets[asked]

    def _meeting(self, conditions: Sequence[str]) -> list[Subset]:
        masks = [fit.mask for fit in self._kept("visible", self._visible)]
        for name in conditions:
            masks = [mask & met for mask, met in zip(masks, self._met(name), strict=True)]
        return [Subset(mask) for mask in masks]

    def _asked(self, ignoring: Collection[str] = ()) -> list[str]:
        """The conditions for the filters that are not ignored; a stance is one on the issue asked for."""
        asked = [name for name in CONDITIONS if self.wanted.get(name) and name not in ignoring]
        if {"issue", "stance"} <= set(asked):
            asked = [name for name in asked if name not in ("issue", "stance")] + ["issue, stance"]
        return asked

    def _met(self, name: str) -> list[Array]:
        """Which rows of each part meet one condition."""
        if name not in self._masks:
            self._masks[name] = [CONDITIONS[name](part, self) for part, _ in self._parts]
        return self._masks[name]

    def _visible(self) -> list[Subset]:
        with_suggestions = self.wanted.get("review") == "all"
        return [Subset(valid if with_suggestions else valid & part.reviewed) for part, valid in self._parts]

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
        return _added([count(part, fit) for part, fit in self.fitting(ignoring)])

    def _posted(self, name: str) -> Array:
        return self._counted(name, [name], lambda part, fit: getattr(part, name).counts(fit))

    def _issues(self) -> Array:
        """A statement has one position an issue, so those with a stance asked for can be added up."""
        both = ["issue", "stance"]
        counts = self._counted("issue", both, lambda part, fit: part.position.counts(fit))
        stances = self.wanted.get("stance") or STANCES
        return counts.reshape(-1, len(STANCES))[:, [STANCES.index(stance) for stance in stances]].sum(axis=1)

    def _stances(self) -> Array:
        """A statement may take a stance on several issues, and counts once."""
        both = ["issue", "stance"]
        if not self.wanted.get("issue"):
            return self._counted("stance", both, lambda part, fit: part.stance.counts(fit))
        by_stance = self.positions(STANCES).T
        return self._sum(
            both,
            lambda part, fit: np.array(
                [np.count_nonzero(part.position.having(codes) & fit.mask) for codes in by_stance]
            ),
        )


MERGING = ("actor", "issue", "source")
SPECIAL: dict[str, Callable[[Answer], Array]] = {
    "issue": Answer._issues,
    "stance": Answer._stances,
}


def _choices(values: Sequence[str], choices: Collection[tuple[str, Any]]) -> Terms:
    labels = dict(choices)
    return Terms(list(values), list(values), [str(labels[value]) for value in values])


CHOICES = {
    "stance": _choices(STANCES, Position.Stance.choices),
    "kind": _choices(KINDS, Statement.Kind.choices),
}


def _added(counts: list[Array]) -> Array:
    """The sum of counts of different lengths."""
    total = np.zeros(max(map(len, counts)), np.int64)
    for each in counts:
        total[: len(each)] += each
    return total


def _by_month(part: Segment, mask: Array) -> dict[int, int]:
    return _numbered(part.months, sums(mask, np.append(part.month_starts, len(part))))


def _numbered(values: Array, counts: Array) -> dict[int, int]:
    counted = np.flatnonzero(counts)
    return dict(zip(values[counted].tolist(), counts[counted].tolist(), strict=True))


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
