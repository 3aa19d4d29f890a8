"""On which issues countries, blocs and actors agree, pair by pair: a reading of a comparison.

Two of them share an issue when each has a position on it, by its latest statement. They agree on it when both
support, both oppose or both are neutral; where either is conditional they neither agree nor differ. A bloc
has a position where those of its members that were heard have the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations

from articles.compare.comparison import DIVIDED
from articles.compare.selection import Selection
from articles.compare.words import Shown
from articles.models import Membership, Position

FEWEST = 3  # shared issues; a share of one or two says nothing
CONDITIONAL = Position.Stance.CONDITIONAL.value


@dataclass(frozen=True, slots=True)
class Pair:
    """Two columns (their ids), and the slugs of the issues they agree, differ or are conditional on."""

    one: str
    other: str
    agreed: tuple[str, ...]
    differing: tuple[str, ...]
    conditional: tuple[str, ...]

    @property
    def shared(self) -> tuple[str, ...]:
        return (*self.agreed, *self.differing, *self.conditional)

    @property
    def share(self) -> float | None:
        """Of the shared issues those agreed on, 0 to 1; None when too few are shared to say anything."""
        return len(self.agreed) / len(self.shared) if len(self.shared) >= FEWEST else None


Pairs = dict[tuple[str, str], Pair]


def pairs_of(shown: Shown, within: Iterable[tuple[str, str]] = ()) -> Pairs:
    """Every pair of the columns shown, under both orders, but for a bloc and its member (``within``)."""
    stances, left_out = _stances(shown), set(within)
    ids = [column["id"] for column in shown["columns"]]
    pairs: Pairs = {}
    for one, other in combinations(ids, 2):
        if not left_out & {(one, other), (other, one)}:
            pairs[one, other] = pairs[other, one] = _pair(one, other, stances)
    return pairs


def memberships(selection: Selection) -> list[tuple[str, str]]:
    """The columns that are a bloc and a country that belongs, or belonged, to it."""
    of = Membership.objects.filter(bloc__in=selection.blocs, country__in=selection.countries)
    return [(f"bloc={bloc}", f"country={iso3}") for bloc, iso3 in of.values_list("bloc__slug", "country")]


def by_likeness(columns: Sequence[Shown], pairs: Pairs) -> list[Shown]:
    """The columns in an order that puts those beside each other that agree most."""
    if not pairs:
        return list(columns)
    by_id = {column["id"]: column for column in columns}
    first = max(pairs.values(), key=lambda pair: pair.share or 0)
    ordered = [first.one, first.other]
    while len(ordered) < len(columns):
        left = [column for column in by_id if column not in ordered]
        ordered.append(max(left, key=partial(_likeness, ordered[-1], pairs)))
    return [by_id[column] for column in ordered]


def _likeness(one: str, pairs: Pairs, other: str) -> float:
    pair = pairs.get((one, other))
    return -1 if pair is None else pair.share or 0


def _stances(shown: Shown) -> dict[str, dict[str, str]]:
    return {
        row["issue"]["slug"]: {
            cell["column"]: cell["stance"]
            for cell in row["cells"]
            if cell["statements"] and cell["stance"] != DIVIDED
        }
        for row in shown["rows"]
    }


def _pair(one: str, other: str, stances: dict[str, dict[str, str]]) -> Pair:
    both = {issue: (of[one], of[other]) for issue, of in stances.items() if one in of and other in of}
    conditional = tuple(issue for issue, taken in both.items() if CONDITIONAL in taken)
    clear = {issue: taken for issue, taken in both.items() if CONDITIONAL not in taken}
    agreed = tuple(issue for issue, (a, b) in clear.items() if a == b)
    differing = tuple(issue for issue, (a, b) in clear.items() if a != b)
    return Pair(one, other, agreed, differing, conditional)
