"""What a comparison counts of what was said; the facet index (by_index) and SQL (by_sql) both tell it."""

import datetime
from typing import Any, Protocol

from articles.browse.coverage import Coverage

Place = tuple[int, str, datetime.date | None]
"""The id of an issue, a column's id ("country=RUS"), and the first day of a stretch where time is divided."""
Figures = dict[str, Any]


class Evidence(Protocol):
    """The figures of one selection."""

    def cells(self) -> dict[Place, Figures]:
        """What by_sql.CELL names, for each place at which anything was said."""

    def stances(self, found: dict[Place, Figures]) -> dict[Place, str]:
        """The stance of the latest statement at each of the places found."""

    def columns(self) -> dict[str, Figures]:
        """What by_sql.COUNTS names, for each column (by its id) that said anything."""

    def latest_of_members(self) -> dict[Place, dict[str, int]]:
        """For each place of a bloc the latest statement of each of its members: {ISO code: id}."""

    def basis(self) -> dict[Place, list[list[Any]]]:
        """Every statement behind each place as [id, stance, first day or None], oldest first, then by id."""

    def lines(self) -> dict[Place, str]:
        """The basis of each place as JSON without spaces."""

    def behind(self) -> int:
        """How many statements these are."""

    def undated(self) -> int:
        """Statements by these columns on these issues that no period holds: nobody knows their day."""

    def covered(self) -> Coverage:
        """Of the articles published in the period."""
