"""Statements as columns, newest first as /statements/ lists them; plain numpy."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from articles.index.postings import Array, Postings, packed

KINDS = ("direct", "indirect", "mixed")
STANCES = ("conditional", "neutral", "oppose", "support")  # both in the order of the alphabet, as SQL lists
MANY = ("country", "bloc", "actor", "position")
Columns = dict[str, Array]
EPOCH = 719_163  # 1 January 1970 as a Python ordinal


@dataclass(frozen=True, slots=True)
class Segment:
    """Visible statements. Days are Python ordinals, 0 if not known; codes are places in the vocabulary.

    ``month`` counts from the year 0 and is 0 for statements that no month is sure of; a position is
    4 × issue + stance; ``rows`` are the statements' rows by ``sorted_ids``.
    """

    ids: Array
    said_on: Array
    said_until: Array
    month: Array
    kind: Array
    reviewed: Array
    source: Array
    sorted_ids: Array
    rows: Array
    country: Postings
    bloc: Postings
    actor: Postings
    position: Postings

    @classmethod
    def of(cls, columns: Columns, pairs: dict[str, tuple[Array, Array]], sizes: dict[str, int]) -> "Segment":
        """From columns in any order: id, said_on, said_until, is_monthly, kind, reviewed and source.

        ``pairs`` are ids of statements, seen or not, and codes for each of MANY; ``sizes`` limits of codes.
        """
        order = np.lexsort((-columns["id"], -np.maximum(columns["said_on"], 1)))
        listed = {name: column[order] for name, column in columns.items()}
        ids = listed["id"]
        rows = np.argsort(ids)
        sorted_ids = ids[rows]
        postings = {name: _postings(rows, sorted_ids, *pairs[name], values=sizes[name]) for name in MANY}
        limit = int(sorted_ids[-1]) + 1 if len(ids) else 1
        return cls(
            ids=packed(ids, limit),
            said_on=listed["said_on"].astype(np.uint32),
            said_until=listed["said_until"].astype(np.uint32),
            month=_months(listed["said_on"], listed["is_monthly"]),
            kind=listed["kind"].astype(np.uint8),
            reviewed=listed["reviewed"].astype(bool),
            source=packed(listed["source"], sizes["source"]),
            sorted_ids=packed(sorted_ids, limit),
            rows=packed(rows, len(rows)),
            **postings,
        )

    def __len__(self) -> int:
        return len(self.ids)

    def place(self, row: int) -> tuple[int, int]:
        """What the list is ordered by, greatest first: day and id; the undated are as of the first day."""
        return max(int(self.said_on[row]), 1), int(self.ids[row])

    def among(self, ids: Array) -> Array:
        """True for each row whose statement is among these."""
        mask = np.zeros(len(self), bool)
        mask[_found(self.rows, self.sorted_ids, ids)[1]] = True
        return mask

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
        parts: dict[str, Any] = {
            name: Postings(*(named[f"{name}.{part.name}"] for part in fields(Postings))) for name in MANY
        }
        parts.update({field.name: named[field.name] for field in fields(cls) if field.name not in MANY})
        return cls(**parts)


def _parts(name: str, postings: Postings) -> Columns:
    return {f"{name}.{part.name}": getattr(postings, part.name) for part in fields(Postings)}


def _postings(rows: Array, sorted_ids: Array, ids: Array, codes: Array, *, values: int) -> Postings:
    known, found = _found(rows, sorted_ids, ids)
    return Postings.of(found, codes[known], len(rows), values)


def _found(rows: Array, sorted_ids: Array, ids: Array) -> tuple[Array, Array]:
    """Which of the ids are here, and their rows."""
    places = np.searchsorted(sorted_ids, ids)
    known = places < len(sorted_ids)
    known[known] = sorted_ids[places[known]] == ids[known]
    return known, rows[places[known]]


def years_of(days: Array) -> Array:
    """The years of ordinals; 0 for those not known."""
    years = (days.astype(np.int64) - EPOCH).astype("M8[D]").astype("M8[Y]").astype(np.int64) + 1970
    return np.where(days > 0, years, 0)


def _months(said_on: Array, is_monthly: Array) -> Array:
    months = (said_on.astype(np.int64) - EPOCH).astype("M8[D]").astype("M8[M]").astype(np.int64) + 12 * 1970
    return np.where(is_monthly, months, 0).astype(np.uint32)
