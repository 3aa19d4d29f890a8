"""How countries divide on issues: who supports, who opposes, without the words behind it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np

from articles.compare.by_sql import BySql, latest_stances
from articles.compare.columns import Voices, told, voices_for
from articles.compare.comparison import dissent
from articles.compare.selection import Selection, known
from articles.compare.words import Shown
from articles.index.postings import Array
from articles.index.segments import STANCES
from articles.models import Country, Issue


@dataclass(frozen=True, slots=True)
class Stand:
    """A country's latest stance on an issue, and on how many statements it rests."""

    country: Country
    stance: str
    statements: int


@dataclass(frozen=True, slots=True)
class Division:
    """Who takes which stance on an issue; those who say most come first."""

    issue: Issue
    stands: tuple[Stand, ...]

    def taking(self, stance: str) -> list[Stand]:
        return [stand for stand in self.stands if stand.stance == stance]

    @property
    def dissent(self) -> int:
        """How many pairs of countries differ; a pair of support and oppose counts twice."""
        return dissent(stand.stance for stand in self.stands)


@dataclass(frozen=True, slots=True)
class Stands:
    """A row for each country and issue on which it takes a stance: ids, ISO codes, places in STANCES."""

    issue: Array
    country: Array
    stance: Array
    statements: Array

    def of(self, rows: Array) -> list[Division]:
        """The divisions that these rows make, most divided first."""
        codes = sorted(set(self.country[rows].tolist()))
        countries = Country.objects.in_bulk(codes)
        issues = Issue.objects.in_bulk(set(self.issue[rows].tolist()))
        found: dict[int, list[Stand]] = defaultdict(list)
        columns = (
            column[rows].tolist() for column in (self.issue, self.country, self.stance, self.statements)
        )
        for issue, country, stance, statements in zip(*columns, strict=True):
            found[issue].append(Stand(countries[country], STANCES[stance], statements))
        divided = [Division(issues[issue], _ordered(stands)) for issue, stands in found.items()]
        return sorted(divided, key=lambda one: (-one.dissent, -len(one.stands), one.issue.title))

    @property
    def dissents(self) -> dict[int, int]:
        """By issue, how many pairs of countries differ; a pair of support and oppose counts twice."""
        issues, places = np.unique(self.issue, return_inverse=True)
        keys = places * len(STANCES) + self.stance
        taken = np.bincount(keys, minlength=len(issues) * len(STANCES)).reshape(-1, len(STANCES))
        differing = (taken.sum(axis=1) ** 2 - (taken**2).sum(axis=1)) // 2
        opposed = taken[:, STANCES.index("support")] * taken[:, STANCES.index("oppose")]
        return dict(zip(issues.tolist(), (differing + opposed).tolist(), strict=True))


def most_divided(limit: int) -> list[Division]:
    """Of all issues on which countries differ those that divide them most, most divided first."""
    stands = _stands()
    found = [(dissent, issue) for issue, dissent in stands.dissents.items() if dissent]
    chosen = [issue for _, issue in sorted(found, reverse=True)[:limit]]
    return stands.of(np.flatnonzero(np.isin(stands.issue, chosen)))


def stands_of(country: Country) -> list[tuple[Stand, Division]]:
    """Where a country stands on each of its issues, beside all others; most divided first."""
    stands = _stands()
    own = stands.issue[stands.country == country.pk]
    found = stands.of(np.flatnonzero(np.isin(stands.issue, own)))
    return [(stand, division) for division in found for stand in division.stands if stand.country == country]


def _stands() -> Stands:
    """Of all countries on all issues."""
    with known(Selection()) as selection:
        voices = voices_for(selection)
        return _by_index(voices) if voices else _by_sql()


def _by_sql() -> Stands:
    found = BySql(Selection(tuple(Country.objects.all()))).cells()
    stances = latest_stances(found)
    rows = [
        (place[0], place[1].removeprefix("country="), STANCES.index(stances[place]), row["statements"])
        for place, row in found.items()
    ]
    kinds: tuple[Any, ...] = (np.int64, "U3", np.int64, np.int64)
    return Stands(*(np.array([row[n] for row in rows], kind) for n, kind in enumerate(kinds)))


def _by_index(voices: Voices) -> Stands:
    found, vocabulary = told(voices), voices.fitting.index.vocabulary
    found = found.take(found.heard > 0)
    country, issue = np.divmod(found.groups, max(len(vocabulary["issue"]), 1))
    return Stands(
        np.array(voices.issues, np.int64)[issue],
        np.array(vocabulary["country"].keys, "U3")[country],
        found.stance.astype(np.int64),
        found.heard.astype(np.int64),
    )


def _ordered(stands: Collection[Stand]) -> tuple[Stand, ...]:
    return tuple(sorted(stands, key=lambda stand: (-stand.statements, stand.country.name)))


def camps(shown: Shown) -> list[tuple[str, list[Shown]]]:
    """The cells of a comparison of one issue by stance, the largest camp first."""
    cells = [cell for row in shown["rows"] for cell in row["cells"] if cell["statements"]]
    found: dict[str, list[Shown]] = defaultdict(list)
    for cell in sorted(cells, key=lambda cell: -cell["statements"]):
        found[cell["stance"]].append(cell)
    return sorted(found.items(), key=lambda camp: -len(camp[1]))
