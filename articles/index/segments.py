"""Statements as columns, newest first as /statements/ lists them; plain numpy."""

import datetime
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from articles.index import told
from articles.index.postings import Array, Listed, Postings, packed
from articles.index.stances import PRECISIONS, STANCES, Stances
from articles.index.told import Entries, Told

KINDS = ("direct", "indirect", "mixed")  # in the order of the alphabet, as SQL lists
MONTHLY = 2  # from this one on, the month is sure
VOICES = ("state", "body", "other")  # a statement has the first that any of its speakers has
YEARS = datetime.MAXYEAR + 1
# What is counted by its values: as Postings, or as a list where only few statements have any.
HELD: dict[str, Any] = {
    **dict.fromkeys(("country", "bloc", "actor", "source", "position", "stance", "kind", "year"), Postings),
    **dict.fromkeys(("echoed_country", "echoed_bloc", "echoed_actor"), Listed),
}
# The columns of stances beside issue and stance, by their names in a segment.
TOLD = {
    "statement": "id", "utterance": "utterance", "source": "source",
    "said_on": "said_on", "said_until": "said_until", "precision": "precision",
}  # fmt: skip
__all__ = ["PRECISIONS", "STANCES", "Segment"]
Columns = dict[str, Array]
EPOCH = 719_163  # 1 January 1970 as a Python ordinal


