"""How far countries, blocs and actors agree, pair by pair: a reading of what ``comparison.compare`` gives.

Two of them share an issue when each has a position on it; they agree on it when their positions, each by its
latest statement, have the same stance. Agreement is the number of issues agreed on, divided by those shared.
A bloc has a position where those of its members that were heard have the same.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from articles.compare.comparison import DIVIDED, Shown

FEWEST = 3  # shared issues; a share of one or two says nothing


@dataclass(frozen=True, slots=True)
class Pair:
    """Two columns (their ids), the slugs of the issues they share, and of those they agree on."""

    one: str
    other: str
    shared: tuple[str, ...]
    agreed: tuple[str, ...]

    @property
    def share(self) -> float | None:
        """0 to 1; None when too few issues are shared to say anything."""
        return len(self.agreed) / len(self.shared) if len(self.shared) >= FEWEST else None


def pairs_of(shown: Shown) -> dict[tuple[str, str], Pair]:
    """Every pair of the columns shown, under both orders."""
    stances = _stances(shown)
    ids = [column["id"] for column in shown["columns"]]
    pairs = {}
    for one, other in combinations(ids, 2):
        pairs[one, other] = pairs[other, one] = _pair(one, other, stances)
    return pairs


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
    shared = tuple(issue for issue, of in stances.items() if one in of and other in of)
    agreed = tuple(issue for issue in shared if stances[issue][one] == stances[issue][other])
    return Pair(one, other, shared, agreed)


@dataclass(frozen=True, slots=True)
class Node:
    """A column's place in the drawing; ``anchor`` is the side of it on which its name has room."""

    id: str
    name: str
    x: float
    y: float
    anchor: str


def network(columns: Sequence[Shown], radius: float = 150, centre: float = 200) -> list[Node]:
    """The columns on a circle, the first on top, clockwise."""
    return [_node(column, n / len(columns), radius, centre) for n, column in enumerate(columns)]


def _node(column: Shown, turn: float, radius: float, centre: float) -> Node:
    angle = 2 * math.pi * turn
    x, y = math.sin(angle), -math.cos(angle)
    anchor = "middle" if abs(x) < 0.2 else "start" if x > 0 else "end"
    return Node(
        column["id"], column["name"], round(centre + radius * x, 1), round(centre + radius * y, 1), anchor
    )
