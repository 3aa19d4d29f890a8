"""How countries divide on issues: who supports, who opposes, without the words behind it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from articles.compare.comparison import dissent, evidence_for, latest_stances
from articles.compare.selection import Selection, known
from articles.compare.words import Shown
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


def divisions(countries: Collection[Country], issues: Collection[Issue] = ()) -> list[Division]:
    """On each of the issues (none: on all) on which any country takes a stance; most divided first."""
    with known(Selection(tuple(countries), tuple(issues))) as selection:
        found = evidence_for(selection).cells()
        stances = latest_stances(found)
        named = Issue.objects.in_bulk({issue for issue, *_ in found})
    by_id = {f"country={country.pk}": country for country in countries}
    stands: dict[int, list[Stand]] = defaultdict(list)
    for (issue, column, first), row in found.items():
        stand = Stand(by_id[column], stances[issue, column, first], row["statements"])
        stands[issue].append(stand)
    divided = [Division(named[issue], _ordered(taken)) for issue, taken in stands.items()]
    return sorted(divided, key=lambda one: (-one.dissent, -len(one.stands), one.issue.title))


def _ordered(stands: Collection[Stand]) -> tuple[Stand, ...]:
    return tuple(sorted(stands, key=lambda stand: (-stand.statements, stand.country.name)))


def stands_of(country: Country, countries: Collection[Country]) -> list[tuple[Stand, Division]]:
    """Where a country stands on each of its issues, beside all others; most divided first."""
    own = divisions([country])
    of_all = divisions(countries, [division.issue for division in own]) if own else []
    found = ((stand, division) for division in of_all for stand in division.stands)
    return [(stand, division) for stand, division in found if stand.country == country]


def camps(shown: Shown) -> list[tuple[str, list[Shown]]]:
    """The cells of a comparison of one issue by stance, the largest camp first."""
    cells = [cell for row in shown["rows"] for cell in row["cells"] if cell["statements"]]
    found: dict[str, list[Shown]] = defaultdict(list)
    for cell in sorted(cells, key=lambda cell: -cell["statements"]):
        found[cell["stance"]].append(cell)
    return sorted(found.items(), key=lambda camp: -len(camp[1]))
