"""Evidence as text is what the json module writes."""

import datetime
import json

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles.compare.lines import entries
from articles.index.stances import STANCES, Stances

ROW = st.tuples(
    st.integers(0, 2**40 - 1), st.integers(0, 3), st.one_of(st.just(0), st.integers(1, 3_652_059))
)


@settings(deadline=None)
@given(st.lists(ROW, max_size=12))
@example([])
@example([(0, 0, 0)])
@example([(9, 1, 1), (10, 2, 3_652_059), (4_294_967_296, 3, 0)])
def test_every_entry_is_json_and_its_bounds_are_told(rows):
    text, bounds = entries(stances_of(rows))
    told = [text[start:end] for start, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)]
    assert "".join(told) == text
    assert told == [f"{json.dumps(entry, separators=(',', ':'))}," for entry in map(as_json, rows)]


def as_json(row):
    statement, stance, day = row
    return [statement, STANCES[stance], datetime.date.fromordinal(day).isoformat() if day else None]


def stances_of(rows):
    statement, stance, day = (np.array([row[n] for row in rows], np.int64) for n in range(3))
    nothing = np.zeros(len(rows), np.int64)
    return Stances(nothing, stance, statement, nothing, nothing, day, day, nothing)
