"""What each country said itself on each issue, in order of time, and what that comes to; plain numpy.

A country on an issue is a group: its number is that of the country times the number of issues, plus that of
the issue.
"""

from dataclasses import dataclass, fields

import numpy as np

from articles.index.postings import Array, Listed, Postings, packed, run
from articles.index.stances import STANCES, Stances, changes, latest_reports


@dataclass(frozen=True, slots=True)
class Summary:
    """What was confirmed of each group: how many statements were ``heard``, the ``stance`` of the latest.

    ``turns`` is how often the stance changed, ``turned`` the recency of the latest statement that changed it.
    """

    groups: Array
    heard: Array
    stance: Array
    turns: Array
    turned: Array

    @classmethod
    def of(cls, said: Stances, groups: Array) -> "Summary":
        """Of stances whose ``issue`` is one of these groups, which are in order."""
        place = np.searchsorted(groups, said.issue)
        heard = np.bincount(place, minlength=len(groups))
        order = np.lexsort((said.recency, place))
        last = order[np.flatnonzero(np.diff(place[order], append=-1))]
        stance = np.zeros(len(groups), np.uint8)
        stance[place[last]] = said.stance[last]
        turns, turned = _turns(said, groups)
        return cls(groups, packed(heard, len(said) + 1), stance, packed(turns, len(said) + 1), turned)

    def take(self, rows: Array) -> "Summary":
        return Summary(*(getattr(self, field.name)[rows] for field in fields(self)))

    def renewed(self, anew: "Summary") -> "Summary":
        """With these groups in the place of those that were the same."""
        own = self.take(~np.isin(self.groups, anew.groups))
        columns = [np.concatenate([getattr(own, f.name), getattr(anew, f.name)]) for f in fields(self)]
        return Summary(*columns).take(np.argsort(columns[0]))


def _turns(said: Stances, groups: Array) -> tuple[Array, Array]:
    """By group, how often its stance changed, and when last."""
    dated = latest_reports(said.take(said.said_on > 0))
    dated = dated.take(np.lexsort((dated.statement, dated.said_until, dated.said_on, dated.issue)))
    turned = np.zeros(len(groups), np.int64)
    if not len(dated):
        return np.zeros(len(groups), np.int64), turned
    after = changes(dated).after
    place = np.searchsorted(groups, dated.issue[after])
    np.maximum.at(turned, place, dated.recency[after])
    return np.bincount(place, minlength=len(groups)), turned


@dataclass(frozen=True, slots=True)
class Told:
    """The ``rows`` of each group and their ``stances``, oldest first, from its start on.

    What others say that a country said is not among them. The rest is a summary of what was confirmed.
    """

    groups: Array
    starts: Array
    rows: Array
    stances: Array
    heard: Array
    stance: Array
    turns: Array
    turned: Array

    @classmethod
    def of(cls, entries: "Entries", confirmed: Array, columns: dict[str, Array]) -> "Told":
        """From entries in any order; ``columns`` are those of the stances, by row."""
        order = np.lexsort((-entries.rows, entries.groups))  # rows stand newest first
        entries = entries.take(order)
        starts = np.flatnonzero(np.diff(entries.groups, prepend=-1))
        groups = entries.groups[starts]
        own = entries.take(confirmed[entries.rows])
        summary = Summary.of(own.with_columns(columns), groups)
        return cls(
            groups=packed(groups, int(groups.max(initial=0)) + 1),
            starts=np.append(starts, len(entries.rows)).astype(np.uint32),
            rows=packed(entries.rows, len(confirmed)),
            stances=entries.stances.astype(np.uint8),
            heard=summary.heard,
            stance=summary.stance,
            turns=summary.turns,
            turned=summary.turned,
        )

    def summary(self) -> Summary:
        return Summary(self.groups.astype(np.int64), self.heard, self.stance, self.turns, self.turned)

    def entries(self, places: Array) -> "Entries":
        """Those of the groups at these places."""
        first = self.starts[places].astype(np.int64)
        lengths = self.starts[places + 1] - first
        at = run(first, lengths)
        groups = np.repeat(self.groups[places].astype(np.int64), lengths)
        return Entries(groups, self.rows[at].astype(np.int64), self.stances[at].astype(np.int64))

    def within(self, low: int, high: int) -> Array:
        """The places of the groups from this number on, and below that one."""
        return np.arange(*np.searchsorted(self.groups, [low, high]).tolist())


@dataclass(frozen=True, slots=True)
class Entries:
    """That a country of a group took a stance in the statement of a row."""

    groups: Array
    rows: Array
    stances: Array

    def take(self, rows: Array) -> "Entries":
        return Entries(self.groups[rows], self.rows[rows], self.stances[rows])

    def with_columns(self, columns: dict[str, Array]) -> Stances:
        """As stances whose issue is the group."""
        return Stances(
            self.groups, self.stances, **{name: c[self.rows].astype(np.int64) for name, c in columns.items()}
        )


def entries(country: Postings, echoed: Listed, position: Postings, rows: Array) -> Entries:
    """Of these rows: an entry for each country that said it itself, and each position in it."""
    owners, countries = (column.astype(np.int64) for column in country.pairs(rows))
    own = ~np.isin(countries * len(country.first) + owners, _echoed(echoed, len(country.first)))
    owners, countries = owners[own], countries[own]
    holders, positions = (column.astype(np.int64) for column in position.pairs(rows))
    order = np.argsort(holders, kind="stable")
    holders, positions = holders[order], positions[order]
    first, end = (np.searchsorted(holders, owners, side) for side in ("left", "right"))
    at, times = run(first, end - first), end - first
    issues, stances = np.divmod(positions[at], len(STANCES))
    groups = np.repeat(countries, times) * max(position.values // len(STANCES), 1) + issues
    return Entries(groups, np.repeat(owners, times), stances)


def _echoed(echoed: Listed, size: int) -> Array:
    """What others say that a country said: its code and the row in one number."""
    starts = echoed.starts.astype(np.int64)
    codes = np.repeat(np.arange(len(starts) - 1), starts[1:] - starts[:-1])
    return codes * size + echoed.rows
