"""What the index answers to a filter: the total, the ids of a page, the counts of all values, the months."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from articles.index import writes
from articles.index.postings import Array, has_any
from articles.index.reading import ids_of
from articles.index.segments import KINDS, STANCES, Segment, years_of
from articles.index.vocabulary import LISTED, Terms, Vocabulary
from articles.models import Actor, Position, Statement
from articles.selection import unmerged

Row = tuple[str, str, int]  # value, label, number of statements
Place = tuple[int, int]  # day as ordinal, id
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

    def months(self) -> tuple[dict[int, int], dict[int, int]]:
        """Statements of any period by month, counted from the year 0; those of no sure month by year.

        Those without a day are under the year 0.
        """
        pairs = list(zip(self._parts, self._masks_for(PERIOD), strict=True))
        by_month = _added([np.bincount(part.month[mask], minlength=1) for (part, _), mask in pairs])
        by_month[0] = 0
        vague = [part.said_on[mask & (part.month == 0)] for (part, _), mask in pairs]
        return _numbered(by_month), _numbered(_added([np.bincount(years_of(days)) for days in vague]))

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
        if name in SPECIAL:
            return SPECIAL[name](self)
        size = len(self._terms(name))
        return self._column(name, size) if name in ("kind", "source") else self._posted(name)

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
SPECIAL: dict[str, Callable[[Answer], Array]] = {"issue": Answer._issues, "stance": Answer._stances}


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


def _numbered(counts: Array) -> dict[int, int]:
    return {int(place): int(counts[place]) for place in np.flatnonzero(counts)}


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