@dataclass(frozen=True, slots=True)
class Segment:
    """Visible statements; ``published_on`` is the day of their article.

    Days are Python ordinals, 0 if not known; codes are places in the vocabulary. ``months`` are those in
    which the rows were said at the earliest, counted from the year 0, latest first, each from its row in
    ``month_starts`` on; where that is not sure there is a ``year``, of the undated the year 0. A position is
    4 × issue + stance; ``certainty`` is -1 for what people tagged; ``rows`` puts the ids in order.
    ``echoed_country``, ``…_bloc`` and ``…_actor`` are those to which a statement belongs only at second hand;
    ``voice`` is a place in VOICES; ``told`` has the rows by country and issue.
    """

    ids: Array
    said_on: Array
    said_until: Array
    precision: Array
    voice: Array
    months: Array
    month_starts: Array
    reviewed: Array
    published_on: Array
    utterance: Array
    certainty: Array
    rows: Array
    country: Postings
    bloc: Postings
    actor: Postings
    source: Postings
    position: Postings
    stance: Postings
    kind: Postings
    year: Postings
    echoed_country: Listed
    echoed_bloc: Listed
    echoed_actor: Listed
    told: Told

    @classmethod
    def of(cls, columns: Columns, pairs: dict[str, tuple[Array, Array]], sizes: dict[str, int]) -> "Segment":
        """From columns in any order: those of loading.STATEMENTS.

        ``pairs`` are ids of statements, seen or not, and codes for each of HELD; ``sizes`` are the limits
        of codes.
        """
        order = np.lexsort((-columns["id"], -np.maximum(columns["said_on"], 1)))
        listed = {name: column[order] for name, column in columns.items()}
        ids = listed["id"]
        rows = np.argsort(ids)
        months, month_starts = _runs(months_of(listed["said_on"]))
        held = {name: _held(kind, rows, ids, *pairs[name], values=sizes[name]) for name, kind in HELD.items()}
        confirmed, by_row = listed["reviewed"].astype(bool), {**listed, "source": held["source"].first}
        made = told.entries(held["country"], held["echoed_country"], held["position"], np.arange(len(ids)))
        return cls(
            ids=packed(ids, int(ids.max(initial=0)) + 1),
            said_on=listed["said_on"].astype(np.uint32),
            said_until=listed["said_until"].astype(np.uint32),
            precision=listed["precision"].astype(np.uint8),
            voice=listed["voice"].astype(np.uint8),
            months=months,
            month_starts=month_starts,
            reviewed=confirmed,
            published_on=listed["published_on"].astype(np.uint32),
            utterance=packed(listed["utterance"], int(listed["utterance"].max(initial=0)) + 1),
            certainty=listed["certainty"].astype(np.float64),
            rows=packed(rows, len(rows)),
            told=Told.of(made, confirmed, {name: by_row[key] for name, key in TOLD.items()}),
            **held,
        )

    def __len__(self) -> int:
        return len(self.ids)

    def place(self, row: int) -> tuple[int, int]:
        """What the list is ordered by, greatest first: day and id; the undated are as of the first day."""
        return max(int(self.said_on[row]), 1), int(self.ids[row])

    def among(self, ids: Array) -> Array:
        """True for each row whose statement is among these."""
        mask = np.zeros(len(self), bool)
        mask[self.rows_of(ids)[1]] = True
        return mask

    def rows_of(self, ids: Array) -> tuple[Array, Array]:
        """Which of the statements are here, and their rows."""
        return _found(self.rows, self.ids, ids)

    def spoken(self, name: str, codes: Array, firsthand: bool) -> Array:
        """True for each row that any of these countries, blocs or actors (``name``) said; or said itself."""
        mask: Array = getattr(self, name).having(codes)
        echoed: Listed = getattr(self, f"echoed_{name}")
        if not firsthand or not len(echoed.having(codes)):
            return mask
        mask = np.zeros(len(self), bool)
        for code in codes:
            own = getattr(self, name).having(np.array([code]))
            own[echoed.having(np.array([code]))] = False
            mask |= own
        return mask

    @property
    def issues(self) -> int:
        """The number of issues that a row may be on, by which groups are counted."""
        return max(self.position.values // len(STANCES), 1)

    def stances(self, rows: Array, issue: Array, stance: Array) -> Stances:
        """These rows with these issues and stances."""
        columns = (self.ids, self.utterance, self.source.first, self.said_on, self.said_until, self.precision)
        return Stances(issue, stance, *(column[rows].astype(np.int64) for column in columns))

    def entries(self, rows: Array) -> Entries:
        """What countries told in these rows."""
        return told.entries(self.country, self.echoed_country, self.position, rows)

    def at_second_hand(self) -> Array:
        """The rows of which all speakers are told at second hand, in no order."""
        rows, echoes = np.unique(self.echoed_actor.rows, return_counts=True)
        owners, _ = self.actor.pairs(rows.astype(np.int64))
        speakers = np.bincount(np.searchsorted(rows, owners), minlength=len(rows))
        return rows[echoes == speakers]

    def arrays(self) -> Columns:
        """All of it, by name, as files keep it."""
        named: Columns = {}
        for field in fields(self):
            value = getattr(self, field.name)
            whole = {field.name: value} if isinstance(value, np.ndarray) else _parts(field.name, value)
            named.update(whole)
        return named

    @classmethod
    def from_arrays(cls, named: Columns) -> "Segment":
        kinds = {**HELD, "told": Told}
        parts: dict[str, Any] = {
            name: kind(*(named[f"{name}.{part.name}"] for part in fields(kind)))
            for name, kind in kinds.items()
        }
        parts.update({field.name: named[field.name] for field in fields(cls) if field.name not in kinds})
        return cls(**parts)


def _parts(name: str, postings: Postings | Listed | Told) -> Columns:
    return {f"{name}.{part.name}": getattr(postings, part.name) for part in fields(postings)}


def _held(kind: Any, rows: Array, ids: Array, owners: Array, codes: Array, *, values: int) -> Any:
    known, found = _found(rows, ids, owners)
    return kind.of(found, codes[known], len(rows), values)


def _found(rows: Array, ids: Array, wanted: Array) -> tuple[Array, Array]:
    """Which of the wanted ids are among the ids, and their rows; ``rows`` puts the ids in order."""
    if not len(wanted):
        return np.empty(0, bool), rows[:0]
    places = np.searchsorted(ids, wanted, sorter=rows)
    known = places < len(ids)
    known[known] = ids[rows[places[known]]] == wanted[known]
    return known, rows[places[known]]


def months_of(days: Array) -> Array:
    """The months of ordinals, counted from the year 0."""
    return (days.astype(np.int64) - EPOCH).astype("M8[D]").astype("M8[M]").astype(np.int64) + 12 * 1970


def _runs(values: Array) -> tuple[Array, Array]:
    """The values of a sorted column, each once, and the row where each begins."""
    starts = np.flatnonzero(np.diff(values, prepend=values[:1] + 1))
    return values[starts], starts
