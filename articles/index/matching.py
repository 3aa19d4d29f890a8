"""Which statements fit a filter: masks over the rows of an index, made once for all that counts them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from articles.index import searching
from articles.index.postings import Array, Subset, added
from articles.index.segments import STANCES, Segment
from articles.index.snapshot import Index
from articles.index.vocabulary import Terms
from articles.models import OFFICIAL, search
from articles.models.holding import Named, named
from articles.models.merged import unmerged

PERIOD = ("said_after", "said_before")
MERGING = ("actor", "issue", "source")
OFFICIAL_VOICES = {str(voice) for voice in OFFICIAL}

Condition = Callable[[Segment, "Fitting"], Array]
Count = Callable[[Segment, Subset], Array]


@dataclass(frozen=True, slots=True)
class Column:
    """How the index knows one filter: by which rows meet it; its values, if no table of names has them."""

    condition: Condition
    choices: Terms | None = None


@dataclass
class Fitting:
    """What fits the values of a valid filter, each of which has a column.

    ``implied`` are the filters whose values nobody chose, because they narrow unless others are chosen.
    """

    index: Index
    wanted: Mapping[str, Any]
    columns: Mapping[str, Column]
    implied: Collection[str] = ()
    _masks: dict[str, list[Array]] = field(default_factory=dict)
    _subsets: dict[tuple[str | bool, ...], list[Subset]] = field(default_factory=dict)

    def each(self, ignoring: Collection[str] = ()) -> Iterator[tuple[Segment, Subset]]:
        """Each part, and which of its rows fit when some filters are ignored."""
        asked, is_official = tuple(self.asked(ignoring)), self.is_official(ignoring)
        key: tuple[str | bool, ...] = (is_official, *asked)
        if key not in self._subsets:
            self._subsets[key] = self._meeting(asked, is_official) if asked else self._visible(is_official)
        for (part, _), fit in zip(self.parts, self._subsets[key], strict=True):
            yield part, fit

    def asked(self, ignoring: Collection[str] = ()) -> list[str]:
        """The filters that narrow, but for those that are ignored."""
        begun_with = {"voice"} if self.is_official() else set()
        narrowing = (name for name in self.columns if self.wanted.get(name))
        return [name for name in narrowing if name not in ignoring and name not in begun_with]

    def is_official(self, ignoring: Collection[str] = ()) -> bool:
        """Whether what states and international bodies say counts alone, which is kept like the whole."""
        return "voice" not in ignoring and set(self.wanted.get("voice") or ()) == OFFICIAL_VOICES

    @property
    def parts(self) -> list[tuple[Segment, Array]]:
        """Segments, and which of their rows are valid."""
        return self.kept("parts", lambda: list(self.index.parts()))

    @property
    def firsthand(self) -> bool:
        """Whether what one country claims that another said is left out."""
        return bool(self.wanted.get("hand"))

    @property
    def is_bounded(self) -> bool:
        """Whether a period is asked for."""
        return any(self.wanted.get(name) for name in PERIOD)

    def once(self, name: str, ignoring: Collection[str], work: Callable[[], Any]) -> Any:
        """What nothing narrows is worked out once for an index."""
        return work() if self.asked(ignoring) else self.kept(name, work, self.is_official(ignoring))

    def counted(self, name: str, ignoring: Collection[str], count: Count) -> Array:
        """``sum``, kept for as long as nothing narrows it."""
        return self.once(name, ignoring, lambda: self.sum(ignoring, count))

    def sum(self, ignoring: Collection[str], count: Count) -> Array:
        """``count`` of each part and its rows that fit, added up."""
        return added([count(part, fit) for part, fit in self.each(ignoring)])

    def kept(self, name: str, work: Callable[[], Any], is_official: bool = False) -> Any:
        key = name, self.wanted.get("review") == "all", is_official
        if key not in self.index.whole:
            self.index.whole[key] = work()
        return self.index.whole[key]

    def codes(self, name: str) -> Array:
        """The codes of the values asked for, with those into which they were merged in their place."""
        things = self.wanted.get(name) or ()
        return self.terms(name).those(unmerged(things) if name in MERGING else things)

    def chosen(self, name: str) -> Array:
        """The codes of the values chosen, even of those that were merged into others."""
        return self.terms(name).those((name not in self.implied and self.wanted.get(name)) or ())

    def terms(self, name: str) -> Terms:
        return self.columns[name].choices or self.index.vocabulary[name]

    def positions(self, stances: Iterable[str]) -> Array:
        """Codes of positions: a row for each issue asked for, or each issue, a column for each stance."""
        issues = self.codes("issue") if self.wanted.get("issue") else self._all_issues
        taken = [STANCES.index(stance) for stance in stances]
        return len(STANCES) * issues[:, None] + np.array(taken, np.int64)

    def worded_in(self, part: Segment) -> Array:
        """Which rows fit what was typed: of any of its alternatives, each term in any place."""
        fitting = np.zeros(len(part), bool)
        for group in self._typed:
            masks = [self._holding(part, term) for term in group]
            fitting |= np.logical_and.reduce(masks)
        return fitting

    def relevance_in(self, part: Segment) -> Array:
        """How well what was said in each row fits what was typed; 0 if only a name does."""
        words = self.wanted["q"]
        if part is self.index.main:
            return searching.relevance(part, self.index.seen, words)
        return searching.relevance_among(part, self._later_ids, words)

    @cached_property
    def _typed(self) -> search.Alternatives:
        return search.telling(search.alternatives(self.wanted["q"]))

    @cached_property
    def _named(self) -> dict[search.Term, Named]:
        return named(term for group in self._typed for term in group)

    @property
    def _later_ids(self) -> tuple[int, ...]:
        return self.index.later.changes.statements if self.index.later else ()

    def _holding(self, part: Segment, term: search.Term) -> Array:
        wanted, known = term.wanted, self._named[term.wanted]
        if part is self.index.main:
            mask = searching.holding(part, self.index.seen, wanted, known.is_titled)
        else:
            mask = searching.holding_among(part, self._later_ids, wanted, known.is_titled)
        terms, issues = self.index.vocabulary, self.index.vocabulary["issue"].those(known.issues)
        taken = len(STANCES) * issues[:, None] + np.arange(len(STANCES))
        mask = mask | part.actor.having(terms["actor"].those(known.actors))
        mask |= part.country.having(terms["country"].those(known.countries))
        mask |= part.position.having(taken.ravel())
        return ~mask if term.is_excluded else mask

    @property
    def _all_issues(self) -> Array:
        return np.arange(len(self.index.vocabulary["issue"]))

    def _meeting(self, conditions: Sequence[str], is_official: bool) -> list[Subset]:
        masks = [fit.mask for fit in self._visible(is_official)]
        for name in conditions:
            masks = [mask & met for mask, met in zip(masks, self._met(name), strict=True)]
        return [Subset(mask) for mask in masks]

    def _met(self, name: str) -> list[Array]:
        """Which rows of each part meet one condition."""
        if name not in self._masks:
            self._masks[name] = [self.columns[name].condition(part, self) for part, _ in self.parts]
        return self._masks[name]

    def _visible(self, is_official: bool) -> list[Subset]:
        return self.kept("visible", lambda: self._seen(is_official), is_official)

    def _seen(self, is_official: bool) -> list[Subset]:
        masks = [valid for _, valid in self.parts]
        if self.wanted.get("review") != "all":
            masks = [mask & part.reviewed for mask, (part, _) in zip(masks, self.parts, strict=True)]
        if is_official:
            masks = [mask & met for mask, met in zip(masks, self._met("voice"), strict=True)]
        return [Subset(mask) for mask in masks]
